package workspace

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// ImportState takes the id of a Workspace, or its name.
func (r *workspaceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	const summary = "Could not import Workspace"
	if !r.Data.Require(&resp.Diagnostics) {
		return
	}
	id := req.ID
	if validate.CUID(id) != nil {
		found, err := r.namesakes(ctx, req.ID)
		switch {
		case err != nil:
			fwkit.AddError(&resp.Diagnostics, summary, err)
			return
		case len(found) == 0:
			resp.Diagnostics.AddError(summary, fmt.Sprintf("%q is neither the id of a Workspace, such as \"clzqv4zop000108l5bkmq6yfe\", "+
				"nor the name of one that this token can see. Names are compared exactly.", req.ID))
			return
		case len(found) > 1:
			resp.Diagnostics.AddError(summary, fmt.Sprintf("%d Workspaces are named %q: %s. Import the one that is meant by its id.",
				len(found), req.ID, strings.Join(idsOf(found), ", ")))
			return
		}
		id = found[0].ID
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}

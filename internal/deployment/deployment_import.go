package deployment

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// ImportState takes the id of a Deployment, or workspace_id/name.
func (r *deploymentResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Data.Require(&resp.Diagnostics) {
		return
	}
	id, workspaceID := r.importedID(ctx, req.ID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	if workspaceID != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), workspaceID)...)
	}
}

func (r *deploymentResource) importedID(ctx context.Context, given string, diags *diag.Diagnostics) (id, workspaceID string) {
	const summary = "Could not import Deployment"
	workspaceID, name, byName := strings.Cut(given, "/")
	if !byName {
		if err := validate.CUID(given); err != nil {
			diags.AddError(summary, importForms(given))
		}
		return given, ""
	}
	if validate.CUID(workspaceID) != nil || name == "" {
		diags.AddError(summary, importForms(given))
		return "", ""
	}
	found, err := r.namesakes(ctx, workspaceID, name)
	switch {
	case err != nil:
		fwkit.AddError(diags, summary, err)
	case len(found) == 0:
		diags.AddError(summary, fmt.Sprintf("The Workspace %s has no Deployment named %q that this token can see. Names are compared exactly.", workspaceID, name))
	case len(found) > 1:
		diags.AddError(summary, fmt.Sprintf("The Workspace %s has %d Deployments named %q: %s. Import the one that is meant by its id.",
			workspaceID, len(found), name, strings.Join(idsOf(found), ", ")))
	default:
		return found[0].ID, workspaceID
	}
	return "", ""
}

func importForms(given string) string {
	return fmt.Sprintf("The import id %q is neither the id of a Deployment, such as \"clzqv4zop000208l5d1hgbmnx\", nor the id of a Workspace "+
		"and a name, such as \"clzqv4zop000108l5bkmq6yfe/orders-prod\".", given)
}

package environment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// checkScope judges whether what a new connection is to be defined in exists. An
// API that gives no verdict refuses nothing.
func checkScope(ctx context.Context, w *walk.Walk, plan *connectionModel) []fwkit.Finding {
	switch {
	case plan.WorkspaceID.ValueString() != "":
		id := plan.WorkspaceID.ValueString()
		if _, err := w.Workspace(ctx, id); walk.IsGone(err) {
			return []fwkit.Finding{fwkit.Refuse(path.Root("workspace_id"), "Workspace does not exist",
				fmt.Sprintf("The organization has no Workspace %s that this token can see. The data source astro_workspace finds one by name.", id))}
		}
	case plan.DeploymentID.ValueString() != "":
		id := plan.DeploymentID.ValueString()
		if _, err := w.Deployment(ctx, id, ""); walk.IsGone(err) {
			return []fwkit.Finding{fwkit.Refuse(path.Root("deployment_id"), "Deployment does not exist",
				fmt.Sprintf("The organization has no Deployment %s that this token can see. The data source astro_deployment finds one by name.", id))}
		}
	}
	return nil
}

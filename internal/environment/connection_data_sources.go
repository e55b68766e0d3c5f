package environment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

var _ datasource.DataSourceWithConfigure = (*connectionsDataSource)(nil)

// NewConnectionsDataSource returns the data source astro_connections.
func NewConnectionsDataSource() datasource.DataSource {
	return &connectionsDataSource{fwkit.DataSourceBase{Name: "connections"}}
}

type connectionsDataSource struct{ fwkit.DataSourceBase }

// connectionsModel is astro_connections in configuration and state.
type connectionsModel struct {
	WorkspaceID  types.String    `tfsdk:"workspace_id"`
	DeploymentID types.String    `tfsdk:"deployment_id"`
	Connections  []connectionRow `tfsdk:"connections"`
}

// Schema describes the data source.
func (d *connectionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = connectionsDataSourceSchema()
}

// Read lists the connections.
func (d *connectionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state connectionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "workspace_id", "deployment_id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	if state.DeploymentID.IsNull() {
		state.Connections = d.ofWorkspace(ctx, state.WorkspaceID.ValueString(), &resp.Diagnostics)
	} else {
		state.Connections = d.ofDeployment(ctx, state.DeploymentID.ValueString(), &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

func (d *connectionsDataSource) ofWorkspace(ctx context.Context, workspaceID string, diags *diag.Diagnostics) []connectionRow {
	objects, err := d.Data.Walk.ScopeConnections(ctx, astro.ScopeWorkspace, workspaceID)
	if err != nil {
		diags.AddAttributeError(path.Root("workspace_id"), "Could not list connections", fwkit.Explain(err))
		return nil
	}
	rows := make([]connectionRow, 0, len(objects))
	for i := range objects {
		rows = append(rows, connectionRowOf(&objects[i], baseView(&objects[i])))
	}
	sortRows(rows)
	return rows
}

func (d *connectionsDataSource) ofDeployment(ctx context.Context, deploymentID string, diags *diag.Diagnostics) []connectionRow {
	own, shared, ok := connectionsAround(ctx, d.Data.Walk, deploymentID, diags)
	if !ok {
		return nil
	}
	return mergeByKey(own, shared, deploymentID)
}

// connectionsAround lists what a Deployment may get: its own connections, and
// those of its Workspace, linked or not. It reports whether there was no error.
func connectionsAround(ctx context.Context, w *walk.Walk, deploymentID string, diags *diag.Diagnostics) (own, shared []astro.EnvironmentObject, ok bool) {
	deployment, err := w.Deployment(ctx, deploymentID, "")
	if err != nil {
		diags.AddAttributeError(path.Root("deployment_id"), "Could not read Deployment", fwkit.Explain(err))
		return nil, nil, false
	}
	if own, err = w.ScopeConnections(ctx, astro.ScopeDeployment, deploymentID); err != nil {
		fwkit.AddError(diags, "Could not list the Deployment's own connections", err)
		return nil, nil, false
	}
	if shared, err = w.ScopeConnections(ctx, astro.ScopeWorkspace, deployment.WorkspaceID); err != nil {
		fwkit.AddError(diags, "Could not list the connections of the Deployment's Workspace", err)
		return nil, nil, false
	}
	return own, shared, true
}

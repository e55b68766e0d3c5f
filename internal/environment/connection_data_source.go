package environment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var _ datasource.DataSourceWithConfigure = (*connectionDataSource)(nil)

// NewConnectionDataSource returns the data source astro_connection.
func NewConnectionDataSource() datasource.DataSource {
	return &connectionDataSource{fwkit.DataSourceBase{Name: "connection"}}
}

type connectionDataSource struct{ fwkit.DataSourceBase }

// Schema describes the data source.
func (d *connectionDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = connectionDataSourceSchema()
}

// Read finds the connection and works out what each Deployment sees of it.
func (d *connectionDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config connectionDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "id", "workspace_id", "deployment_id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	found := d.find(ctx, config.connectionRow, &resp.Diagnostics)
	if found == nil {
		return
	}
	deploymentIDs, err := d.reachable(ctx, found)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not list the Deployments of the connection's Workspace", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, connectionDataModel{
		connectionRow: connectionRowOf(found, baseView(found)), Effective: effectiveRows(found, deploymentIDs),
	})...)
}

// reachable are the Deployments that a connection may reach.
func (d *connectionDataSource) reachable(ctx context.Context, object *astro.EnvironmentObject) ([]string, error) {
	if object.Scope == astro.ScopeDeployment {
		return []string{object.ScopeEntityID}, nil
	}
	deployments, err := d.Data.Walk.WorkspaceDeployments(ctx, object.ScopeEntityID)
	ids := make([]string, 0, len(deployments))
	for i := range deployments {
		ids = append(ids, deployments[i].ID)
	}
	return ids, err
}

// find gives nil when an error was added.
func (d *connectionDataSource) find(ctx context.Context, config connectionRow, diags *diag.Diagnostics) *astro.EnvironmentObject {
	if !config.ID.IsNull() {
		found, err := d.Data.Walk.EnvironmentObject(ctx, config.ID.ValueString(), "")
		if err == nil && !isConnection(found) {
			err = notConnection(config.ID.ValueString(), found)
		}
		if err != nil {
			diags.AddAttributeError(path.Root("id"), "Could not read connection", fwkit.Explain(err))
			return nil
		}
		return found
	}
	scope, entity, at := astro.ScopeWorkspace, config.WorkspaceID.ValueString(), path.Root("workspace_id")
	if !config.DeploymentID.IsNull() {
		scope, entity, at = astro.ScopeDeployment, config.DeploymentID.ValueString(), path.Root("deployment_id")
	}
	all, err := d.Data.Walk.ScopeConnections(ctx, scope, entity)
	if err != nil {
		diags.AddAttributeError(at, "Could not list connections", fwkit.Explain(err))
		return nil
	}
	found, ok := fwkit.Only(fwkit.Lookup{
		Noun: "connection", Where: "in " + scopeNoun(scope) + " " + entity, Attribute: path.Root("key"), Name: config.Key.ValueString(),
	}, all, func(o astro.EnvironmentObject) fwkit.Candidate {
		return fwkit.Candidate{ID: idOrEmpty(o.ID), Name: o.ObjectKey}
	}, diags)
	if !ok {
		return nil
	}
	return &found
}

func scopeNoun(scope string) string {
	if scope == astro.ScopeDeployment {
		return "Deployment"
	}
	return "Workspace"
}

func idOrEmpty(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

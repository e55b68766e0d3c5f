package environment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
	found, view := d.find(ctx, config.connectionRow, &resp.Diagnostics)
	if found == nil {
		return
	}
	deploymentIDs, err := d.reachable(ctx, found)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not list the Deployments of the connection's Workspace", err)
		return
	}
	row := connectionRowOf(found, view)
	if view.deploymentID != "" {
		row.DeploymentID = types.StringValue(view.deploymentID)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, connectionDataModel{connectionRow: row, Effective: effectiveRows(found, deploymentIDs)})...)
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

// find gives the connection and the view of it that was asked for; nil when an
// error was added.
func (d *connectionDataSource) find(ctx context.Context, config connectionRow, diags *diag.Diagnostics) (*astro.EnvironmentObject, effectiveView) {
	var found *astro.EnvironmentObject
	switch {
	case !config.ID.IsNull():
		found = d.byID(ctx, config.ID.ValueString(), diags)
	case !config.DeploymentID.IsNull():
		return d.ofDeployment(ctx, config.DeploymentID.ValueString(), config.Key.ValueString(), diags)
	default:
		found = d.ofWorkspace(ctx, config.WorkspaceID.ValueString(), config.Key.ValueString(), diags)
	}
	if found == nil {
		return nil, effectiveView{}
	}
	return found, baseView(found)
}

func (d *connectionDataSource) byID(ctx context.Context, id string, diags *diag.Diagnostics) *astro.EnvironmentObject {
	found, err := d.Data.Walk.EnvironmentObject(ctx, id, "")
	if err == nil && !isConnection(found) {
		err = notConnection(id, found)
	}
	if err != nil {
		diags.AddAttributeError(path.Root("id"), "Could not read connection", fwkit.Explain(err))
		return nil
	}
	return found
}

func (d *connectionDataSource) ofWorkspace(ctx context.Context, workspaceID, key string, diags *diag.Diagnostics) *astro.EnvironmentObject {
	all, err := d.Data.Walk.ScopeConnections(ctx, astro.ScopeWorkspace, workspaceID)
	if err != nil {
		diags.AddAttributeError(path.Root("workspace_id"), "Could not list connections", fwkit.Explain(err))
		return nil
	}
	found, ok := fwkit.Only(lookupOf(key, "in Workspace "+workspaceID), all, candidateOf, diags)
	if !ok {
		return nil
	}
	return &found
}

// ofDeployment finds the connection of a key that a Deployment gets: its own,
// which wins (API facts, E.7), else the one of its Workspace if it reaches it.
func (d *connectionDataSource) ofDeployment(ctx context.Context, deploymentID, key string, diags *diag.Diagnostics) (*astro.EnvironmentObject, effectiveView) {
	own, shared, ok := connectionsAround(ctx, d.Data.Walk, deploymentID, diags)
	if !ok {
		return nil, effectiveView{}
	}
	var reached []astro.EnvironmentObject
	for _, objects := range [][]astro.EnvironmentObject{own, shared} {
		for i := range objects {
			view, reaches := viewFor(&objects[i], deploymentID)
			if reaches && objects[i].ObjectKey == key {
				return &objects[i], view
			}
			if reaches {
				reached = append(reached, objects[i])
			}
		}
	}
	for i := range shared {
		if shared[i].ObjectKey == key {
			fwkit.AddFindings(diags, notReached(&shared[i], deploymentID))
			return nil, effectiveView{}
		}
	}
	fwkit.Only(lookupOf(key, "among the connections of Deployment "+deploymentID), reached, candidateOf, diags)
	return nil, effectiveView{}
}

func lookupOf(key, where string) fwkit.Lookup {
	return fwkit.Lookup{Noun: "connection", Where: where, Attribute: path.Root("key"), Name: key}
}

func candidateOf(o astro.EnvironmentObject) fwkit.Candidate {
	return fwkit.Candidate{ID: textOf(o.ID), Name: o.ObjectKey}
}

func scopeNoun(scope string) string {
	if scope == astro.ScopeDeployment {
		return "Deployment"
	}
	return "Workspace"
}

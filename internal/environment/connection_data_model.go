package environment

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// connectionRow is one connection in a data source, without secrets.
type connectionRow struct {
	ID                    types.String      `tfsdk:"id"`
	Key                   types.String      `tfsdk:"key"`
	Scope                 types.String      `tfsdk:"scope"`
	WorkspaceID           types.String      `tfsdk:"workspace_id"`
	DeploymentID          types.String      `tfsdk:"deployment_id"`
	Type                  types.String      `tfsdk:"type"`
	Host                  types.String      `tfsdk:"host"`
	Port                  types.Int64       `tfsdk:"port"`
	Login                 types.String      `tfsdk:"login"`
	Schema                types.String      `tfsdk:"schema"`
	Extra                 types.String      `tfsdk:"extra"`
	Sources               map[string]string `tfsdk:"sources"`
	Description           types.String      `tfsdk:"description"`
	AutoLinkDeployments   types.Bool        `tfsdk:"auto_link_deployments"`
	LinkedDeploymentIDs   []string          `tfsdk:"linked_deployment_ids"`
	ExcludedDeploymentIDs []string          `tfsdk:"excluded_deployment_ids"`
	UpdatedAt             types.String      `tfsdk:"updated_at"`
	UpdatedBy             types.String      `tfsdk:"updated_by"`
}

// connectionDataModel is the data source astro_connection.
type connectionDataModel struct {
	connectionRow
	Effective map[string]effectiveRow `tfsdk:"effective"`
}

// effectiveRow is the connection as one Deployment sees it.
type effectiveRow struct {
	LinkedBy types.String      `tfsdk:"linked_by"`
	Type     types.String      `tfsdk:"type"`
	Host     types.String      `tfsdk:"host"`
	Port     types.Int64       `tfsdk:"port"`
	Login    types.String      `tfsdk:"login"`
	Schema   types.String      `tfsdk:"schema"`
	Extra    types.String      `tfsdk:"extra"`
	Sources  map[string]string `tfsdk:"sources"`
}

// connectionRowOf takes an object into a row whose fields are those of a view.
func connectionRowOf(object *astro.EnvironmentObject, view effectiveView) connectionRow {
	row := connectionRow{
		ID: types.StringPointerValue(object.ID), Key: types.StringValue(object.ObjectKey), Scope: types.StringValue(object.Scope),
		Type: types.StringPointerValue(view.fields.Type), Host: types.StringPointerValue(view.fields.Host),
		Port: types.Int64PointerValue(view.fields.Port), Login: types.StringPointerValue(view.fields.Login),
		Schema: types.StringPointerValue(view.fields.Schema), Extra: extraOf(view.fields.Extra).StringValue, Sources: view.sources,
		Description: types.StringPointerValue(nonEmpty(object.Description)), AutoLinkDeployments: types.BoolValue(autoLinks(object)),
		LinkedDeploymentIDs: []string{}, ExcludedDeploymentIDs: []string{},
		UpdatedAt: types.StringPointerValue(object.UpdatedAt), UpdatedBy: types.StringValue(object.UpdatedBy.Name()),
	}
	if object.Scope == astro.ScopeDeployment {
		row.DeploymentID = types.StringValue(object.ScopeEntityID)
	} else {
		row.WorkspaceID = types.StringValue(object.ScopeEntityID)
	}
	for _, link := range object.Links {
		row.LinkedDeploymentIDs = append(row.LinkedDeploymentIDs, link.ScopeEntityID)
	}
	for _, exclude := range object.ExcludeLinks {
		row.ExcludedDeploymentIDs = append(row.ExcludedDeploymentIDs, exclude.ScopeEntityID)
	}
	slices.Sort(row.LinkedDeploymentIDs)
	slices.Sort(row.ExcludedDeploymentIDs)
	return row
}

// effectiveRows are the views of all Deployments that the connection reaches, by
// id. deploymentIDs are those of the Workspace; entries of Deployments that are
// not among them are left out, because those no longer exist (API facts, E.6).
func effectiveRows(object *astro.EnvironmentObject, deploymentIDs []string) map[string]effectiveRow {
	rows := map[string]effectiveRow{}
	for _, id := range deploymentIDs {
		view, reached := viewFor(object, id)
		if !reached {
			continue
		}
		rows[id] = effectiveRow{
			LinkedBy: types.StringValue(view.linkedBy), Type: types.StringPointerValue(view.fields.Type),
			Host: types.StringPointerValue(view.fields.Host), Port: types.Int64PointerValue(view.fields.Port),
			Login: types.StringPointerValue(view.fields.Login), Schema: types.StringPointerValue(view.fields.Schema),
			Extra: extraOf(view.fields.Extra).StringValue, Sources: view.sources,
		}
	}
	return rows
}

// mergeByKey gives the connections that a Deployment sees: its own win over
// those of its Workspace with the same key (API facts, E.7).
func mergeByKey(own, workspace []astro.EnvironmentObject, deploymentID string) []connectionRow {
	rows, taken := []connectionRow{}, map[string]bool{}
	for _, objects := range [][]astro.EnvironmentObject{own, workspace} {
		for i := range objects {
			view, reached := viewFor(&objects[i], deploymentID)
			if !reached || taken[objects[i].ObjectKey] {
				continue
			}
			taken[objects[i].ObjectKey] = true
			rows = append(rows, connectionRowOf(&objects[i], view))
		}
	}
	sortRows(rows)
	return rows
}

func sortRows(rows []connectionRow) {
	slices.SortFunc(rows, func(a, b connectionRow) int {
		if a.Key.ValueString() < b.Key.ValueString() {
			return -1
		}
		return 1
	})
}

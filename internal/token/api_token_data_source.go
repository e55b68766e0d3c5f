package token

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// dataSource is the data source astro_api_token.
type dataSource struct{ fwkit.DataSourceBase }

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource makes the data source astro_api_token.
func NewDataSource() datasource.DataSource {
	return &dataSource{fwkit.DataSourceBase{Name: "api_token"}}
}

// Schema describes the data source.
func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataSourceSchema()
}

// Read finds the token.
func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id, name, workspaceID, deploymentID types.String
	for attribute, into := range map[string]*types.String{"id": &id, "name": &name, "workspace_id": &workspaceID, "deployment_id": &deploymentID} {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(attribute), into)...)
	}
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "id", "workspace_id", "deployment_id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	if id.IsNull() {
		var ok bool
		if id, ok = d.byName(ctx, name.ValueString(), placeOf(workspaceID, deploymentID), &resp.Diagnostics); !ok {
			return
		}
	}
	// Rows of the list have no roles, so that the token is read by id in any case.
	found, err := d.Data.Client.GetAPIToken(ctx, id.ValueString())
	if err = d.Data.Walk.Judge(ctx, err, ""); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Could not read API token", fwkit.Explain(err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, dataFromAPI(found))...)
}

func (d *dataSource) byName(ctx context.Context, name string, at place, diags *diag.Diagnostics) (types.String, bool) {
	all, err := d.Data.Client.ListAPITokens(ctx, at.filter())
	if err != nil {
		fwkit.AddError(diags, "Could not list API tokens", err)
		return types.StringNull(), false
	}
	lookup := fwkit.Lookup{Noun: "API token", Attribute: path.Root("name"), Name: name}
	if at.entityID != "" {
		lookup.Where = "in " + at.String()
	}
	found, ok := fwkit.Only(lookup, all, func(t astro.APIToken) fwkit.Candidate { return fwkit.Candidate{ID: t.ID, Name: t.Name} }, diags)
	return types.StringValue(found.ID), ok
}

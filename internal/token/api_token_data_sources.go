package token

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// dataSources is the data source astro_api_tokens.
type dataSources struct{ fwkit.DataSourceBase }

var _ datasource.DataSourceWithConfigure = (*dataSources)(nil)

// NewDataSources makes the data source astro_api_tokens.
func NewDataSources() datasource.DataSource {
	return &dataSources{fwkit.DataSourceBase{Name: "api_tokens"}}
}

// Schema describes the data source.
func (d *dataSources) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataSourcesSchema()
}

// Read lists the tokens.
func (d *dataSources) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "workspace_id", "deployment_id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	found, err := d.Data.Client.ListAPITokens(ctx, placeOf(state.WorkspaceID, state.DeploymentID).filter())
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not list API tokens", err)
		return
	}
	slices.SortFunc(found, func(a, b astro.APIToken) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	state.Tokens = make([]rowModel, 0, len(found))
	for i := range found {
		state.Tokens = append(state.Tokens, rowFromAPI(&found[i]))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

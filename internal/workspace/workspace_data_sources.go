package workspace

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// dataSources is astro_workspaces.
type dataSources struct{ fwkit.DataSourceBase }

var (
	_ datasource.DataSource              = &dataSources{}
	_ datasource.DataSourceWithConfigure = &dataSources{}
)

// NewDataSources makes the data source astro_workspaces.
func NewDataSources() datasource.DataSource {
	return &dataSources{fwkit.DataSourceBase{Name: "workspaces"}}
}

func (d *dataSources) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataSourcesSchema()
}

func (d *dataSources) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	var names []string
	if !state.Names.IsNull() {
		resp.Diagnostics.Append(state.Names.ElementsAs(ctx, &names, false)...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	found, err := d.Data.Client.ListWorkspaces(ctx, astro.WorkspaceFilter{Names: names})
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not list Workspaces", err)
		return
	}
	state.Workspaces = rows(found, names)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// rows keeps the Workspaces of the names, all when there are none, in a stable
// order. The names are compared here as well, because whether the API's filter
// tells upper from lower case is not known (API facts, C.10).
func rows(found []astro.Workspace, names []string) []model {
	kept := make([]model, 0, len(found))
	slices.SortFunc(found, func(a, b astro.Workspace) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	for i := range found {
		if len(names) == 0 || slices.Contains(names, found[i].Name) {
			kept = append(kept, fromAPI(&found[i]))
		}
	}
	return kept
}

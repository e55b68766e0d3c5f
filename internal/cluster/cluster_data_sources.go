package cluster

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// dataSources is astro_clusters.
type dataSources struct{ fwkit.DataSourceBase }

var (
	_ datasource.DataSource              = &dataSources{}
	_ datasource.DataSourceWithConfigure = &dataSources{}
)

// NewDataSources makes the data source astro_clusters.
func NewDataSources() datasource.DataSource {
	return &dataSources{fwkit.DataSourceBase{Name: "clusters"}}
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
	filter := astro.ClusterFilter{Names: names, Provider: state.CloudProvider.ValueString()}
	found, err := d.Data.Client.ListClusters(ctx, filter)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not list clusters", err)
		return
	}
	state.Clusters = rows(found, filter)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// rows keeps the clusters that the filter means, in a stable order. The filter
// is applied here as well, because whether the API's own tells upper from lower
// case is not known (API facts, C.10).
func rows(found []astro.Cluster, filter astro.ClusterFilter) []model {
	slices.SortFunc(found, func(a, b astro.Cluster) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	kept := make([]model, 0, len(found))
	for i := range found {
		named := len(filter.Names) == 0 || slices.Contains(filter.Names, found[i].Name)
		hosted := filter.Provider == "" || filter.Provider == found[i].CloudProvider
		if named && hosted {
			kept = append(kept, fromAPI(&found[i]))
		}
	}
	return kept
}

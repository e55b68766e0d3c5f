package cluster

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// dataSource is astro_cluster.
type dataSource struct{ fwkit.DataSourceBase }

var (
	_ datasource.DataSource              = &dataSource{}
	_ datasource.DataSourceWithConfigure = &dataSource{}
)

// NewDataSource makes the data source astro_cluster.
func NewDataSource() datasource.DataSource { return &dataSource{fwkit.DataSourceBase{Name: "cluster"}} }

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataSourceSchema()
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	found := d.find(ctx, config, &resp.Diagnostics)
	if found == nil {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, fromAPI(found))...)
}

// find reads the cluster by the argument that is given; nil means that an
// error was added.
func (d *dataSource) find(ctx context.Context, config model, diags *diag.Diagnostics) *astro.Cluster {
	if !config.ID.IsNull() {
		found, err := d.Data.Walk.Cluster(ctx, config.ID.ValueString())
		if err != nil {
			diags.AddAttributeError(path.Root("id"), "Could not read cluster", fwkit.Explain(err))
			return nil
		}
		return found
	}
	// All of them and not only those of that name, because the error for a
	// mistyped name is worth more when it shows the right one.
	all, err := d.Data.Client.ListClusters(ctx, astro.ClusterFilter{})
	if err != nil {
		fwkit.AddError(diags, "Could not list clusters", err)
		return nil
	}
	found, ok := fwkit.Only(fwkit.Lookup{
		Noun: "cluster", Attribute: path.Root("name"), Name: config.Name.ValueString(),
	}, all, describe, diags)
	if !ok {
		return nil
	}
	return &found
}

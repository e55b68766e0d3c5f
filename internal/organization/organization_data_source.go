package organization

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// dataSource is astro_organization.
type dataSource struct{ fwkit.DataSourceBase }

var (
	_ datasource.DataSource              = &dataSource{}
	_ datasource.DataSourceWithConfigure = &dataSource{}
)

// NewDataSource makes the data source astro_organization.
func NewDataSource() datasource.DataSource {
	return &dataSource{fwkit.DataSourceBase{Name: "organization"}}
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataSourceSchema()
}

func (d *dataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.Data.Require(&resp.Diagnostics) {
		return
	}
	found, err := d.Data.Client.GetOrganization(ctx)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read organization", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, fromAPI(found))...)
}

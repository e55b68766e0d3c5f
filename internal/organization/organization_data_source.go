package organization

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// dataSource is astro_organization.
type dataSource struct {
	data *fwkit.Data
}

var (
	_ datasource.DataSource              = &dataSource{}
	_ datasource.DataSourceWithConfigure = &dataSource{}
)

// NewDataSource makes the data source astro_organization.
func NewDataSource() datasource.DataSource { return &dataSource{} }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization"
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataSourceSchema()
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = fwkit.DataFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.data.Require(&resp.Diagnostics) {
		return
	}
	found, err := d.data.Client.GetOrganization(ctx)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read organization", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, fromAPI(found))...)
}

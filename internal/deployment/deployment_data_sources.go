package deployment

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var _ datasource.DataSourceWithConfigure = (*deploymentsDataSource)(nil)

// NewDeploymentsDataSource returns the data source astro_deployments.
func NewDeploymentsDataSource() datasource.DataSource {
	return &deploymentsDataSource{fwkit.DataSourceBase{Name: "deployments"}}
}

type deploymentsDataSource struct{ fwkit.DataSourceBase }

// deploymentsModel is astro_deployments in configuration and state.
type deploymentsModel struct {
	WorkspaceID types.String    `tfsdk:"workspace_id"`
	Names       types.Set       `tfsdk:"names"`
	Deployments []deploymentRow `tfsdk:"deployments"`
}

// Schema describes the data source.
func (d *deploymentsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = deploymentsDataSourceSchema()
}

// Read lists the Deployments.
func (d *deploymentsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state deploymentsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "workspace_id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	filter := astro.DeploymentFilter{}
	if !state.WorkspaceID.IsNull() {
		filter.WorkspaceIDs = []string{state.WorkspaceID.ValueString()}
	}
	if !state.Names.IsNull() {
		resp.Diagnostics.Append(state.Names.ElementsAs(ctx, &filter.Names, false)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := d.Data.Client.ListDeployments(ctx, filter)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not list Deployments", err)
		return
	}
	state.Deployments = deploymentRows(found, filter.Names)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// deploymentRows keeps the Deployments of the names, all when there are none,
// in a stable order. Names are compared here as well: whether the API's filter
// tells upper from lower case is not known (API facts, C.10).
func deploymentRows(found []astro.Deployment, names []string) []deploymentRow {
	slices.SortFunc(found, func(a, b astro.Deployment) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	rows := make([]deploymentRow, 0, len(found))
	for i := range found {
		if len(names) == 0 || slices.Contains(names, found[i].Name) {
			rows = append(rows, rowOf(&found[i]))
		}
	}
	return rows
}

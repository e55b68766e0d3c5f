package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var _ datasource.DataSourceWithConfigure = (*deploymentDataSource)(nil)

// NewDeploymentDataSource returns the data source astro_deployment.
func NewDeploymentDataSource() datasource.DataSource {
	return &deploymentDataSource{fwkit.DataSourceBase{Name: "deployment"}}
}

type deploymentDataSource struct{ fwkit.DataSourceBase }

// Schema describes the data source.
func (d *deploymentDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = deploymentDataSourceSchema()
}

// Read looks the Deployment up by whichever arguments are given.
func (d *deploymentDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config deploymentRow
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "id", "workspace_id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	found := d.find(ctx, config, &resp.Diagnostics)
	if found == nil {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, rowOf(found))...)
}

// find gives nil when an error was added. A row of a list may be less complete
// than the object (API facts, C.12), so a Deployment found by name is read by id.
func (d *deploymentDataSource) find(ctx context.Context, config deploymentRow, diags *diag.Diagnostics) *astro.Deployment {
	id, attribute := config.ID.ValueString(), path.Root("id")
	if config.ID.IsNull() {
		workspaceID := config.WorkspaceID.ValueString()
		all, err := d.Data.Walk.WorkspaceDeployments(ctx, workspaceID)
		if err != nil {
			fwkit.AddError(diags, "Could not list Deployments", err)
			return nil
		}
		attribute = path.Root("name")
		row, ok := fwkit.Only(fwkit.Lookup{
			Noun: "Deployment", Where: "in Workspace " + workspaceID, Attribute: attribute, Name: config.Name.ValueString(),
		}, all, func(row astro.Deployment) fwkit.Candidate { return fwkit.Candidate{ID: row.ID, Name: row.Name} }, diags)
		if !ok {
			return nil
		}
		id = row.ID
	}
	found, err := d.Data.Walk.Deployment(ctx, id, "")
	if err != nil {
		diags.AddAttributeError(attribute, "Could not read Deployment", fwkit.Explain(err))
		return nil
	}
	return found
}

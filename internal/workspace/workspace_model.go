package workspace

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// model is one Workspace as both data sources show it.
type model struct {
	ID                   types.String `tfsdk:"id"`
	Name                 types.String `tfsdk:"name"`
	Description          types.String `tfsdk:"description"`
	OrganizationID       types.String `tfsdk:"organization_id"`
	CICDEnforcedDefault  types.Bool   `tfsdk:"cicd_enforced_default"`
	DefaultClusterID     types.String `tfsdk:"default_cluster_id"`
	DefaultCloudProvider types.String `tfsdk:"default_cloud_provider"`
	DefaultRegion        types.String `tfsdk:"default_region"`
	CreatedAt            types.String `tfsdk:"created_at"`
	CreatedBy            types.String `tfsdk:"created_by"`
	UpdatedAt            types.String `tfsdk:"updated_at"`
	UpdatedBy            types.String `tfsdk:"updated_by"`
}

// listModel is the data source astro_workspaces.
type listModel struct {
	Names      types.Set `tfsdk:"names"`
	Workspaces []model   `tfsdk:"workspaces"`
}

// fromAPI shows a Workspace; what the API leaves out is null.
func fromAPI(w *astro.Workspace) model {
	return model{
		ID:                   types.StringValue(w.ID),
		Name:                 types.StringValue(w.Name),
		Description:          types.StringPointerValue(w.Description),
		OrganizationID:       types.StringValue(w.OrganizationID),
		CICDEnforcedDefault:  types.BoolValue(w.CICDEnforcedDefault),
		DefaultClusterID:     types.StringPointerValue(w.DefaultClusterID),
		DefaultCloudProvider: types.StringPointerValue(w.DefaultCloudProvider),
		DefaultRegion:        types.StringPointerValue(w.DefaultRegion),
		CreatedAt:            types.StringValue(w.CreatedAt),
		CreatedBy:            types.StringValue(w.CreatedBy.Name()),
		UpdatedAt:            types.StringValue(w.UpdatedAt),
		UpdatedBy:            types.StringValue(w.UpdatedBy.Name()),
	}
}

// describe names a Workspace in the error of a look-up.
func describe(w astro.Workspace) fwkit.Candidate {
	return fwkit.Candidate{ID: w.ID, Name: w.Name}
}

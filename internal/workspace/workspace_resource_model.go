package workspace

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// resourceModel is the resource astro_workspace.
type resourceModel struct {
	ID                   types.String `tfsdk:"id"`
	Name                 types.String `tfsdk:"name"`
	Description          types.String `tfsdk:"description"`
	CICDEnforcedDefault  types.Bool   `tfsdk:"cicd_enforced_default"`
	DefaultClusterID     types.String `tfsdk:"default_cluster_id"`
	DefaultCloudProvider types.String `tfsdk:"default_cloud_provider"`
	DefaultRegion        types.String `tfsdk:"default_region"`
	DeletionProtection   types.Bool   `tfsdk:"deletion_protection"`
}

// read takes over what the API says. An empty text that the configuration has
// for "none" stays one.
func (m *resourceModel) read(w *astro.Workspace) {
	m.ID, m.Name = types.StringValue(w.ID), types.StringValue(w.Name)
	m.CICDEnforcedDefault = types.BoolValue(w.CICDEnforcedDefault)
	if described := textOrNull(w.Description); !described.IsNull() || m.Description.IsUnknown() || m.Description.ValueString() != "" {
		m.Description = described
	}
	m.DefaultClusterID, m.DefaultCloudProvider, m.DefaultRegion = textOrNull(w.DefaultClusterID), textOrNull(w.DefaultCloudProvider), textOrNull(w.DefaultRegion)
}

// settle fills what the plan left open; every planned value stays.
func (m *resourceModel) settle(w *astro.Workspace) {
	seen := *m
	seen.read(w)
	m.ID = seen.ID
	if m.CICDEnforcedDefault.IsUnknown() {
		m.CICDEnforcedDefault = seen.CICDEnforcedDefault
	}
	for planned, read := range map[*types.String]types.String{
		&m.Description: seen.Description, &m.DefaultClusterID: seen.DefaultClusterID,
		&m.DefaultCloudProvider: seen.DefaultCloudProvider, &m.DefaultRegion: seen.DefaultRegion,
	} {
		if planned.IsUnknown() {
			*planned = read
		}
	}
}

// createRequest is the body for a new Workspace.
func (m *resourceModel) createRequest() *astro.CreateWorkspaceRequest {
	return &astro.CreateWorkspaceRequest{
		Name: m.Name.ValueString(), Description: pointer(m.Description), CICDEnforcedDefault: m.CICDEnforcedDefault.ValueBoolPointer(),
		DefaultClusterID: pointer(m.DefaultClusterID), DefaultCloudProvider: pointer(m.DefaultCloudProvider), DefaultRegion: pointer(m.DefaultRegion),
	}
}

// updateRequest changes what the plan changes, and sends the rest as it was just
// read: what an update leaves out may be cleared (API facts, B.2).
func updateRequest(plan, prior *resourceModel, now *astro.Workspace) *astro.UpdateWorkspaceRequest {
	as := func(planned, prior types.String, read *string) *string {
		if planned.IsUnknown() || planned.Equal(prior) {
			return pointer(textOrNull(read))
		}
		return pointer(planned)
	}
	body := &astro.UpdateWorkspaceRequest{
		Name: now.Name, CICDEnforcedDefault: now.CICDEnforcedDefault,
		DefaultClusterID:     as(plan.DefaultClusterID, prior.DefaultClusterID, now.DefaultClusterID),
		DefaultCloudProvider: as(plan.DefaultCloudProvider, prior.DefaultCloudProvider, now.DefaultCloudProvider),
		DefaultRegion:        as(plan.DefaultRegion, prior.DefaultRegion, now.DefaultRegion),
	}
	if !plan.Name.Equal(prior.Name) {
		body.Name = plan.Name.ValueString()
	}
	if !plan.CICDEnforcedDefault.IsUnknown() && !plan.CICDEnforcedDefault.Equal(prior.CICDEnforcedDefault) {
		body.CICDEnforcedDefault = plan.CICDEnforcedDefault.ValueBool()
	}
	if described := as(plan.Description, prior.Description, now.Description); described != nil {
		body.Description = *described
	}
	// One kind excludes the other: the one that is planned wins over what
	// somebody set since, a cluster over the region that Astro may show for it.
	switch {
	case body.DefaultClusterID == nil || body.DefaultRegion == nil:
	case !plan.DefaultRegion.Equal(prior.DefaultRegion) && !plan.DefaultRegion.IsNull():
		body.DefaultClusterID = nil
	default:
		body.DefaultCloudProvider, body.DefaultRegion = nil, nil
	}
	return body
}

// writes tells whether an update has something to send.
func (m *resourceModel) writes(prior *resourceModel) bool {
	return !m.Name.Equal(prior.Name) || !m.CICDEnforcedDefault.Equal(prior.CICDEnforcedDefault) ||
		m.Description.ValueString() != prior.Description.ValueString() || m.Description.IsUnknown() ||
		!m.DefaultClusterID.Equal(prior.DefaultClusterID) ||
		!m.DefaultCloudProvider.Equal(prior.DefaultCloudProvider) || !m.DefaultRegion.Equal(prior.DefaultRegion)
}

func textOrNull(text *string) types.String {
	if text == nil || *text == "" {
		return types.StringNull()
	}
	return types.StringValue(*text)
}

// pointer is a text to send; null, unknown and empty ones are not sent.
func pointer(text types.String) *string {
	if text.ValueString() == "" {
		return nil
	}
	return text.ValueStringPointer()
}

// configuredKey is where private state keeps which clearable attributes the
// configuration set. Without it an omitted description could not be told from
// one that was never managed.
const configuredKey = "configured"

// configured is what private state keeps.
type configured struct {
	Description bool `json:"description"`
	Cluster     bool `json:"cluster"`
	Region      bool `json:"region"`
}

func rememberConfigured(ctx context.Context, private fwkit.PrivateState, config *resourceModel) diag.Diagnostics {
	return fwkit.Remember(ctx, private, configuredKey, configured{
		Description: config.Description.ValueString() != "", Cluster: !config.DefaultClusterID.IsNull(), Region: !config.DefaultRegion.IsNull(),
	})
}

package workspace

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// ValidateConfig judges what the configuration alone decides.
func (r *workspaceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config resourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		fwkit.AddFindings(&resp.Diagnostics, checkConfig(&config)...)
	}
}

// ModifyPlan settles what is known of a plan, and judges it.
func (r *workspaceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state resourceModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if finding := refuseProtected(&state); finding != nil && !resp.Diagnostics.HasError() {
			fwkit.AddFindings(&resp.Diagnostics, *finding)
		}
		return
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		planCreate(&config, &plan)
		r.warnOfNamesake(ctx, &config, resp)
	} else {
		noted, diags := fwkit.Recall[configured](ctx, req.Private, configuredKey)
		resp.Diagnostics.Append(diags...)
		planUpdate(&config, &plan, &state, noted)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	r.judgeCluster(ctx, &plan, &state, resp)
}

// planCreate settles what a new Workspace gets where the configuration is silent.
func planCreate(config, plan *resourceModel) {
	if config.CICDEnforcedDefault.IsNull() {
		plan.CICDEnforcedDefault = types.BoolValue(false)
	}
	for configured, planned := range map[*types.String]*types.String{
		&config.Description: &plan.Description, &config.DefaultClusterID: &plan.DefaultClusterID,
		&config.DefaultCloudProvider: &plan.DefaultCloudProvider, &config.DefaultRegion: &plan.DefaultRegion,
	} {
		if configured.IsNull() {
			*planned = types.StringNull()
		}
	}
}

// planUpdate keeps the state's value of what the configuration leaves open,
// unless it was configured before and is cleared now, or the other kind of
// default takes its place.
func planUpdate(config, plan, prior *resourceModel, noted configured) {
	if config.CICDEnforcedDefault.IsNull() {
		plan.CICDEnforcedDefault = prior.CICDEnforcedDefault
	}
	if config.Description.IsNull() {
		plan.Description = prior.Description
		if noted.Description && prior.Description.ValueString() != "" {
			plan.Description = types.StringNull()
		}
	}
	open := func(before, other types.String, was bool) types.String {
		switch {
		case other.IsUnknown():
			return types.StringUnknown() // it may turn out to be null, which leaves this as it is
		case !other.IsNull(), was:
			return types.StringNull()
		}
		return before
	}
	if config.DefaultClusterID.IsNull() {
		plan.DefaultClusterID = open(prior.DefaultClusterID, config.DefaultRegion, noted.Cluster)
	}
	if config.DefaultCloudProvider.IsNull() && config.DefaultRegion.IsNull() {
		plan.DefaultCloudProvider = open(prior.DefaultCloudProvider, config.DefaultClusterID, noted.Region)
		plan.DefaultRegion = open(prior.DefaultRegion, config.DefaultClusterID, noted.Region)
	}
}

// warnOfNamesake says what the apply will refuse if it still stands then.
func (r *workspaceResource) warnOfNamesake(ctx context.Context, config *resourceModel, resp *resource.ModifyPlanResponse) {
	if !r.Data.Ready() || config.Name.IsUnknown() {
		return
	}
	found, err := r.namesakes(ctx, config.Name.ValueString())
	if err != nil {
		return // the apply looks again, and says so where it cannot
	}
	for i := range found {
		resp.Diagnostics.AddAttributeWarning(path.Root("name"), "Workspace of this name exists already",
			fmt.Sprintf("The organization already has a Workspace named %q (%s). If it is still there when this is applied, nothing is created. "+
				"To manage that one with this configuration, import it:\n\n  terraform import <address> %[2]s", found[i].Name, found[i].ID))
	}
}

// judgeCluster refuses a default that Astro would refuse: a cluster that the
// organization does not have. What stands was accepted once.
func (r *workspaceResource) judgeCluster(ctx context.Context, plan, prior *resourceModel, resp *resource.ModifyPlanResponse) {
	id := plan.DefaultClusterID
	if resp.Diagnostics.HasError() || !r.Data.Ready() || !isSet(id) || id.Equal(prior.DefaultClusterID) {
		return
	}
	if _, err := r.Data.Walk.Cluster(ctx, id.ValueString()); astro.IsNotFound(err) {
		fwkit.AddFindings(&resp.Diagnostics, fwkit.Refuse(path.Root("default_cluster_id"), "Cluster does not exist",
			fmt.Sprintf("The organization has no cluster %s that this token can see. The data source astro_clusters lists those that there are.", id.ValueString())))
	}
}

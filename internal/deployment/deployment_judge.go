package deployment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// ValidateConfig judges what the configuration alone decides.
func (r *deploymentResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config deploymentModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		fwkit.AddFindings(&resp.Diagnostics, checkConfig(ctx, &config)...)
	}
}

// facts are what the API says about what a Deployment may be; nil fields are not known.
type facts struct {
	options        *astro.DeploymentOptions
	clusterOptions []astro.ClusterOptions
	cluster        *astro.Cluster
}

// judge runs the rules that need the API, on what a plan changes: what stands
// was accepted once, and options change.
func (r *deploymentResource) judge(ctx context.Context, config, plan, prior *deploymentModel) []fwkit.Finding {
	subject := newSubject(config, plan, prior)
	findings := append(checkKnownType(ctx, subject), subject.checkStanding(ctx)...)
	findings = append(findings, checkTwoPlaces(subject)...)
	findings = append(findings, subject.checkValues(ctx)...)
	var known facts
	if !r.Data.Ready() {
		return append(findings, checkFacts(ctx, subject, known)...)
	}
	noVerdict := func(what string, err error) {
		findings = append(findings, fwkit.Finding{
			Path: path.Root("workspace_id"), Warning: true, Summary: "Deployment could not be checked",
			Detail: fmt.Sprintf("The plan goes on without a check against %s: %s. What Astro does not allow shows at apply.", what, err),
		})
	}
	if prior == nil && given(config.WorkspaceID) {
		if _, err := r.Data.Walk.Workspace(ctx, config.WorkspaceID.ValueString()); walk.IsGone(err) {
			findings = append(findings, missingWorkspace(config.WorkspaceID.ValueString()))
		}
	}
	if subject.needsOptions() {
		options, err := r.Data.Walk.DeploymentOptions(ctx, optionsFilter(subject.kind, plan.CloudProvider))
		if err != nil {
			noVerdict("Astro's deployment options", err)
		}
		known.options = options
	}
	if subject.needsRegions() {
		regions, err := r.Data.Walk.ClusterOptions(ctx, astro.DeploymentTypeDedicated)
		if err != nil {
			noVerdict("Astro's regions", err)
		}
		known.clusterOptions = regions
	}
	if subject.needsCluster() {
		cluster, err := r.Data.Walk.Cluster(ctx, plan.ClusterID.ValueString())
		switch {
		case astro.IsNotFound(err):
			findings = append(findings, missingCluster(plan.ClusterID.ValueString()))
		case err != nil:
			noVerdict("its cluster", err)
		}
		known.cluster = cluster
	}
	return append(findings, checkFacts(ctx, subject, known)...)
}

package deployment

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// ValidateConfig judges what the configuration alone decides.
func (r *hibernationScheduleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config hibernationScheduleModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || config.HibernateAtCron.IsUnknown() || config.WakeAtCron.IsUnknown() {
		return
	}
	fwkit.AddFindings(&resp.Diagnostics, checkCrons(config.HibernateAtCron.ValueString(), config.WakeAtCron.ValueString(), time.Now())...)
}

// ModifyPlan judges the schedule against its Deployment as planned in this walk, else as read.
func (r *hibernationScheduleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !r.Data.Ready() {
		return
	}
	var prior *hibernationScheduleModel
	if !req.State.Raw.IsNull() {
		prior = &hibernationScheduleModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, prior)...)
		r.checkHolder(ctx, prior, req.Private, resp)
	}
	if resp.Diagnostics.HasError() || req.Plan.Raw.IsNull() {
		return
	}
	var plan hibernationScheduleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.DeploymentID.IsUnknown() {
		fwkit.AddFindings(&resp.Diagnostics, judgeUnknownDeployment(r.Data.Walk, prior)...)
	}
	if !plan.known() {
		return
	}
	r.planMove(ctx, &plan, prior, req.Private, resp)
	id, claims := plan.DeploymentID.ValueString(), walk.State[scheduleClaims](r.Data.Walk)
	twice, declared := claims.claim(id, plan.toAPI(), prior == nil)
	if twice {
		fwkit.AddFindings(&resp.Diagnostics, declaredTwice())
		return
	}
	read, err := r.Data.Walk.Deployment(ctx, id, "")
	if err != nil {
		addVerdict(resp, err, id)
		return
	}
	fwkit.AddFindings(&resp.Diagnostics, checkHibernator(plannedHibernator(r.Data.Walk, read))...)
	if prior != nil && plan.sameEntry(prior.toAPI()) && plan.DeploymentID.Equal(prior.DeploymentID) {
		return
	}
	r.checkAgainstOthers(resp, &plan, prior, read, declared)
}

// checkHolder refuses a plan in which two resources start from one entry: what one
// of them gives up would be the other's, which the apply may not even be told of.
// The refresh sees to that, so it takes a plan without one.
func (r *hibernationScheduleResource) checkHolder(
	ctx context.Context, prior *hibernationScheduleModel, private fwkit.PrivateState, resp *resource.ModifyPlanResponse,
) {
	owner, diags := ownerOf(ctx, private)
	resp.Diagnostics.Append(diags...)
	if !walk.State[scheduleHolders](r.Data.Walk).hold(heldEntry{prior.DeploymentID.ValueString(), prior.pair()}, owner) {
		fwkit.AddFindings(&resp.Diagnostics, heldTwiceUnread(prior))
	}
}

// planMove plans a replacement for a schedule that is known to go to another
// Deployment: Terraform then removes it from the old one before it changes that
// one. An id that is merely unknown is usually the old one, and destroys nothing;
// if it turns out to be another, Update moves the entry. A resource that this walk
// has not read is in an apply, whose plan said "in place", or in a plan without a
// refresh, for which a move in place is as good: Terraform refuses an apply that
// goes from an update to a replacement, and blames the provider.
func (r *hibernationScheduleResource) planMove(
	ctx context.Context, plan, prior *hibernationScheduleModel, private fwkit.PrivateState, resp *resource.ModifyPlanResponse,
) {
	if prior == nil || plan.DeploymentID.Equal(prior.DeploymentID) {
		return
	}
	owner, diags := ownerOf(ctx, private)
	resp.Diagnostics.Append(diags...)
	if walk.State[scheduleHolders](r.Data.Walk).hasRead(owner) {
		resp.RequiresReplace.Append(pathDeploymentID)
	}
}

// checkAgainstOthers judges a new or changed schedule against the Deployment's other schedules.
func (r *hibernationScheduleResource) checkAgainstOthers(
	resp *resource.ModifyPlanResponse, plan, prior *hibernationScheduleModel, read *astro.Deployment, declared int,
) {
	existing := map[schedulePair]bool{}
	var others []astro.HibernationSchedule
	for _, s := range schedulesOf(read) {
		if prior != nil && pairOf(s) == prior.pair() {
			continue // this resource's own entry, about to change
		}
		existing[pairOf(s)] = true
		others = append(others, s)
		if prior == nil && pairOf(s) == plan.pair() && !walk.State[scheduleHolders](r.Data.Walk).held(heldEntry{read.ID, plan.pair()}) {
			fwkit.AddFindings(&resp.Diagnostics, checkTakeover(plan, s)...)
		}
	}
	claims := walk.State[scheduleClaims](r.Data.Walk)
	beside := claims.declaredBeside(plan.DeploymentID.ValueString(), existing) // this schedule among them
	fwkit.AddFindings(&resp.Diagnostics, checkCount(declared, len(existing)+len(beside))...)
	if !plan.IsEnabled.IsUnknown() {
		fwkit.AddFindings(&resp.Diagnostics, checkContradiction(plan.toAPI(), append(others, beside...), time.Now())...)
	}
}

// addVerdict tells a Deployment that is provably not there, which is an error,
// from an API that gives no verdict, which must not stop a plan.
func addVerdict(resp *resource.ModifyPlanResponse, err error, deploymentID string) {
	if walk.IsGone(err) {
		resp.Diagnostics.AddAttributeError(path.Root("deployment_id"), "Deployment does not exist",
			"The Deployment "+deploymentID+" does not exist in this organization. Check the id, or let the schedule refer to its Deployment (deployment_id = astro_deployment.….id).")
		return
	}
	resp.Diagnostics.AddAttributeWarning(path.Root("deployment_id"), "Schedule was not checked",
		"The Deployment could not be read at plan, so whether it can hibernate is judged when the plan is applied. "+fwkit.Explain(err))
}

// plannedHibernator is the Deployment as the rules should see it: as planned
// earlier in this walk where it was, else as read.
func plannedHibernator(w *walk.Walk, read *astro.Deployment) hibernator {
	h := hibernatorOf(read)
	planned, ok := walk.State[plannedDeployments](w).lookup(read.ID)
	if !ok {
		return h
	}
	h.isDevelopmentMode, h.schedulerSize, h.isHA = planned.isDevelopmentMode, planned.schedulerSize, planned.isHighAvailability
	return h
}

// judgeUnknownDeployment judges a schedule whose Deployment has no id yet by the
// Deployments that this walk has planned so far: what a reference needs is planned
// before it. An id that was known before is most likely the same still, so that
// only a replacement of its Deployment makes it worth judging.
func judgeUnknownDeployment(w *walk.Walk, prior *hibernationScheduleModel) []fwkit.Finding {
	if prior != nil && !isPlannedGone(w, prior.DeploymentID.ValueString()) {
		return nil
	}
	names, possible := walk.State[plannedDeployments](w).hibernators()
	if possible {
		return nil
	}
	return checkPlannedDeployments(names)
}

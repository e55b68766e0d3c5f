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
	if req.Plan.Raw.IsNull() || !r.Data.Ready() {
		return
	}
	var plan hibernationScheduleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !plan.known() {
		return
	}
	var prior *hibernationScheduleModel
	if !req.State.Raw.IsNull() {
		prior = &hibernationScheduleModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, prior)...)
	}
	id, claims := plan.DeploymentID.ValueString(), walk.State[scheduleClaims](r.Data.Walk)
	same, declared := claims.claim(id, plan.toAPI(), prior == nil)
	if same > 1 {
		resp.Diagnostics.AddAttributeError(pathHibernateAtCron, "Schedule is declared twice",
			"Another astro_hibernation_schedule of this configuration has the same deployment_id, hibernate_at_cron and wake_at_cron. "+
				"Astro tells schedules apart by their crons alone: remove one of the two.")
		return
	}
	read, err := r.Data.Walk.Deployment(ctx, id, "")
	if err != nil {
		addVerdict(resp, err, id)
		return
	}
	fwkit.AddFindings(&resp.Diagnostics, checkHibernator(plannedHibernator(r.Data.Walk, read))...)
	if prior != nil && plan.sameEntry(prior.toAPI()) {
		return
	}
	r.checkAgainstOthers(resp, &plan, prior, read, declared)
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
	}
	if existing[plan.pair()] {
		found := existsFinding(plan)
		resp.Diagnostics.AddAttributeWarning(found.Path, found.Summary,
			found.Detail+"\n\nThe apply is refused unless that schedule is removed before, for instance because its resource was renamed in this configuration (a moved block does that without a removal).")
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

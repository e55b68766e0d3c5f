package deployment

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

var (
	_ resource.ResourceWithConfigure      = (*hibernationScheduleResource)(nil)
	_ resource.ResourceWithImportState    = (*hibernationScheduleResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*hibernationScheduleResource)(nil)
	_ resource.ResourceWithValidateConfig = (*hibernationScheduleResource)(nil)

	pathDeploymentID    = path.Root("deployment_id")
	pathHibernateAtCron = path.Root("hibernate_at_cron")
	pathWakeAtCron      = path.Root("wake_at_cron")
)

// scheduleTimeout bounds one operation unless the timeouts attribute says otherwise.
const scheduleTimeout = 10 * time.Minute

// entriesKey is where private state keeps the Deployment's schedules as they
// were at the last read or write.
const entriesKey = "schedules"

// NewHibernationScheduleResource returns astro_hibernation_schedule.
func NewHibernationScheduleResource() resource.Resource {
	return &hibernationScheduleResource{fwkit.ResourceBase{Name: "hibernation_schedule"}}
}

type hibernationScheduleResource struct{ fwkit.ResourceBase }

// Create adds the entry to the Deployment.
func (r *hibernationScheduleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan hibernationScheduleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, scheduleTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	after, err := r.Data.Editor.Deployment(ctx, plan.DeploymentID.ValueString(), plan.createEdit())
	if err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not create hibernation schedule", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(rememberEntries(ctx, resp.Private, after)...)
}

// Read finds the entry, if need be under crons that were edited elsewhere.
func (r *hibernationScheduleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state hibernationScheduleModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	read, err := r.Data.Walk.Deployment(ctx, state.DeploymentID.ValueString(), "")
	if walk.IsGone(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read hibernation schedule", err)
		return
	}
	known, diags := recallEntries(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	entry, found := state.findEntry(schedulesOf(read), known)
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}
	state.fromAPI(entry)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(rememberEntries(ctx, resp.Private, read)...)
}

// Update changes the entry in place.
func (r *hibernationScheduleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state hibernationScheduleModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := plan.Timeouts.Update(ctx, scheduleTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	after, err := r.Data.Editor.Deployment(ctx, plan.DeploymentID.ValueString(), plan.updateEdit(&state))
	if err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not update hibernation schedule", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(rememberEntries(ctx, resp.Private, after)...)
}

// Delete removes the entry and nothing else of the Deployment.
func (r *hibernationScheduleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state hibernationScheduleModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, scheduleTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	_, err := r.Data.Editor.Deployment(ctx, state.DeploymentID.ValueString(), state.deleteEdit())
	if err = r.Data.Walk.Judge(ctx, err, ""); err != nil && !walk.IsGone(err) {
		fwkit.AddError(&resp.Diagnostics, "Could not delete hibernation schedule", err)
	}
}

// ImportState takes deployment_id|hibernate_at_cron|wake_at_cron.
func (r *hibernationScheduleResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	deploymentID, hibernate, wake, err := parseScheduleID(req.ID)
	if err != nil {
		resp.Diagnostics.AddError("Could not import hibernation schedule", fwkit.Explain(err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, pathDeploymentID, types.StringValue(deploymentID))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, pathHibernateAtCron, types.StringValue(hibernate))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, pathWakeAtCron, types.StringValue(wake))...)
}

func rememberEntries(ctx context.Context, private fwkit.PrivateState, d *astro.Deployment) diag.Diagnostics {
	return fwkit.Remember(ctx, private, entriesKey, knownEntries(schedulesOf(d)))
}

// recallEntries gives nil when nothing was remembered, as after an import: only
// the exact pair counts then.
func recallEntries(ctx context.Context, private fwkit.PrivateState) ([]knownEntry, diag.Diagnostics) {
	return fwkit.Recall[[]knownEntry](ctx, private, entriesKey)
}

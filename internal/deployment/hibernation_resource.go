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

// Create adds the entry to the Deployment, or takes over the one that stands
// there with the same crons. After an error there is no state and whatever was
// written is taken over by the next create.
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
	owner := newOwner()
	after, err := r.carryOut(ctx, &scheduleChange{
		what: "create a hibernation schedule", deploymentID: plan.DeploymentID.ValueString(), owner: owner, wants: &plan,
	})
	if err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not create hibernation schedule", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, owner, after)...)
}

// Read finds the entry, if need be under crons that were edited elsewhere. One
// that another resource of the state has is not this one's.
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
	owner, diags := ownerOf(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	holders := walk.State[scheduleHolders](r.Data.Walk)
	holders.noteRead(owner)
	if !holders.hold(heldEntry{read.ID, pairOf(entry)}, owner) {
		fwkit.AddFindings(&resp.Diagnostics, heldTwice(&state, entry))
		resp.State.RemoveResource(ctx)
		return
	}
	state.fromAPI(entry)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, owner, read)...)
}

// Update changes the entry in place, or moves it to another Deployment.
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
	owner, diags := ownerOf(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	after, err := r.update(ctx, owner, &plan, &state)
	if err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not update hibernation schedule", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, owner, after)...)
}

// Delete removes the entry and nothing else of the Deployment. One that another
// resource of this walk has taken over stays.
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
	owner, diags := ownerOf(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if err := r.release(ctx, owner, &state); err != nil {
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

// remember keeps in private state who the resource is and which entries stand.
func remember(ctx context.Context, private fwkit.PrivateState, owner string, d *astro.Deployment) diag.Diagnostics {
	diags := fwkit.Remember(ctx, private, ownerKey, owner)
	diags.Append(fwkit.Remember(ctx, private, entriesKey, knownEntries(schedulesOf(d)))...)
	return diags
}

// recallEntries gives nil when nothing was remembered, as after an import: only
// the exact pair counts then.
func recallEntries(ctx context.Context, private fwkit.PrivateState) ([]knownEntry, diag.Diagnostics) {
	return fwkit.Recall[[]knownEntry](ctx, private, entriesKey)
}

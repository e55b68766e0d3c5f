package deployment

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// Default timeouts; creating a Deployment takes minutes (API facts, C.9).
const (
	createTimeout = 30 * time.Minute
	updateTimeout = 20 * time.Minute
	deleteTimeout = 10 * time.Minute
)

// deploymentResource is astro_deployment.
type deploymentResource struct{ fwkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure      = (*deploymentResource)(nil)
	_ resource.ResourceWithImportState    = (*deploymentResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*deploymentResource)(nil)
	_ resource.ResourceWithMoveState      = (*deploymentResource)(nil)
	_ resource.ResourceWithUpgradeState   = (*deploymentResource)(nil)
	_ resource.ResourceWithValidateConfig = (*deploymentResource)(nil)
)

// NewDeploymentResource returns the resource astro_deployment.
func NewDeploymentResource() resource.Resource {
	return &deploymentResource{fwkit.ResourceBase{Name: "deployment"}}
}

// Create makes the Deployment and waits for it. Once it exists nothing is an
// error any more: Terraform would taint it, and destroy it in the next apply.
func (r *deploymentResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config deploymentModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	request, err := r.createRequest(ctx, &config, &plan)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not create Deployment", err)
		return
	}
	created, err := r.create(ctx, request)
	if err != nil {
		r.addError(&resp.Diagnostics, "Could not create Deployment", err)
		return
	}
	r.Data.Walk.ObserveDeployment(created)
	if plan.OriginalAstroRuntimeVersion.IsUnknown() {
		plan.OriginalAstroRuntimeVersion = textValue(request.AstroRuntimeVersion)
	}
	store := func(d *astro.Deployment) {
		state := plan
		resp.Diagnostics.Append(settle(ctx, &state, d)...)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
	store(created)
	resp.Diagnostics.Append(rememberConfigured(ctx, resp.Private, &config)...)
	if !plan.waits() {
		return
	}
	last, err := r.awaitHealthy(ctx, created)
	store(last)
	if err != nil {
		resp.Diagnostics.AddWarning("Deployment is not healthy yet", notHealthy(last, err))
	}
}

// Read refreshes the state; a Deployment that is gone leaves it.
func (r *deploymentResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state deploymentModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	d, err := r.Data.Walk.Deployment(ctx, state.ID.ValueString(), state.WorkspaceID.ValueString())
	if walk.IsGone(err) {
		r.Data.Walk.Goes(state.ID.ValueString())
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read Deployment", err)
		return
	}
	r.Data.Walk.Held(state.ID.ValueString())
	if was := state.WorkspaceID.ValueString(); was != "" && was != d.WorkspaceID {
		resp.Diagnostics.AddAttributeError(path.Root("workspace_id"), "Could not read Deployment", inOtherWorkspace(d, was))
		return
	}
	resp.Diagnostics.Append(state.read(ctx, d)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// inOtherWorkspace says that Astro shows a Deployment in another Workspace than the
// state has. As a state that would plan to replace the Deployment.
func inOtherWorkspace(d *astro.Deployment, was string) string {
	return fmt.Sprintf("Astro answers that the Deployment %s is in the Workspace %s, but the state has it in %s. Nothing was taken from that answer. "+
		"If it was transferred on purpose, set workspace_id = %q, remove the Deployment from the state (terraform state rm <address>) and import it again "+
		"(terraform import <address> %s). Else run terraform again.", d.ID, astro.Visible(d.WorkspaceID), was, d.WorkspaceID, d.ID)
}

// Update writes what the configuration changes. The state gets every planned
// value; what the API computes by itself shows at the next refresh.
func (r *deploymentResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, prior deploymentModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	change := newChange(ctx, &config, &plan, &prior)
	latest := priorDeployment(&prior)
	if change.writes() {
		written, err := r.write(ctx, prior.ID.ValueString(), change)
		if err != nil {
			r.addError(&resp.Diagnostics, "Could not update Deployment", err)
			return
		}
		latest = written
	}
	var waitErr error
	if plan.Status.IsUnknown() {
		latest, waitErr = r.awaitHealthy(ctx, latest)
	}
	state := plan
	if change.writes() || plan.Status.IsUnknown() {
		resp.Diagnostics.Append(settle(ctx, &state, latest)...)
	} else {
		takeUnknown(&state, &prior)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(rememberConfigured(ctx, resp.Private, &config)...)
	if waitErr != nil {
		resp.Diagnostics.AddAttributeError(path.Root("status"), "Deployment is not healthy yet", notHealthy(latest, waitErr))
	}
}

// priorDeployment is what the state says, as a start for waiting.
func priorDeployment(prior *deploymentModel) *astro.Deployment {
	return &astro.Deployment{ID: prior.ID.ValueString(), Name: prior.Name.ValueString(), Status: prior.Status.ValueString()}
}

// Delete destroys the Deployment unless the state's protection forbids it; one
// that is gone already is done.
func (r *deploymentResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state deploymentModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	if finding := refuseDestroy(&state); finding != nil {
		fwkit.AddFindings(&resp.Diagnostics, *finding)
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	id := state.ID.ValueString()
	err := r.Data.Editor.DeleteDeployment(ctx, id, func(*astro.Deployment) error { return nil })
	if err = r.Data.Walk.Judge(ctx, err, state.WorkspaceID.ValueString()); err != nil && !walk.IsGone(err) {
		fwkit.AddError(&resp.Diagnostics, "Could not delete Deployment", err)
		return
	}
	r.Data.Walk.ForgetDeployment(id)
}

// settle fills what the plan left open from the API.
func settle(ctx context.Context, state *deploymentModel, d *astro.Deployment) diag.Diagnostics {
	seen := *state
	diags := seen.read(ctx, d)
	if !state.RemoteExecution.IsUnknown() && !state.RemoteExecution.IsNull() {
		state.RemoteExecution = settleRemoteExecution(ctx, state.RemoteExecution, seen.RemoteExecution, &diags)
	}
	state.WorkerQueues = settleQueues(ctx, state.WorkerQueues, seen.WorkerQueues)
	takeUnknown(state, &seen)
	return diags
}

package deployment

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// ModifyPlan settles what is known of a plan, and judges it: protection first,
// then the rules that need the API.
func (r *deploymentResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state deploymentModel
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if finding := refuseDestroy(&state); finding != nil && !resp.Diagnostics.HasError() {
			fwkit.AddFindings(&resp.Diagnostics, *finding)
		}
		r.noteReplaced(state.ID.ValueString())
		r.Data.NoteFate(ctx, state.ID.ValueString(), true, req, resp)
		return
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	var prior *deploymentModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		prior = &state
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if prior == nil {
		r.planCreate(ctx, &config, &plan, resp)
	} else {
		noted, diags := recallConfigured(ctx, req.Private)
		resp.Diagnostics.Append(diags...)
		planUpdate(ctx, &config, &plan, prior, noted)
		r.planReplacement(&plan, prior, resp)
	}
	r.Data.NoteFate(ctx, state.ID.ValueString(), r.isReplaced(state.ID.ValueString()), req, resp)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	fwkit.AddFindings(&resp.Diagnostics, r.judge(ctx, &config, &plan, prior)...)
	r.notePlanned(&config, &plan, prior)
}

// planCreate settles the kind of a new Deployment where it is known, and warns of
// a namesake, which the apply will refuse if it still stands then.
func (r *deploymentResource) planCreate(ctx context.Context, config, plan *deploymentModel, resp *resource.ModifyPlanResponse) {
	if config.Type.IsNull() && !config.ClusterID.IsUnknown() && (config.ClusterID.IsNull() || r.Data.Ready()) {
		if kind, err := r.resolveType(ctx, config); err == nil {
			plan.Type = types.StringValue(kind)
		}
	}
	if config.WorkerQueues.IsNull() && config.Executor.ValueString() == astro.ExecutorKubernetes {
		plan.WorkerQueues = noQueues()
	}
	if !r.Data.Ready() || config.Name.IsUnknown() || config.WorkspaceID.IsUnknown() {
		return
	}
	found, err := r.namesakes(ctx, config.WorkspaceID.ValueString(), config.Name.ValueString())
	if err != nil {
		return // judge says that the API gave no verdict
	}
	for _, d := range found {
		if r.isReplaced(d.ID) {
			continue
		}
		resp.Diagnostics.AddAttributeWarning(path.Root("name"), "Deployment of this name exists already",
			fmt.Sprintf("The Workspace already has a Deployment named %q (%s). If it is still there when this is applied, nothing is created. "+
				"To manage that one with this configuration, import it:\n\n  terraform import <address> %s", d.Name, d.ID, d.ID))
	}
}

// planUpdate keeps the state's value of everything that the configuration leaves
// open, unless a planned change moves it, so that a plan lists what changes and
// nothing else.
func planUpdate(ctx context.Context, config, plan, prior *deploymentModel, noted configured) {
	moved := movedBy(ctx, config, prior)
	eachField(func(name string, values []attr.Value, set func(attr.Value)) {
		planned, configuredValue, priorValue := values[0], values[1], values[2]
		if planned.IsUnknown() && configuredValue.IsNull() && !moved[name] {
			set(priorValue)
		}
	}, plan, config, prior)
	plan.RemoteExecution = keepRemoteExecution(ctx, plan.RemoteExecution, prior.RemoteExecution)
	plan.WorkerQueues = keepQueues(ctx, config.WorkerQueues, plan.WorkerQueues, prior.WorkerQueues)
	keepSpelling(ctx, config, plan, prior)
	if config.Description.IsNull() && noted.Description && prior.Description.ValueString() != "" {
		plan.Description = types.StringNull()
	}
	if config.WorkerQueues.IsNull() && moved["worker_queues"] && decidesQueues(ctx, config) && !needsQueues(ctx, config, prior) {
		plan.WorkerQueues = noQueues()
	}
	if leavesTaskPods(config, prior) && config.TaskPodNodePoolID.IsNull() {
		plan.TaskPodNodePoolID = types.StringNull()
	}
	if prior.Status.ValueString() == astro.DeploymentStatusCreating && !plan.WaitForHealthy.IsUnknown() && plan.waits() {
		plan.Status = types.StringUnknown() // the wait of the create goes on
	}
}

// movedBy lists the computed attributes that a planned change moves; all others
// keep their state in the plan.
func movedBy(ctx context.Context, config, prior *deploymentModel) map[string]bool {
	moved := map[string]bool{}
	before, _ := remoteExecutionOf(ctx, prior.RemoteExecution)
	after, known := remoteExecutionOf(ctx, config.RemoteExecution)
	moved["worker_queues"] = !config.Executor.IsNull() && !config.Executor.Equal(prior.Executor) || config.RemoteExecution.IsUnknown() ||
		known && (after.Enabled.IsUnknown() || after.Enabled.ValueBool() != before.Enabled.ValueBool())
	if decidesQueues(ctx, config) && needsQueues(ctx, config, prior) && prior.hasQueues() {
		moved["worker_queues"] = false // those that are there are carried over
	}
	moved["task_pod_node_pool_id"] = config.Executor.IsUnknown()
	if identity := config.WorkloadIdentity; !identity.IsNull() && !identity.Equal(prior.WorkloadIdentity) {
		moved["effective_workload_identity"] = true
	}
	return moved
}

// leavesTaskPods tells that the executor changes from the one that runs every task
// in a pod of its own: the node pool of such pods is dropped then.
func leavesTaskPods(config, prior *deploymentModel) bool {
	return prior.Executor.ValueString() == astro.ExecutorKubernetes && given(config.Executor) && !config.Executor.Equal(prior.Executor)
}

// decidesQueues tells whether what decides about queues is known.
func decidesQueues(ctx context.Context, config *deploymentModel) bool {
	remote, _ := remoteExecutionOf(ctx, config.RemoteExecution)
	return !config.Executor.IsUnknown() && !config.RemoteExecution.IsUnknown() && !remote.Enabled.IsUnknown()
}

// keepSpelling keeps the state's spelling of values that the configuration
// spells in another way: the framework compares meanings on read and apply only.
func keepSpelling(ctx context.Context, config, plan, prior *deploymentModel) {
	keep := func(configured, prior quantity, planned *quantity) {
		if !configured.IsNull() && !configured.IsUnknown() && !prior.IsNull() && sameQuantity(configured.ValueString(), prior.ValueString()) {
			*planned = prior
		}
	}
	keep(config.DefaultTaskPodCPU, prior.DefaultTaskPodCPU, &plan.DefaultTaskPodCPU)
	keep(config.DefaultTaskPodMemory, prior.DefaultTaskPodMemory, &plan.DefaultTaskPodMemory)
	keep(config.ResourceQuotaCPU, prior.ResourceQuotaCPU, &plan.ResourceQuotaCPU)
	keep(config.ResourceQuotaMemory, prior.ResourceQuotaMemory, &plan.ResourceQuotaMemory)
	var diags diag.Diagnostics
	emails := config.ContactEmails
	unknown := slices.ContainsFunc(emails.Elements(), func(email attr.Value) bool { return email.IsUnknown() })
	if given(emails) && given(prior.ContactEmails) && !unknown && sameEmails(textsOf(ctx, emails, &diags), textsOf(ctx, prior.ContactEmails, &diags)) {
		plan.ContactEmails = prior.ContactEmails
	}
}

// planReplacement judges the immutable attributes: a replacement where the state
// allows it, an error on the attribute where it does not.
func (r *deploymentResource) planReplacement(plan, prior *deploymentModel, resp *resource.ModifyPlanResponse) {
	allowed := !prior.DeletionProtection.IsNull() && !prior.DeletionProtection.ValueBool()
	for _, i := range immutables() {
		planned, before := plan.attribute(i.name), prior.attribute(i.name)
		switch {
		case allowed && (i.mustReplace(before, planned) || i.mayReplace(before, planned)):
			resp.RequiresReplace.Append(path.Root(i.name))
			r.noteReplaced(prior.ID.ValueString())
		case !allowed && i.mustReplace(before, planned):
			fwkit.AddFindings(&resp.Diagnostics, refuseReplacement(i, prior, before, planned))
		}
	}
}

// attribute gives an attribute by name.
func (m *deploymentModel) attribute(name string) attr.Value {
	var found attr.Value = types.StringNull()
	eachField(func(field string, values []attr.Value, _ func(attr.Value)) {
		if field == name {
			found = values[0]
		}
	}, m)
	return found
}

// notePlanned tells the other resources of the walk what this Deployment will be.
// A new one is in development mode only if its configuration says so.
func (r *deploymentResource) notePlanned(config, plan, prior *deploymentModel) {
	if r.Data == nil || r.Data.Walk == nil {
		return
	}
	developing := boolOf(plan.IsDevelopmentMode)
	if prior == nil && config.IsDevelopmentMode.IsNull() || plan.Type.ValueString() == astro.DeploymentTypeHybrid {
		developing = new(bool)
	}
	walk.State[plannedDeployments](r.Data.Walk).note(plan.ID.ValueString(), plan.Name.ValueString(), plannedDeployment{
		isDevelopmentMode: developing, schedulerSize: textOf(plan.SchedulerSize), isHighAvailability: boolOf(plan.IsHighAvailability),
	})
}

func boolOf(value types.Bool) *bool {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	known := value.ValueBool()
	return &known
}

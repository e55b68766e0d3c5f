package deployment

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// change is what one configuration wants of a Deployment, beside what it had
// before. It writes configured attributes only: the others belong to whoever set them.
type change struct {
	config, plan, prior *deploymentModel
	variables           variablesChange
	// queue is made when an executor that needs queues comes without any.
	queue *astro.WorkerQueueRequest
}

func newChange(ctx context.Context, config, plan, prior *deploymentModel) *change {
	return &change{
		config: config, plan: plan, prior: prior,
		variables: variablesChange{
			declared: variablesOf(ctx, prior.EnvironmentVariables), wanted: variablesOf(ctx, config.EnvironmentVariables),
		},
	}
}

// edit is the change as an edit of the shared object.
func (c *change) edit(ctx context.Context, id string) ownership.DeploymentEdit {
	return ownership.DeploymentEdit{
		What: fmt.Sprintf("update Deployment %s (%s)", id, c.config.Name.ValueString()),
		Apply: func(fresh *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
			before, err := json.Marshal(request)
			if err != nil {
				return false, err
			}
			if err := c.refuse(fresh); err != nil {
				return false, err
			}
			if request.EnvironmentVariables, err = c.variables.apply(request.EnvironmentVariables); err != nil {
				return false, err
			}
			if err := c.applySettings(ctx, fresh, request); err != nil {
				return false, err
			}
			c.applyWorkloadIdentity(&request.DeploymentSettings)
			after, err := json.Marshal(request)
			return !bytes.Equal(before, after), err
		},
		Stands: func(d *astro.Deployment) error { return c.stands(ctx, d) },
	}
}

// plainEdit removes the secrets that are to become plain (API facts, J.1).
func (c *change) plainEdit(id string) ownership.DeploymentEdit {
	return ownership.DeploymentEdit{
		What: fmt.Sprintf("remove secret variables that become plain from Deployment %s", id),
		Apply: func(_ *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
			kept := c.variables.withoutSecretsBecomingPlain(request.EnvironmentVariables)
			changed := len(kept) != len(request.EnvironmentVariables)
			request.EnvironmentVariables = kept
			return changed, nil
		},
		Stands: func(*astro.Deployment) error { return nil },
	}
}

// refuse judges the fresh Deployment before anything is written to it.
func (c *change) refuse(fresh *astro.Deployment) error {
	turnedOff := valueOf(fresh.IsDevelopmentMode) && !c.config.IsDevelopmentMode.IsNull() && !c.config.IsDevelopmentMode.ValueBool()
	if schedules := schedulesOf(fresh); turnedOff && len(schedules) > 0 {
		return &foreignSchedulesError{schedules: schedules}
	}
	return nil
}

// foreignSchedulesError refuses to switch development mode off. Schedules of this
// configuration are destroyed before, so that those still there are foreign.
type foreignSchedulesError struct{ schedules []astro.HibernationSchedule }

// Error lists the schedules.
func (e *foreignSchedulesError) Error() string {
	return fmt.Sprintf("development mode cannot be switched off while the Deployment has hibernation schedules (%s). They were not made by this "+
		"configuration, or it still declares them. Nothing was changed: remove them where they were made, then apply again", describeSchedules(e.schedules))
}

// applySettings writes the configured attributes into the request.
func (c *change) applySettings(ctx context.Context, fresh *astro.Deployment, request *astro.UpdateDeploymentRequest) error {
	var diags diag.Diagnostics
	settings := &request.DeploymentSettings
	request.Name = c.config.Name.ValueString()
	c.applyScalars(settings)
	c.applyScheduler(settings)
	if emails := c.config.ContactEmails; !emails.IsNull() && !emails.IsUnknown() {
		if wanted := textsOf(ctx, emails, &diags); settings.ContactEmails == nil || !sameEmails(wanted, settings.ContactEmails) {
			settings.ContactEmails = wanted
		}
	}
	c.applyRemoteExecution(ctx, settings, &diags)
	c.applyQueues(ctx, fresh, settings)
	return asError(diags)
}

func (c *change) applyScalars(s *astro.DeploymentSettings) {
	before := valueOf(s.Executor)
	setText(&s.Executor, c.config.Executor)
	c.applyTaskPool(s, before)
	setText(&s.SchedulerSize, c.config.SchedulerSize)
	setBool(&s.IsHighAvailability, c.config.IsHighAvailability)
	setBool(&s.IsDevelopmentMode, c.config.IsDevelopmentMode)
	setBool(&s.IsCICDEnforced, c.config.IsCICDEnforced)
	setBool(&s.IsDagDeployEnabled, c.config.IsDagDeployEnabled)
	setQuantity(&s.DefaultTaskPodCPU, c.config.DefaultTaskPodCPU, wireCPU)
	setQuantity(&s.DefaultTaskPodMemory, c.config.DefaultTaskPodMemory, wireMemory)
	setQuantity(&s.ResourceQuotaCPU, c.config.ResourceQuotaCPU, wireCPU)
	setQuantity(&s.ResourceQuotaMemory, c.config.ResourceQuotaMemory, wireMemory)
	setText(&s.Description, c.config.Description)
	if c.plan.Description.IsNull() && c.prior.Description.ValueString() != "" {
		empty := "" // the way to clear it (API facts, C.11)
		s.Description = &empty
	}
}

// applyTaskPool writes the node pool of task pods with the executor that has such
// pods. What the state kept of it comes back with that executor; with another one
// it is of no effect, and gone once the executor has changed (API facts, Appendix 2.18).
func (c *change) applyTaskPool(s *astro.DeploymentSettings, before string) {
	switch {
	case valueOf(s.Executor) == astro.ExecutorKubernetes, s.Executor == nil: // Astro chooses the executor
		setText(&s.TaskPodNodePoolID, c.config.TaskPodNodePoolID)
		if s.TaskPodNodePoolID == nil {
			s.TaskPodNodePoolID = textOf(c.plan.TaskPodNodePoolID)
		}
	case before == astro.ExecutorKubernetes:
		s.TaskPodNodePoolID = nil
	}
}

// applyScheduler writes the scheduler of a HYBRID Deployment.
func (c *change) applyScheduler(s *astro.DeploymentSettings) {
	if c.config.SchedulerAU.IsNull() && c.config.SchedulerReplicas.IsNull() {
		return
	}
	scheduler := valueOf(s.Scheduler)
	setInt(&scheduler.AU, c.config.SchedulerAU)
	setInt(&scheduler.Replicas, c.config.SchedulerReplicas)
	s.Scheduler = &scheduler
}

// applyWorkloadIdentity sends the identity when it changes and never otherwise:
// an omitted one is kept, and the one that reads back is the effective one,
// which must not be pinned (API facts, C.8).
func (c *change) applyWorkloadIdentity(s *astro.DeploymentSettings) {
	if wanted := c.config.WorkloadIdentity; !wanted.IsNull() && !wanted.Equal(c.prior.WorkloadIdentity) {
		s.WorkloadIdentity = textOf(wanted)
	}
}

func (c *change) applyRemoteExecution(ctx context.Context, s *astro.DeploymentSettings, diags *diag.Diagnostics) {
	wanted, configured := remoteExecutionOf(ctx, c.config.RemoteExecution)
	if !configured || (!wanted.Enabled.ValueBool() && s.RemoteExecution == nil) {
		return
	}
	request, standing := wanted.toAPI(ctx, diags), s.RemoteExecution
	if standing != nil && request.Enabled {
		if wanted.AllowedIPAddressRanges.IsNull() || slices.Equal(request.AllowedIPAddressRanges, sorted(standing.AllowedIPAddressRanges)) {
			request.AllowedIPAddressRanges = standing.AllowedIPAddressRanges
		}
		keepAbsent(&request.TaskLogBucket, standing.TaskLogBucket)
		keepAbsent(&request.TaskLogURLPattern, standing.TaskLogURLPattern)
	}
	s.RemoteExecution = request
}

// keepAbsent does not write an empty text where there is none already.
func keepAbsent(wanted **string, standing *string) {
	if valueOf(*wanted) == "" {
		*wanted = nil
		if valueOf(standing) != "" {
			empty := ""
			*wanted = &empty
		}
	}
}

// applyQueues writes the configured queues. KUBERNETES has none, remote agents
// need none, and everything else cannot do without (API facts, C.6).
func (c *change) applyQueues(ctx context.Context, fresh *astro.Deployment, s *astro.DeploymentSettings) {
	switch {
	case valueOf(s.Executor) == astro.ExecutorKubernetes:
		s.WorkerQueues = nil
	case !c.config.WorkerQueues.IsNull() && !c.config.WorkerQueues.IsUnknown():
		// An empty list is refused, so that none are left out (API facts, C.6).
		if s.WorkerQueues = expandQueues(ctx, c.config.WorkerQueues, fresh.WorkerQueues); len(s.WorkerQueues) == 0 {
			s.WorkerQueues = nil
		}
	case s.RemoteExecution != nil && s.RemoteExecution.Enabled:
		s.WorkerQueues = nil
	case len(s.WorkerQueues) == 0 && c.queue != nil:
		s.WorkerQueues = []astro.WorkerQueueRequest{*c.queue}
	}
}

// stands tells whether a Deployment is as the configuration wants it, in the
// attributes that it names, as far as the API shows them.
func (c *change) stands(ctx context.Context, d *astro.Deployment) error {
	if err := c.variables.stands(d.EnvironmentVariables); err != nil {
		return err
	}
	request := ownership.CarryDeployment(d, time.Now())
	before, err := members(request)
	if err != nil {
		return err
	}
	if err := c.applySettings(ctx, d, request); err != nil {
		return err
	}
	after, err := members(request)
	if err != nil {
		return err
	}
	var different []string
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if !bytes.Equal(before[name], after[name]) {
			different = append(different, name)
		}
	}
	if len(different) > 0 {
		return fmt.Errorf("not as written: %s", strings.Join(different, ", "))
	}
	return nil
}

func members(request *astro.UpdateDeploymentRequest) (map[string]json.RawMessage, error) {
	text, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	split := map[string]json.RawMessage{}
	return split, json.Unmarshal(text, &split)
}

// writes tells whether an update has anything for the API: what only the state
// holds needs no request.
func (c *change) writes() bool {
	local := *c.plan
	local.WaitForHealthy, local.DeletionProtection = c.prior.WaitForHealthy, c.prior.DeletionProtection
	local.Timeouts, local.OriginalAstroRuntimeVersion = c.prior.Timeouts, c.prior.OriginalAstroRuntimeVersion
	local.Status = c.prior.Status
	if len(c.variables.declared)+len(c.variables.wanted) == 0 {
		local.EnvironmentVariables = c.prior.EnvironmentVariables // no map and an empty one own nothing
	}
	return len(differing(&local, c.prior)) > 0
}

func asError(diags diag.Diagnostics) error {
	for _, d := range diags.Errors() {
		return fmt.Errorf("%s: %s", d.Summary(), d.Detail())
	}
	return nil
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(texts)) }

// The setters write configured values only, and leave a pointer alone whose
// value is as wanted, so that an update without a change is seen as one.

func setText(target **string, value types.String) {
	if text := textOf(value); text != nil && (*target == nil || **target != *text) {
		*target = text
	}
}

func setBool(target **bool, value types.Bool) {
	if !value.IsNull() && !value.IsUnknown() {
		wanted := value.ValueBool()
		*target = &wanted
	}
}

func setInt(target **int64, value types.Int64) {
	if !value.IsNull() && !value.IsUnknown() {
		wanted := value.ValueInt64()
		*target = &wanted
	}
}

// setQuantity leaves the standing spelling alone when the amount is the same.
func setQuantity(target **string, value quantity, wire func(string) string) {
	if value.IsNull() || value.IsUnknown() || (*target != nil && sameQuantity(**target, value.ValueString())) {
		return
	}
	text := wire(value.ValueString())
	*target = &text
}

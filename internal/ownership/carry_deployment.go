package ownership

import (
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// CarryDeployment makes the update request that changes nothing: every writable
// field as read, secrets by key without value (axiom three), queues with their
// ids and ephemeral storage, the hibernation spec without an override that is
// over at the given time. Nothing is left to what the API does with omitted
// fields (API facts, C.11), but for two: the workload identity, which reads only
// as the effective one and would be pinned by repeating it (C.8), and the
// queues of a KUBERNETES Deployment, which must be absent (C.6). High
// availability is a required field that reads may leave out; it is off then.
func CarryDeployment(d *astro.Deployment, now time.Time) *astro.UpdateDeploymentRequest {
	request := &astro.UpdateDeploymentRequest{
		Type: valueOr(d.Type, astro.DeploymentTypeStandard), Name: d.Name, WorkspaceID: d.WorkspaceID,
	}
	settings := &request.DeploymentSettings
	settings.Description = d.Description
	if settings.Description == nil {
		empty := ""
		settings.Description = &empty
	}
	settings.Executor = d.Executor
	settings.IsCICDEnforced = &d.IsCICDEnforced
	settings.IsDagDeployEnabled = &d.IsDagDeployEnabled
	settings.ContactEmails = append([]string{}, d.ContactEmails...)
	settings.EnvironmentVariables = CarryVariables(d.EnvironmentVariables)
	if valueOr(d.Executor, "") != astro.ExecutorKubernetes {
		settings.WorkerQueues = CarryQueues(d.WorkerQueues)
	}
	if request.Type == astro.DeploymentTypeHybrid {
		replicas := d.SchedulerReplicas
		settings.Scheduler = &astro.SchedulerSpec{AU: d.SchedulerAU, Replicas: &replicas}
		settings.TaskPodNodePoolID = d.TaskPodNodePoolID
		return request
	}
	settings.SchedulerSize = d.SchedulerSize
	highAvailability := valueOr(d.IsHighAvailability, false)
	settings.IsHighAvailability = &highAvailability
	settings.IsDevelopmentMode = d.IsDevelopmentMode
	settings.DefaultTaskPodCPU = d.DefaultTaskPodCPU
	settings.DefaultTaskPodMemory = d.DefaultTaskPodMemory
	settings.ResourceQuotaCPU = d.ResourceQuotaCPU
	settings.ResourceQuotaMemory = d.ResourceQuotaMemory
	settings.ScalingSpec = CarryScalingSpec(d.ScalingSpec, now)
	settings.RemoteExecution = CarryRemoteExecution(d.RemoteExecution)
	return request
}

// CarryVariables repeats variables; secrets go without a value, which keeps it.
func CarryVariables(variables []astro.EnvironmentVariable) []astro.EnvironmentVariableRequest {
	requests := []astro.EnvironmentVariableRequest{}
	for _, v := range variables {
		request := astro.EnvironmentVariableRequest{Key: v.Key, IsSecret: v.IsSecret}
		if !v.IsSecret {
			request.Value = v.Value
		}
		requests = append(requests, request)
	}
	return requests
}

// CarryQueues repeats worker queues with their ids. nil stays nil: the API
// wants at least one queue or no list.
func CarryQueues(queues []astro.WorkerQueue) []astro.WorkerQueueRequest {
	var requests []astro.WorkerQueueRequest
	for _, q := range queues {
		id := q.ID
		requests = append(requests, astro.WorkerQueueRequest{
			ID: &id, Name: q.Name, IsDefault: q.IsDefault, MinWorkerCount: q.MinWorkerCount, MaxWorkerCount: q.MaxWorkerCount,
			WorkerConcurrency: q.WorkerConcurrency, AstroMachine: q.AstroMachine, NodePoolID: q.NodePoolID,
			PodEphemeralStorage: q.PodEphemeralStorage,
		})
	}
	return requests
}

// CarryScalingSpec repeats schedules and an override that still holds; without
// either it is {}, never nil (API facts, D.5).
func CarryScalingSpec(spec *astro.ScalingSpec, now time.Time) *astro.ScalingSpecRequest {
	if spec == nil || spec.HibernationSpec == nil {
		return &astro.ScalingSpecRequest{}
	}
	hibernation := &astro.HibernationSpecRequest{}
	if schedules := spec.HibernationSpec.Schedules; len(schedules) > 0 {
		hibernation.Schedules = append([]astro.HibernationSchedule{}, schedules...)
	}
	if override := spec.HibernationSpec.Override; overrideHolds(override, now) {
		hibernation.Override = &astro.HibernationOverrideRequest{
			IsHibernating: override.IsHibernating, OverrideUntil: override.OverrideUntil,
		}
	}
	if hibernation.Schedules == nil && hibernation.Override == nil {
		return &astro.ScalingSpecRequest{}
	}
	return &astro.ScalingSpecRequest{HibernationSpec: hibernation}
}

// overrideHolds tells an override in force from one that expired and lingers:
// sending that again might arm it anew (API facts, D.5).
func overrideHolds(override *astro.HibernationOverride, now time.Time) bool {
	if override == nil || override.IsHibernating == nil || (override.IsActive != nil && !*override.IsActive) {
		return false
	}
	if override.OverrideUntil == nil {
		return true
	}
	until, err := time.Parse(time.RFC3339, *override.OverrideUntil)
	return err != nil || until.After(now)
}

// CarryRemoteExecution repeats remote execution; nil, which reads as off, stays nil.
func CarryRemoteExecution(remote *astro.RemoteExecution) *astro.RemoteExecutionRequest {
	if remote == nil {
		return nil
	}
	return &astro.RemoteExecutionRequest{
		Enabled: remote.Enabled, AllowedIPAddressRanges: append([]string{}, remote.AllowedIPAddressRanges...),
		TaskLogBucket: remote.TaskLogBucket, TaskLogURLPattern: remote.TaskLogURLPattern,
	}
}

func valueOr[T any](p *T, fallback T) T {
	if p == nil {
		return fallback
	}
	return *p
}

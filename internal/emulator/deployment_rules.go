package emulator

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of Deployments (API facts, C.2 and C.3).
const (
	maxDeploymentName        = 500
	maxDeploymentDescription = 1000
	hybridAuMin              = 5
	hybridAuMax              = 24
	hybridReplicasMin        = 1
	hybridReplicasMax        = 4
)

// fillDeployment takes a create or an update over into a record, which holds
// what was stored before, or the defaults, and checks the result.
func (c *call) fillDeployment(d *deployment, body *deploymentRequest) *apiError {
	steps := []func(*deployment, *deploymentRequest) *apiError{
		c.fillTexts,
		c.fillSettings,
		c.fillHybrid,
		c.fillVariables,
		c.fillRemoteExecution,
		c.fillQueues,
		c.fillResources,
		c.fillHibernation,
		c.fillIdentity,
	}
	for _, step := range steps {
		if fail := step(d, body); fail != nil {
			return fail
		}
	}
	return nil
}

// fillTexts takes over name, description and contact emails.
func (c *call) fillTexts(d *deployment, body *deploymentRequest) *apiError {
	take(&d.Name, body.Name)
	take(&d.Description, body.Description)
	if n := utf8.RuneCountInString(d.Name); n < 1 || n > maxDeploymentName {
		return invalidField("name", "max", "name must have 1 to %d characters", maxDeploymentName)
	}
	if utf8.RuneCountInString(d.Description) > maxDeploymentDescription {
		return invalidField("description", "max", "description must have at most %d characters", maxDeploymentDescription)
	}
	if body.ContactEmails != nil {
		d.ContactEmails = body.ContactEmails
		if c.sw().ContactEmailsNormalised {
			d.ContactEmails = normalEmails(body.ContactEmails)
		}
	}
	return nil
}

// normalEmails returns addresses in lower case, each once.
func normalEmails(emails []string) []string {
	normal := []string{}
	for _, e := range emails {
		if e = strings.ToLower(e); !slices.Contains(normal, e) {
			normal = append(normal, e)
		}
	}
	return normal
}

// fillSettings takes over executor, scheduler and flags (API facts, C.2, C.6).
func (c *call) fillSettings(d *deployment, body *deploymentRequest) *apiError {
	if fail := refusedForHybrid(d, body); fail != nil {
		return fail
	}
	take(&d.Executor, body.Executor)
	take(&d.SchedulerSize, body.SchedulerSize)
	take(&d.IsHighAvailability, body.IsHighAvailability)
	take(&d.IsDevelopmentMode, body.IsDevelopmentMode)
	take(&d.IsCicdEnforced, body.IsCicdEnforced)
	take(&d.IsDagDeployEnabled, body.IsDagDeployEnabled)
	if fail := oneOf("executor", d.Executor, executorCelery, executorKubernetes, executorAstro); fail != nil {
		return fail
	}
	if d.hosted() {
		if fail := oneOf("schedulerSize", d.SchedulerSize, schedulerSizes()...); fail != nil {
			return fail
		}
	}
	return executorRule(d)
}

// executorRule says where the ASTRO executor runs: with Airflow 3, hosted.
func executorRule(d *deployment) *apiError {
	if d.Executor != executorAstro {
		return nil
	}
	if !d.hosted() {
		return invalidField("executor", "oneof", "executor ASTRO is not available for Deployments of type HYBRID")
	}
	if release, known := findRelease(d.AstroRuntimeVersion); known && release.airflowMajor() < 3 {
		return invalidField("executor", "oneof", "executor ASTRO needs Airflow 3; Astro Runtime %s has Airflow %s", release.Version, release.AirflowVersion)
	}
	return nil
}

// refusedForHybrid refuses what HYBRID Deployments do not have, and what only
// they have (API facts, C.3).
func refusedForHybrid(d *deployment, body *deploymentRequest) *apiError {
	foreign := []requiredField{
		{"schedulerSize", body.SchedulerSize == nil},
		{"isHighAvailability", body.IsHighAvailability == nil},
		{"isDevelopmentMode", body.IsDevelopmentMode == nil},
		{"scalingSpec", body.ScalingSpec == nil},
		{"remoteExecution", body.RemoteExecution == nil},
		{"defaultTaskPodCpu", body.DefaultTaskPodCPU == nil},
		{"defaultTaskPodMemory", body.DefaultTaskPodMemory == nil},
		{"resourceQuotaCpu", body.ResourceQuotaCPU == nil},
		{"resourceQuotaMemory", body.ResourceQuotaMemory == nil},
	}
	if d.hosted() {
		foreign = []requiredField{
			{"scheduler", body.Scheduler == nil},
			{"taskPodNodePoolId", body.TaskPodNodePoolID == nil},
		}
	}
	for _, f := range foreign {
		if !f.present {
			return invalidField(f.name, "excluded", "%s is not available for Deployments of type %s", f.name, d.Type)
		}
	}
	return nil
}

// fillHybrid takes over what only HYBRID Deployments have.
func (c *call) fillHybrid(d *deployment, body *deploymentRequest) *apiError {
	if d.hosted() {
		return nil
	}
	if s := body.Scheduler; s != nil {
		take(&d.SchedulerAu, s.Au)
		take(&d.SchedulerReplicas, s.Replicas)
	}
	take(&d.TaskPodNodePoolID, body.TaskPodNodePoolID)
	if d.Executor != executorKubernetes && (body.TaskPodNodePoolID == nil || c.sw().TaskPoolOfCeleryDropped) {
		d.TaskPodNodePoolID = ""
	}
	switch {
	case d.SchedulerAu < hybridAuMin || d.SchedulerAu > hybridAuMax:
		return invalidField("scheduler.au", "range", "scheduler.au must be %d to %d", hybridAuMin, hybridAuMax)
	case d.SchedulerReplicas < hybridReplicasMin || d.SchedulerReplicas > hybridReplicasMax:
		return invalidField("scheduler.replicas", "range", "scheduler.replicas must be %d to %d", hybridReplicasMin, hybridReplicasMax)
	case d.Executor == executorKubernetes && d.TaskPodNodePoolID == "":
		return requireFields([]requiredField{{"taskPodNodePoolId", false}})
	case d.TaskPodNodePoolID != "" && !c.hasNodePool(d, d.TaskPodNodePoolID):
		return badRequest("Node pool %s is not one of cluster %s", d.TaskPodNodePoolID, d.ClusterID)
	}
	return nil
}

// fillIdentity takes over workload identities: a text is set; an absent one and ""
// keep what is stored (API facts, C.8).
func (c *call) fillIdentity(d *deployment, body *deploymentRequest) *apiError {
	if identity := valueOr(body.WorkloadIdentity, ""); identity != "" {
		d.WorkloadIdentity = identity
	}
	if identity := valueOr(body.DRWorkloadIdentity, ""); identity != "" {
		d.DRWorkloadIdentity = identity
	}
	return nil
}

package deployment

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// addError turns the error of a write into a diagnostic, on the attribute that
// is to blame where there is one.
func (r *deploymentResource) addError(diags *diag.Diagnostics, summary string, err error) {
	var namesake *namesakeError
	var foreign *foreignSchedulesError
	switch {
	case errors.As(err, &namesake):
		diags.AddAttributeError(path.Root("name"), summary, fwkit.Explain(err))
	case errors.As(err, &foreign):
		diags.AddAttributeError(path.Root("is_development_mode"), summary, fwkit.Explain(err))
	default:
		r.FieldAttributes().AddError(diags, summary, err)
	}
}

// FieldAttributes names a Deployment's attributes by the fields of its requests (API facts, C.2).
func (r *deploymentResource) FieldAttributes() fwkit.FieldAttributes {
	return fwkit.FieldAttributes{
		"name": "name", "workspaceId": "workspace_id", "description": "description", "type": "type", "astroRuntimeVersion": "original_astro_runtime_version",
		"cloudProvider": "cloud_provider", "region": "region", "clusterId": "cluster_id", "executor": "executor", "schedulerSize": "scheduler_size",
		"isHighAvailability": "is_high_availability", "isDevelopmentMode": "is_development_mode", "isCicdEnforced": "is_cicd_enforced",
		"isDagDeployEnabled": "is_dag_deploy_enabled", "environmentVariables": "environment_variables", "contactEmails": "contact_emails",
		"workerQueues": "worker_queues", "defaultTaskPodCpu": "default_task_pod_cpu", "defaultTaskPodMemory": "default_task_pod_memory",
		"resourceQuotaCpu": "resource_quota_cpu", "resourceQuotaMemory": "resource_quota_memory", "remoteExecution": "remote_execution",
		"workloadIdentity": "workload_identity", "taskPodNodePoolId": "task_pod_node_pool_id",
		"scheduler.au": "scheduler_au", "scheduler.replicas": "scheduler_replicas",
	}
}

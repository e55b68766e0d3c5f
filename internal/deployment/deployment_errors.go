package deployment

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// addDeploymentError turns the error of a write into a diagnostic, on the
// attribute that is to blame where there is one.
func addDeploymentError(diags *diag.Diagnostics, summary string, err error) {
	if at, ok := attributeToBlame(err); ok {
		diags.AddAttributeError(at, summary, fwkit.Explain(err))
		return
	}
	fwkit.AddError(diags, summary, err)
}

func attributeToBlame(err error) (path.Path, bool) {
	var namesake *namesakeError
	var foreign *foreignSchedulesError
	var failed *astro.Error
	switch {
	case errors.As(err, &namesake):
		return path.Root("name"), true
	case errors.As(err, &foreign):
		return path.Root("is_development_mode"), true
	case errors.As(err, &failed) && len(failed.FieldErrors) == 1:
		name, ok := attributeOfField()[fieldRoot(failed.FieldErrors[0].Field)]
		return path.Root(name), ok
	}
	return path.Empty(), false
}

// fieldRoot is the top of a field's path in an API's finding: "workerQueues[0].name"
// gives "workerQueues".
func fieldRoot(field string) string {
	if end := strings.IndexAny(field, ".["); end >= 0 {
		return field[:end]
	}
	return field
}

// attributeOfField names the attributes by the fields of the requests (API facts, C.2).
func attributeOfField() map[string]string {
	return map[string]string{
		"name": "name", "workspaceId": "workspace_id", "description": "description", "type": "type", "astroRuntimeVersion": "original_astro_runtime_version",
		"cloudProvider": "cloud_provider", "region": "region", "clusterId": "cluster_id", "executor": "executor", "schedulerSize": "scheduler_size",
		"isHighAvailability": "is_high_availability", "isDevelopmentMode": "is_development_mode", "isCicdEnforced": "is_cicd_enforced",
		"isDagDeployEnabled": "is_dag_deploy_enabled", "environmentVariables": "environment_variables", "contactEmails": "contact_emails",
		"workerQueues": "worker_queues", "defaultTaskPodCpu": "default_task_pod_cpu", "defaultTaskPodMemory": "default_task_pod_memory",
		"resourceQuotaCpu": "resource_quota_cpu", "resourceQuotaMemory": "resource_quota_memory", "remoteExecution": "remote_execution",
		"workloadIdentity": "workload_identity", "taskPodNodePoolId": "task_pod_node_pool_id", "scheduler": "scheduler_au",
	}
}

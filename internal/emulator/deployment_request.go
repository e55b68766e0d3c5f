package emulator

import (
	"net/http"
	"strings"
)

// deploymentRequest is the body of create and update in all three variants.
// Members that a variant or an update does not have stay unread, or are refused
// where the platform says that they are not available (API facts, C.2 and C.3).
// Every member is a pointer or a slice, so that absent and empty differ; null
// counts as absent.
type deploymentRequest struct {
	Name                 *string                 `json:"name"`
	WorkspaceID          *string                 `json:"workspaceId"`
	Type                 *string                 `json:"type"`
	Description          *string                 `json:"description"`
	AstroRuntimeVersion  *string                 `json:"astroRuntimeVersion"`
	CloudProvider        *string                 `json:"cloudProvider"`
	Region               *string                 `json:"region"`
	ClusterID            *string                 `json:"clusterId"`
	Executor             *string                 `json:"executor"`
	SchedulerSize        *string                 `json:"schedulerSize"`
	Scheduler            *schedulerRequest       `json:"scheduler"`
	TaskPodNodePoolID    *string                 `json:"taskPodNodePoolId"`
	IsHighAvailability   *bool                   `json:"isHighAvailability"`
	IsDevelopmentMode    *bool                   `json:"isDevelopmentMode"`
	IsCicdEnforced       *bool                   `json:"isCicdEnforced"`
	IsDagDeployEnabled   *bool                   `json:"isDagDeployEnabled"`
	EnvironmentVariables []variableRequest       `json:"environmentVariables"`
	ContactEmails        []string                `json:"contactEmails"`
	WorkerQueues         []queueRequest          `json:"workerQueues"`
	DefaultTaskPodCPU    *string                 `json:"defaultTaskPodCpu"`
	DefaultTaskPodMemory *string                 `json:"defaultTaskPodMemory"`
	ResourceQuotaCPU     *string                 `json:"resourceQuotaCpu"`
	ResourceQuotaMemory  *string                 `json:"resourceQuotaMemory"`
	ScalingSpec          *scalingSpecRequest     `json:"scalingSpec"`
	RemoteExecution      *remoteExecutionRequest `json:"remoteExecution"`
	WorkloadIdentity     *string                 `json:"workloadIdentity"`
	DRWorkloadIdentity   *string                 `json:"drWorkloadIdentity"`
}

// schedulerRequest is the size of the scheduler of a HYBRID Deployment.
type schedulerRequest struct {
	Au       *int `json:"au"`
	Replicas *int `json:"replicas"`
}

// requiredField is a field that a request must have.
type requiredField struct {
	name    string
	present bool
}

// requireFields is a 400 with one fieldError per field that is missing.
func requireFields(fields []requiredField) *apiError {
	var missing []string
	fail := &apiError{status: http.StatusBadRequest}
	for _, f := range fields {
		if f.present {
			continue
		}
		missing = append(missing, f.name)
		fail.fields = append(fail.fields, fieldError{Field: f.name, Code: "required", Message: f.name + " is required"})
	}
	if len(missing) == 0 {
		return nil
	}
	fail.message = "Invalid request: required fields are missing: " + strings.Join(missing, ", ")
	return fail
}

// requiredInUpdate lists what an update must have (API facts, C.11).
func (b *deploymentRequest) requiredInUpdate(hosted bool) []requiredField {
	fields := []requiredField{
		{"name", b.Name != nil},
		{"type", b.Type != nil},
		{"workspaceId", b.WorkspaceID != nil},
		{"executor", b.Executor != nil},
		{"isCicdEnforced", b.IsCicdEnforced != nil},
		{"isDagDeployEnabled", b.IsDagDeployEnabled != nil},
		{"environmentVariables", b.EnvironmentVariables != nil},
	}
	if hosted {
		return append(fields,
			requiredField{"schedulerSize", b.SchedulerSize != nil},
			requiredField{"isHighAvailability", b.IsHighAvailability != nil})
	}
	s := b.Scheduler
	return append(fields,
		requiredField{"scheduler.au", s != nil && s.Au != nil},
		requiredField{"scheduler.replicas", s != nil && s.Replicas != nil})
}

// take sets a value when the request has one.
func take[T any](into, from *T) {
	if from != nil {
		*into = *from
	}
}

// valueOr returns what a pointer points to, or a fallback.
func valueOr[T any](p *T, fallback T) T {
	if p == nil {
		return fallback
	}
	return *p
}

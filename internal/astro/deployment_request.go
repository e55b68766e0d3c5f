package astro

// DeploymentSettings are the writable fields that create and update share, of
// all three kinds; which of them a kind knows is for the caller to respect
// (API facts, C.2 and C.3). nil means "not sent".
type DeploymentSettings struct {
	Description          *string                      `json:"description,omitzero"`
	Executor             *string                      `json:"executor,omitzero"`
	IsCICDEnforced       *bool                        `json:"isCicdEnforced,omitzero"`
	IsDagDeployEnabled   *bool                        `json:"isDagDeployEnabled,omitzero"`
	IsHighAvailability   *bool                        `json:"isHighAvailability,omitzero"`
	IsDevelopmentMode    *bool                        `json:"isDevelopmentMode,omitzero"`
	SchedulerSize        *string                      `json:"schedulerSize,omitzero"`
	Scheduler            *SchedulerSpec               `json:"scheduler,omitzero"`
	TaskPodNodePoolID    *string                      `json:"taskPodNodePoolId,omitzero"`
	ContactEmails        []string                     `json:"contactEmails,omitzero"`
	EnvironmentVariables []EnvironmentVariableRequest `json:"environmentVariables,omitzero"`
	WorkerQueues         []WorkerQueueRequest         `json:"workerQueues,omitzero"`
	DefaultTaskPodCPU    *string                      `json:"defaultTaskPodCpu,omitzero"`
	DefaultTaskPodMemory *string                      `json:"defaultTaskPodMemory,omitzero"`
	ResourceQuotaCPU     *string                      `json:"resourceQuotaCpu,omitzero"`
	ResourceQuotaMemory  *string                      `json:"resourceQuotaMemory,omitzero"`
	ScalingSpec          *ScalingSpecRequest          `json:"scalingSpec,omitzero"`
	RemoteExecution      *RemoteExecutionRequest      `json:"remoteExecution,omitzero"`
	WorkloadIdentity     *string                      `json:"workloadIdentity,omitzero"`
	DRWorkloadIdentity   *string                      `json:"drWorkloadIdentity,omitzero"`
}

// CreateDeploymentRequest is the body of CreateDeployment. Type must always be
// set: what the API makes of a body without it is unknown (API facts, C.1).
type CreateDeploymentRequest struct {
	Type                string  `json:"type"`
	Name                string  `json:"name"`
	WorkspaceID         string  `json:"workspaceId"`
	AstroRuntimeVersion *string `json:"astroRuntimeVersion,omitzero"`
	CloudProvider       *string `json:"cloudProvider,omitzero"`
	Region              *string `json:"region,omitzero"`
	ClusterID           *string `json:"clusterId,omitzero"`
	DeploymentSettings
}

// UpdateDeploymentRequest is the body of UpdateDeployment. It is made by
// ownership.Carry from a fresh read, so that nothing is left to what the API
// does with an omitted field (API facts, C.11).
type UpdateDeploymentRequest struct {
	Type        string `json:"type"`
	Name        string `json:"name"`
	WorkspaceID string `json:"workspaceId"`
	DeploymentSettings
}

// EnvironmentVariableRequest writes one variable. A secret sent without a value
// keeps its stored one (API facts, C.4); an empty value must never be sent.
type EnvironmentVariableRequest struct {
	Key      string  `json:"key"`
	Value    *string `json:"value,omitzero"`
	IsSecret bool    `json:"isSecret"`
}

// WorkerQueueRequest writes one worker queue; with ID the existing queue is
// changed, without it the API may recreate it (API facts, C.6).
type WorkerQueueRequest struct {
	ID                  *string `json:"id,omitzero"`
	Name                string  `json:"name"`
	IsDefault           bool    `json:"isDefault"`
	MinWorkerCount      int64   `json:"minWorkerCount"`
	MaxWorkerCount      int64   `json:"maxWorkerCount"`
	WorkerConcurrency   int64   `json:"workerConcurrency"`
	AstroMachine        *string `json:"astroMachine,omitzero"`
	NodePoolID          *string `json:"nodePoolId,omitzero"`
	PodEphemeralStorage *string `json:"podEphemeralStorage,omitzero"`
}

// SchedulerSpec sizes the scheduler of a HYBRID Deployment: AU 5 to 24, replicas 1 to 4 (API facts, C.3).
type SchedulerSpec struct {
	AU       *int64 `json:"au,omitzero"`
	Replicas *int64 `json:"replicas,omitzero"`
}

// RemoteExecutionRequest writes remote execution; Enabled false removes it (API facts, C.8).
type RemoteExecutionRequest struct {
	Enabled                bool     `json:"enabled"`
	AllowedIPAddressRanges []string `json:"allowedIpAddressRanges,omitzero"`
	TaskLogBucket          *string  `json:"taskLogBucket,omitzero"`
	TaskLogURLPattern      *string  `json:"taskLogUrlPattern,omitzero"`
}

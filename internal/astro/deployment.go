package astro

import (
	"context"
	"net/url"
)

// The three kinds of a Deployment (API facts, C.1). The kind is the
// discriminator of every create and update body and must always be sent.
const (
	DeploymentTypeStandard  = "STANDARD"
	DeploymentTypeDedicated = "DEDICATED"
	DeploymentTypeHybrid    = "HYBRID"
)

// The states of a Deployment (API facts, C.9). Other values may appear.
const (
	DeploymentStatusCreating    = "CREATING"
	DeploymentStatusDeploying   = "DEPLOYING"
	DeploymentStatusHealthy     = "HEALTHY"
	DeploymentStatusUnhealthy   = "UNHEALTHY"
	DeploymentStatusUnknown     = "UNKNOWN"
	DeploymentStatusHibernating = "HIBERNATING"
)

// The executors a Deployment can have (API facts, C.6).
const (
	ExecutorAstro      = "ASTRO"
	ExecutorCelery     = "CELERY"
	ExecutorKubernetes = "KUBERNETES"
)

// Deployment is an Airflow environment as the API returns it (API facts, C.2).
// Fields that the API may leave out are pointers or nil slices.
type Deployment struct {
	ID                        string                `json:"id" answer:"required"`
	Name                      string                `json:"name" answer:"required"`
	Description               *string               `json:"description,omitempty"`
	Type                      *string               `json:"type,omitempty"`
	OrganizationID            string                `json:"organizationId"`
	WorkspaceID               string                `json:"workspaceId" answer:"required"`
	WorkspaceName             *string               `json:"workspaceName,omitempty"`
	Namespace                 string                `json:"namespace"`
	Status                    string                `json:"status"`
	StatusReason              *string               `json:"statusReason,omitempty"`
	AstroRuntimeVersion       string                `json:"astroRuntimeVersion"`
	AirflowVersion            string                `json:"airflowVersion"`
	CloudProvider             *string               `json:"cloudProvider,omitempty"`
	Region                    *string               `json:"region,omitempty"`
	ClusterID                 *string               `json:"clusterId,omitempty"`
	ClusterName               *string               `json:"clusterName,omitempty"`
	Executor                  *string               `json:"executor,omitempty"`
	SchedulerSize             *string               `json:"schedulerSize,omitempty"`
	SchedulerAU               *int64                `json:"schedulerAu,omitempty"`
	SchedulerReplicas         int64                 `json:"schedulerReplicas"`
	SchedulerCPU              string                `json:"schedulerCpu"`
	SchedulerMemory           string                `json:"schedulerMemory"`
	IsHighAvailability        *bool                 `json:"isHighAvailability,omitempty"`
	IsDevelopmentMode         *bool                 `json:"isDevelopmentMode,omitempty"`
	IsCICDEnforced            bool                  `json:"isCicdEnforced" answer:"required"`
	IsDagDeployEnabled        bool                  `json:"isDagDeployEnabled" answer:"required"`
	ContactEmails             []string              `json:"contactEmails,omitempty"`
	EnvironmentVariables      []EnvironmentVariable `json:"environmentVariables,omitempty"`
	WorkerQueues              []WorkerQueue         `json:"workerQueues,omitempty"`
	DefaultTaskPodCPU         *string               `json:"defaultTaskPodCpu,omitempty"`
	DefaultTaskPodMemory      *string               `json:"defaultTaskPodMemory,omitempty"`
	ResourceQuotaCPU          *string               `json:"resourceQuotaCpu,omitempty"`
	ResourceQuotaMemory       *string               `json:"resourceQuotaMemory,omitempty"`
	TaskPodNodePoolID         *string               `json:"taskPodNodePoolId,omitempty"`
	ScalingSpec               *ScalingSpec          `json:"scalingSpec,omitempty"`
	ScalingStatus             *ScalingStatus        `json:"scalingStatus,omitempty"`
	RemoteExecution           *RemoteExecution      `json:"remoteExecution,omitempty"`
	EffectiveWorkloadIdentity *string               `json:"effectiveWorkloadIdentity,omitempty"`
	ImageRepository           string                `json:"imageRepository"`
	ImageTag                  string                `json:"imageTag"`
	ImageVersion              *string               `json:"imageVersion,omitempty"`
	DagTarballVersion         *string               `json:"dagTarballVersion,omitempty"`
	DesiredDagTarballVersion  *string               `json:"desiredDagTarballVersion,omitempty"`
	WebserverURL              string                `json:"webServerUrl"`
	WebserverAirflowAPIURL    string                `json:"webServerAirflowApiUrl"`
	WebserverIngressHostname  string                `json:"webServerIngressHostname"`
	UIURL                     string                `json:"uiUrl"`
	APIURL                    string                `json:"apiUrl"`
	ExternalIPs               []string              `json:"externalIPs,omitempty"`
	OIDCIssuerURL             *string               `json:"oidcIssuerUrl,omitempty"`
	CreatedAt                 string                `json:"createdAt"`
	CreatedBy                 *SubjectProfile       `json:"createdBy,omitempty"`
	UpdatedAt                 string                `json:"updatedAt"`
	UpdatedBy                 *SubjectProfile       `json:"updatedBy,omitempty"`
}

// EnvironmentVariable is a variable of a Deployment as read. The value of a
// secret is never returned (API facts, C.4).
type EnvironmentVariable struct {
	Key       string  `json:"key" answer:"required"`
	Value     *string `json:"value,omitempty"`
	IsSecret  bool    `json:"isSecret" answer:"required"`
	UpdatedAt string  `json:"updatedAt"`
}

// WorkerQueue is a worker queue as read (API facts, C.6).
type WorkerQueue struct {
	ID                  string  `json:"id" answer:"required"`
	Name                string  `json:"name" answer:"required"`
	IsDefault           bool    `json:"isDefault" answer:"required"`
	MinWorkerCount      int64   `json:"minWorkerCount" answer:"required"`
	MaxWorkerCount      int64   `json:"maxWorkerCount" answer:"required"`
	WorkerConcurrency   int64   `json:"workerConcurrency" answer:"required"`
	AstroMachine        *string `json:"astroMachine,omitempty"`
	NodePoolID          *string `json:"nodePoolId,omitempty"`
	PodCPU              string  `json:"podCpu"`
	PodMemory           string  `json:"podMemory"`
	PodEphemeralStorage *string `json:"podEphemeralStorage,omitempty"`
}

// RemoteExecution is a Deployment's remote execution as read; absent when it is off (API facts, C.8).
type RemoteExecution struct {
	Enabled                bool     `json:"enabled" answer:"required"`
	AllowedIPAddressRanges []string `json:"allowedIpAddressRanges" answer:"required"`
	RemoteAPIURL           string   `json:"remoteApiUrl"`
	TaskLogBucket          *string  `json:"taskLogBucket,omitempty"`
	TaskLogURLPattern      *string  `json:"taskLogUrlPattern,omitempty"`
}

// DeploymentFilter narrows ListDeployments; the zero value lists all of the organization.
type DeploymentFilter struct {
	IDs          []string
	Names        []string
	WorkspaceIDs []string
}

// ListDeployments returns the Deployments that match the filter, by name. Names
// are not unique (API facts, C.10).
func (c *Client) ListDeployments(ctx context.Context, filter DeploymentFilter) ([]Deployment, error) {
	var workspaceID string
	if len(filter.WorkspaceIDs) == 1 {
		workspaceID = filter.WorkspaceIDs[0]
	}
	return list[Deployment](ctx, c, listCall{
		operation: "list Deployments", path: "/deployments", inOrganization: true, rows: "deployments", sorts: "name:asc",
		workspaceID: workspaceID,
		query: queryOf(map[string][]string{
			"deploymentIds": filter.IDs, "names": filter.Names, "workspaceIds": filter.WorkspaceIDs,
		}),
	})
}

// GetDeployment returns one Deployment.
func (c *Client) GetDeployment(ctx context.Context, id string) (*Deployment, error) {
	return call[Deployment](ctx, c, request{
		operation: "read Deployment " + id, class: retryRead, inOrganization: true, path: deploymentPath(id), target: deploymentTarget(id),
	})
}

// CreateDeployment creates a Deployment and returns it in status CREATING. A
// repeated call makes a second one (API facts, A.7), so it is never sent again
// after an answer was lost.
func (c *Client) CreateDeployment(ctx context.Context, body *CreateDeploymentRequest) (*Deployment, error) {
	return call[Deployment](ctx, c, request{
		operation: "create Deployment " + body.Name, class: retryCreate, inOrganization: true, path: "/deployments", body: body,
		target: deploymentTarget(""), inWorkspace: body.WorkspaceID,
	})
}

// UpdateDeployment replaces a Deployment's settings. The body is made from a
// fresh read, so the client never repeats it: ownership.Editor starts over.
func (c *Client) UpdateDeployment(ctx context.Context, id string, body *UpdateDeploymentRequest) (*Deployment, error) {
	return call[Deployment](ctx, c, request{
		operation: "update Deployment " + id, class: retryUpdate, inOrganization: true, path: deploymentPath(id), body: body,
		target: deploymentTarget(id), inWorkspace: body.WorkspaceID,
	})
}

// DeleteDeployment deletes a Deployment at once and for good (API facts, C.9).
func (c *Client) DeleteDeployment(ctx context.Context, id string) error {
	return c.do(ctx, request{
		operation: "delete Deployment " + id, class: retryDelete, inOrganization: true, path: deploymentPath(id),
		target: deploymentTarget(id),
	})
}

func (d *Deployment) identity() string { return d.ID }

func (d *Deployment) workspace() string { return d.WorkspaceID }

func deploymentTarget(id string) Target { return Target{Kind: KindDeployment, ID: id} }

func deploymentPath(id string) string {
	return "/deployments/" + url.PathEscape(id)
}

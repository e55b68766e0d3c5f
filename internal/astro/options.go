package astro

import "context"

// DeploymentOptions are the versions, machines and limits the organization may
// use for its Deployments right now (API facts, G.2).
type DeploymentOptions struct {
	RuntimeReleases         []RuntimeRelease         `json:"runtimeReleases"`
	Executors               []string                 `json:"executors"`
	SchedulerMachines       []SchedulerMachine       `json:"schedulerMachines"`
	WorkerMachines          []WorkerMachine          `json:"workerMachines"`
	WorkerQueues            WorkerQueueOptions       `json:"workerQueues"`
	ResourceQuotas          ResourceQuotaOptions     `json:"resourceQuotas"`
	WorkloadIdentityOptions []WorkloadIdentityOption `json:"workloadIdentityOptions,omitempty"`
}

// RuntimeRelease is one Astro Runtime version; the list is newest first, which
// is inferred, not promised (API facts, C.7).
type RuntimeRelease struct {
	Version        string `json:"version"`
	AirflowVersion string `json:"airflowVersion"`
	Channel        string `json:"channel"`
	ReleaseDate    string `json:"releaseDate"`
}

// MachineSpec is the size of a machine; CPU in cores, memory as "2Gi".
type MachineSpec struct {
	CPU              string   `json:"cpu"`
	Memory           string   `json:"memory"`
	EphemeralStorage *string  `json:"ephemeralStorage,omitempty"`
	Concurrency      *float64 `json:"concurrency,omitempty"`
}

// SchedulerMachine is a scheduler size: SMALL, MEDIUM, LARGE or EXTRA_LARGE.
type SchedulerMachine struct {
	Name string      `json:"name"`
	Spec MachineSpec `json:"spec"`
}

// WorkerMachine is a worker type (A5 to A160) with its concurrency limits.
type WorkerMachine struct {
	Name        string      `json:"name"`
	Concurrency Range       `json:"concurrency"`
	Spec        MachineSpec `json:"spec"`
}

// Range bounds a number.
type Range struct {
	Floor   float64 `json:"floor"`
	Default float64 `json:"default"`
	Ceiling float64 `json:"ceiling"`
}

// WorkerQueueOptions bounds the numbers of a worker queue.
type WorkerQueueOptions struct {
	MinWorkers        Range `json:"minWorkers"`
	MaxWorkers        Range `json:"maxWorkers"`
	WorkerConcurrency Range `json:"workerConcurrency"`
}

// QuantityRange bounds a Kubernetes quantity, written as text ("0.25", "10Gi").
type QuantityRange struct {
	Floor   string `json:"floor"`
	Default string `json:"default"`
	Ceiling string `json:"ceiling"`
}

// ResourceOption bounds CPU and memory together.
type ResourceOption struct {
	CPU    QuantityRange `json:"cpu"`
	Memory QuantityRange `json:"memory"`
}

// ResourceQuotaOptions bounds a Deployment's quota and its default task pod.
type ResourceQuotaOptions struct {
	ResourceQuota  ResourceOption `json:"resourceQuota"`
	DefaultPodSize ResourceOption `json:"defaultPodSize"`
}

// WorkloadIdentityOption is one identity a Deployment may use.
type WorkloadIdentityOption struct {
	Label string `json:"label"`
	Role  string `json:"role"`
}

// DeploymentOptionsFilter asks for the options of one kind of Deployment; all fields may be empty.
type DeploymentOptionsFilter struct {
	DeploymentID   string
	DeploymentType string
	Executor       string
	CloudProvider  string
}

// GetDeploymentOptions returns the options that the filter leaves.
func (c *Client) GetDeploymentOptions(ctx context.Context, filter DeploymentOptionsFilter) (*DeploymentOptions, error) {
	return call[DeploymentOptions](ctx, c, request{
		operation: "read Deployment options", class: retryRead, inOrganization: true, path: "/deployment-options",
		query: queryOf(map[string][]string{
			"deploymentId": {filter.DeploymentID}, "deploymentType": {filter.DeploymentType},
			"executor": {filter.Executor}, "cloudProvider": {filter.CloudProvider},
		}),
	})
}

// ClusterOptions are the regions and machines of one cloud provider (API facts, G.3).
type ClusterOptions struct {
	Provider      string           `json:"provider"`
	Regions       []ProviderRegion `json:"regions"`
	DefaultRegion ProviderRegion   `json:"defaultRegion"`
}

// ProviderRegion is a region of a cloud provider.
type ProviderRegion struct {
	Name    string `json:"name"`
	Limited *bool  `json:"limited,omitempty"`
}

// GetClusterOptions returns the options per cloud provider for a cluster type,
// DEDICATED or HYBRID; an empty provider asks for all. The regions of DEDICATED
// are also those offered to STANDARD Deployments (API facts, G.3).
func (c *Client) GetClusterOptions(ctx context.Context, clusterType, provider string) ([]ClusterOptions, error) {
	options, err := call[[]ClusterOptions](ctx, c, request{
		operation: "read cluster options", class: retryRead, inOrganization: true, path: "/cluster-options",
		query: queryOf(map[string][]string{"type": {clusterType}, "provider": {provider}}),
	})
	if err != nil {
		return nil, err
	}
	return *options, nil
}

package emulator

import "net/http"

// optionRoutes registers deployment-options and cluster-options.
func (s *Server) optionRoutes() {
	s.register(http.MethodGet, "/organizations/{organizationId}/deployment-options", "GetDeploymentOptions", getDeploymentOptions)
	s.register(http.MethodGet, "/organizations/{organizationId}/cluster-options", "GetClusterOptions", getClusterOptions)
}

// deploymentOptions is what a Deployment may be made of (API facts, G.2).
type deploymentOptions struct {
	Executors               []string                 `json:"executors"`
	RuntimeReleases         []runtimeRelease         `json:"runtimeReleases"`
	SchedulerMachines       []schedulerMachine       `json:"schedulerMachines"`
	WorkerMachines          []workerMachine          `json:"workerMachines"`
	WorkerQueues            workerQueueOptions       `json:"workerQueues"`
	ResourceQuotas          resourceQuotaOptions     `json:"resourceQuotas"`
	WorkloadIdentityOptions []workloadIdentityOption `json:"workloadIdentityOptions,omitempty"`
}

// workloadIdentityOption is an identity to choose.
type workloadIdentityOption struct {
	Label string `json:"label"`
	Role  string `json:"role"`
}

// getDeploymentOptions answers the options. Every token may read them. All
// filters are optional, and an empty one is none (API facts, G.2).
func getDeploymentOptions(c *call) (any, *apiError) {
	for _, filter := range []struct {
		name    string
		allowed []string
	}{
		{"deploymentType", []string{typeStandard, typeDedicated, typeHybrid}},
		{"executor", []string{executorAstro, executorCelery, executorKubernetes}},
		{"cloudProvider", providers()},
	} {
		if value := c.query().Get(filter.name); value != "" {
			if fail := oneOf(filter.name, value, filter.allowed...); fail != nil {
				return nil, fail
			}
		}
	}
	if id := c.query().Get("deploymentId"); id != "" && c.store().deployment(c.caller.OrganizationID, id) == nil {
		// The operation does not declare a 404 (API facts, A.6).
		return nil, badRequest("Deployment %s not found", id)
	}
	return deploymentOptions{
		// Two, though ASTRO exists (API facts, G.2).
		Executors:         []string{executorCelery, executorKubernetes},
		RuntimeReleases:   runtimeReleases(),
		SchedulerMachines: schedulerMachines(),
		WorkerMachines:    workerMachines(),
		WorkerQueues:      queueOptions(),
		ResourceQuotas:    resourceQuotas(),
		WorkloadIdentityOptions: []workloadIdentityOption{
			{Label: "Emulated identity", Role: "arn:aws:iam::000000000000:role/emulated"},
		},
	}, nil
}

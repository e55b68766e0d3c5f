package emulator

import (
	"net/http"
	"slices"
	"time"
)

// Types of Deployments (API facts, C.1).
const (
	typeStandard  = "STANDARD"
	typeDedicated = "DEDICATED"
	typeHybrid    = "HYBRID"
)

// Executors (API facts, C.6).
const (
	executorCelery     = "CELERY"
	executorKubernetes = "KUBERNETES"
	executorAstro      = "ASTRO"
)

// deployment is a Deployment as stored, the values of its secret variables
// included (API facts, C.2 and C.3). What the platform computes is not stored
// but made for every answer, see viewDeployment.
type deployment struct {
	ID                   string                `json:"id"`
	OrganizationID       string                `json:"organizationId"`
	WorkspaceID          string                `json:"workspaceId"`
	Name                 string                `json:"name"`
	Description          string                `json:"description"`
	Type                 string                `json:"type"`
	CloudProvider        string                `json:"cloudProvider"`
	Region               string                `json:"region"`
	ClusterID            string                `json:"clusterId"`
	AstroRuntimeVersion  string                `json:"astroRuntimeVersion"`
	Executor             string                `json:"executor"`
	SchedulerSize        string                `json:"schedulerSize,omitempty"`
	SchedulerAu          int                   `json:"schedulerAu,omitempty"`
	SchedulerReplicas    int                   `json:"schedulerReplicas,omitempty"`
	TaskPodNodePoolID    string                `json:"taskPodNodePoolId,omitempty"`
	IsHighAvailability   bool                  `json:"isHighAvailability"`
	IsDevelopmentMode    bool                  `json:"isDevelopmentMode"`
	IsCicdEnforced       bool                  `json:"isCicdEnforced"`
	IsDagDeployEnabled   bool                  `json:"isDagDeployEnabled"`
	EnvironmentVariables []deploymentVariable  `json:"environmentVariables"`
	ContactEmails        []string              `json:"contactEmails"`
	WorkerQueues         []workerQueue         `json:"workerQueues"`
	DefaultTaskPodCPU    string                `json:"defaultTaskPodCpu,omitempty"`
	DefaultTaskPodMemory string                `json:"defaultTaskPodMemory,omitempty"`
	ResourceQuotaCPU     string                `json:"resourceQuotaCpu,omitempty"`
	ResourceQuotaMemory  string                `json:"resourceQuotaMemory,omitempty"`
	RemoteExecution      *remoteExecution      `json:"remoteExecution,omitempty"`
	Schedules            []hibernationSchedule `json:"schedules,omitempty"`
	Override             *hibernationOverride  `json:"override,omitempty"`
	// WorkloadIdentity is the one that a user chose; empty means the platform's.
	WorkloadIdentity   string `json:"workloadIdentity,omitempty"`
	DRWorkloadIdentity string `json:"drWorkloadIdentity,omitempty"`
	ImageTag           string `json:"imageTag"`
	DagTarballVersion  string `json:"dagTarballVersion,omitempty"`
	// ReadyAt ends CREATING, DeployingUntil ends DEPLOYING; both by the server's clock.
	ReadyAt        time.Time `json:"readyAt"`
	DeployingUntil time.Time `json:"deployingUntil"`
	// ForcedStatus, when not empty, is answered instead of the computed status.
	ForcedStatus string `json:"forcedStatus,omitempty"`
	ForcedReason string `json:"forcedReason,omitempty"`
	audit
}

// isNew reports whether the record is being created.
func (d *deployment) isNew() bool { return d.ID == "" }

// hosted reports whether the Deployment is of one of the two hosted types.
func (d *deployment) hosted() bool { return d.Type != typeHybrid }

// remote reports whether tasks run outside the platform.
func (d *deployment) remote() bool { return d.RemoteExecution != nil }

// deploymentSorts are the sort fields of the list (API facts, A.4).
var deploymentSorts = sorts[deployment]{
	"name":      func(a, b *deployment) int { return compareText(a.Name, b.Name) },
	"createdAt": func(a, b *deployment) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt": func(a, b *deployment) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
}

// deploymentRoutes registers what Deployments serve.
func (s *Server) deploymentRoutes() {
	const list = "/organizations/{organizationId}/deployments"
	const item = list + "/{deploymentId}"
	s.register(http.MethodGet, list, "ListDeployments", listDeployments)
	s.register(http.MethodPost, list, "CreateDeployment", createDeployment)
	s.register(http.MethodGet, item, "GetDeployment", getDeployment)
	s.register(http.MethodPost, item, "UpdateDeployment", updateDeployment)
	s.register(http.MethodDelete, item, "DeleteDeployment", deleteDeployment)
	s.control("POST deployment-status", s.controlStatus)
}

// listDeployments answers the Deployments that the caller can see.
func listDeployments(c *call) (any, *apiError) {
	ids, names, workspaces := c.query()["deploymentIds"], c.query()["names"], c.query()["workspaceIds"]
	var rows []*deployment
	for _, d := range c.store().Deployments {
		switch {
		case d.OrganizationID != c.caller.OrganizationID || !c.sees(d.WorkspaceID, d.ID),
			len(ids) > 0 && !slices.Contains(ids, d.ID),
			len(workspaces) > 0 && !slices.Contains(workspaces, d.WorkspaceID),
			len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return c.sameName(n, d.Name) }):
		default:
			rows = append(rows, d)
		}
	}
	return answerList(c, "deployments", rows, deploymentSorts, c.viewDeployment)
}

// getDeployment answers one Deployment.
func getDeployment(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessRead, "deployment.get")
	if fail != nil {
		return nil, fail
	}
	return c.viewDeployment(d), nil
}

// findDeployment returns the Deployment of the path when the caller may use it.
func (c *call) findDeployment(want access, permission string) (*deployment, *apiError) {
	id := c.path("deploymentId")
	d := c.store().deployment(c.caller.OrganizationID, id)
	if d == nil {
		return nil, notFound("Deployment", id)
	}
	return d, c.require(d.WorkspaceID, d.ID, want, permission)
}

// deleteDeployment removes a Deployment in whatever status it is; it is gone at
// once (API facts, C.9).
func deleteDeployment(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessWrite, "deployment.delete")
	if fail != nil {
		return nil, fail
	}
	c.srv.removeDeployment(d)
	return nil, nil
}

// removeDeployment takes a Deployment and what hangs on it out of the store:
// its deploys, its tokens and the roles that others have in it, and the links of
// environment objects to it, as far as the switches say so.
func (s *Server) removeDeployment(d *deployment) {
	st := s.store
	st.Deployments = without(st.Deployments, d)
	st.Deploys = slices.DeleteFunc(st.Deploys, func(p *deploy) bool { return p.DeploymentID == d.ID })
	s.tokensFollow(entityDeployment, d.ID)
	st.AgentTokens = slices.DeleteFunc(st.AgentTokens, func(t *agentToken) bool { return t.DeploymentID == d.ID })
	s.deploymentDeleted(d.ID)
}

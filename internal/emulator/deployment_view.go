package emulator

import (
	"fmt"
	"strings"
)

// deploymentView is a Deployment as answered (API facts, C.2).
type deploymentView struct {
	ID                       string               `json:"id"`
	OrganizationID           string               `json:"organizationId"`
	WorkspaceID              string               `json:"workspaceId"`
	WorkspaceName            string               `json:"workspaceName"`
	Name                     string               `json:"name"`
	Description              *string              `json:"description,omitempty"`
	Namespace                string               `json:"namespace"`
	Type                     string               `json:"type"`
	Status                   string               `json:"status"`
	StatusReason             string               `json:"statusReason,omitempty"`
	CloudProvider            string               `json:"cloudProvider"`
	Region                   string               `json:"region"`
	ClusterID                string               `json:"clusterId,omitempty"`
	ClusterName              string               `json:"clusterName,omitempty"`
	AstroRuntimeVersion      string               `json:"astroRuntimeVersion"`
	RuntimeVersion           string               `json:"runtimeVersion"`
	AirflowVersion           string               `json:"airflowVersion"`
	Executor                 string               `json:"executor"`
	SchedulerSize            string               `json:"schedulerSize,omitempty"`
	SchedulerAu              int                  `json:"schedulerAu,omitempty"`
	SchedulerCPU             string               `json:"schedulerCpu"`
	SchedulerMemory          string               `json:"schedulerMemory"`
	SchedulerReplicas        int                  `json:"schedulerReplicas"`
	TaskPodNodePoolID        string               `json:"taskPodNodePoolId,omitempty"`
	IsHighAvailability       *bool                `json:"isHighAvailability,omitempty"`
	IsDevelopmentMode        *bool                `json:"isDevelopmentMode,omitempty"`
	IsCicdEnforced           bool                 `json:"isCicdEnforced"`
	IsDagDeployEnabled       bool                 `json:"isDagDeployEnabled"`
	EnvironmentVariables     []variableView       `json:"environmentVariables"`
	ContactEmails            []string             `json:"contactEmails"`
	WorkerQueues             []queueView          `json:"workerQueues,omitempty"`
	DefaultTaskPodCPU        string               `json:"defaultTaskPodCpu,omitempty"`
	DefaultTaskPodMemory     string               `json:"defaultTaskPodMemory,omitempty"`
	ResourceQuotaCPU         string               `json:"resourceQuotaCpu,omitempty"`
	ResourceQuotaMemory      string               `json:"resourceQuotaMemory,omitempty"`
	RemoteExecution          *remoteExecutionView `json:"remoteExecution,omitempty"`
	ScalingSpec              *scalingSpecView     `json:"scalingSpec,omitempty"`
	ScalingStatus            *scalingStatusView   `json:"scalingStatus,omitempty"`
	EffectiveWorkloadID      string               `json:"effectiveWorkloadIdentity,omitempty"`
	EffectiveDRWorkloadID    string               `json:"effectiveDRWorkloadIdentity,omitempty"`
	APIURL                   string               `json:"apiUrl"`
	UIURL                    string               `json:"uiUrl"`
	WebServerURL             string               `json:"webServerUrl"`
	WebServerAirflowAPIURL   string               `json:"webServerAirflowApiUrl"`
	WebServerIngressHostname string               `json:"webServerIngressHostname"`
	WebServerCPU             string               `json:"webServerCpu"`
	WebServerMemory          string               `json:"webServerMemory"`
	WebServerReplicas        int                  `json:"webServerReplicas,omitempty"`
	ImageRepository          string               `json:"imageRepository"`
	ImageTag                 string               `json:"imageTag"`
	ImageVersion             string               `json:"imageVersion,omitempty"`
	DagTarballVersion        string               `json:"dagTarballVersion,omitempty"`
	DesiredDagTarballVersion string               `json:"desiredDagTarballVersion,omitempty"`
	ExternalIPs              []string             `json:"externalIPs,omitempty"`
	OidcIssuerURL            string               `json:"oidcIssuerUrl,omitempty"`
	audit
}

// namespacePrefix starts the namespaces of all Deployments.
const namespacePrefix = "emulated-"

// namespace is the name that the platform gives a Deployment.
func (d *deployment) namespace() string {
	// Ids of a seed may be of any length.
	return namespacePrefix + d.ID[min(1, len(d.ID)):min(9, len(d.ID))]
}

// viewDeployment renders a Deployment for get and list.
func (c *call) viewDeployment(d *deployment) any { return c.renderDeployment(d, c.firstLook(d)) }

// firstLook tells, once, that nobody has looked at a Deployment since it was made.
// The first look shows what the create answered, however soon the Deployment is
// ready: status and image version move together, later (API facts, C.9).
func (c *call) firstLook(d *deployment) bool {
	first := c.srv.unseen[d.ID]
	delete(c.srv.unseen, d.ID)
	return first
}

// renderDeployment renders a Deployment; what settles later is missing while it
// is being created (API facts, C.9).
func (c *call) renderDeployment(d *deployment, creating bool) *deploymentView {
	now := c.srv.clock()
	v := &deploymentView{
		ID: d.ID, OrganizationID: d.OrganizationID, WorkspaceID: d.WorkspaceID,
		Name: d.Name, Description: c.shownText(d.Description), Namespace: d.namespace(), Type: d.Type,
		CloudProvider: d.CloudProvider, Region: d.Region,
		AstroRuntimeVersion: d.AstroRuntimeVersion, RuntimeVersion: d.AstroRuntimeVersion,
		Executor: d.Executor, TaskPodNodePoolID: d.TaskPodNodePoolID,
		IsCicdEnforced: d.IsCicdEnforced, IsDagDeployEnabled: d.IsDagDeployEnabled,
		EnvironmentVariables: c.viewVariables(d), ContactEmails: reordered(c, append([]string{}, d.ContactEmails...)), WorkerQueues: c.viewQueues(d),
		DefaultTaskPodCPU: d.DefaultTaskPodCPU, DefaultTaskPodMemory: d.DefaultTaskPodMemory,
		ResourceQuotaCPU: d.ResourceQuotaCPU, ResourceQuotaMemory: d.ResourceQuotaMemory,
		RemoteExecution: c.viewRemoteExecution(d), ScalingSpec: c.viewScalingSpec(d),
		WebServerCPU: "0.5", WebServerMemory: "1.5Gi",
		DagTarballVersion: d.DagTarballVersion, DesiredDagTarballVersion: d.DagTarballVersion,
		audit: d.audit,
	}
	if release, known := findRelease(d.AstroRuntimeVersion); known {
		v.AirflowVersion = release.AirflowVersion
	}
	if w := c.store().workspace(d.OrganizationID, d.WorkspaceID); w != nil {
		v.WorkspaceName = w.Name
	}
	v.Status, v.StatusReason = d.status(now)
	if creating && d.ForcedStatus == "" {
		v.Status, v.StatusReason = statusCreating, creatingReason
	}
	c.viewCluster(v, d)
	viewScheduler(v, d)
	c.viewComputed(v, d)
	if !creating && !now.Before(d.ReadyAt) {
		c.viewSettled(v, d)
	}
	return v
}

// viewCluster adds the cluster; STANDARD Deployments show none, or an id alone
// when the switch says so (API facts, C.2).
func (c *call) viewCluster(v *deploymentView, d *deployment) {
	if d.Type == typeStandard {
		if c.sw().StandardClusterIDShown {
			v.ClusterID = d.ClusterID
		}
		return
	}
	v.ClusterID = d.ClusterID
	if k := c.store().cluster(d.OrganizationID, d.ClusterID); k != nil {
		v.ClusterName = k.Name
	}
}

// viewScheduler adds the size of the scheduler. A HYBRID Deployment has no high
// availability and no development mode, not even as false.
func viewScheduler(v *deploymentView, d *deployment) {
	if !d.hosted() {
		v.SchedulerAu, v.SchedulerReplicas = d.SchedulerAu, d.SchedulerReplicas
		// One unit is a tenth of a core and 0.375 GiB.
		v.SchedulerCPU = fmt.Sprintf("%g", float64(d.SchedulerAu)/10)
		v.SchedulerMemory = fmt.Sprintf("%gGi", float64(d.SchedulerAu)*0.375)
		return
	}
	v.IsHighAvailability, v.IsDevelopmentMode = &d.IsHighAvailability, &d.IsDevelopmentMode
	v.SchedulerSize, v.SchedulerReplicas = d.SchedulerSize, 1
	if d.IsHighAvailability {
		v.SchedulerReplicas = 2
	}
	for _, m := range schedulerMachines() {
		if m.Name == d.SchedulerSize {
			v.SchedulerCPU, v.SchedulerMemory = m.Spec.CPU, m.Spec.Memory
		}
	}
}

// viewComputed adds what the platform computes and answers from the start. In
// restless mode all of it changes from answer to answer.
func (c *call) viewComputed(v *deploymentView, d *deployment) {
	host := d.namespace() + ".emulator.test"
	v.APIURL = c.unsettled("https://" + host + "/api")
	v.UIURL = c.unsettled("https://cloud.emulator.test/" + d.WorkspaceID + "/deployments/" + d.ID)
	v.ImageRepository = c.unsettled("images.emulator.test/" + d.OrganizationID + "/" + d.ID)
	v.ImageTag = c.unsettled(d.ImageTag)
	v.UpdatedAt = c.unsettledTime(v.UpdatedAt)
	v.EffectiveWorkloadID = d.WorkloadIdentity
	if v.EffectiveWorkloadID == "" {
		v.EffectiveWorkloadID = c.unsettled(platformIdentity(d))
	}
	v.EffectiveDRWorkloadID = d.DRWorkloadIdentity
	if c.srv.opts.Restless {
		v.StatusReason = c.unsettled("Reported")
	}
	if d.DagTarballVersion != "" {
		v.DagTarballVersion = c.unsettled(d.DagTarballVersion)
	}
}

// viewSettled adds what is there only after the Deployment was created.
func (c *call) viewSettled(v *deploymentView, d *deployment) {
	v.WebServerURL, v.WebServerAirflowAPIURL = d.webServer()
	v.WebServerURL, v.WebServerAirflowAPIURL = c.unsettled(v.WebServerURL), c.unsettled(v.WebServerAirflowAPIURL)
	v.WebServerIngressHostname = c.unsettled(d.namespace() + ".emulator.test")
	v.WebServerReplicas = 1
	v.ImageVersion = c.unsettled(d.AstroRuntimeVersion)
	v.ExternalIPs = []string{c.unsettled("203.0.113.10"), c.unsettled("203.0.113.11")}
	v.OidcIssuerURL = c.unsettled("https://oidc.emulator.test/" + d.Region)
	v.ScalingStatus = c.viewScalingStatus(d)
}

// webServer is where Airflow's web server and its REST API are found. Unlike the
// platform's other addresses they have no scheme; the path of the API follows
// the version of Airflow.
func (d *deployment) webServer() (page, api string) {
	base := "astro.emulator.test/" + strings.TrimPrefix(d.namespace(), namespacePrefix)
	version := "/api/v2"
	if release, known := findRelease(d.AstroRuntimeVersion); known && release.airflowMajor() < 3 {
		version = "/api/v1"
	}
	return base + "?orgId=" + d.OrganizationID, base + version
}

// platformIdentity is the workload identity that a Deployment has when a user
// chose none.
func platformIdentity(d *deployment) string {
	switch d.CloudProvider {
	case "GCP":
		return "astro-" + d.namespace() + "@emulator.iam.gserviceaccount.com"
	case "AZURE":
		return "/subscriptions/emulator/identities/" + d.namespace()
	default:
		return "arn:aws:iam::000000000000:role/" + d.namespace()
	}
}

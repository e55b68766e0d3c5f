package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// deploymentModel is astro_deployment in configuration, plan and state.
type deploymentModel struct {
	ID                          types.String   `tfsdk:"id"`
	WorkspaceID                 types.String   `tfsdk:"workspace_id"`
	Name                        types.String   `tfsdk:"name"`
	Description                 types.String   `tfsdk:"description"`
	Type                        types.String   `tfsdk:"type"`
	CloudProvider               types.String   `tfsdk:"cloud_provider"`
	Region                      types.String   `tfsdk:"region"`
	ClusterID                   types.String   `tfsdk:"cluster_id"`
	OriginalAstroRuntimeVersion types.String   `tfsdk:"original_astro_runtime_version"`
	Executor                    types.String   `tfsdk:"executor"`
	SchedulerSize               types.String   `tfsdk:"scheduler_size"`
	IsHighAvailability          types.Bool     `tfsdk:"is_high_availability"`
	IsDevelopmentMode           types.Bool     `tfsdk:"is_development_mode"`
	IsCICDEnforced              types.Bool     `tfsdk:"is_cicd_enforced"`
	IsDagDeployEnabled          types.Bool     `tfsdk:"is_dag_deploy_enabled"`
	DefaultTaskPodCPU           quantity       `tfsdk:"default_task_pod_cpu"`
	DefaultTaskPodMemory        quantity       `tfsdk:"default_task_pod_memory"`
	ResourceQuotaCPU            quantity       `tfsdk:"resource_quota_cpu"`
	ResourceQuotaMemory         quantity       `tfsdk:"resource_quota_memory"`
	SchedulerAU                 types.Int64    `tfsdk:"scheduler_au"`
	SchedulerReplicas           types.Int64    `tfsdk:"scheduler_replicas"`
	TaskPodNodePoolID           types.String   `tfsdk:"task_pod_node_pool_id"`
	WorkloadIdentity            types.String   `tfsdk:"workload_identity"`
	ContactEmails               types.Set      `tfsdk:"contact_emails"`
	WorkerQueues                types.Map      `tfsdk:"worker_queues"`
	RemoteExecution             types.Object   `tfsdk:"remote_execution"`
	EnvironmentVariables        types.Map      `tfsdk:"environment_variables"`
	WaitForHealthy              types.Bool     `tfsdk:"wait_for_healthy"`
	DeletionProtection          types.Bool     `tfsdk:"deletion_protection"`
	Timeouts                    timeouts.Value `tfsdk:"timeouts"`

	Status                    types.String `tfsdk:"status"`
	Namespace                 types.String `tfsdk:"namespace"`
	AirflowVersion            types.String `tfsdk:"airflow_version"`
	AstroRuntimeVersion       types.String `tfsdk:"astro_runtime_version"`
	ImageRepository           types.String `tfsdk:"image_repository"`
	WebserverURL              types.String `tfsdk:"webserver_url"`
	WebserverAirflowAPIURL    types.String `tfsdk:"webserver_airflow_api_url"`
	ExternalIPs               types.Set    `tfsdk:"external_ips"`
	OIDCIssuerURL             types.String `tfsdk:"oidc_issuer_url"`
	EffectiveWorkloadIdentity types.String `tfsdk:"effective_workload_identity"`
}

// isDeveloping tells whether development mode is on; HYBRID has none.
func (m *deploymentModel) isDeveloping() bool { return m.IsDevelopmentMode.ValueBool() }

// hasQueues tells whether there are worker queues.
func (m *deploymentModel) hasQueues() bool { return len(m.WorkerQueues.Elements()) > 0 }

// waits tells whether creating waits until the Deployment works; null means yes.
func (m *deploymentModel) waits() bool {
	return m.WaitForHealthy.IsNull() || m.WaitForHealthy.ValueBool()
}

// read takes over what the API says, onto what the state said before: values
// that the API does not return, or spells in another way, keep what stood.
func (m *deploymentModel) read(ctx context.Context, d *astro.Deployment) diag.Diagnostics {
	var diags diag.Diagnostics
	m.readInfrastructure(d)
	m.readSettings(d)
	m.readComputed(ctx, d, &diags)
	m.ContactEmails = readEmails(ctx, m.ContactEmails, d.ContactEmails, &diags)
	m.WorkerQueues = readQueues(ctx, m.WorkerQueues, d.WorkerQueues, &diags)
	m.RemoteExecution = readRemoteExecution(ctx, m.RemoteExecution, d.RemoteExecution, &diags)
	m.EnvironmentVariables = readVariables(ctx, m.EnvironmentVariables, d.EnvironmentVariables, &diags)
	return diags
}

// readInfrastructure takes over where the Deployment runs. What a kind leaves out
// of its answers keeps the value that was asked for (API facts, C.2).
func (m *deploymentModel) readInfrastructure(d *astro.Deployment) {
	m.ID = types.StringValue(d.ID)
	m.WorkspaceID = types.StringValue(d.WorkspaceID)
	m.Type = orPrior(types.StringPointerValue(d.Type), m.Type)
	m.CloudProvider = orPrior(types.StringPointerValue(d.CloudProvider), m.CloudProvider)
	m.Region = orPrior(types.StringPointerValue(d.Region), m.Region)
	m.ClusterID = orPrior(types.StringPointerValue(d.ClusterID), m.ClusterID)
	// The API keeps no record of what was asked for: the current version moves
	// with every image deploy, and the identity reads only as the effective one.
	m.OriginalAstroRuntimeVersion = nullUnlessKnown(m.OriginalAstroRuntimeVersion)
	m.WorkloadIdentity = nullUnlessKnown(m.WorkloadIdentity)
}

func (m *deploymentModel) readSettings(d *astro.Deployment) {
	m.Name = types.StringValue(d.Name)
	m.Description = readDescription(m.Description, d.Description)
	m.Executor = types.StringPointerValue(d.Executor)
	m.IsCICDEnforced = types.BoolValue(d.IsCICDEnforced)
	m.IsDagDeployEnabled = types.BoolValue(d.IsDagDeployEnabled)
	m.SchedulerSize = types.StringPointerValue(d.SchedulerSize)
	m.IsHighAvailability = types.BoolPointerValue(d.IsHighAvailability)
	m.IsDevelopmentMode = types.BoolPointerValue(d.IsDevelopmentMode)
	m.DefaultTaskPodCPU = readQuantity(m.DefaultTaskPodCPU, d.DefaultTaskPodCPU)
	m.DefaultTaskPodMemory = readQuantity(m.DefaultTaskPodMemory, d.DefaultTaskPodMemory)
	m.ResourceQuotaCPU = readQuantity(m.ResourceQuotaCPU, d.ResourceQuotaCPU)
	m.ResourceQuotaMemory = readQuantity(m.ResourceQuotaMemory, d.ResourceQuotaMemory)
	m.TaskPodNodePoolID = readTaskPool(m.TaskPodNodePoolID, d)
	m.SchedulerAU, m.SchedulerReplicas = types.Int64Null(), types.Int64Null()
	if valueOf(d.Type) == astro.DeploymentTypeHybrid {
		m.SchedulerAU = types.Int64PointerValue(d.SchedulerAU)
		m.SchedulerReplicas = types.Int64Value(d.SchedulerReplicas)
		// A HYBRID Deployment cannot have them (API facts, C.3), whatever is answered.
		m.IsHighAvailability, m.IsDevelopmentMode = types.BoolNull(), types.BoolNull()
	}
}

func (m *deploymentModel) readComputed(ctx context.Context, d *astro.Deployment, diags *diag.Diagnostics) {
	m.Status = types.StringValue(d.Status)
	m.Namespace = types.StringValue(d.Namespace)
	m.AirflowVersion = types.StringValue(d.AirflowVersion)
	m.AstroRuntimeVersion = types.StringValue(d.AstroRuntimeVersion)
	m.ImageRepository = types.StringValue(d.ImageRepository)
	m.WebserverURL = addressOf(d.WebserverURL)
	m.WebserverAirflowAPIURL = addressOf(d.WebserverAirflowAPIURL)
	m.OIDCIssuerURL = types.StringPointerValue(d.OIDCIssuerURL)
	m.EffectiveWorkloadIdentity = types.StringPointerValue(d.EffectiveWorkloadIdentity)
	m.ExternalIPs = setOf(ctx, d.ExternalIPs, diags)
}

// readTaskPool reads the node pool of task pods where the executor has such pods.
// With another one it is of no effect, and the API may have dropped it (API facts,
// Appendix 2.18): what was declared stands, for the day when the executor is back.
func readTaskPool(prior types.String, d *astro.Deployment) types.String {
	read := types.StringPointerValue(d.TaskPodNodePoolID)
	if valueOf(d.Executor) == astro.ExecutorKubernetes || prior.IsNull() || prior.IsUnknown() {
		return read
	}
	return prior
}

// readQuantity keeps the spelling that stood when the amount is the same.
func readQuantity(prior quantity, text *string) quantity {
	if text != nil && !prior.IsNull() && !prior.IsUnknown() && sameQuantity(prior.ValueString(), *text) {
		return prior
	}
	return quantityOf(text)
}

// readDescription treats absent and "" as one: the API does (API facts, C.12).
func readDescription(prior types.String, text *string) types.String {
	if valueOf(text) != "" {
		return types.StringValue(*text)
	}
	if prior.IsUnknown() || prior.ValueString() != "" {
		return types.StringNull()
	}
	return prior
}

// orPrior keeps what stood when the API left the field out.
func orPrior(read, prior types.String) types.String {
	if read.IsNull() {
		return nullUnlessKnown(prior)
	}
	return read
}

func nullUnlessKnown(value types.String) types.String {
	if value.IsUnknown() {
		return types.StringNull()
	}
	return value
}

func valueOf[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

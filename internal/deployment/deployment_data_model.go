package deployment

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// deploymentRow is one Deployment in a data source: all that the API tells of
// it, without secrets.
type deploymentRow struct {
	ID                        types.String             `tfsdk:"id"`
	Name                      types.String             `tfsdk:"name"`
	Description               types.String             `tfsdk:"description"`
	Type                      types.String             `tfsdk:"type"`
	WorkspaceID               types.String             `tfsdk:"workspace_id"`
	WorkspaceName             types.String             `tfsdk:"workspace_name"`
	Namespace                 types.String             `tfsdk:"namespace"`
	Status                    types.String             `tfsdk:"status"`
	StatusReason              types.String             `tfsdk:"status_reason"`
	AstroRuntimeVersion       types.String             `tfsdk:"astro_runtime_version"`
	AirflowVersion            types.String             `tfsdk:"airflow_version"`
	CloudProvider             types.String             `tfsdk:"cloud_provider"`
	Region                    types.String             `tfsdk:"region"`
	ClusterID                 types.String             `tfsdk:"cluster_id"`
	ClusterName               types.String             `tfsdk:"cluster_name"`
	Executor                  types.String             `tfsdk:"executor"`
	SchedulerSize             types.String             `tfsdk:"scheduler_size"`
	SchedulerAU               types.Int64              `tfsdk:"scheduler_au"`
	SchedulerReplicas         types.Int64              `tfsdk:"scheduler_replicas"`
	IsHighAvailability        types.Bool               `tfsdk:"is_high_availability"`
	IsDevelopmentMode         types.Bool               `tfsdk:"is_development_mode"`
	IsCICDEnforced            types.Bool               `tfsdk:"is_cicd_enforced"`
	IsDagDeployEnabled        types.Bool               `tfsdk:"is_dag_deploy_enabled"`
	ContactEmails             []types.String           `tfsdk:"contact_emails"`
	EnvironmentVariables      map[string]variableRow   `tfsdk:"environment_variables"`
	WorkerQueues              map[string]queueRow      `tfsdk:"worker_queues"`
	DefaultTaskPodCPU         types.String             `tfsdk:"default_task_pod_cpu"`
	DefaultTaskPodMemory      types.String             `tfsdk:"default_task_pod_memory"`
	ResourceQuotaCPU          types.String             `tfsdk:"resource_quota_cpu"`
	ResourceQuotaMemory       types.String             `tfsdk:"resource_quota_memory"`
	TaskPodNodePoolID         types.String             `tfsdk:"task_pod_node_pool_id"`
	RemoteExecution           *remoteExecutionRow      `tfsdk:"remote_execution"`
	EffectiveWorkloadIdentity types.String             `tfsdk:"effective_workload_identity"`
	HibernationSchedules      []hibernationScheduleRow `tfsdk:"hibernation_schedules"`
	HibernationOverride       *hibernationOverrideRow  `tfsdk:"hibernation_override"`
	ImageRepository           types.String             `tfsdk:"image_repository"`
	ImageTag                  types.String             `tfsdk:"image_tag"`
	WebserverURL              types.String             `tfsdk:"webserver_url"`
	WebserverAirflowAPIURL    types.String             `tfsdk:"webserver_airflow_api_url"`
	ExternalIPs               []types.String           `tfsdk:"external_ips"`
	OIDCIssuerURL             types.String             `tfsdk:"oidc_issuer_url"`
	CreatedAt                 types.String             `tfsdk:"created_at"`
	CreatedBy                 types.String             `tfsdk:"created_by"`
	UpdatedAt                 types.String             `tfsdk:"updated_at"`
	UpdatedBy                 types.String             `tfsdk:"updated_by"`
}

// variableRow is one variable; the value of a secret is null.
type variableRow struct {
	Value     types.String `tfsdk:"value"`
	IsSecret  types.Bool   `tfsdk:"is_secret"`
	UpdatedAt types.String `tfsdk:"updated_at"`
}

// queueRow is one worker queue. Its id is left out: an update may change it (API facts, C.6).
type queueRow struct {
	IsDefault           types.Bool   `tfsdk:"is_default"`
	AstroMachine        types.String `tfsdk:"astro_machine"`
	NodePoolID          types.String `tfsdk:"node_pool_id"`
	MinWorkerCount      types.Int64  `tfsdk:"min_worker_count"`
	MaxWorkerCount      types.Int64  `tfsdk:"max_worker_count"`
	WorkerConcurrency   types.Int64  `tfsdk:"worker_concurrency"`
	PodCPU              types.String `tfsdk:"pod_cpu"`
	PodMemory           types.String `tfsdk:"pod_memory"`
	PodEphemeralStorage types.String `tfsdk:"pod_ephemeral_storage"`
}

// remoteExecutionRow is remote execution where it is on.
type remoteExecutionRow struct {
	Enabled                types.Bool     `tfsdk:"enabled"`
	AllowedIPAddressRanges []types.String `tfsdk:"allowed_ip_address_ranges"`
	RemoteAPIURL           types.String   `tfsdk:"remote_api_url"`
	TaskLogBucket          types.String   `tfsdk:"task_log_bucket"`
	TaskLogURLPattern      types.String   `tfsdk:"task_log_url_pattern"`
}

// hibernationScheduleRow is one schedule.
type hibernationScheduleRow struct {
	HibernateAtCron types.String `tfsdk:"hibernate_at_cron"`
	WakeAtCron      types.String `tfsdk:"wake_at_cron"`
	IsEnabled       types.Bool   `tfsdk:"is_enabled"`
	Description     types.String `tfsdk:"description"`
}

// hibernationOverrideRow is the manual override, which may have expired.
type hibernationOverrideRow struct {
	IsActive      types.Bool   `tfsdk:"is_active"`
	IsHibernating types.Bool   `tfsdk:"is_hibernating"`
	OverrideUntil types.String `tfsdk:"override_until"`
}

// rowOf takes a Deployment into a row.
func rowOf(d *astro.Deployment) deploymentRow {
	row := deploymentRow{
		ID: types.StringValue(d.ID), Name: types.StringValue(d.Name), Description: rowText(d.Description),
		Type: types.StringPointerValue(d.Type), WorkspaceID: types.StringValue(d.WorkspaceID), WorkspaceName: types.StringPointerValue(d.WorkspaceName),
		Namespace: types.StringValue(d.Namespace), Status: types.StringValue(d.Status), StatusReason: rowText(d.StatusReason),
		AstroRuntimeVersion: types.StringValue(d.AstroRuntimeVersion), AirflowVersion: types.StringValue(d.AirflowVersion),
		CloudProvider: types.StringPointerValue(d.CloudProvider), Region: types.StringPointerValue(d.Region),
		ClusterID: types.StringPointerValue(d.ClusterID), ClusterName: types.StringPointerValue(d.ClusterName),
		Executor: types.StringPointerValue(d.Executor), SchedulerSize: types.StringPointerValue(d.SchedulerSize),
		SchedulerAU: types.Int64PointerValue(d.SchedulerAU), SchedulerReplicas: types.Int64Value(d.SchedulerReplicas),
		IsHighAvailability: types.BoolPointerValue(d.IsHighAvailability), IsDevelopmentMode: types.BoolPointerValue(d.IsDevelopmentMode),
		IsCICDEnforced: types.BoolValue(d.IsCICDEnforced), IsDagDeployEnabled: types.BoolValue(d.IsDagDeployEnabled),
		ContactEmails:     rowTexts(d.ContactEmails),
		DefaultTaskPodCPU: types.StringPointerValue(d.DefaultTaskPodCPU), DefaultTaskPodMemory: types.StringPointerValue(d.DefaultTaskPodMemory),
		ResourceQuotaCPU: types.StringPointerValue(d.ResourceQuotaCPU), ResourceQuotaMemory: types.StringPointerValue(d.ResourceQuotaMemory),
		TaskPodNodePoolID: types.StringPointerValue(d.TaskPodNodePoolID), EffectiveWorkloadIdentity: types.StringPointerValue(d.EffectiveWorkloadIdentity),
		HibernationSchedules: scheduleRows(schedulesOf(d)), HibernationOverride: overrideRow(d),
		ImageRepository: types.StringValue(d.ImageRepository), ImageTag: types.StringValue(d.ImageTag),
		WebserverURL: addressOf(d.WebserverURL), WebserverAirflowAPIURL: addressOf(d.WebserverAirflowAPIURL),
		ExternalIPs: rowTexts(d.ExternalIPs), OIDCIssuerURL: types.StringPointerValue(d.OIDCIssuerURL),
		CreatedAt: types.StringValue(d.CreatedAt), CreatedBy: types.StringValue(d.CreatedBy.Name()),
		UpdatedAt: types.StringValue(d.UpdatedAt), UpdatedBy: types.StringValue(d.UpdatedBy.Name()),
		EnvironmentVariables: map[string]variableRow{}, WorkerQueues: map[string]queueRow{},
	}
	for _, v := range d.EnvironmentVariables {
		value := types.StringPointerValue(v.Value)
		if v.IsSecret {
			value = types.StringNull()
		}
		row.EnvironmentVariables[v.Key] = variableRow{Value: value, IsSecret: types.BoolValue(v.IsSecret), UpdatedAt: types.StringValue(v.UpdatedAt)}
	}
	for _, q := range d.WorkerQueues {
		row.WorkerQueues[q.Name] = queueRowOf(q)
	}
	if r := d.RemoteExecution; r != nil {
		row.RemoteExecution = &remoteExecutionRow{
			Enabled: types.BoolValue(r.Enabled), AllowedIPAddressRanges: rowTexts(r.AllowedIPAddressRanges),
			RemoteAPIURL: types.StringValue(r.RemoteAPIURL), TaskLogBucket: types.StringPointerValue(r.TaskLogBucket),
			TaskLogURLPattern: types.StringPointerValue(r.TaskLogURLPattern),
		}
	}
	return row
}

func queueRowOf(q astro.WorkerQueue) queueRow {
	return queueRow{
		IsDefault: types.BoolValue(q.IsDefault), AstroMachine: types.StringPointerValue(q.AstroMachine), NodePoolID: types.StringPointerValue(q.NodePoolID),
		MinWorkerCount: types.Int64Value(q.MinWorkerCount), MaxWorkerCount: types.Int64Value(q.MaxWorkerCount),
		WorkerConcurrency: types.Int64Value(q.WorkerConcurrency), PodCPU: types.StringValue(q.PodCPU), PodMemory: types.StringValue(q.PodMemory),
		PodEphemeralStorage: types.StringPointerValue(q.PodEphemeralStorage),
	}
}

func scheduleRows(schedules []astro.HibernationSchedule) []hibernationScheduleRow {
	rows := make([]hibernationScheduleRow, 0, len(schedules))
	for _, s := range schedules {
		rows = append(rows, hibernationScheduleRow{
			HibernateAtCron: types.StringValue(s.HibernateAtCron), WakeAtCron: types.StringValue(s.WakeAtCron),
			IsEnabled: types.BoolValue(s.IsEnabled), Description: rowText(s.Description),
		})
	}
	return rows
}

func overrideRow(d *astro.Deployment) *hibernationOverrideRow {
	if d.ScalingSpec == nil || d.ScalingSpec.HibernationSpec == nil || d.ScalingSpec.HibernationSpec.Override == nil {
		return nil
	}
	override := d.ScalingSpec.HibernationSpec.Override
	return &hibernationOverrideRow{
		IsActive: types.BoolPointerValue(override.IsActive), IsHibernating: types.BoolPointerValue(override.IsHibernating),
		OverrideUntil: types.StringPointerValue(override.OverrideUntil),
	}
}

// rowText reads "" as null: the API does not tell the two apart (API facts, C.12).
func rowText(p *string) types.String {
	if p == nil || *p == "" {
		return types.StringNull()
	}
	return types.StringValue(*p)
}

func rowTexts(texts []string) []types.String {
	values := make([]types.String, 0, len(texts))
	for _, t := range texts {
		values = append(values, types.StringValue(t))
	}
	return values
}

package deployment

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// officialProvider ends the address of the provider whose state can be taken
// over; the host before it depends on the registry.
const officialProvider = "/astronomer/astro"

// officialDeployment is the part of that provider's state that is taken over.
// The rest comes from the refresh that follows.
type officialDeployment struct {
	ID                          *string  `json:"id"`
	WorkspaceID                 *string  `json:"workspace_id"`
	Name                        *string  `json:"name"`
	Description                 *string  `json:"description"`
	Type                        *string  `json:"type"`
	CloudProvider               *string  `json:"cloud_provider"`
	Region                      *string  `json:"region"`
	ClusterID                   *string  `json:"cluster_id"`
	OriginalAstroRuntimeVersion *string  `json:"original_astro_runtime_version"`
	AstroRuntimeVersion         *string  `json:"astro_runtime_version"`
	AirflowVersion              *string  `json:"airflow_version"`
	Namespace                   *string  `json:"namespace"`
	Executor                    *string  `json:"executor"`
	SchedulerSize               *string  `json:"scheduler_size"`
	SchedulerAU                 *int64   `json:"scheduler_au"`
	SchedulerReplicas           *int64   `json:"scheduler_replicas"`
	TaskPodNodePoolID           *string  `json:"task_pod_node_pool_id"`
	IsHighAvailability          *bool    `json:"is_high_availability"`
	IsDevelopmentMode           *bool    `json:"is_development_mode"`
	IsCICDEnforced              *bool    `json:"is_cicd_enforced"`
	IsDagDeployEnabled          *bool    `json:"is_dag_deploy_enabled"`
	DefaultTaskPodCPU           *string  `json:"default_task_pod_cpu"`
	DefaultTaskPodMemory        *string  `json:"default_task_pod_memory"`
	ResourceQuotaCPU            *string  `json:"resource_quota_cpu"`
	ResourceQuotaMemory         *string  `json:"resource_quota_memory"`
	DesiredWorkloadIdentity     *string  `json:"desired_workload_identity"`
	WorkloadIdentity            *string  `json:"workload_identity"`
	ContactEmails               []string `json:"contact_emails"`
	Status                      *string  `json:"status"`
	ImageRepository             *string  `json:"image_repository"`
	WebserverURL                *string  `json:"webserver_url"`
	WebserverAirflowAPIURL      *string  `json:"webserver_airflow_api_url"`
	ExternalIPs                 []string `json:"external_ips"`
	OIDCIssuerURL               *string  `json:"oidc_issuer_url"`
	EnvironmentVariables        []struct {
		Key      string  `json:"key"`
		Value    *string `json:"value"`
		IsSecret bool    `json:"is_secret"`
	} `json:"environment_variables"`
	WorkerQueues []struct {
		Name              string  `json:"name"`
		AstroMachine      *string `json:"astro_machine"`
		NodePoolID        *string `json:"node_pool_id"`
		MinWorkerCount    int64   `json:"min_worker_count"`
		MaxWorkerCount    int64   `json:"max_worker_count"`
		WorkerConcurrency int64   `json:"worker_concurrency"`
		// Of later versions of that provider.
		PodEphemeralStorage *string `json:"pod_ephemeral_storage"`
	} `json:"worker_queues"`
	RemoteExecution *struct {
		Enabled                bool     `json:"enabled"`
		AllowedIPAddressRanges []string `json:"allowed_ip_address_ranges"`
		TaskLogBucket          *string  `json:"task_log_bucket"`
		TaskLogURLPattern      *string  `json:"task_log_url_pattern"`
		RemoteAPIURL           *string  `json:"remote_api_url"`
	} `json:"remote_execution"`
}

// UpgradeState reads the state of version 0, which the provider astronomer/astro
// wrote: only the source in the configuration has changed then.
func (r *deploymentResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{
		0: {StateUpgrader: func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			if req.RawState == nil {
				resp.Diagnostics.AddError("Could not upgrade the state of Deployment", "Terraform handed over no state. Please report this issue to the provider developers.")
				return
			}
			model, diags := adoptOfficial(ctx, req.RawState.JSON)
			resp.Diagnostics.Append(diags...)
			if !resp.Diagnostics.HasError() {
				resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
			}
		}},
	}
}

// MoveState takes over an astro_deployment of astronomer/astro by a moved block.
func (r *deploymentResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if req.SourceTypeName != "astro_deployment" || !strings.HasSuffix(req.SourceProviderAddress, officialProvider) || req.SourceRawState == nil {
				return // not ours to move: Terraform says so
			}
			model, diags := adoptOfficial(ctx, req.SourceRawState.JSON)
			resp.Diagnostics.Append(diags...)
			if !resp.Diagnostics.HasError() {
				resp.Diagnostics.Append(resp.TargetState.Set(ctx, model)...)
			}
		},
	}}
}

// adoptOfficial makes our state of theirs. Hibernation schedules stay on the
// server; no resource of the state owns them until they are imported.
func adoptOfficial(ctx context.Context, raw []byte) (*deploymentModel, diag.Diagnostics) {
	var diags diag.Diagnostics
	var old officialDeployment
	if err := json.Unmarshal(raw, &old); err != nil {
		diags.AddError("Could not take over the state of Deployment",
			fmt.Sprintf("The state of astro_deployment by the provider astronomer/astro could not be read: %s. "+
				"Remove the Deployment from the state (terraform state rm) and import it.", fwkit.Explain(err)))
		return nil, diags
	}
	model := &deploymentModel{
		ID: textValue(old.ID), WorkspaceID: textValue(old.WorkspaceID), Name: textValue(old.Name), Description: textValue(old.Description),
		Type: textValue(old.Type), CloudProvider: textValue(old.CloudProvider), Region: textValue(old.Region), ClusterID: textValue(old.ClusterID),
		OriginalAstroRuntimeVersion: textValue(old.OriginalAstroRuntimeVersion), Executor: textValue(old.Executor), SchedulerSize: textValue(old.SchedulerSize),
		IsHighAvailability: types.BoolPointerValue(old.IsHighAvailability), IsDevelopmentMode: types.BoolPointerValue(old.IsDevelopmentMode),
		IsCICDEnforced: types.BoolPointerValue(old.IsCICDEnforced), IsDagDeployEnabled: types.BoolPointerValue(old.IsDagDeployEnabled),
		DefaultTaskPodCPU: quantityOf(old.DefaultTaskPodCPU), DefaultTaskPodMemory: quantityOf(old.DefaultTaskPodMemory),
		ResourceQuotaCPU: quantityOf(old.ResourceQuotaCPU), ResourceQuotaMemory: quantityOf(old.ResourceQuotaMemory),
		TaskPodNodePoolID: textValue(old.TaskPodNodePoolID), WorkloadIdentity: textValue(old.DesiredWorkloadIdentity),
		ContactEmails: setOf(ctx, append([]string{}, old.ContactEmails...), &diags),
		Status:        textValue(old.Status), Namespace: textValue(old.Namespace), AirflowVersion: textValue(old.AirflowVersion),
		AstroRuntimeVersion: textValue(old.AstroRuntimeVersion), ImageRepository: textValue(old.ImageRepository), WebserverURL: addressOf(valueOf(old.WebserverURL)),
		WebserverAirflowAPIURL: addressOf(valueOf(old.WebserverAirflowAPIURL)), ExternalIPs: setOf(ctx, old.ExternalIPs, &diags),
		OIDCIssuerURL: textValue(old.OIDCIssuerURL), EffectiveWorkloadIdentity: textValue(old.WorkloadIdentity),
		Timeouts: timeouts.Value{Object: types.ObjectNull(map[string]attr.Type{"create": types.StringType, "update": types.StringType, "delete": types.StringType})},
	}
	if valueOf(old.Type) == astro.DeploymentTypeHybrid {
		model.SchedulerAU, model.SchedulerReplicas = types.Int64PointerValue(old.SchedulerAU), types.Int64PointerValue(old.SchedulerReplicas)
	}
	model.EnvironmentVariables = old.variables(ctx, &diags)
	model.WorkerQueues = old.queues(ctx, &diags)
	model.RemoteExecution = old.remoteExecution(ctx, &diags)
	return model, diags
}

// variables makes a map of the list. A secret's value goes where the
// configuration has it; one that the old state does not know shows once as an update.
func (o *officialDeployment) variables(ctx context.Context, diags *diag.Diagnostics) types.Map {
	if len(o.EnvironmentVariables) == 0 {
		return types.MapNull(variableType())
	}
	models := map[string]variableModel{}
	for _, v := range o.EnvironmentVariables {
		switch {
		case !v.IsSecret:
			models[v.Key] = variableModel{Value: types.StringValue(valueOf(v.Value))}
		case valueOf(v.Value) != "":
			models[v.Key] = variableModel{SecretValue: types.StringValue(*v.Value)}
		default:
			models[v.Key] = variableModel{}
		}
	}
	value, problems := types.MapValueFrom(ctx, variableType(), models)
	diags.Append(problems...)
	return value
}

func (o *officialDeployment) queues(ctx context.Context, diags *diag.Diagnostics) types.Map {
	models := map[string]queueModel{}
	for _, q := range o.WorkerQueues {
		models[q.Name] = queueModel{
			AstroMachine: textValue(q.AstroMachine), NodePoolID: textValue(q.NodePoolID), MinWorkerCount: types.Int64Value(q.MinWorkerCount),
			MaxWorkerCount: types.Int64Value(q.MaxWorkerCount), WorkerConcurrency: types.Int64Value(q.WorkerConcurrency),
			PodEphemeralStorage: quantityOf(q.PodEphemeralStorage),
		}
	}
	return queueMap(ctx, models, diags)
}

func (o *officialDeployment) remoteExecution(ctx context.Context, diags *diag.Diagnostics) types.Object {
	if o.RemoteExecution == nil {
		return types.ObjectNull(remoteExecutionTypes())
	}
	return remoteExecutionObject(ctx, remoteExecutionModel{
		Enabled:                types.BoolValue(o.RemoteExecution.Enabled),
		AllowedIPAddressRanges: setOf(ctx, append([]string{}, o.RemoteExecution.AllowedIPAddressRanges...), diags),
		TaskLogBucket:          textValue(o.RemoteExecution.TaskLogBucket), TaskLogURLPattern: textValue(o.RemoteExecution.TaskLogURLPattern),
		RemoteAPIURL: textValue(o.RemoteExecution.RemoteAPIURL),
	}, diags)
}

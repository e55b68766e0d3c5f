package acctest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// officialState is the state that the provider astronomer/astro writes for a
// Deployment, in the shape of its schema version 0.
func officialState(t *testing.T, d *astro.Deployment) map[string]any {
	t.Helper()
	variables := []any{}
	for _, v := range d.EnvironmentVariables {
		value := ""
		switch {
		case v.IsSecret:
			value = "hush" // kept from the configuration
		case v.Value != nil:
			value = *v.Value
		}
		variables = append(variables, map[string]any{"key": v.Key, "value": value, "is_secret": v.IsSecret, "updated_at": v.UpdatedAt})
	}
	queues := []any{}
	for _, q := range d.WorkerQueues {
		queues = append(queues, map[string]any{
			"id": q.ID, "name": q.Name, "is_default": q.IsDefault, "astro_machine": q.AstroMachine, "node_pool_id": q.NodePoolID, "pod_cpu": q.PodCPU, "pod_memory": q.PodMemory,
			"min_worker_count": q.MinWorkerCount, "max_worker_count": q.MaxWorkerCount, "worker_concurrency": q.WorkerConcurrency,
		})
	}
	var remote any
	if r := d.RemoteExecution; r != nil {
		remote = map[string]any{
			"enabled": r.Enabled, "allowed_ip_address_ranges": r.AllowedIPAddressRanges, "task_log_bucket": r.TaskLogBucket,
			"task_log_url_pattern": r.TaskLogURLPattern, "remote_api_url": r.RemoteAPIURL,
		}
	}
	subject := map[string]any{"id": "cm1a2b3c4d5e6f7g8h9i0j1k2", "subject_type": "USER", "api_token_name": nil, "avatar_url": nil, "full_name": nil, "username": nil}
	return map[string]any{
		"id": d.ID, "name": d.Name, "description": "", "created_at": d.CreatedAt, "updated_at": d.UpdatedAt, "created_by": subject, "updated_by": subject,
		"workspace_id": d.WorkspaceID, "type": d.Type, "region": d.Region, "cloud_provider": d.CloudProvider,
		"original_astro_runtime_version": d.AstroRuntimeVersion, "astro_runtime_version": d.AstroRuntimeVersion, "airflow_version": d.AirflowVersion,
		"namespace": d.Namespace, "contact_emails": d.ContactEmails, "executor": d.Executor, "scheduler_cpu": d.SchedulerCPU, "scheduler_memory": d.SchedulerMemory,
		"scheduler_au": d.SchedulerAU, "scheduler_replicas": d.SchedulerReplicas, "image_tag": d.ImageTag, "image_repository": d.ImageRepository, "image_version": d.ImageVersion,
		"environment_variables": variables, "webserver_ingress_hostname": d.WebserverIngressHostname, "webserver_url": d.WebserverURL,
		"webserver_airflow_api_url": d.WebserverAirflowAPIURL, "status": d.Status, "status_reason": nil, "dag_tarball_version": nil, "desired_dag_tarball_version": nil,
		"is_cicd_enforced": d.IsCICDEnforced, "is_dag_deploy_enabled": d.IsDagDeployEnabled, "desired_workload_identity": nil,
		"workload_identity": d.EffectiveWorkloadIdentity, "external_ips": d.ExternalIPs, "oidc_issuer_url": d.OIDCIssuerURL, "worker_queues": queues,
		"cluster_id": d.ClusterID, "task_pod_node_pool_id": d.TaskPodNodePoolID, "resource_quota_cpu": d.ResourceQuotaCPU, "resource_quota_memory": d.ResourceQuotaMemory,
		"default_task_pod_cpu": d.DefaultTaskPodCPU, "default_task_pod_memory": d.DefaultTaskPodMemory, "scheduler_size": d.SchedulerSize,
		"is_development_mode": d.IsDevelopmentMode, "is_high_availability": d.IsHighAvailability, "scaling_status": nil, "remote_execution": remote,
		"scaling_spec": map[string]any{"hibernation_spec": map[string]any{"override": nil, "schedules": []any{
			map[string]any{"hibernate_at_cron": "0 18 * * *", "wake_at_cron": "0 8 * * *", "is_enabled": true, "description": nil},
		}}},
	}
}

// editedConfig is the old configuration after the edits that the guide names.
func editedConfig(d *astro.Deployment, secret string) acctest.Object {
	return acctest.Object{
		"workspace_id": d.WorkspaceID, "name": d.Name, "description": "", "type": "STANDARD", "cloud_provider": "AWS", "region": "us-east-1",
		"original_astro_runtime_version": d.AstroRuntimeVersion, "contact_emails": []string{"oncall@example.com"}, "executor": "CELERY",
		"scheduler_size": "SMALL", "is_high_availability": false, "is_development_mode": true, "is_cicd_enforced": false, "is_dag_deploy_enabled": false,
		"resource_quota_cpu": "10", "resource_quota_memory": "20Gi", "default_task_pod_cpu": "0.25", "default_task_pod_memory": "0.5Gi",
		"worker_queues":         acctest.Object{"default": queue()},
		"environment_variables": acctest.Object{"PLAIN": acctest.Object{"value": "1"}, "SECRET": acctest.Object{"secret_value": secret}},
	}
}

// A state of the other provider, upgraded or moved, plans empty with the edited
// configuration; a secret that is not the stored one shows as that key alone.
func TestDeploymentFromOfficialState(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	d := development(t, env)
	setSchedules(t, env, d.ID, nil, astro.HibernationSchedule{HibernateAtCron: "0 18 * * *", WakeAtCron: "0 8 * * *", IsEnabled: true})
	raw, err := json.Marshal(officialState(t, deploymentNow(t, env, d.ID)))
	if err != nil {
		t.Fatal(err)
	}
	p := env.Provider(t)
	typ := p.Schema.ResourceSchemas[deploymentType].ValueType()
	for name, adopt := range map[string]func() (*tfprotov6.DynamicValue, []*tfprotov6.Diagnostic){
		"upgraded": func() (*tfprotov6.DynamicValue, []*tfprotov6.Diagnostic) {
			resp, err := p.Server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
				TypeName: deploymentType, Version: 0, RawState: &tfprotov6.RawState{JSON: raw},
			})
			if err != nil {
				t.Fatal(err)
			}
			return resp.UpgradedState, resp.Diagnostics
		},
		"moved": func() (*tfprotov6.DynamicValue, []*tfprotov6.Diagnostic) {
			resp, err := p.Server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
				SourceProviderAddress: "registry.opentofu.org/astronomer/astro", SourceTypeName: deploymentType, SourceSchemaVersion: 0,
				SourceState: &tfprotov6.RawState{JSON: raw}, TargetTypeName: deploymentType,
			})
			if err != nil {
				t.Fatal(err)
			}
			return resp.TargetState, resp.Diagnostics
		},
	} {
		t.Run(name, func(t *testing.T) {
			dynamic, said := adopt()
			if acctest.Diagnostics(said).HasError() {
				t.Fatal(acctest.Diagnostics(said))
			}
			value, err := dynamic.Unmarshal(typ)
			if err != nil {
				t.Fatal(err)
			}
			state := p.Read(&acctest.State{Type: deploymentType, Raw: value}).OK()
			if changed := p.Plan(deploymentType, state, editedConfig(d, "hush")).OK().Changed(); len(changed) != 0 {
				t.Errorf("the plan changes %v", changed)
			}
			change := p.Plan(deploymentType, state, editedConfig(d, "other")).OK()
			if changed := fmt.Sprint(change.Changed()); changed != "[environment_variables]" {
				t.Errorf("another secret changes %s", changed)
			}
		})
	}
	if got := crons(deploymentNow(t, env, d.ID)); len(got) != 1 {
		t.Errorf("schedules = %v", got)
	}
	resp, err := p.Server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: "registry.terraform.io/other/astro", SourceTypeName: deploymentType,
		SourceState: &tfprotov6.RawState{JSON: raw}, TargetTypeName: deploymentType,
	})
	if err != nil || !acctest.Diagnostics(resp.Diagnostics).HasError() {
		t.Errorf("a stranger's state was taken over (%v)", err)
	}
}

// The whole way with the CLI: a state file of version 0, the source changed, no changes.
func TestAccDeploymentFromOfficialState(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	d := development(t, env)
	work := env.Workdir(t, fmt.Sprintf(`
provider "astro" { settle_time = "0s" }

resource "astro_deployment" "it" {
  workspace_id                   = %q
  name                           = "dev"
  description                    = ""
  type                           = "STANDARD"
  cloud_provider                 = "AWS"
  region                         = "us-east-1"
  original_astro_runtime_version = %q
  contact_emails                 = ["oncall@example.com"]
  executor                       = "CELERY"
  scheduler_size                 = "SMALL"
  is_high_availability           = false
  is_development_mode            = true
  is_cicd_enforced               = false
  is_dag_deploy_enabled          = false
  resource_quota_cpu             = "10"
  resource_quota_memory          = "20Gi"
  default_task_pod_cpu           = "0.25"
  default_task_pod_memory        = "0.5Gi"

  worker_queues = {
    default = { astro_machine = "A5", min_worker_count = 0, max_worker_count = 10, worker_concurrency = 5 }
  }

  environment_variables = {
    PLAIN  = { value = "1" }
    SECRET = { secret_value = "hush" }
  }
}
`, env.WorkspaceID, d.AstroRuntimeVersion))
	state, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.5.7", "serial": 1, "lineage": "8f0b7a52-3c7a-4d5e-9f3a-1d2c3b4a5f60", "outputs": map[string]any{},
		"resources": []any{map[string]any{
			"mode": "managed", "type": deploymentType, "name": "it", "provider": `provider["registry.terraform.io/seed79f2c2aa/astro"]`,
			"instances": []any{map[string]any{"schema_version": 0, "attributes": officialState(t, deploymentNow(t, env, d.ID)), "sensitive_attributes": []any{}}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	work.Write(t, "terraform.tfstate", string(state))
	planned := work.Run("plan", "-no-color", "-detailed-exitcode")
	if planned.Code != 0 || !strings.Contains(planned.Text(), "No changes") {
		t.Errorf("the plan (%d):\n%s", planned.Code, planned.Text())
	}
}

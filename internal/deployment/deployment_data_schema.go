package deployment

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

func rowTextAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func rowBoolAttribute(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
}

func rowNumberAttribute(description string) schema.Int64Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
}

func rowTextsAttribute(description string) schema.SetAttribute {
	return schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
}

// deploymentRowAttributes are the attributes of one Deployment, all computed.
func deploymentRowAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                      rowTextAttribute("Id of the Deployment, for example `cm1a2b3c4d5e6f7g8h9i0j1k2`."),
		"name":                    rowTextAttribute("Name of the Deployment. Names are not unique in Astro."),
		"description":             rowTextAttribute("Description of the Deployment; null when it has none."),
		"type":                    rowTextAttribute("Kind of the Deployment: `STANDARD`, `DEDICATED` or `HYBRID`."),
		"workspace_id":            rowTextAttribute("Id of the Workspace that the Deployment belongs to."),
		"workspace_name":          rowTextAttribute("Name of that Workspace; null when the API leaves it out."),
		"namespace":               rowTextAttribute("Kubernetes namespace of the Deployment, for example `gravitational-quark-1234`; the CLI calls it release name."),
		"status":                  rowTextAttribute("State at the time of reading: `CREATING`, `DEPLOYING`, `HEALTHY`, `UNHEALTHY`, `HIBERNATING` or `UNKNOWN`."),
		"status_reason":           rowTextAttribute("Why the Deployment is in this state; null when Astro gives no reason."),
		"astro_runtime_version":   rowTextAttribute("Astro Runtime version that runs now, for example `3.1-5`. Image deploys change it."),
		"airflow_version":         rowTextAttribute("Airflow version that runs now, for example `3.1.0`. Image deploys change it."),
		"cloud_provider":          rowTextAttribute("Cloud provider: `AWS`, `AZURE` or `GCP`; null when the API leaves it out."),
		"region":                  rowTextAttribute("Region of the cloud provider, for example `us-east-1`; null when the API leaves it out."),
		"cluster_id":              rowTextAttribute("Id of the cluster; null where the API does not tell it, as for most STANDARD Deployments."),
		"cluster_name":            rowTextAttribute("Name of the cluster; null where the API does not tell it."),
		"executor":                rowTextAttribute("Airflow executor: `ASTRO`, `CELERY` or `KUBERNETES`."),
		"scheduler_size":          rowTextAttribute("Scheduler size of a hosted Deployment: `SMALL`, `MEDIUM`, `LARGE` or `EXTRA_LARGE`; null for HYBRID."),
		"scheduler_au":            rowNumberAttribute("Astro Units of each scheduler of a HYBRID Deployment; null for the other kinds."),
		"scheduler_replicas":      rowNumberAttribute("How many schedulers run."),
		"is_high_availability":    rowBoolAttribute("Whether the scheduler runs in several zones; null for HYBRID."),
		"is_development_mode":     rowBoolAttribute("Whether the Deployment is a development Deployment, which can hibernate; null for HYBRID."),
		"is_cicd_enforced":        rowBoolAttribute("Whether deploys are accepted from CI/CD only."),
		"is_dag_deploy_enabled":   rowBoolAttribute("Whether DAGs can be deployed without an image."),
		"contact_emails":          rowTextsAttribute("Addresses that Astro writes to when something is wrong with the Deployment."),
		"default_task_pod_cpu":    rowTextAttribute("CPU of a task pod that asks for none, in cores, for example `0.25`; null where it does not apply."),
		"default_task_pod_memory": rowTextAttribute("Memory of a task pod that asks for none, for example `0.5Gi`; null where it does not apply."),
		"resource_quota_cpu":      rowTextAttribute("CPU that all task pods together may use, in cores, for example `10`; null where it does not apply."),
		"resource_quota_memory":   rowTextAttribute("Memory that all task pods together may use, for example `20Gi`; null where it does not apply."),
		"task_pod_node_pool_id":   rowTextAttribute("Node pool of the task pods of a HYBRID Deployment; null for the other kinds."),
		"effective_workload_identity": rowTextAttribute("Cloud identity that the Deployment's pods use: the one that was configured, " +
			"else the platform's own; null when the API leaves it out."),
		"image_repository":          rowTextAttribute("Repository that images are deployed to."),
		"image_tag":                 rowTextAttribute("Tag of the image that runs now. Image deploys change it."),
		"webserver_url":             rowTextAttribute("URL of the Airflow UI, for example `https://orders.astronomer.run/d8fe2wmv?orgId=clzqv4zop000408l5m1n7c2vd`; Astro leaves `https://` out, which is put in front here. Empty until the Deployment is up."),
		"webserver_airflow_api_url": rowTextAttribute("URL of the Airflow REST API, for example `https://orders.astronomer.run/d8fe2wmv/api/v2`; `/api/v1` for Airflow 2. Empty until the Deployment is up."),
		"external_ips":              rowTextsAttribute("Addresses that the Deployment's outgoing traffic comes from; empty until the Deployment is up."),
		"oidc_issuer_url":           rowTextAttribute("Issuer of the Deployment's identity tokens; null until the Deployment is up."),
		"created_at":                rowTextAttribute("When the Deployment was created (RFC 3339, UTC)."),
		"created_by":                rowTextAttribute("User or API token that created the Deployment."),
		"updated_at":                rowTextAttribute("When the Deployment was last changed (RFC 3339, UTC)."),
		"updated_by":                rowTextAttribute("User or API token that last changed the Deployment."),
		"environment_variables":     rowVariables(),
		"worker_queues":             rowQueues(),
		"remote_execution":          rowRemoteExecution(),
		"hibernation_schedules": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "All hibernation schedules of the Deployment, whoever made them. Crons are in UTC.",
			NestedObject: schema.NestedAttributeObject{Attributes: scheduleRowAttributes()},
		},
		"hibernation_override": schema.SingleNestedAttribute{
			Computed: true, MarkdownDescription: "The manual hibernation override; null when there is none. It may have expired: see `is_active`.",
			Attributes: overrideRowAttributes(),
		},
	}
}

func rowVariables() schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		Computed: true, MarkdownDescription: "The Deployment's environment variables by key, whoever set them.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"value":      rowTextAttribute("The value; always null for a secret."),
			"is_secret":  rowBoolAttribute("Whether the value is secret."),
			"updated_at": rowTextAttribute("When the variable was last changed (RFC 3339, UTC)."),
		}},
	}
}

func rowQueues() schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		Computed: true, MarkdownDescription: "The worker queues by name; empty for the KUBERNETES executor.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"is_default":            rowBoolAttribute("Whether this is the queue of tasks that name none."),
			"astro_machine":         rowTextAttribute("Worker type of a hosted Deployment, for example `A5`; null for HYBRID."),
			"node_pool_id":          rowTextAttribute("Node pool of a HYBRID Deployment; null for the other kinds."),
			"min_worker_count":      rowNumberAttribute("How many workers run at least."),
			"max_worker_count":      rowNumberAttribute("How many workers run at most."),
			"worker_concurrency":    rowNumberAttribute("How many tasks one worker runs at a time."),
			"pod_cpu":               rowTextAttribute("CPU of one worker."),
			"pod_memory":            rowTextAttribute("Memory of one worker."),
			"pod_ephemeral_storage": rowTextAttribute("Ephemeral storage of one worker, for example `10Gi`; null when the API leaves it out."),
		}},
	}
}

func rowRemoteExecution() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Computed: true, MarkdownDescription: "Remote execution; null when it is off.",
		Attributes: map[string]schema.Attribute{
			"enabled":                   rowBoolAttribute("Whether tasks run on remote agents."),
			"allowed_ip_address_ranges": rowTextsAttribute("Address ranges that agents may connect from; empty for all."),
			"remote_api_url":            rowTextAttribute("Address that agents connect to."),
			"task_log_bucket":           rowTextAttribute("Bucket of the task logs; null when none is set."),
			"task_log_url_pattern":      rowTextAttribute("Pattern of the addresses of task logs; null when none is set."),
		},
	}
}

func scheduleRowAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"hibernate_at_cron": rowTextAttribute("When the Deployment goes to sleep: a cron of five fields in UTC."),
		"wake_at_cron":      rowTextAttribute("When the Deployment wakes up: a cron of five fields in UTC."),
		"is_enabled":        rowBoolAttribute("Whether the schedule has an effect."),
		"description":       rowTextAttribute("Note on the schedule; null when it has none."),
	}
}

func overrideRowAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"is_active":      rowBoolAttribute("Whether the override is in force; an expired one may linger with `false`."),
		"is_hibernating": rowBoolAttribute("`true`: hibernate whatever the schedules say; `false`: stay awake."),
		"override_until": rowTextAttribute("When the override ends (RFC 3339, in the offset it was given with); null when it holds until it is removed."),
	}
}

// deploymentDataSourceSchema is the schema of astro_deployment.
func deploymentDataSourceSchema() schema.Schema {
	attributes := deploymentRowAttributes()
	attributes["id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Id of the Deployment, for example `cm1a2b3c4d5e6f7g8h9i0j1k2`. Give either `id`, or `workspace_id` and `name`.",
		Validators:          []validator.String{validate.Lookup("name", "workspace_id")},
	}
	attributes["name"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Name of the Deployment in the Workspace `workspace_id`, compared exactly. " +
			"No Deployment or several of that name is an error that lists what there is.",
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["workspace_id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Id of the Workspace; needed with `name`, read with `id`.",
	}
	return schema.Schema{MarkdownDescription: "Reads one Deployment by id, or by name in a Workspace.", Attributes: attributes}
}

// deploymentsDataSourceSchema is the schema of astro_deployments.
func deploymentsDataSourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists Deployments of the organization, of one Workspace or of given names.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Only Deployments of this Workspace. null lists those of all Workspaces that the token can see.",
			},
			"names": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Only Deployments of these names, compared exactly, for example `[\"dev\", \"prod\"]`. " +
					"A name that no Deployment has is left out without an error. null lists all.",
				Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
			},
			"deployments": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The Deployments, by name and then by id.",
				NestedObject: schema.NestedAttributeObject{Attributes: deploymentRowAttributes()},
			},
		},
	}
}

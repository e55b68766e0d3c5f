package deployment

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

const (
	maxDeploymentName        = 500
	maxDeploymentDescription = 1000
	maxQueueName             = 63
)

// Schema describes astro_deployment. Version 0 belongs to the state of the
// provider astronomer/astro, which UpgradeState reads.
//
// Computed attributes keep their state in the plan; what moves them is the table
// in movedBy, what replaces the Deployment the one in immutables.
func (r *deploymentResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{}
	for _, group := range []map[string]schema.Attribute{
		deploymentPlaceAttributes(), deploymentSettingAttributes(), deploymentSizeAttributes(), deploymentHybridAttributes(),
		deploymentCollectionAttributes(), deploymentLocalAttributes(ctx), deploymentComputedAttributes(),
	} {
		maps.Copy(attributes, group)
	}
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "An Astro Deployment: one Airflow environment in a Workspace.\n\n" +
			"Two arguments are enough, `workspace_id` and `name`; Astro and the Workspace decide the rest. An argument that is left out is not managed: " +
			"its value is shown and left as it is, whoever set it. Environment variables are managed by key, and hibernation schedules by " +
			"`astro_hibernation_schedule`; this resource never changes them.\n\n" +
			"Creating waits until the Deployment is healthy. When that takes longer than `timeouts` allow, the Deployment stays in the state and the next " +
			"apply goes on waiting. Nothing destroys or replaces a Deployment by surprise: see `deletion_protection`.",
		Attributes: attributes,
	}
}

// replaces is the sentence that the descriptions of immutable attributes end with.
func replaces(text string) string {
	return text + " It cannot be changed in place: a change is refused, or replaces the Deployment where `deletion_protection = false` allows that."
}

func deploymentPlaceAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"workspace_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: replaces("The id of the Workspace that the Deployment is in, such as `clzqv4zop000108l5bkmq6yfe`."),
			PlanModifiers:       []planmodifier.String{fwkit.CUIDAtPlan()},
		},
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: fmt.Sprintf("The name of the Deployment, 1 to %d characters. Astro allows several Deployments of one name; this provider refuses to create "+
				"a second one in a Workspace, and names the one that is there to be imported. Example: `orders-prod`.", maxDeploymentName),
			Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, maxDeploymentName)},
		},
		"type": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: replaces("The kind of the Deployment: `STANDARD` (on a cluster that Astro shares), `DEDICATED` (on a cluster of your organization) or `HYBRID`. " +
				"Defaults to the type of the cluster when `cluster_id` is given, else to `STANDARD`."),
		},
		"cloud_provider": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: replaces("The cloud of a `STANDARD` Deployment: `AWS`, `AZURE` or `GCP`, given together with `region`. " +
				"When both are left out, Astro takes the Workspace's default. On other Deployments the cluster decides, and only its own value may be given."),
		},
		"region": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: replaces("The region of a `STANDARD` Deployment, given together with `cloud_provider`, such as `us-east-1`. " +
				"When both are left out, Astro takes the Workspace's default. On other Deployments the cluster decides, and only its own value may be given."),
		},
		"cluster_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: replaces("The id of the cluster that the Deployment runs in, such as `clzqv4zop000308l5cq0s8h2v`; required for `DEDICATED` and `HYBRID`."),
			PlanModifiers:       []planmodifier.String{fwkit.CUIDAtPlan()},
		},
		"original_astro_runtime_version": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: replaces("The Astro Runtime version to create the Deployment with, such as `3.1-5`. Defaults to the newest stable version at that time, " +
				"which is recorded here. Later versions come with the images that are deployed and show in `astro_runtime_version`. It is null after an import, " +
				"because Astro keeps no record of it."),
		},
	}
}

func deploymentSettingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"description": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: fmt.Sprintf("A note on the Deployment, at most %d characters. An empty text is the same as none. When it was set here and is left out "+
				"afterwards, it is cleared. Example: `Orders pipelines`.", maxDeploymentDescription),
			Validators: []validator.String{stringvalidator.UTF8LengthAtMost(maxDeploymentDescription)},
		},
		"executor": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "What runs the tasks: `ASTRO` (Airflow 3 only, not on `HYBRID`), `CELERY` or `KUBERNETES`. Defaults to Astro's choice for the runtime version. " +
				"A change to `KUBERNETES` removes the worker queues; a change away from it needs some: those of `worker_queues`, else one default queue is made.",
		},
		"is_cicd_enforced": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether code may be deployed with API tokens only. Defaults to the Workspace's setting.",
		},
		"is_dag_deploy_enabled": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether DAGs can be deployed without an image. A change interrupts scheduling until the next deploy. Defaults to Astro's choice.",
		},
		"is_high_availability": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether Airflow's components run twice. It rules out hibernation schedules. Not for `HYBRID`. Defaults to Astro's choice, which is `false`.",
		},
		"is_development_mode": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether the Deployment is a development Deployment, which may hibernate. It can be switched on only when a Deployment is created: switching it on later " +
				"is refused, or replaces the Deployment where `deletion_protection = false` allows that. Switching it off is done in place, once no hibernation schedules are left. " +
				"Not for `HYBRID`. Defaults to Astro's choice, which is `false`.",
		},
		"workload_identity": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The identity with which the Deployment's tasks reach your cloud, such as `arn:aws:iam::123456789012:role/orders`. null means that it is not managed and " +
				"Astro's own identity, or the one that was set before or elsewhere, holds: Astro keeps an identity that is left out or sent empty, so that removing this argument does not bring back Astro's own. " +
				"Astro does not show what was asked for: `effective_workload_identity` is what holds.",
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	}
}

func deploymentSizeAttributes() map[string]schema.Attribute {
	amount := func(text string) schema.StringAttribute {
		return schema.StringAttribute{CustomType: quantityType{}, Optional: true, Computed: true, MarkdownDescription: text}
	}
	return map[string]schema.Attribute{
		"scheduler_size": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The size of the scheduler: `SMALL`, `MEDIUM`, `LARGE` or `EXTRA_LARGE`. Hibernation needs `SMALL`. Not for `HYBRID`. Defaults to Astro's choice.",
		},
		"default_task_pod_cpu": amount("The CPU of a task's pod where the task asks for nothing else, in cores, such as `0.25`. Given together with `default_task_pod_memory`. " +
			"Not for `HYBRID`. Defaults to Astro's choice."),
		"default_task_pod_memory": amount("The memory of a task's pod where the task asks for nothing else, twice the CPU in Gi, such as `0.5Gi`. Not for `HYBRID`. Defaults to Astro's choice."),
		"resource_quota_cpu": amount("The most CPU that all tasks' pods may have together, in cores, such as `10`. Given together with `resource_quota_memory`. " +
			"Not for `HYBRID`. Defaults to Astro's choice."),
		"resource_quota_memory": amount("The most memory that all tasks' pods may have together, twice the CPU in Gi, such as `20Gi`. Not for `HYBRID`. Defaults to Astro's choice."),
	}
}

func deploymentHybridAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"scheduler_au": schema.Int64Attribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The size of the scheduler of a `HYBRID` Deployment in Astronomer Units, 5 to 24. Only for `HYBRID`. Defaults to Astro's choice.",
		},
		"scheduler_replicas": schema.Int64Attribute{
			Optional: true, Computed: true,
			MarkdownDescription: "How many schedulers a `HYBRID` Deployment has, 1 to 4. Only for `HYBRID`. Defaults to Astro's choice.",
		},
		"task_pod_node_pool_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The id of the node pool that tasks' pods of a `HYBRID` Deployment run in, such as `clzqv4zop000408l5gx6k3w1t`; needed for the executor `KUBERNETES`. Only for `HYBRID`. " +
				"With the executor `CELERY` it has no effect and is not sent; Astro drops the node pool when the executor changes to `CELERY`, and an apply that changes it back sends it again. null keeps what Astro has.",
			PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan()},
		},
	}
}

func deploymentCollectionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"contact_emails": schema.SetAttribute{
			ElementType: types.StringType, Optional: true, Computed: true,
			MarkdownDescription: "The addresses that Astro writes to about the Deployment, such as `orders-oncall@example.com`. When given, the whole set is managed; `[]` means none. " +
				"null means that it is not managed and keeps its value.",
		},
		"worker_queues":         workerQueuesAttribute(),
		"remote_execution":      remoteExecutionAttribute(),
		"environment_variables": environmentVariablesAttribute(),
	}
}

func workerQueuesAttribute() schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: fmt.Sprintf("The worker queues by name, for the executors `CELERY` and `ASTRO`. When given, the whole collection is managed, and one of them must be named "+
			"`default`; a name has at most %d characters, lower-case letters and hyphens. A renamed queue is removed and made anew. null means that the queues are not "+
			"managed and keep their values. `{}` means none, which only `KUBERNETES` and remote execution allow.", maxQueueName),
		// The numbers are required, but checkQueues says so: the framework takes a
		// queue that is not known yet as a whole for one without them.
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"astro_machine": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The machine type of the workers, `A5` to `A160`; required unless the Deployment is `HYBRID`. The data source `astro_deployment_options` lists them.",
			},
			"node_pool_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The id of the node pool of the workers, such as `clzqv4zop000408l5gx6k3w1t`; required for `HYBRID`, not allowed otherwise.",
				PlanModifiers:       []planmodifier.String{fwkit.CUIDAtPlan()},
			},
			"min_worker_count": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "The fewest workers, 0 or more; required. 0 lets an idle queue cost nothing.",
			},
			"max_worker_count": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "The most workers, required, 1 or more and not below `min_worker_count`.",
			},
			"worker_concurrency": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "How many tasks one worker runs at a time, required, 1 up to what its machine allows, such as 5 on an `A5`.",
			},
			"pod_ephemeral_storage": schema.StringAttribute{
				CustomType: quantityType{}, Optional: true, Computed: true,
				MarkdownDescription: "The ephemeral storage of a worker, such as `20Gi`. Not for `HYBRID`. null leaves it to Astro, and keeps what a queue has already.",
			},
		}},
		Validators: []validator.Map{mapvalidator.KeysAre(stringvalidator.LengthBetween(1, maxQueueName))},
	}
}

func remoteExecutionAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Remote execution: tasks run by agents in your own network. For `DEDICATED` Deployments with the executor `ASTRO`. null means that it is not managed and " +
			"keeps its value; `enabled = false` switches it off.",
		Attributes: map[string]schema.Attribute{
			"enabled": schema.BoolAttribute{Required: true, MarkdownDescription: "Whether tasks run by remote agents."},
			"allowed_ip_address_ranges": schema.SetAttribute{
				ElementType: types.StringType, Optional: true, Computed: true,
				MarkdownDescription: "The address ranges that agents may come from, such as `203.0.113.0/24`; `[]` allows all. null keeps what stands.",
			},
			"task_log_bucket": schema.StringAttribute{
				Optional: true, MarkdownDescription: "The bucket that agents write task logs to, such as `s3://orders-task-logs`. null means none.",
			},
			"task_log_url_pattern": schema.StringAttribute{
				Optional: true, MarkdownDescription: "The pattern of the links to task logs in the Airflow UI, such as `https://logs.example.com/{dag_id}/{task_id}`. null means none.",
			},
			"remote_api_url": schema.StringAttribute{
				Computed: true, MarkdownDescription: "The URL that agents connect to.",
			},
		},
	}
}

func environmentVariablesAttribute() schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		Optional: true,
		MarkdownDescription: "Environment variables by key. Only the keys that stand here are managed: all others, set in the UI, by the CLI or by another configuration, stay as they are. " +
			"A key that is removed from here is removed from the Deployment. Each variable has exactly one of `value`, `secret_value` and `value_wo`. " +
			"A variable that changes from secret to plain is removed and added in two writes. An import takes none over; the first apply after it takes over those that stand here.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"value": schema.StringAttribute{
				Optional: true, MarkdownDescription: "The value of a variable that is no secret, such as `https://orders.example.com`.",
			},
			"secret_value": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "The value of a secret variable; it is hidden in plans but stored in the state. `value_wo` keeps it out of the state. It must not be empty.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"value_wo": schema.StringAttribute{
				Optional: true, Sensitive: true, WriteOnly: true,
				MarkdownDescription: "The value of a secret variable, never stored in plan or state (Terraform 1.11, OpenTofu 1.11 or later). It is sent when `value_wo_version` changes " +
					"and must not be null or empty then; at all other times, as in the plan of a pull request or a destroy, it may be null.",
			},
			"value_wo_version": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "The version of `value_wo`, required with it. Raise it to have a new value sent. Example: `1`.",
			},
		}},
	}
}

func deploymentLocalAttributes(ctx context.Context) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"deletion_protection": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "What may destroy the Deployment. `true` refuses destroying and replacing it. null, the default, refuses replacing it, and destroying it unless it is in development mode. " +
				"`false` allows both. The value in the *state* decides: switch protection off in one apply, use that in the next. Switching sends nothing to Astro. " +
				"`-replace`, a tainted resource and `replace_triggered_by` cannot be refused in the plan; the apply refuses them. " +
				"With `create_before_destroy` the new Deployment exists by then, if its name differs: the old one stays, and the state keeps it as a deposed object that every plan wants to destroy.",
		},
		"wait_for_healthy": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether creating waits until the Deployment is healthy or hibernates. null means `true`.",
		},
		"timeouts": fwkit.Timeouts(ctx, timeouts.Opts{
			Create: true, Update: true, Delete: true,
			CreateDescription: "How long creating may take, waiting for health included. When it is over, the Deployment stays in the state with a warning. Defaults to `30m`.",
			UpdateDescription: "How long changing may take, waiting for a Deployment in transition included. Defaults to `20m`.",
			DeleteDescription: "How long destroying may take. Defaults to `10m`.",
		}),
	}
}

func deploymentComputedAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed: true, MarkdownDescription: "The id of the Deployment.",
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"status": text("The status at the last refresh: `CREATING`, `DEPLOYING`, `HEALTHY`, `UNHEALTHY`, `UNKNOWN` or `HIBERNATING`. " +
			"While it is `CREATING`, an apply goes on waiting unless `wait_for_healthy = false`."),
		"namespace":                   text("The name of the Deployment's Kubernetes namespace, also called its release name."),
		"airflow_version":             text("The version of Airflow that runs now. Deploys of code change it."),
		"astro_runtime_version":       text("The version of Astro Runtime that runs now. Deploys of code change it."),
		"image_repository":            text("The repository that images of this Deployment are pushed to."),
		"webserver_url":               text("The URL of the Airflow UI, such as `https://orders.astronomer.run/d8fe2wmv?orgId=clzqv4zop000408l5m1n7c2vd`; Astro shows it without `https://`, which is put in front here. Empty while the Deployment is `CREATING`."),
		"webserver_airflow_api_url":   text("The URL of Airflow's REST API, such as `https://orders.astronomer.run/d8fe2wmv/api/v2`; the path ends in `/api/v1` for Airflow 2. Empty while the Deployment is `CREATING`."),
		"oidc_issuer_url":             text("The URL of the issuer of the Deployment's OpenID Connect tokens; null until Astro shows one."),
		"effective_workload_identity": text("The identity with which the Deployment's tasks reach your cloud: that of `workload_identity`, else Astro's own."),
		"external_ips": schema.SetAttribute{
			ElementType: types.StringType, Computed: true,
			MarkdownDescription: "The addresses that the Deployment's requests come from; null until Astro shows them.",
		},
	}
}

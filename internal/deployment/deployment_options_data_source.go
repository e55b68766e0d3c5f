package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var _ datasource.DataSourceWithConfigure = (*optionsDataSource)(nil)

// NewDeploymentOptionsDataSource returns the data source astro_deployment_options.
func NewDeploymentOptionsDataSource() datasource.DataSource {
	return &optionsDataSource{fwkit.DataSourceBase{Name: "deployment_options"}}
}

type optionsDataSource struct{ fwkit.DataSourceBase }

// optionsModel is astro_deployment_options in configuration and state.
type optionsModel struct {
	DeploymentID            types.String             `tfsdk:"deployment_id"`
	DeploymentType          types.String             `tfsdk:"deployment_type"`
	Executor                types.String             `tfsdk:"executor"`
	CloudProvider           types.String             `tfsdk:"cloud_provider"`
	RuntimeReleases         []runtimeReleaseModel    `tfsdk:"runtime_releases"`
	Executors               []types.String           `tfsdk:"executors"`
	SchedulerMachines       []machineModel           `tfsdk:"scheduler_machines"`
	WorkerMachines          []workerMachineModel     `tfsdk:"worker_machines"`
	ResourceQuotaCPU        *quantityRangeModel      `tfsdk:"resource_quota_cpu"`
	ResourceQuotaMemory     *quantityRangeModel      `tfsdk:"resource_quota_memory"`
	DefaultTaskPodCPU       *quantityRangeModel      `tfsdk:"default_task_pod_cpu"`
	DefaultTaskPodMemory    *quantityRangeModel      `tfsdk:"default_task_pod_memory"`
	WorkloadIdentityOptions []workloadIdentityOption `tfsdk:"workload_identity_options"`
}

type runtimeReleaseModel struct {
	Version        types.String `tfsdk:"version"`
	AirflowVersion types.String `tfsdk:"airflow_version"`
	Channel        types.String `tfsdk:"channel"`
	ReleaseDate    types.String `tfsdk:"release_date"`
}

type machineModel struct {
	Name   types.String `tfsdk:"name"`
	CPU    types.String `tfsdk:"cpu"`
	Memory types.String `tfsdk:"memory"`
}

type workerMachineModel struct {
	Name               types.String  `tfsdk:"name"`
	CPU                types.String  `tfsdk:"cpu"`
	Memory             types.String  `tfsdk:"memory"`
	MinConcurrency     types.Float64 `tfsdk:"min_concurrency"`
	DefaultConcurrency types.Float64 `tfsdk:"default_concurrency"`
	MaxConcurrency     types.Float64 `tfsdk:"max_concurrency"`
}

type quantityRangeModel struct {
	Floor   types.String `tfsdk:"floor"`
	Default types.String `tfsdk:"default"`
	Ceiling types.String `tfsdk:"ceiling"`
}

type workloadIdentityOption struct {
	Label types.String `tfsdk:"label"`
	Role  types.String `tfsdk:"role"`
}

// Schema describes the data source.
func (d *optionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	filter := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	machine := map[string]schema.Attribute{
		"name":   rowTextAttribute("Name of the machine, as arguments take it."),
		"cpu":    rowTextAttribute("CPU in cores, for example `1`."),
		"memory": rowTextAttribute("Memory, for example `2Gi`."),
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What Astro offers to Deployments of this organization right now: runtime versions, machines, limits. " +
			"`astro_deployment` checks its arguments against the same options at plan.",
		Attributes: map[string]schema.Attribute{
			"deployment_id":   filter("Only what this existing Deployment may use. null asks for all Deployments."),
			"deployment_type": filter("Only what this kind may use: `STANDARD`, `DEDICATED` or `HYBRID`. null asks for all kinds."),
			"executor":        filter("Only what fits this executor: `ASTRO`, `CELERY` or `KUBERNETES`. null asks for all."),
			"cloud_provider":  filter("Only what this cloud provider has: `AWS`, `AZURE` or `GCP`. null asks for all."),
			"runtime_releases": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "Astro Runtime versions, as a rule the newest first.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"version":         rowTextAttribute("Runtime version, for example `3.1-5`."),
					"airflow_version": rowTextAttribute("Airflow version in it, for example `3.1.0`."),
					"channel":         rowTextAttribute("Release channel, for example `stable`."),
					"release_date":    rowTextAttribute("When it was released (RFC 3339, UTC)."),
				}},
			},
			"executors": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Executors as the API lists them. The list is not complete on every organization: an executor that is missing here may still be accepted.",
			},
			"scheduler_machines": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "Scheduler sizes, values of `scheduler_size`.",
				NestedObject: schema.NestedAttributeObject{Attributes: machine},
			},
			"worker_machines": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "Worker types, values of `astro_machine` in `worker_queues`.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name": machine["name"], "cpu": machine["cpu"], "memory": machine["memory"],
					"min_concurrency":     schema.Float64Attribute{Computed: true, MarkdownDescription: "Least number of tasks that one worker runs at a time."},
					"default_concurrency": schema.Float64Attribute{Computed: true, MarkdownDescription: "Number of tasks that one worker runs at a time unless the queue says otherwise."},
					"max_concurrency":     schema.Float64Attribute{Computed: true, MarkdownDescription: "Greatest number of tasks that one worker runs at a time."},
				}},
			},
			"resource_quota_cpu":      quantityRangeAttribute("Limits of `resource_quota_cpu`, in cores."),
			"resource_quota_memory":   quantityRangeAttribute("Limits of `resource_quota_memory`."),
			"default_task_pod_cpu":    quantityRangeAttribute("Limits of `default_task_pod_cpu`, in cores."),
			"default_task_pod_memory": quantityRangeAttribute("Limits of `default_task_pod_memory`."),
			"workload_identity_options": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "Identities that `workload_identity` may name; empty when the API lists none.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"label": rowTextAttribute("Name of the identity in the Astro UI."),
					"role":  rowTextAttribute("The identity, for example an AWS role."),
				}},
			},
		},
	}
}

func quantityRangeAttribute(description string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Computed: true, MarkdownDescription: description,
		Attributes: map[string]schema.Attribute{
			"floor":   rowTextAttribute("Least value."),
			"default": rowTextAttribute("Value of a new Deployment that names none."),
			"ceiling": rowTextAttribute("Greatest value."),
		},
	}
}

// Read asks for the options.
func (d *optionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state optionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	for argument, enum := range map[string]string{"deployment_type": "type", "executor": "executor", "cloud_provider": "cloud_provider"} {
		fwkit.RequireOneOf(ctx, req.Config, &resp.Diagnostics, argument, enums()[enum]...)
	}
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "deployment_id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	options, err := d.Data.Walk.DeploymentOptions(ctx, astro.DeploymentOptionsFilter{
		DeploymentID: state.DeploymentID.ValueString(), DeploymentType: state.DeploymentType.ValueString(),
		Executor: state.Executor.ValueString(), CloudProvider: state.CloudProvider.ValueString(),
	})
	if err != nil {
		const summary = "Could not read Deployment options"
		if state.DeploymentID.IsNull() {
			fwkit.AddError(&resp.Diagnostics, summary, err)
		} else {
			resp.Diagnostics.AddAttributeError(path.Root("deployment_id"), summary, fwkit.Explain(err))
		}
		return
	}
	state.fromAPI(options)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

func (m *optionsModel) fromAPI(o *astro.DeploymentOptions) {
	m.RuntimeReleases, m.SchedulerMachines = []runtimeReleaseModel{}, []machineModel{}
	m.WorkerMachines, m.WorkloadIdentityOptions = []workerMachineModel{}, []workloadIdentityOption{}
	for _, r := range o.RuntimeReleases {
		m.RuntimeReleases = append(m.RuntimeReleases, runtimeReleaseModel{
			types.StringValue(r.Version), types.StringValue(r.AirflowVersion), types.StringValue(r.Channel), types.StringValue(r.ReleaseDate),
		})
	}
	m.Executors = rowTexts(o.Executors)
	for _, s := range o.SchedulerMachines {
		m.SchedulerMachines = append(m.SchedulerMachines, machineModel{types.StringValue(s.Name), types.StringValue(s.Spec.CPU), types.StringValue(s.Spec.Memory)})
	}
	for _, w := range o.WorkerMachines {
		m.WorkerMachines = append(m.WorkerMachines, workerMachineModel{
			types.StringValue(w.Name), types.StringValue(w.Spec.CPU), types.StringValue(w.Spec.Memory),
			types.Float64Value(w.Concurrency.Floor), types.Float64Value(w.Concurrency.Default), types.Float64Value(w.Concurrency.Ceiling),
		})
	}
	m.ResourceQuotaCPU, m.ResourceQuotaMemory = quantityRangeOf(o.ResourceQuotas.ResourceQuota.CPU), quantityRangeOf(o.ResourceQuotas.ResourceQuota.Memory)
	m.DefaultTaskPodCPU, m.DefaultTaskPodMemory = quantityRangeOf(o.ResourceQuotas.DefaultPodSize.CPU), quantityRangeOf(o.ResourceQuotas.DefaultPodSize.Memory)
	for _, w := range o.WorkloadIdentityOptions {
		m.WorkloadIdentityOptions = append(m.WorkloadIdentityOptions, workloadIdentityOption{types.StringValue(w.Label), types.StringValue(w.Role)})
	}
}

func quantityRangeOf(r astro.QuantityRange) *quantityRangeModel {
	return &quantityRangeModel{types.StringValue(r.Floor), types.StringValue(r.Default), types.StringValue(r.Ceiling)}
}

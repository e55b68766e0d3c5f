package deployment

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// Which attributes a kind does not have (API facts, C.2 and C.3).

func hostedOnly() []string {
	return []string{
		"scheduler_size", "is_high_availability", "is_development_mode", "default_task_pod_cpu", "default_task_pod_memory",
		"resource_quota_cpu", "resource_quota_memory", "remote_execution",
	}
}

func hybridOnly() []string {
	return []string{"scheduler_au", "scheduler_replicas", "task_pod_node_pool_id"}
}

// checkType judges a configuration against the kind of its Deployment.
func checkType(ctx context.Context, config *deploymentModel, kind string) []fwkit.Finding {
	var findings []fwkit.Finding
	switch kind {
	case astro.DeploymentTypeHybrid:
		findings = append(findings, checkForeign(config, kind, hostedOnly())...)
		if config.Executor.ValueString() == astro.ExecutorAstro {
			findings = append(findings, problem(path.Root("executor"), "Executor is not available",
				"HYBRID Deployments cannot have the executor ASTRO. Use CELERY or KUBERNETES."))
		}
	case astro.DeploymentTypeStandard, astro.DeploymentTypeDedicated:
		findings = append(findings, checkForeign(config, kind, hybridOnly())...)
		findings = append(findings, checkRemoteExecution(ctx, config, kind)...)
	default:
		return nil // a kind that came later: Astro decides
	}
	findings = append(findings, checkPlace(config, kind)...)
	return append(findings, checkQueueMachines(ctx, config, kind)...)
}

func checkForeign(config *deploymentModel, kind string, names []string) []fwkit.Finding {
	var findings []fwkit.Finding
	for _, name := range names {
		if given(config.attribute(name)) {
			findings = append(findings, problem(path.Root(name), "Argument does not fit the type", "%s Deployments have no %s. Remove it.", kind, name))
		}
	}
	return findings
}

func checkRemoteExecution(ctx context.Context, config *deploymentModel, kind string) []fwkit.Finding {
	remote, ok := remoteExecutionOf(ctx, config.RemoteExecution)
	if !ok || !remote.Enabled.ValueBool() || kind == astro.DeploymentTypeDedicated {
		return nil
	}
	return []fwkit.Finding{caution(path.Root("remote_execution"), "Remote execution may not be available",
		"Remote execution is documented for DEDICATED Deployments; this one is %s. Astro may refuse it.", kind)}
}

func checkQueueMachines(ctx context.Context, config *deploymentModel, kind string) []fwkit.Finding {
	var findings []fwkit.Finding
	queues := queuesOf(ctx, config.WorkerQueues)
	for _, name := range slices.Sorted(maps.Keys(queues)) {
		queue, at := queues[name], pathQueues.AtMapKey(name)
		wanted, foreign := "astro_machine", "node_pool_id"
		wantedValue, foreignValue := queue.AstroMachine, queue.NodePoolID
		if kind == astro.DeploymentTypeHybrid {
			wanted, foreign, wantedValue, foreignValue = foreign, wanted, foreignValue, wantedValue
		}
		if wantedValue.IsNull() {
			findings = append(findings, problem(at, "Argument is missing", "The queue %q of a %s Deployment needs %s.", name, kind, wanted))
		}
		if kind == astro.DeploymentTypeHybrid && given(queue.PodEphemeralStorage) {
			findings = append(findings, problem(at.AtName("pod_ephemeral_storage"), "Argument does not fit the type",
				"The queue %q of a HYBRID Deployment has no pod_ephemeral_storage: its node pool decides. Remove it.", name))
		}
		if given(foreignValue) {
			findings = append(findings, problem(at.AtName(foreign), "Argument does not fit the type", "The queue %q of a %s Deployment has no %s. Remove it.", name, kind, foreign))
		}
	}
	return findings
}

// checkKnownType judges against a kind that the configuration alone did not decide:
// that of the cluster, or of the Deployment that stands.
func checkKnownType(ctx context.Context, s *subject) []fwkit.Finding {
	if _, decided := configuredType(s.config); decided && s.prior == nil || s.kind == "" {
		return nil
	}
	judged := *s.config
	if s.prior != nil && judged.ClusterID.IsNull() {
		judged.ClusterID = types.StringValue(s.prior.ClusterID.ValueString()) // decided when it was created
	}
	if kind, decided := configuredType(s.config); decided && kind == s.kind {
		return nil // ValidateConfig has said it
	}
	return checkType(ctx, &judged, s.kind)
}

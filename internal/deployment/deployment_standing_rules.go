package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// checkStanding judges the configuration together with what it leaves as it is:
// ValidateConfig cannot see that. It asks the API for nothing.
func (s *subject) checkStanding(ctx context.Context) []fwkit.Finding {
	return append(append(s.checkAirflow(), s.checkTaskPool()...), s.checkStandingExecutor(ctx)...)
}

// checkAirflow judges the executor ASTRO by the version that a new Deployment
// gets and by the one that an existing one runs: images upgrade it, while the
// version that it was created with stays in the configuration (API facts, C.7).
func (s *subject) checkAirflow() []fwkit.Finding {
	if !s.changed("executor") || s.config.Executor.ValueString() != astro.ExecutorAstro {
		return nil
	}
	if wanted := s.config.OriginalAstroRuntimeVersion.ValueString(); s.prior == nil && isAirflow2(wanted) {
		return []fwkit.Finding{problem(path.Root("executor"), "Executor needs Airflow 3",
			"The executor ASTRO needs Airflow 3, and Astro Runtime %s is Airflow 2. Use CELERY or KUBERNETES, or a runtime version such as 3.1-5.", wanted)}
	}
	if s.prior == nil || !isAirflow2(s.prior.AstroRuntimeVersion.ValueString()) {
		return nil
	}
	return []fwkit.Finding{problem(path.Root("executor"), "Executor needs Airflow 3",
		"The executor ASTRO needs Airflow 3; the Deployment runs Astro Runtime %s (Airflow %s). Deploy an image with a newer Astro Runtime first.",
		s.prior.AstroRuntimeVersion.ValueString(), s.prior.AirflowVersion.ValueString())}
}

// checkTaskPool judges that a HYBRID Deployment has a node pool for its tasks'
// pods when each task gets a pod of its own (API facts, C.3).
func (s *subject) checkTaskPool() []fwkit.Finding {
	stands := s.prior != nil && !s.prior.TaskPodNodePoolID.IsNull()
	if s.kind != astro.DeploymentTypeHybrid || !s.changed("executor") || s.config.Executor.ValueString() != astro.ExecutorKubernetes ||
		!s.config.TaskPodNodePoolID.IsNull() || stands {
		return nil
	}
	return []fwkit.Finding{problem(path.Root("task_pod_node_pool_id"), "Argument is missing",
		"The executor KUBERNETES of a HYBRID Deployment needs task_pod_node_pool_id, the node pool that tasks run in. The data source astro_cluster lists the node pools of its cluster.")}
}

// checkStandingExecutor judges executor, queues and remote execution where one
// of them changes and another is left as it stands.
func (s *subject) checkStandingExecutor(ctx context.Context) []fwkit.Finding {
	if s.prior == nil || !s.changed("executor") && !s.changed("worker_queues") && !s.changed("remote_execution") {
		return nil
	}
	if s.config.Executor.IsNull() {
		effective := *s.config
		effective.Executor = s.prior.Executor
		return checkExecutor(ctx, &effective)
	}
	remote, _ := remoteExecutionOf(ctx, s.prior.RemoteExecution)
	executor := s.config.Executor
	if !s.config.RemoteExecution.IsNull() || !remote.Enabled.ValueBool() || !given(executor) || executor.ValueString() == astro.ExecutorAstro {
		return nil
	}
	return []fwkit.Finding{problem(path.Root("executor"), "Executor does not fit remote execution",
		"The Deployment has remote execution, which needs the executor ASTRO. Keep that, or switch remote execution off as well: remote_execution = { enabled = false }.")}
}

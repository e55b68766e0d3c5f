package deployment

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// subject is what the rules against the API judge: the configured values that a
// plan creates or changes.
type subject struct {
	config, prior *deploymentModel
	plan          *deploymentModel
	kind          string // empty while it is not known
}

func newSubject(config, plan, prior *deploymentModel) *subject {
	return &subject{config: config, plan: plan, prior: prior, kind: plan.Type.ValueString()}
}

// changed tells a configured, known value that the state does not have yet.
func (s *subject) changed(name string) bool {
	value := s.config.attribute(name)
	if !given(value) {
		return false
	}
	if name == "worker_queues" {
		value = s.plan.WorkerQueues // the configuration may leave storage open
	}
	return s.prior == nil || !sameValue(value, s.prior.attribute(name))
}

func sameValue(a, b attr.Value) bool {
	left, leftOK := a.(quantity)
	right, rightOK := b.(quantity)
	if leftOK && rightOK && !right.IsNull() {
		return sameQuantity(left.ValueString(), right.ValueString())
	}
	return a.Equal(b)
}

func (s *subject) needsOptions() bool {
	return s.kind != "" && slices.ContainsFunc([]string{
		"original_astro_runtime_version", "scheduler_size", "worker_queues",
		"default_task_pod_cpu", "default_task_pod_memory", "resource_quota_cpu", "resource_quota_memory",
	}, s.changed)
}

func (s *subject) needsRegions() bool {
	return s.kind == astro.DeploymentTypeStandard && s.changed("region") && given(s.config.CloudProvider)
}

func (s *subject) needsCluster() bool {
	return s.changed("cluster_id") || (s.kind == astro.DeploymentTypeHybrid && given(s.plan.ClusterID) && (s.changed("worker_queues") || s.changed("task_pod_node_pool_id")))
}

// checkFacts judges against what the API says; what it did not say is not judged.
func checkFacts(ctx context.Context, s *subject, known facts) []fwkit.Finding {
	findings := s.checkQueueNumbers(ctx, known.options)
	if known.options != nil {
		findings = append(findings, s.checkRuntime(known.options)...)
		findings = append(findings, s.checkScheduler(known.options)...)
		findings = append(findings, s.checkQuotas(known.options)...)
	}
	findings = append(findings, s.checkUnknownValues(known)...)
	if known.clusterOptions != nil {
		findings = append(findings, s.checkRegion(known.clusterOptions)...)
	}
	if known.cluster != nil {
		findings = append(findings, s.checkCluster(ctx, known.cluster)...)
	}
	return append(findings, s.checkRecorded()...)
}

// checkRuntime judges the version for a new Deployment, and names the newest of its line.
func (s *subject) checkRuntime(options *astro.DeploymentOptions) []fwkit.Finding {
	wanted := s.config.OriginalAstroRuntimeVersion
	listed := func(r astro.RuntimeRelease) bool { return r.Version == wanted.ValueString() }
	if s.prior != nil || !given(wanted) || len(options.RuntimeReleases) == 0 || slices.ContainsFunc(options.RuntimeReleases, listed) {
		return nil
	}
	instead := newestStable(options.RuntimeReleases)
	advice := "The newest stable version is " + instead + "."
	if inLine := newestInLine(wanted.ValueString(), options.RuntimeReleases); inLine != "" && inLine != instead {
		advice = "The latest in this line is " + inLine + "; the newest stable version is " + instead + "."
	}
	return []fwkit.Finding{problem(path.Root("original_astro_runtime_version"), "Runtime version is not available",
		"Astro does not offer Astro Runtime %s for new Deployments. %s", wanted.ValueString(), advice)}
}

func (s *subject) checkScheduler(options *astro.DeploymentOptions) []fwkit.Finding {
	if !s.changed("scheduler_size") || len(options.SchedulerMachines) == 0 {
		return nil
	}
	names := make([]string, 0, len(options.SchedulerMachines))
	for _, machine := range options.SchedulerMachines {
		names = append(names, machine.Name)
	}
	if slices.Contains(names, s.config.SchedulerSize.ValueString()) {
		return nil
	}
	return []fwkit.Finding{problem(path.Root("scheduler_size"), "Scheduler size is not available",
		"Astro does not offer the scheduler size %q. %s", s.config.SchedulerSize.ValueString(), offers(s.config.SchedulerSize.ValueString(), names))}
}

func (s *subject) checkQuotas(options *astro.DeploymentOptions) []fwkit.Finding {
	limits := map[string]astro.QuantityRange{
		"default_task_pod_cpu": options.ResourceQuotas.DefaultPodSize.CPU, "default_task_pod_memory": options.ResourceQuotas.DefaultPodSize.Memory,
		"resource_quota_cpu": options.ResourceQuotas.ResourceQuota.CPU, "resource_quota_memory": options.ResourceQuotas.ResourceQuota.Memory,
	}
	var findings []fwkit.Finding
	for _, name := range slices.Sorted(maps.Keys(limits)) {
		value, ok := s.config.attribute(name).(quantity)
		if limit := limits[name]; ok && s.changed(name) && isAmount(value) && !within(value.ValueString(), limit.Floor, limit.Ceiling) {
			findings = append(findings, problem(path.Root(name), "Amount is out of range",
				"%s is %q. Astro allows %s to %s.", name, value.ValueString(), limit.Floor, limit.Ceiling))
		}
	}
	return findings
}

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

// checkQueueNumbers judges the queues that change: their numbers by themselves,
// and against the machines and limits that Astro offers, where they are known
// (API facts, C.6 and G.2).
func (s *subject) checkQueueNumbers(ctx context.Context, options *astro.DeploymentOptions) []fwkit.Finding {
	if !s.changed("worker_queues") {
		return nil
	}
	if options == nil {
		options = &astro.DeploymentOptions{}
	}
	before := map[string]queueModel{}
	if s.prior != nil {
		before = queuesOf(ctx, s.prior.WorkerQueues)
	}
	var findings []fwkit.Finding
	queues := queuesOf(ctx, s.config.WorkerQueues)
	for _, name := range slices.Sorted(maps.Keys(queues)) {
		queue, stood := queues[name], before[name]
		if queue.PodEphemeralStorage.IsNull() {
			queue.PodEphemeralStorage = stood.PodEphemeralStorage
		}
		if queue != stood {
			findings = append(findings, queue.checkNumbers(pathQueues.AtMapKey(name), options)...)
		}
	}
	return findings
}

// checkNumbers judges one queue, each number once.
func (q *queueModel) checkNumbers(at path.Path, options *astro.DeploymentOptions) []fwkit.Finding {
	findings := checkRange(at.AtName("min_worker_count"), q.MinWorkerCount, 0, options.WorkerQueues.MinWorkers)
	findings = append(findings, checkRange(at.AtName("max_worker_count"), q.MaxWorkerCount, 1, options.WorkerQueues.MaxWorkers)...)
	if len(findings) == 0 && given(q.MinWorkerCount) && given(q.MaxWorkerCount) && q.MinWorkerCount.ValueInt64() > q.MaxWorkerCount.ValueInt64() {
		findings = append(findings, problem(at.AtName("min_worker_count"), "Queue has more workers than it may have",
			"%s is %d, which is above its max_worker_count %d.", at.AtName("min_worker_count"), q.MinWorkerCount.ValueInt64(), q.MaxWorkerCount.ValueInt64()))
	}
	if storage := q.PodEphemeralStorage; given(storage) && !isAmount(storage) {
		findings = append(findings, problem(at.AtName("pod_ephemeral_storage"), "Amount is not valid",
			"%s is %q, which is not a positive amount of storage such as \"10Gi\".", at.AtName("pod_ephemeral_storage"), storage.ValueString()))
	}
	return append(findings, q.checkMachine(at, options)...)
}

// checkMachine judges the machine and what it can run at a time. The floor that
// a machine reports does not bind hosted queues (API facts, C.6).
func (q *queueModel) checkMachine(at path.Path, options *astro.DeploymentOptions) []fwkit.Finding {
	concurrency := options.WorkerQueues.WorkerConcurrency
	concurrency.Floor = 1
	if given(q.AstroMachine) && len(options.WorkerMachines) > 0 {
		i := slices.IndexFunc(options.WorkerMachines, func(m astro.WorkerMachine) bool { return m.Name == q.AstroMachine.ValueString() })
		if i < 0 {
			names := make([]string, 0, len(options.WorkerMachines))
			for _, machine := range options.WorkerMachines {
				names = append(names, machine.Name)
			}
			return []fwkit.Finding{problem(at.AtName("astro_machine"), "Machine is not available",
				"%s is %q, which Astro does not offer. %s", at.AtName("astro_machine"), q.AstroMachine.ValueString(), offers(q.AstroMachine.ValueString(), names))}
		}
		concurrency.Ceiling = options.WorkerMachines[i].Concurrency.Ceiling
	}
	return checkRange(at.AtName("worker_concurrency"), q.WorkerConcurrency, 1, concurrency)
}

// checkRange judges a number against the least that makes sense and the limits
// of the options, which may be unknown. It names the attribute in its text,
// because a CLI shows no more than the resource's line for what lies inside a map.
func checkRange(at path.Path, value types.Int64, least int64, limit astro.Range) []fwkit.Finding {
	if !given(value) {
		return nil
	}
	number, floor := float64(value.ValueInt64()), max(float64(least), limit.Floor)
	switch {
	case limit.Ceiling == 0 && number < floor:
		return []fwkit.Finding{problem(at, "Number is out of range", "%s is %d; Astro allows %g or more here.", at, value.ValueInt64(), floor)}
	case limit.Ceiling > 0 && (number < floor || number > limit.Ceiling):
		return []fwkit.Finding{problem(at, "Number is out of range", "%s is %d; Astro allows %g to %g here.", at, value.ValueInt64(), floor, limit.Ceiling)}
	}
	return nil
}

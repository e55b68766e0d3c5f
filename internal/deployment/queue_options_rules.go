package deployment

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// checkQueueLimits judges the queues that change against the machines and limits
// that Astro offers (API facts, C.6 and G.2).
func (s *subject) checkQueueLimits(ctx context.Context, options *astro.DeploymentOptions) []fwkit.Finding {
	if !s.changed("worker_queues") {
		return nil
	}
	before := map[string]queueModel{}
	if s.prior != nil {
		before = queuesOf(ctx, s.prior.WorkerQueues)
	}
	var findings []fwkit.Finding
	queues := queuesOf(ctx, s.config.WorkerQueues)
	for _, name := range slices.Sorted(maps.Keys(queues)) {
		queue := queues[name]
		if stood, ok := before[name]; ok && stood == queue {
			continue
		}
		at := pathQueues.AtMapKey(name)
		findings = append(findings, checkRange(at.AtName("min_worker_count"), queue.MinWorkerCount, options.WorkerQueues.MinWorkers)...)
		findings = append(findings, checkRange(at.AtName("max_worker_count"), queue.MaxWorkerCount, options.WorkerQueues.MaxWorkers)...)
		findings = append(findings, checkMachine(at, &queue, options)...)
	}
	return findings
}

// checkMachine judges the machine and what it can run at a time. The floor that
// a machine reports does not bind hosted queues (API facts, C.6).
func checkMachine(at path.Path, queue *queueModel, options *astro.DeploymentOptions) []fwkit.Finding {
	concurrency := options.WorkerQueues.WorkerConcurrency
	concurrency.Floor = 1
	if given(queue.AstroMachine) && len(options.WorkerMachines) > 0 {
		i := slices.IndexFunc(options.WorkerMachines, func(m astro.WorkerMachine) bool { return m.Name == queue.AstroMachine.ValueString() })
		if i < 0 {
			names := make([]string, 0, len(options.WorkerMachines))
			for _, machine := range options.WorkerMachines {
				names = append(names, machine.Name)
			}
			return []fwkit.Finding{problem(at.AtName("astro_machine"), "Machine is not available",
				"Astro does not offer the machine %q. It offers %s.", queue.AstroMachine.ValueString(), strings.Join(names, ", "))}
		}
		concurrency.Ceiling = options.WorkerMachines[i].Concurrency.Ceiling
	}
	return checkRange(at.AtName("worker_concurrency"), queue.WorkerConcurrency, concurrency)
}

// checkRange names the attribute in its text, because a CLI shows no more than
// the resource's line for what lies inside a map.
func checkRange(at path.Path, value types.Int64, limit astro.Range) []fwkit.Finding {
	number := float64(value.ValueInt64())
	if !given(value) || limit.Ceiling == 0 || (number >= limit.Floor && number <= limit.Ceiling) {
		return nil
	}
	return []fwkit.Finding{problem(at, "Number is out of range", "%s is %d; Astro allows %g to %g here.", at, value.ValueInt64(), limit.Floor, limit.Ceiling)}
}

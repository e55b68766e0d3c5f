package deployment

import (
	"context"
	"maps"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// queueName is how the documentation says queue names look; the API's own limit
// is only the length (API facts, C.6).
var queueName = regexp.MustCompile(`^[a-z-]+$`)

var pathQueues = path.Root("worker_queues")

// checkQueues judges names and completeness of the queues.
func checkQueues(ctx context.Context, config *deploymentModel) []fwkit.Finding {
	findings := checkNullElements(pathQueues, config.WorkerQueues, "queue", "{ astro_machine = … }")
	queues := queuesOf(ctx, config.WorkerQueues)
	for _, name := range slices.Sorted(maps.Keys(queues)) {
		queue, at := queues[name], pathQueues.AtMapKey(name)
		if !queueName.MatchString(name) {
			findings = append(findings, caution(at, "Queue name is unusual", "The name %q has other characters than lower-case letters and hyphens. Astro may refuse it.", name))
		}
		findings = append(findings, queue.checkComplete(at, name)...)
	}
	return findings
}

// checkComplete judges that the numbers are there.
func (q *queueModel) checkComplete(at path.Path, name string) []fwkit.Finding {
	var findings []fwkit.Finding
	for _, number := range []struct {
		name  string
		value types.Int64
	}{{"min_worker_count", q.MinWorkerCount}, {"max_worker_count", q.MaxWorkerCount}, {"worker_concurrency", q.WorkerConcurrency}} {
		if number.value.IsNull() {
			findings = append(findings, problem(at.AtName(number.name), "Argument is missing", "The queue %q needs %s.", name, number.name))
		}
	}
	return findings
}

// checkExecutor judges the executor against queues and remote execution; "" is
// Astro's choice, which has queues (API facts, C.6).
func checkExecutor(ctx context.Context, config *deploymentModel) []fwkit.Finding {
	if config.Executor.IsUnknown() {
		return nil
	}
	executor := config.Executor.ValueString()
	var findings []fwkit.Finding
	remote, hasRemote := remoteExecutionOf(ctx, config.RemoteExecution)
	isRemote := hasRemote && remote.Enabled.ValueBool()
	if isRemote && executor != "" && executor != astro.ExecutorAstro {
		findings = append(findings, problem(path.Root("remote_execution"), "Remote execution needs the executor ASTRO",
			"remote_execution is enabled and the executor is %s. Set executor = \"ASTRO\", or switch remote execution off.", executor))
	}
	if !given(config.WorkerQueues) {
		return findings
	}
	elements := config.WorkerQueues.Elements()
	_, hasDefault := elements[defaultQueue]
	switch {
	case len(elements) == 0: // checkNoQueues judges it at plan
	case executor == astro.ExecutorKubernetes:
		findings = append(findings, problem(pathQueues, "Executor has no worker queues",
			"The executor KUBERNETES has no worker queues: it runs every task in a pod of its own. Remove worker_queues, or use CELERY."))
	case !hasDefault && !isRemote && !config.RemoteExecution.IsUnknown():
		findings = append(findings, problem(pathQueues, "Default queue is missing",
			"worker_queues must have a queue named \"default\", which runs the tasks that name no queue. Leave worker_queues out to let Astro keep what it has."))
	}
	return findings
}

// checkNoQueues refuses an empty map where the executor cannot do without
// queues, whoever has chosen it: the API refuses an empty list (API facts, C.6).
func (s *subject) checkNoQueues(ctx context.Context) []fwkit.Finding {
	executor, remote := s.config.Executor, s.config.RemoteExecution
	if s.prior != nil && executor.IsNull() {
		executor = s.prior.Executor
	}
	if s.prior != nil && remote.IsNull() {
		remote = s.prior.RemoteExecution
	}
	running, _ := remoteExecutionOf(ctx, remote)
	isUnknown := executor.IsUnknown() || remote.IsUnknown() || running.Enabled.IsUnknown()
	if !given(s.config.WorkerQueues) || len(s.config.WorkerQueues.Elements()) > 0 || isUnknown ||
		executor.ValueString() == astro.ExecutorKubernetes || running.Enabled.ValueBool() {
		return nil
	}
	name := executor.ValueString()
	if name == "" {
		name = "that Astro chooses when none is given"
	}
	return []fwkit.Finding{problem(pathQueues, "Default queue is missing",
		"worker_queues is empty, and the executor %s needs a queue named \"default\" at least. Set worker_queues to null to leave the queues to Astro, for instance "+
			"worker_queues = length(local.queues) == 0 ? null : local.queues, or use the executor KUBERNETES, which has none.", name)}
}

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

// checkQueues judges the queues by themselves.
func checkQueues(ctx context.Context, config *deploymentModel) []fwkit.Finding {
	var findings []fwkit.Finding
	queues := queuesOf(ctx, config.WorkerQueues)
	for _, name := range slices.Sorted(maps.Keys(queues)) {
		queue, at := queues[name], pathQueues.AtMapKey(name)
		if !queueName.MatchString(name) {
			findings = append(findings, caution(at, "Queue name is unusual", "The name %q has other characters than lower-case letters and hyphens. Astro may refuse it.", name))
		}
		findings = append(findings, queue.checkComplete(at, name)...)
		if given(queue.MinWorkerCount) && given(queue.MaxWorkerCount) && queue.MinWorkerCount.ValueInt64() > queue.MaxWorkerCount.ValueInt64() {
			findings = append(findings, problem(at.AtName("min_worker_count"), "Queue has more workers than it may have",
				"The queue %q has min_worker_count %d above max_worker_count %d.", name, queue.MinWorkerCount.ValueInt64(), queue.MaxWorkerCount.ValueInt64()))
		}
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
	case executor == astro.ExecutorKubernetes && len(elements) > 0:
		findings = append(findings, problem(pathQueues, "Executor has no worker queues",
			"The executor KUBERNETES has no worker queues: it runs every task in a pod of its own. Remove worker_queues, or use CELERY."))
	case executor == "" && len(elements) == 0:
	case executor != astro.ExecutorKubernetes && !hasDefault && !isRemote && !config.RemoteExecution.IsUnknown():
		findings = append(findings, problem(pathQueues, "Default queue is missing",
			"worker_queues must have a queue named \"default\", which runs the tasks that name no queue. Leave worker_queues out to let Astro keep what it has."))
	}
	return findings
}

package emulator

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// defaultQueueName is the queue that must exist wherever there are queues.
const defaultQueueName = "default"

// defaultEphemeralStorage is what a queue has that asks for none (API facts, C.6).
const defaultEphemeralStorage = "10Gi"

// maxQueueName is the longest name of a queue (API facts, C.6).
const maxQueueName = 63

// workerQueue is a worker queue as stored (API facts, C.6).
type workerQueue struct {
	ID                  string `json:"id"`
	Name                string `json:"name"`
	IsDefault           bool   `json:"isDefault"`
	AstroMachine        string `json:"astroMachine,omitempty"`
	NodePoolID          string `json:"nodePoolId,omitempty"`
	MinWorkerCount      int    `json:"minWorkerCount"`
	MaxWorkerCount      int    `json:"maxWorkerCount"`
	WorkerConcurrency   int    `json:"workerConcurrency"`
	PodEphemeralStorage string `json:"podEphemeralStorage,omitempty"`
}

// queueView is a queue as answered.
type queueView struct {
	workerQueue

	PodCPU    string `json:"podCpu"`
	PodMemory string `json:"podMemory"`
}

// queueRequest is a queue as sent.
type queueRequest struct {
	ID                  *string `json:"id"`
	Name                *string `json:"name"`
	IsDefault           *bool   `json:"isDefault"`
	AstroMachine        *string `json:"astroMachine"`
	NodePoolID          *string `json:"nodePoolId"`
	MinWorkerCount      *int    `json:"minWorkerCount"`
	MaxWorkerCount      *int    `json:"maxWorkerCount"`
	WorkerConcurrency   *int    `json:"workerConcurrency"`
	PodEphemeralStorage *string `json:"podEphemeralStorage"`
}

// fillQueues replaces the whole list of queues when one is sent, and never takes
// an empty list. Deployments with the executor KUBERNETES, and those with remote
// execution, have none (API facts, C.6).
func (c *call) fillQueues(d *deployment, body *deploymentRequest) *apiError {
	if d.Executor == executorKubernetes && body.WorkerQueues != nil {
		return invalidField("workerQueues", "workerQueuesExcludedForKubernetes", "workerQueuesExcludedForKubernetes: workerQueues must be absent with the executor KUBERNETES")
	}
	if body.WorkerQueues != nil && len(body.WorkerQueues) == 0 {
		return invalidField("workerQueues", "min", "workerQueues should be min: 1")
	}
	if d.Executor == executorKubernetes || d.remote() {
		if body.WorkerQueues != nil {
			return invalidField("workerQueues", "excluded", "workerQueues must be absent with remote execution")
		}
		d.WorkerQueues = nil
		return nil
	}
	switch {
	case body.WorkerQueues == nil && len(d.WorkerQueues) > 0 && !c.sw().OmittedWorkerQueuesReset:
		return nil
	case body.WorkerQueues == nil && !d.isNew() && !c.sw().OmittedWorkerQueuesReset:
		return invalidField("workerQueues", "required", "workerQueues is required when the executor changes to %s", d.Executor)
	case body.WorkerQueues == nil:
		return c.resetQueues(d)
	}
	list := make([]workerQueue, 0, len(body.WorkerQueues))
	ids := map[string]bool{}
	for _, sent := range body.WorkerQueues {
		ids[valueOr(sent.ID, "")] = true
	}
	for _, sent := range body.WorkerQueues {
		q, fail := c.readQueue(d, sent)
		if fail != nil {
			return fail
		}
		q.ID = c.queueID(d, valueOr(sent.ID, ""), q.Name, ids)
		if slices.ContainsFunc(list, func(other workerQueue) bool { return other.Name == q.Name || other.ID == q.ID }) {
			return invalidField("workerQueues", "unique", "the worker queue %s is given twice", q.Name)
		}
		list = append(list, q)
	}
	if !slices.ContainsFunc(list, func(q workerQueue) bool { return q.IsDefault }) {
		return invalidField("workerQueues", "required", "a worker queue named %s is required with the executor %s", defaultQueueName, d.Executor)
	}
	d.WorkerQueues = list
	return nil
}

// resetQueues leaves one default queue; it keeps its id when there was one.
func (c *call) resetQueues(d *deployment) *apiError {
	q := workerQueue{
		Name: defaultQueueName, IsDefault: true, AstroMachine: "A5",
		MinWorkerCount: 0, MaxWorkerCount: 10, WorkerConcurrency: 5, PodEphemeralStorage: defaultEphemeralStorage,
	}
	if !d.hosted() {
		q.AstroMachine, q.PodEphemeralStorage, q.WorkerConcurrency = "", "", 16
		k := c.store().cluster(d.OrganizationID, d.ClusterID)
		if k == nil || len(k.NodePools) == 0 {
			return badRequest("Cluster %s has no node pool for the worker queue %s", d.ClusterID, defaultQueueName)
		}
		q.NodePoolID = k.NodePools[0].ID
	}
	q.ID = c.queueID(d, "", q.Name, nil)
	d.WorkerQueues = []workerQueue{q}
	return nil
}

// readQueue checks one queue that is sent.
func (c *call) readQueue(d *deployment, sent queueRequest) (workerQueue, *apiError) {
	fail := requireFields([]requiredField{
		{"workerQueues.name", valueOr(sent.Name, "") != ""},
		{"workerQueues.isDefault", sent.IsDefault != nil},
		{"workerQueues.minWorkerCount", sent.MinWorkerCount != nil},
		{"workerQueues.maxWorkerCount", sent.MaxWorkerCount != nil},
		{"workerQueues.workerConcurrency", sent.WorkerConcurrency != nil},
		{"workerQueues.astroMachine", !d.hosted() || sent.AstroMachine != nil},
		{"workerQueues.nodePoolId", d.hosted() || sent.NodePoolID != nil},
	})
	if fail != nil {
		return workerQueue{}, fail
	}
	q := workerQueue{
		Name: *sent.Name, IsDefault: *sent.IsDefault,
		MinWorkerCount: *sent.MinWorkerCount, MaxWorkerCount: *sent.MaxWorkerCount, WorkerConcurrency: *sent.WorkerConcurrency,
	}
	if fail := queueIdentity(d, &q, valueOr(sent.ID, "")); fail != nil {
		return q, fail
	}
	if d.hosted() {
		q.AstroMachine = *sent.AstroMachine
		// Storage that a list of queues leaves out is back at its default (API facts, C.6).
		q.PodEphemeralStorage = valueOr(sent.PodEphemeralStorage, defaultEphemeralStorage)
		return q, hostedQueueRule(q)
	}
	q.NodePoolID = *sent.NodePoolID
	if !c.hasNodePool(d, q.NodePoolID) {
		return q, badRequest("Node pool %s is not one of cluster %s", q.NodePoolID, d.ClusterID)
	}
	return q, hybridQueueRule(q)
}

// queueIdentity checks the name and the id that is sent with it. The id of another
// queue of the Deployment is fine and moves to this name: the vendor's command line
// sends ids so when it sorts queues (API facts, C.6).
func queueIdentity(d *deployment, q *workerQueue, sent string) *apiError {
	if utf8.RuneCountInString(q.Name) > maxQueueName {
		return invalidField("workerQueues.name", "max", "the name of a worker queue must have at most %d characters", maxQueueName)
	}
	if q.IsDefault != (q.Name == defaultQueueName) {
		return invalidField("workerQueues.isDefault", "eq", "isDefault must be true for the worker queue %s and for no other", defaultQueueName)
	}
	if sent != "" && !d.isNew() && !slices.ContainsFunc(d.WorkerQueues, func(old workerQueue) bool { return old.ID == sent }) {
		return badRequest("Worker queue %s not found in Deployment %s", sent, d.ID)
	}
	return nil
}

// queueID keeps the id that is sent; without one the queue of the same name is
// meant, unless its id is sent with another name, or a new one, as a switch says.
func (c *call) queueID(d *deployment, sent, name string, ids map[string]bool) string {
	if sent != "" && !d.isNew() {
		return sent
	}
	i := slices.IndexFunc(d.WorkerQueues, func(old workerQueue) bool { return old.Name == name })
	if i >= 0 && !ids[d.WorkerQueues[i].ID] && !c.sw().QueueWithoutIDRecreated {
		return d.WorkerQueues[i].ID
	}
	return c.newID()
}

// hostedQueueRule checks a queue against its machine (API facts, C.6 and G.2).
func hostedQueueRule(q workerQueue) *apiError {
	i := slices.IndexFunc(workerMachines(), func(m workerMachine) bool { return m.Name == q.AstroMachine })
	if i < 0 {
		return oneOf("workerQueues.astroMachine", q.AstroMachine, machineNames()...)
	}
	if _, ok := parseStorage(q.PodEphemeralStorage); !ok {
		return invalidField("workerQueues.podEphemeralStorage", "quantity", "podEphemeralStorage %q is not a quantity such as 10Gi", q.PodEphemeralStorage)
	}
	return queueCountRule(q, workerMachines()[i].Concurrency)
}

// hybridQueueRule checks a queue of a HYBRID Deployment.
func hybridQueueRule(q workerQueue) *apiError {
	return queueCountRule(q, queueOptions().WorkerConcurrency)
}

// queueCountRule checks the numbers of a queue.
func queueCountRule(q workerQueue, concurrency numberRange) *apiError {
	o := queueOptions()
	for _, n := range []struct {
		field string
		value int
		in    numberRange
	}{
		{"minWorkerCount", q.MinWorkerCount, o.MinWorkers},
		{"maxWorkerCount", q.MaxWorkerCount, o.MaxWorkers},
		{"workerConcurrency", q.WorkerConcurrency, concurrency},
	} {
		if n.value < n.in.Floor || n.value > n.in.Ceiling {
			return invalidField("workerQueues."+n.field, "range", "%s of the worker queue %s must be %d to %d", n.field, q.Name, n.in.Floor, n.in.Ceiling)
		}
	}
	if q.MinWorkerCount > q.MaxWorkerCount {
		return invalidField("workerQueues.minWorkerCount", "lte", "minWorkerCount of the worker queue %s is above its maxWorkerCount", q.Name)
	}
	return nil
}

// hasNodePool reports whether a node pool is one of the Deployment's cluster.
func (c *call) hasNodePool(d *deployment, id string) bool {
	k := c.store().cluster(d.OrganizationID, d.ClusterID)
	return k != nil && slices.ContainsFunc(k.NodePools, func(p nodePool) bool { return p.ID == id })
}

// viewQueues renders the queues with the size of their pods.
func (c *call) viewQueues(d *deployment) []queueView {
	views := make([]queueView, 0, len(d.WorkerQueues))
	for _, q := range d.WorkerQueues {
		view := queueView{workerQueue: q, PodCPU: "1", PodMemory: "2Gi"}
		for _, m := range workerMachines() {
			if m.Name == q.AstroMachine {
				view.PodCPU, view.PodMemory = m.Spec.CPU, m.Spec.Memory
			}
		}
		views = append(views, view)
	}
	return reordered(c, views)
}

// parseStorage reads a size such as 10Gi.
func parseStorage(text string) (string, bool) {
	number, unit := text, ""
	for _, u := range []string{"Ki", "Mi", "Gi", "Ti", "K", "M", "G", "T"} {
		if rest, found := strings.CutSuffix(text, u); found {
			number, unit = rest, u
			break
		}
	}
	value, ok := parseNumber(number)
	return unit, ok && value.Sign() > 0
}

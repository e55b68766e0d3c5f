package emulator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// queue is a worker queue with changes.
func queue(name string, change object) object {
	return with(object{
		"name": name, "isDefault": name == "default", "astroMachine": "A5",
		"minWorkerCount": 0, "maxWorkerCount": 5, "workerConcurrency": 5,
	}, change)
}

// queues is a request with worker queues.
func queues(list ...any) object { return object{"workerQueues": list} }

// queueIDs reads the ids of queues by name.
func queueIDs(t *testing.T, d object) map[string]string {
	t.Helper()
	ids := map[string]string{}
	list, _ := d["workerQueues"].([]any)
	for _, item := range list {
		q, ok := item.(object)
		if !ok {
			t.Fatalf("queue %v", item)
		}
		ids[fmt.Sprint(q["name"])] = fmt.Sprint(q["id"])
	}
	return ids
}

func TestQueueRules(t *testing.T) {
	t.Parallel()
	for _, lenient := range []bool{false, true} {
		queueRules(t, start(t, emulator.Options{Lenient: lenient}))
	}
}

// queueRules checks the rules with the check against openapi.json before them,
// or without it.
func queueRules(t *testing.T, c *client) {
	t.Helper()
	d := c.create(t, object{"executor": "CELERY"})
	id := queueIDs(t, d.get(t))["default"]
	for name, change := range map[string]object{
		"no default":              queues(queue("other", nil)),
		"twice":                   queues(queue("default", nil), queue("default", nil)),
		"default not marked":      queues(queue("default", object{"isDefault": false})),
		"other marked":            queues(queue("default", nil), queue("other", object{"isDefault": true})),
		"long name":               queues(queue("default", nil), queue(strings.Repeat("q", 64), nil)),
		"no machine":              queues(queue("default", object{"astroMachine": nil})),
		"unknown machine":         queues(queue("default", object{"astroMachine": "A7"})),
		"no concurrency":          queues(queue("default", object{"workerConcurrency": nil})),
		"concurrency above A5":    queues(queue("default", object{"workerConcurrency": 16})),
		"concurrency above A160":  queues(queue("default", object{"astroMachine": "A160", "workerConcurrency": 481})),
		"no worker at most":       queues(queue("default", object{"maxWorkerCount": 0})),
		"least above most":        queues(queue("default", object{"minWorkerCount": 6})),
		"negative":                queues(queue("default", object{"minWorkerCount": -1})),
		"storage is no quantity":  queues(queue("default", object{"podEphemeralStorage": "much"})),
		"id of another":           queues(queue("default", object{"id": "c000000000000000000000000"})),
		"one id for two":          queues(queue("default", object{"id": id}), queue("new", object{"id": id})),
		"none":                    {"workerQueues": []any{}},
		"with remote execution":   with(queues(queue("default", nil)), object{"remoteExecution": object{"enabled": true}, "executor": "ASTRO"}),
		"KUBERNETES with a queue": with(queues(queue("default", nil)), object{"executor": "KUBERNETES"}),
		"KUBERNETES with none":    {"workerQueues": []any{}, "executor": "KUBERNETES"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d.refuseUpdate(t, change)
		})
	}
}

func TestQueueConcurrencyCeilings(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, nil)
	for machine, ceiling := range map[string]int{"A5": 15, "A10": 30, "A20": 60, "A40": 120, "A60": 180, "A120": 360, "A160": 480} {
		d.update(t, queues(queue("default", object{"astroMachine": machine, "workerConcurrency": ceiling})))
		d.refuseUpdate(t, queues(queue("default", object{"astroMachine": machine, "workerConcurrency": ceiling + 1})))
	}
}

func TestQueueReplacement(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, queues(queue("default", object{"podEphemeralStorage": "20Gi"}), queue("big", object{"astroMachine": "A160", "workerConcurrency": 480})))
	first := queueIDs(t, d.get(t))
	got := d.update(t, queues(queue("default", nil)))
	if second := queueIDs(t, got); len(second) != 1 || second["default"] != first["default"] {
		t.Errorf("ids %v became %v", first, second)
	}
	if text := fmt.Sprint(got["workerQueues"]); !strings.Contains(text, "podEphemeralStorage:10Gi") || !strings.Contains(text, "podCpu:1 podEphemeral") {
		t.Errorf("queue %s", text)
	}
	if kept := queueIDs(t, d.update(t, queues(queue("default", object{"id": first["default"]})))); kept["default"] != first["default"] {
		t.Errorf("id %v became %v", first, kept)
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.QueueWithoutIDRecreated = true })
	if made := queueIDs(t, d.update(t, queues(queue("default", nil)))); made["default"] == first["default"] {
		t.Error("the queue kept its id")
	}
}

// What the vendor's command line sends when it sorts queues: the ids stay where
// they were in the list, the names move, and one may be new (API facts, C.6).
func TestQueueIDsMoveBetweenNames(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, queues(queue("default", nil), queue("big", object{"astroMachine": "A10"})))
	first := queueIDs(t, d.get(t))
	got := d.update(t, queues(queue("big", object{"astroMachine": "A10", "id": first["default"]}), queue("default", object{"id": first["big"]})))
	if ids := queueIDs(t, got); ids["big"] != first["default"] || ids["default"] != first["big"] {
		t.Errorf("ids %v became %v", first, ids)
	}
	for _, q := range (&reply{Body: got}).rows(t, "workerQueues") {
		if want := map[any]string{"big": "A10", "default": "A5"}[q["name"]]; q["astroMachine"] != want {
			t.Errorf("queue %v", q)
		}
	}
	got = d.update(t, queues(queue("a", object{"id": first["default"]}), queue("big", object{"id": first["big"]}), queue("default", nil)))
	if ids := queueIDs(t, got); len(ids) != 3 || ids["a"] != first["default"] || ids["default"] == first["default"] || ids["default"] == first["big"] {
		t.Errorf("with a queue in front: %v", ids)
	}
}

func TestQueuesAndExecutors(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, object{"executor": "KUBERNETES"})
	if got := d.get(t)["workerQueues"]; got != nil {
		t.Errorf("KUBERNETES has queues %v", got)
	}
	d.refuseUpdate(t, object{"executor": "CELERY"})
	d.update(t, with(queues(queue("default", nil)), object{"executor": "CELERY"}))
	d.Full["executor"] = "CELERY"
	if got := d.update(t, nil); len(queueIDs(t, got)) != 1 {
		t.Errorf("omitted queues became %v", got["workerQueues"])
	}
	if got := d.update(t, queues(queue("default", object{"astroMachine": "A10"}), queue("more", nil))); len(queueIDs(t, got)) != 2 {
		t.Errorf("queues %v", got["workerQueues"])
	}
	for _, lenient := range []bool{false, true} {
		odd := start(t, emulator.Options{Lenient: lenient})
		if r := odd.create(t, nil).refuseUpdate(t, object{"workerQueues": []any{}}); !strings.Contains(r.Text, "workerQueues should be min: 1") {
			t.Errorf("empty list: %s", r.Text)
		}
		if r := odd.refuse(t, object{"workerQueues": []any{}}); !strings.Contains(r.Text, "workerQueues should be min: 1") {
			t.Errorf("empty list in a create: %s", r.Text)
		}
	}
	if r := d.refuseUpdate(t, with(queues(queue("default", nil)), object{"executor": "KUBERNETES"})); !strings.Contains(r.Text, "workerQueuesExcludedForKubernetes") {
		t.Errorf("queues under KUBERNETES: %s", r.Text)
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.OmittedWorkerQueuesReset = true })
	if got := fmt.Sprint(d.update(t, nil)["workerQueues"]); !strings.Contains(got, "astroMachine:A5") || strings.Contains(got, "more") {
		t.Errorf("reset queues %v", got)
	}
	if got := d.update(t, object{"executor": "KUBERNETES"})["workerQueues"]; got != nil {
		t.Errorf("KUBERNETES kept queues %v", got)
	}
}

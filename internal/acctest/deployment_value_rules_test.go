package acctest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// Values that may come from another resource are judged at plan: with Astro's
// options and without, one error each, and nothing at validate, where a mock's
// values stand in for them.
func TestDeploymentValueRules(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	hybrid := clusterNamed(t, env, "hybrid").ID
	celery := func(q acctest.Object) []any {
		return []any{"executor", "CELERY", "worker_queues", acctest.Object{"default": q}}
	}
	for name, c := range map[string]struct {
		set     []any
		error   []string
		warning []string // with and without options, when there is no error
		live    bool     // needs the options
	}{
		"workspace id":              {set: []any{"workspace_id", "nonsense"}, error: []string{"workspace_id: Invalid id", "24"}},
		"cluster id":                {set: []any{"cluster_id", "nonsense"}, error: []string{"cluster_id: Invalid id"}},
		"node pool id of a queue":   {set: append([]any{"type", "HYBRID", "cluster_id", hybrid}, celery(queue("node_pool_id", "nonsense", "astro_machine", nil))...), error: []string{`worker_queues["default"].node_pool_id: Invalid id`}},
		"task pod node pool id":     {set: []any{"type", "HYBRID", "cluster_id", hybrid, "task_pod_node_pool_id", "nonsense"}, error: []string{"task_pod_node_pool_id: Invalid id"}},
		"AU out of range":           {set: []any{"type", "HYBRID", "cluster_id", hybrid, "scheduler_au", 25}, error: []string{"scheduler_au: ", "24"}},
		"no replicas":               {set: []any{"type", "HYBRID", "cluster_id", hybrid, "scheduler_replicas", 0}, error: []string{"scheduler_replicas: ", "1 to 4"}},
		"unknown type":              {set: []any{"type", "FUTURE"}, warning: []string{"type: ", "STANDARD"}},
		"unknown executor":          {set: []any{"executor", "FUTURE"}, warning: []string{"executor: ", "CELERY"}},
		"a numbered executor":       {set: []any{"executor", "CELERY2"}, warning: []string{"executor: ", "CELERY"}},
		"unknown size":              {set: []any{"scheduler_size", "HUGE"}, error: []string{"scheduler_size: ", "EXTRA_LARGE"}, live: true},
		"memory not twice the CPU":  {set: []any{"resource_quota_cpu", "10", "resource_quota_memory", "10Gi"}, error: []string{"resource_quota_memory: ", `"20Gi"`}},
		"no amount":                 {set: []any{"default_task_pod_cpu", "much", "default_task_pod_memory", "0.5Gi"}, error: []string{"default_task_pod_cpu: ", "much"}},
		"negative amount":           {set: []any{"default_task_pod_cpu", "-1", "default_task_pod_memory", "2Gi"}, error: []string{"default_task_pod_cpu: "}},
		"more workers than allowed": {set: celery(queue("min_worker_count", 9, "max_worker_count", 8)), error: []string{`worker_queues["default"].min_worker_count: `, "max_worker_count 8"}},
		"negative workers":          {set: celery(queue("min_worker_count", -1)), error: []string{`worker_queues["default"].min_worker_count: `, "-1"}},
		"no worker at all":          {set: celery(queue("max_worker_count", 0)), error: []string{`worker_queues["default"].max_worker_count: `}},
		"no task at all":            {set: celery(queue("worker_concurrency", 0)), error: []string{`worker_queues["default"].worker_concurrency: `}},
		"no storage":                {set: celery(queue("pod_ephemeral_storage", "much")), error: []string{`worker_queues["default"].pod_ephemeral_storage: `, "much"}},
		"machine in lower case":     {set: celery(queue("astro_machine", "a20")), error: []string{`worker_queues["default"].astro_machine: `, `Did you mean "A20"?`}, live: true},
		"region misspelt":           {set: []any{"cloud_provider", "AWS", "region", "us_east_1"}, error: []string{"region: ", `Did you mean "us-east-1"?`}, live: true},
		"no address":                {set: []any{"contact_emails", []string{"nobody"}}, error: []string{"contact_emails: ", "nobody"}},
		"no address range":          {set: []any{"type", "DEDICATED", "cluster_id", clusterNamed(t, env, "dedicated").ID, "executor", "ASTRO", "remote_execution", acctest.Object{"enabled": true, "allowed_ip_address_ranges": []string{"office"}}}, warning: []string{"remote_execution.allowed_ip_address_ranges: ", "office"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := deploymentObject(env, with(c.set...))
			if said := env.Provider(t).Validate(deploymentType, config); len(said) > 0 {
				t.Errorf("validate says:\n%s", said)
			}
			check := func(stage string, said acctest.Diagnostics) {
				if len(c.error) == 0 {
					if len(said.Errors()) > 0 {
						t.Errorf("%s: errors: %s", stage, said)
					}
					contains(t, said.Warnings(), c.warning...)
					return
				}
				contains(t, said.Errors(), c.error...)
				if len(said.Errors()) != 1 {
					t.Errorf("%s: not one error:\n%s", stage, said)
				}
			}
			check("with options", env.Provider(t).Plan(deploymentType, nil, config).Diagnostics)
			if c.live {
				return
			}
			other := acctest.Start(t)
			for _, what := range []string{"options", "clusters"} {
				other.AddFault(t, faultOn("GET", what, http.StatusForbidden))
			}
			config["workspace_id"] = other.WorkspaceID
			with(c.set...)(config)
			check("without options", other.Provider(t).Plan(deploymentType, nil, config).Diagnostics)
		})
	}
}

// A value that Astro's options decide about is not warned of besides.
func TestDeploymentUnknownValueIsSaidOnce(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	for attribute, set := range map[string][]any{
		"scheduler_size": {"scheduler_size", "HUGE"},
		"cloud_provider": {"cloud_provider", "IBM", "region", "us-east-1"},
	} {
		if said := env.Provider(t).Plan(deploymentType, nil, deploymentObject(env, with(set...))).Diagnostics; len(said) != 1 {
			t.Errorf("%s is said more than once:\n%s", attribute, said)
		}
	}
}

// No queues are {} in configuration, plan, state and after an import. Where the
// executor needs queues, {} is refused at plan, whoever chose the executor.
func TestDeploymentNoQueues(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	none := acctest.Object{}
	kubernetes := deploymentObject(env, with("executor", "KUBERNETES", "worker_queues", none, "is_development_mode", true))
	state := env.Provider(t).Create(deploymentType, kubernetes)
	imported := env.Provider(t).Import(deploymentType, state.Text("id")).OK()
	unmanaged := deploymentObject(env, with("executor", "KUBERNETES", "is_development_mode", true, "deletion_protection", nil))
	for name, c := range map[string]struct {
		prior  *acctest.State
		config acctest.Object
		want   []string
	}{
		"again":                    {state, kubernetes, nil},
		"after an import":          {imported, deploymentObject(env, with("executor", "KUBERNETES", "worker_queues", none, "deletion_protection", nil)), nil},
		"without the argument":     {state, deploymentObject(env, with("executor", "KUBERNETES")), nil},
		"imported without":         {imported, unmanaged, nil},
		"without the executor":     {state, deploymentObject(env, with("worker_queues", none)), nil},
		"with something else":      {state, deploymentObject(env, with("executor", "KUBERNETES", "worker_queues", none, "description", "Orders")), []string{"description"}},
		"executor that needs them": {state, deploymentObject(env, with("executor", "CELERY")), []string{"executor", "worker_queues"}},
	} {
		p := env.Provider(t)
		change := p.Plan(deploymentType, p.Read(c.prior).OK(), c.config).OK()
		if got := change.Changed(); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s: the plan changes %v, expected %v", name, got, c.want)
		}
	}
	standing := env.Provider(t).Create(deploymentType, deploymentObject(env, with("name", "celery", "executor", "CELERY")))
	env.ResetJournal()
	for name, c := range map[string]struct {
		prior *acctest.State
		set   []any
	}{
		"new, Astro's choice":  {nil, []any{"worker_queues", none}},
		"new, CELERY":          {nil, []any{"worker_queues", none, "executor", "CELERY"}},
		"new, ASTRO":           {nil, []any{"worker_queues", none, "executor", "ASTRO"}},
		"standing, CELERY":     {standing, []any{"name", "celery", "worker_queues", none}},
		"KUBERNETES to CELERY": {state, []any{"worker_queues", none, "executor", "CELERY"}},
	} {
		said := env.Provider(t).Plan(deploymentType, c.prior, deploymentObject(env, with(c.set...))).Diagnostics
		if contains(t, said.Errors(), "worker_queues: Default queue is missing", "empty"); len(said.Errors()) != 1 {
			t.Errorf("%s: %s", name, said)
		}
	}
	if env.Writes() != 0 {
		t.Errorf("%d writes were sent", env.Writes())
	}
	// KUBERNETES takes the queues away from a Deployment that has some.
	changed := env.Provider(t).Update(standing, deploymentObject(env, with("name", "celery", "executor", "KUBERNETES", "worker_queues", none)))
	if got := len(deploymentNow(t, env, changed.Text("id")).WorkerQueues); got != 0 {
		t.Errorf("%d queues are left", got)
	}
}

// Other collections: empty is none, and stays it.
func TestDeploymentEmptyCollections(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env, with("type", "DEDICATED", "cluster_id", clusterNamed(t, env, "dedicated").ID, "executor", "ASTRO",
		"contact_emails", []string{}, "environment_variables", acctest.Object{}, "worker_queues", acctest.Object{},
		"remote_execution", acctest.Object{"enabled": true, "allowed_ip_address_ranges": []string{}}))
	state := env.Provider(t).Create(deploymentType, config)
	p := env.Provider(t)
	if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) > 0 {
		t.Errorf("the second plan changes %v", changed)
	}
	imported := env.Provider(t).Import(deploymentType, state.Text("id")).OK()
	delete(config, "deletion_protection")
	change := env.Provider(t).Plan(deploymentType, imported, config).OK()
	// No variable is declared in a state that an import made, so an empty map is
	// one more fact for the state, and none for Astro.
	if changed := change.Changed(); !slices.Equal(changed, []string{"environment_variables"}) {
		t.Errorf("after an import the plan changes %v", changed)
	}
	env.ResetJournal()
	change.Apply(env.Provider(t)).OK()
	if n := env.Requests("", "/deployments/"); n > 0 {
		t.Errorf("an empty map of variables has sent %d requests", n)
	}
}

// The storage of queues: sent when configured, carried as read when not, and one
// amount has many spellings.
func TestDeploymentQueueStorage(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := func(heavy, light acctest.Object) acctest.Object {
		return deploymentObject(env, with("executor", "CELERY", "worker_queues", acctest.Object{"default": heavy, "light": light}))
	}
	stored := func(id string) map[string]string {
		found := map[string]string{}
		for _, q := range deploymentNow(t, env, id).WorkerQueues {
			found[q.Name] = *q.PodEphemeralStorage
		}
		return found
	}
	state := env.Provider(t).Create(deploymentType, config(queue("pod_ephemeral_storage", "20Gi"), queue()))
	id := state.Text("id")
	for _, step := range []struct {
		name           string
		heavy, light   acctest.Object
		changes        bool
		heavyS, lightS string
	}{
		{"again", queue("pod_ephemeral_storage", "20Gi"), queue(), false, "20Gi", "10Gi"},
		{"in another spelling", queue("pod_ephemeral_storage", "20480Mi"), queue(), false, "20Gi", "10Gi"},
		{"the default spelt out", queue("pod_ephemeral_storage", "20Gi"), queue("pod_ephemeral_storage", "10Gi"), false, "20Gi", "10Gi"},
		{"more", queue("pod_ephemeral_storage", "30Gi"), queue(), true, "30Gi", "10Gi"},
		{"not managed any more", queue(), queue(), false, "30Gi", "10Gi"},
		{"carried through another change", queue("max_worker_count", 8), queue("astro_machine", "A10"), true, "30Gi", "10Gi"},
		{"both at once", queue("max_worker_count", 8), queue("astro_machine", "A10", "pod_ephemeral_storage", "15Gi"), true, "30Gi", "15Gi"},
	} {
		p := env.Provider(t)
		change := p.Plan(deploymentType, p.Read(state).OK(), config(step.heavy, step.light)).OK()
		want := []string{}
		if step.changes {
			want = []string{"worker_queues"}
		}
		if got := change.Changed(); !slices.Equal(got, want) {
			t.Errorf("%s: the plan changes %v, expected %v", step.name, got, want)
		}
		state = change.Apply(env.Provider(t)).OK()
		if got := stored(id); got["default"] != step.heavyS || got["light"] != step.lightS {
			t.Errorf("%s: stored is %v", step.name, got)
		}
		p = env.Provider(t)
		if got := p.Plan(deploymentType, p.Read(state).OK(), config(step.heavy, step.light)).OK().Changed(); len(got) > 0 {
			t.Errorf("%s: the next plan changes %v", step.name, got)
		}
	}
	imported := env.Provider(t).Import(deploymentType, id).OK()
	queues, _ := imported.Get("worker_queues").(acctest.Object)
	if light, _ := queues["light"].(acctest.Object); light["pod_ephemeral_storage"] != "15Gi" {
		t.Errorf("imported: %v", queues)
	}
	// A new queue beside them, and a storage that is not known yet.
	change := env.Provider(t).Plan(deploymentType, state, deploymentObject(env, with("executor", "CELERY", "worker_queues", acctest.Object{
		"default": queue("pod_ephemeral_storage", acctest.Unknown), "new": queue(),
	}))).OK()
	planned, _ := change.Planned.Get("worker_queues").(acctest.Object)
	for _, name := range []string{"default", "new"} {
		if q, _ := planned[name].(acctest.Object); q["pod_ephemeral_storage"] != acctest.Unknown {
			t.Errorf("the plan knows the storage of %s: %v", name, q)
		}
	}
}

// What a field error says stands in the message already, on the platform as here.
func TestDeploymentRefusalIsSaidOnce(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	fault := faultOn("POST", "/deployments$", http.StatusBadRequest)
	fault.Message = "Invalid request: region: is closed"
	fault.Members = map[string]any{"fieldErrors": []any{
		map[string]any{"field": "region", "code": "x", "message": "is closed"},
	}}
	env.AddFault(t, fault)
	said := env.Provider(t).Plan(deploymentType, nil, deploymentObject(env)).OK().Apply(nil).Diagnostics.Errors()
	contains(t, said, "region: Could not create Deployment", "Invalid request: region: is closed (HTTP 400")
	if n := strings.Count(strings.Join(said, ""), "is closed"); n != 1 {
		t.Errorf("it is said %d times: %v", n, said)
	}
}

package acctest_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// A Deployment made with Airflow 2 and upgraded by an image since may get the
// executor ASTRO: the version that runs decides, not the one it began with,
// which cannot be changed in the configuration.
func TestDeploymentUpgradedToAirflow3(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env, with("executor", "CELERY", "original_astro_runtime_version", "13.2.0"))
	state := env.Provider(t).Create(deploymentType, config)
	config["executor"] = "ASTRO"
	contains(t, env.Provider(t).Plan(deploymentType, state, config).Diagnostics.Errors(), "executor: Executor needs Airflow 3", "Deploy an image")
	contains(t, env.Provider(t).Plan(deploymentType, nil, config).Diagnostics.Errors(), "executor: Executor needs Airflow 3")

	env.AddFault(t, emulator.Fault{
		Method: http.MethodGet, Path: "/deployments/[^/]+$", Count: -1, Members: map[string]any{"astroRuntimeVersion": "3.1-5", "airflowVersion": "3.1.2"},
	})
	p := env.Provider(t)
	change := p.Plan(deploymentType, p.Read(state).OK(), config).OK()
	if changed := change.Changed(); !slices.Equal(changed, []string{"executor"}) {
		t.Errorf("the plan changes %v", changed)
	}
}

// What is left out of the configuration stands, and is judged together with
// what is in it: at plan, on the attribute that the configuration has.
func TestDeploymentRulesWithWhatStands(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	cluster := clusterNamed(t, env, "dedicated").ID
	remote := acctest.Object{"enabled": true}
	hybrid := fullHybrid(t, env)
	for name, c := range map[string]struct {
		stands acctest.Object
		set    []any
		want   []string
	}{
		"queues under KUBERNETES": {
			deploymentObject(env, with("executor", "KUBERNETES")),
			[]any{"executor", nil, "worker_queues", acctest.Object{"default": queue()}},
			[]string{"worker_queues: ", "KUBERNETES"},
		},
		"remote under CELERY": {
			deploymentObject(env, with("cluster_id", cluster, "executor", "CELERY")),
			[]any{"executor", nil, "remote_execution", remote},
			[]string{"remote_execution: ", "CELERY"},
		},
		"CELERY under remote": {
			deploymentObject(env, with("cluster_id", cluster, "executor", "ASTRO", "remote_execution", remote)),
			[]any{"executor", "CELERY", "remote_execution", nil},
			[]string{"executor: ", "remote execution"},
		},
		"KUBERNETES without a node pool": {
			hybrid, []any{"executor", "KUBERNETES", "worker_queues", nil}, []string{"task_pod_node_pool_id: ", "KUBERNETES"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			stands := maps.Clone(c.stands)
			stands["workspace_id"] = env.WorkspaceID
			if stands["cluster_id"] != nil {
				kind := "dedicated"
				if name == "KUBERNETES without a node pool" {
					kind = "hybrid"
					stands["worker_queues"] = fullHybrid(t, env)["worker_queues"]
				}
				stands["cluster_id"] = clusterNamed(t, env, kind).ID
			}
			state := env.Provider(t).Create(deploymentType, stands)
			with(c.set...)(stands)
			env.ResetJournal()
			p := env.Provider(t)
			contains(t, p.Plan(deploymentType, p.Read(state).OK(), stands).Diagnostics.Errors(), c.want...)
			if n := env.Writes(); n != 0 {
				t.Errorf("%d writes were sent", n)
			}
		})
	}
}

// Between executors that both have queues, those that nobody manages stay, and
// the plan says so.
func TestDeploymentExecutorKeepsQueues(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env, with("executor", "CELERY"))
	state := env.Provider(t).Create(deploymentType, config)
	for _, executor := range []string{"ASTRO", "CELERY"} {
		config["executor"] = executor
		p := env.Provider(t)
		change := p.Plan(deploymentType, p.Read(state).OK(), config).OK()
		if changed := change.Changed(); !slices.Equal(changed, []string{"executor"}) {
			t.Errorf("to %s the plan changes %v", executor, changed)
		}
		state = change.Apply(env.Provider(t)).OK()
	}
	p := env.Provider(t)
	if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the next plan changes %v", changed)
	}
}

// Destroying works in every status.
func TestDeploymentDestroyInEveryStatus(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"CREATING", "DEPLOYING", "HEALTHY", "UNHEALTHY", "UNKNOWN", "HIBERNATING", "FUTURE"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			state := env.Provider(t).Create(deploymentType, deploymentObject(env))
			env.AddFault(t, emulator.Fault{Method: http.MethodGet, Path: "/deployments/[^/]+$", Count: -1, Members: map[string]any{"status": status}})
			p := env.Provider(t)
			state = p.Read(state).OK()
			if got := state.Text("status"); got != status {
				t.Errorf("status = %s", got)
			}
			if changed := p.Plan(deploymentType, state, deploymentObject(env)).OK().Changed(); status != "CREATING" && len(changed) != 0 {
				t.Errorf("the plan changes %v", changed)
			}
			p.Plan(deploymentType, state, nil).OK().Apply(env.Provider(t)).OK()
			if n := env.Requests(http.MethodDelete, "/deployments/"); n != 1 {
				t.Errorf("%d deletes were sent", n)
			}
		})
	}
}

// An image that is deployed between plan and apply breaks nothing: the state
// holds what was planned until the next refresh, which plans empty.
func TestDeploymentImageDeployedMeanwhile(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env)
	state := env.Provider(t).Create(deploymentType, config)
	config["description"] = "Orders"
	p := env.Provider(t)
	change := p.Plan(deploymentType, p.Read(state).OK(), config).OK()
	env.AddFault(t, emulator.Fault{Path: "/deployments/[^/]+$", Count: -1, Members: map[string]any{
		"astroRuntimeVersion": "3.9-1", "airflowVersion": "3.9.0", "imageRepository": "elsewhere", "imageTag": "deploy-2", "imageVersion": "2",
		"status": "DEPLOYING", "webServerUrl": "https://elsewhere.example.com", "namespace": "elsewhere", "effectiveWorkloadIdentity": "other",
	}})
	after := change.Apply(env.Provider(t)).OK()
	if got, want := after.Text("astro_runtime_version"), state.Text("astro_runtime_version"); got != want {
		t.Errorf("the state says %s, planned was %s", got, want)
	}
	p = env.Provider(t)
	after = p.Read(after).OK()
	if got := after.Text("astro_runtime_version"); got != "3.9-1" {
		t.Errorf("after a refresh the state says %s", got)
	}
	if changed := p.Plan(deploymentType, after, config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the next plan changes %v", changed)
	}
}

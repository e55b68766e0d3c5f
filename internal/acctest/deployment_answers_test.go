package acctest_test

import (
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// What Astro answers as an address without a scheme is an URL that can be opened,
// wherever a user meets it.
func TestDeploymentAddressesAreURLs(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	for runtime, version := range map[string]string{"13.2.0": "/api/v1", "3.1-5": "/api/v2"} {
		config := deploymentObject(env, with("name", runtime, "original_astro_runtime_version", runtime))
		state := env.Provider(t).Create(deploymentType, config)
		id := state.Text("id")
		if raw := deploymentNow(t, env, id); strings.Contains(raw.WebserverURL+raw.WebserverAirflowAPIURL, "://") {
			t.Fatalf("the API answers %s and %s", raw.WebserverURL, raw.WebserverAirflowAPIURL)
		}
		p := env.Provider(t)
		for where, seen := range map[string]map[string]any{
			"created":     state.Values(),
			"read":        p.Read(state).OK().Values(),
			"imported":    p.Import(deploymentType, id).OK().Values(),
			"data source": p.Data(deploymentType, acctest.Object{"id": id}).OK().Values(),
			"list":        rowsOf(t, p.Data("astro_deployments", acctest.Object{"names": []string{runtime}}).OK(), "deployments")[0],
		} {
			page, _ := seen["webserver_url"].(string)
			api, _ := seen["webserver_airflow_api_url"].(string)
			base, _, found := strings.Cut(page, "?orgId="+env.OrganizationID)
			if !found || !strings.HasPrefix(base, "https://") || !strings.HasPrefix(api, base+version) {
				t.Errorf("%s: %q and %q", where, page, api)
			}
		}
		p = env.Provider(t)
		if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
			t.Errorf("the next plan changes %v", changed)
		}
	}
}

// A Deployment that nobody waited for reads back as it was answered, and is ready
// later: no plan on the way changes anything.
func TestDeploymentSettlesWithoutNoise(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env, with("wait_for_healthy", false))
	state := env.Provider(t).Create(deploymentType, config)
	var seen []string
	for range 3 {
		seen = append(seen, state.Text("status")+" "+state.Text("webserver_url")[:min(8, len(state.Text("webserver_url")))])
		p := env.Provider(t)
		if changed := p.Plan(deploymentType, state, config).OK().Changed(); len(changed) != 0 {
			t.Errorf("in status %s the plan changes %v", state.Text("status"), changed)
		}
		state = p.Read(state).OK()
	}
	if got := strings.Join(seen, ", "); got != "CREATING , CREATING , HEALTHY https://" {
		t.Errorf("seen: %s", got)
	}
}

// The node pool of task pods goes with the executor that has them. Declared or
// not, kept by the API or dropped, every plan after an apply is empty, and the
// pool is there again with the executor.
func TestDeploymentTaskPoolFollowsTheExecutor(t *testing.T) {
	t.Parallel()
	for name, declared := range map[string]bool{"declared throughout": true, "declared where needed": false} {
		for _, dropped := range []bool{false, true} {
			env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.TaskPoolOfCeleryDropped = dropped }))
			pool := clusterNamed(t, env, "hybrid").NodePools[0].ID
			config := fullHybrid(t, env)
			with("executor", "KUBERNETES", "worker_queues", nil, "task_pod_node_pool_id", pool)(config)
			state := env.Provider(t).Create(deploymentType, config)
			for _, executor := range []string{"CELERY", "KUBERNETES", "CELERY"} {
				config["executor"], config["task_pod_node_pool_id"] = executor, pool
				if executor == "CELERY" && !declared {
					config["task_pod_node_pool_id"] = nil
				}
				p := env.Provider(t)
				change := p.Plan(deploymentType, p.Read(state).OK(), config).OK()
				state = change.Apply(env.Provider(t)).OK()
				d := deploymentNow(t, env, state.Text("id"))
				if has := d.TaskPodNodePoolID != nil; has != (executor == "KUBERNETES") {
					t.Errorf("%s, dropped %v: %s has pool %v", name, dropped, executor, d.TaskPodNodePoolID)
				}
				if got := state.Get("task_pod_node_pool_id"); got != config["task_pod_node_pool_id"] {
					t.Errorf("%s, dropped %v: under %s the state has pool %v", name, dropped, executor, got)
				}
				p = env.Provider(t)
				if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
					t.Errorf("%s, dropped %v: after %s the next plan changes %v", name, dropped, executor, changed)
				}
			}
		}
	}
}

// A pool that is declared with CELERY from the start comes into effect with
// KUBERNETES, also when it is not declared any more by then.
func TestDeploymentTaskPoolDeclaredEarly(t *testing.T) {
	t.Parallel()
	for _, declared := range []bool{true, false} {
		env := acctest.Start(t)
		pool := clusterNamed(t, env, "hybrid").NodePools[1].ID
		config := fullHybrid(t, env)
		config["task_pod_node_pool_id"] = pool
		state := env.Provider(t).Create(deploymentType, config)
		with("executor", "KUBERNETES", "worker_queues", nil)(config)
		if !declared {
			config["task_pod_node_pool_id"] = nil
		}
		p := env.Provider(t)
		state = p.Update(p.Read(state).OK(), config)
		if d := deploymentNow(t, env, state.Text("id")); d.TaskPodNodePoolID == nil || *d.TaskPodNodePoolID != pool {
			t.Errorf("declared %v: pool %v", declared, d.TaskPodNodePoolID)
		}
		p = env.Provider(t)
		if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
			t.Errorf("declared %v: the next plan changes %v", declared, changed)
		}
	}
}

// HYBRID answers know of no development mode and no high availability; neither
// resource nor data source makes a false of that.
func TestHybridHasNoHostedFlags(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(deploymentType, fullHybrid(t, env))
	id := state.Text("id")
	if d := deploymentNow(t, env, id); d.IsDevelopmentMode != nil || d.IsHighAvailability != nil {
		t.Fatalf("the API answers development mode %v, high availability %v", d.IsDevelopmentMode, d.IsHighAvailability)
	}
	p := env.Provider(t)
	for where, seen := range map[string]*acctest.State{
		"created": state, "read": p.Read(state).OK(), "data source": p.Data(deploymentType, acctest.Object{"id": id}).OK(),
	} {
		for _, name := range []string{"is_development_mode", "is_high_availability"} {
			if got := seen.Get(name); got != nil {
				t.Errorf("%s: %s = %v", where, name, got)
			}
		}
	}
}

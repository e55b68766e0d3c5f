package acctest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// clusterNamed finds a seeded cluster.
func clusterNamed(t *testing.T, env *acctest.Env, name string) astro.Cluster {
	t.Helper()
	clusters, err := env.Client.ListClusters(t.Context(), astro.ClusterFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clusters {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no cluster %s", name)
	return astro.Cluster{}
}

func queue(pairs ...any) acctest.Object {
	object := acctest.Object{"astro_machine": "A5", "min_worker_count": 0, "max_worker_count": 10, "worker_concurrency": 5}
	with(pairs...)(object)
	return object
}

// fullStandard sets every argument of a STANDARD Deployment.
func fullStandard(env *acctest.Env) acctest.Object {
	return deploymentObject(env, with(
		"type", "STANDARD", "cloud_provider", "AWS", "region", "us-east-1", "original_astro_runtime_version", "3.0-12",
		"description", "Orders", "executor", "CELERY", "scheduler_size", "SMALL", "is_high_availability", false, "is_development_mode", true,
		"is_cicd_enforced", false, "is_dag_deploy_enabled", true, "default_task_pod_cpu", "0.25", "default_task_pod_memory", "0.5Gi",
		"resource_quota_cpu", "10", "resource_quota_memory", "20Gi", "contact_emails", []string{"a@example.com", "B@example.com"},
		"workload_identity", "arn:aws:iam::123456789012:role/orders",
		"worker_queues", acctest.Object{"default": queue(), "heavy": queue("astro_machine", "A20", "worker_concurrency", 20)},
		"environment_variables", acctest.Object{
			"PLAIN": acctest.Object{"value": "1"}, "SECRET": acctest.Object{"secret_value": "hush"},
			"HIDDEN": acctest.Object{"value_wo": "silence", "value_wo_version": 1},
		},
	))
}

func fullDedicated(t *testing.T, env *acctest.Env) acctest.Object {
	t.Helper()
	return deploymentObject(env, with(
		"cluster_id", clusterNamed(t, env, "dedicated").ID, "cloud_provider", "AWS", "region", "us-east-1", "executor", "ASTRO", "scheduler_size", "MEDIUM", "is_high_availability", true,
		"remote_execution", acctest.Object{
			"enabled": true, "allowed_ip_address_ranges": []string{"203.0.113.0/24", "198.51.100.0/24"}, "task_log_bucket": "s3://logs",
		},
		"contact_emails", []string{},
	))
}

func fullHybrid(t *testing.T, env *acctest.Env) acctest.Object {
	t.Helper()
	cluster := clusterNamed(t, env, "hybrid")
	return deploymentObject(env, with(
		"cluster_id", cluster.ID, "executor", "CELERY", "scheduler_au", 10, "scheduler_replicas", 2,
		"original_astro_runtime_version", "13.2.0",
		"worker_queues", acctest.Object{"default": acctest.Object{
			"node_pool_id": cluster.NodePools[0].ID, "min_worker_count": 1, "max_worker_count": 5, "worker_concurrency": 16,
		}},
	))
}

// writable is what an owner of a Deployment may have set, for before and after.
func writable(t *testing.T, d *astro.Deployment) map[string]any {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, volatile := range []string{
		"status", "statusReason", "updatedAt", "updatedBy", "imageRepository", "imageTag", "imageVersion", "webServerUrl", "webServerAirflowApiUrl",
		"webServerIngressHostname", "uiUrl", "apiUrl", "externalIPs", "oidcIssuerUrl", "scalingStatus", "dagTarballVersion", "desiredDagTarballVersion",
	} {
		delete(all, volatile)
	}
	if identity, _ := all["effectiveWorkloadIdentity"].(string); strings.Contains(identity, "emulated") {
		delete(all, "effectiveWorkloadIdentity") // the platform's own
	}
	if remote, _ := all["remoteExecution"].(map[string]any); remote != nil {
		delete(remote, "remoteApiUrl")
		sortTexts(remote["allowedIpAddressRanges"])
	}
	sortTexts(all["contactEmails"])
	for _, list := range []string{"environmentVariables", "workerQueues"} {
		rows, _ := all[list].([]any)
		keyed := map[string]any{}
		for _, row := range rows {
			object, _ := row.(map[string]any)
			delete(object, "updatedAt")
			name, _ := object["key"].(string)
			if name == "" {
				name, _ = object["name"].(string)
			}
			keyed[name] = object
		}
		all[list] = keyed
	}
	return all
}

// sortTexts sorts a list whose order means nothing.
func sortTexts(list any) {
	texts, _ := list.([]any)
	slices.SortFunc(texts, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
}

// generatedConfig is what "terraform plan -generate-config-out" writes for an
// imported Deployment: all that a state has and a configuration may have.
func generatedConfig(imported *acctest.State) acctest.Object {
	config := imported.Values()
	for _, computed := range []string{
		"id", "status", "namespace", "airflow_version", "astro_runtime_version", "image_repository", "webserver_url",
		"webserver_airflow_api_url", "oidc_issuer_url", "effective_workload_identity", "external_ips",
	} {
		delete(config, computed)
	}
	if remote, ok := config["remote_execution"].(acctest.Object); ok {
		delete(remote, "remote_api_url")
	}
	return config
}

// Every kind: created with all it can have, planned empty, imported into two
// arguments, changed in one attribute without touching another, destroyed.
func TestDeploymentKinds(t *testing.T) {
	t.Parallel()
	for kind, full := range map[string]func(*testing.T, *acctest.Env) acctest.Object{
		"STANDARD":  func(_ *testing.T, env *acctest.Env) acctest.Object { return fullStandard(env) },
		"DEDICATED": fullDedicated,
		"HYBRID":    fullHybrid,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			config := full(t, env)
			state := env.Provider(t).Create(deploymentType, config)
			if got := state.Text("type"); got != kind {
				t.Errorf("type = %q", got)
			}
			p := env.Provider(t)
			state = p.Read(state).OK()
			if changed := p.Plan(deploymentType, state, config).OK().Changed(); len(changed) != 0 {
				t.Errorf("the second plan changes %v", changed)
			}
			before := deploymentNow(t, env, state.Text("id"))

			p = env.Provider(t)
			imported := p.Import(deploymentType, env.WorkspaceID+"/orders").OK()
			two := acctest.Object{"workspace_id": env.WorkspaceID, "name": "orders"}
			if changed := p.Plan(deploymentType, imported, two).OK().Changed(); len(changed) != 0 {
				t.Errorf("import and two arguments change %v", changed)
			}
			generated := generatedConfig(imported)
			if said := p.Validate(deploymentType, generated); said.HasError() {
				t.Errorf("what Terraform generates of an import is refused:\n%s", said)
			}
			if changed := p.Plan(deploymentType, imported, generated).OK().Changed(); len(changed) != 0 {
				t.Errorf("what Terraform generates of an import changes %v", changed)
			}
			two["description"] = "Another text"
			change := p.Plan(deploymentType, imported, two).OK()
			if changed := change.Changed(); !slices.Equal(changed, []string{"description"}) {
				t.Errorf("one attribute changes %v", changed)
			}
			env.ResetJournal()
			change.Apply(env.Provider(t)).OK()
			for _, entry := range env.Journal("POST", "") {
				if strings.Contains(entry.Body, "orkloadIdentity") {
					t.Errorf("the effective identity was sent back: %s", entry.Body)
				}
				if strings.Contains(entry.Body, `:""`) {
					t.Errorf("an empty text was sent: %s", entry.Body)
				}
			}
			after := deploymentNow(t, env, state.Text("id"))
			wanted := writable(t, before)
			wanted["description"] = "Another text"
			if diff := cmp.Diff(wanted, writable(t, after)); diff != "" {
				t.Errorf("a change of the description changed more:\n%s", diff)
			}

			if result := env.Provider(t).Delete(state); result.Diagnostics.HasError() {
				t.Errorf("destroy: %s", result.Diagnostics)
			}
			if _, err := env.Client.GetDeployment(t.Context(), state.Text("id")); !astro.IsNotFound(err) {
				t.Errorf("after destroy: %v", err)
			}
		})
	}
}

// A plan lists the attributes that change, and no others.
func TestDeploymentChangesOneAttribute(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change []any
		want   []string
		server string
		value  any
	}{
		{"name", []any{"name", "renamed"}, []string{"name"}, "name", "renamed"},
		{"scheduler", []any{"is_high_availability", true}, []string{"is_high_availability"}, "isHighAvailability", true},
		{"development mode off", []any{"is_development_mode", false}, []string{"is_development_mode"}, "isDevelopmentMode", false},
		{"size", []any{"scheduler_size", "LARGE"}, []string{"scheduler_size"}, "schedulerSize", "LARGE"},
		{"CI/CD", []any{"is_cicd_enforced", true}, []string{"is_cicd_enforced"}, "isCicdEnforced", true},
		{"emails", []any{"contact_emails", []string{}}, []string{"contact_emails"}, "contactEmails", nil},
		{"quota", []any{"resource_quota_cpu", "20", "resource_quota_memory", "40960Mi"}, []string{"resource_quota_cpu", "resource_quota_memory"}, "resourceQuotaMemory", "40Gi"},
		{"same quota", []any{"resource_quota_cpu", "10.0", "resource_quota_memory", "20480Mi"}, []string{}, "resourceQuotaMemory", "20Gi"},
		{"emails in capitals stay", []any{"contact_emails", []string{"B@example.com", "a@example.com"}}, []string{}, "name", "orders"},
		{"description cleared", []any{"description", nil}, []string{"description"}, "description", nil},
		{"protection", []any{"deletion_protection", true}, []string{"deletion_protection"}, "name", "orders"},
		{"queues not managed any more", []any{"worker_queues", nil}, []string{}, "name", "orders"},
		{"emails not managed any more", []any{"contact_emails", nil}, []string{}, "name", "orders"},
		{"executor kept", []any{"executor", nil}, []string{}, "executor", "CELERY"},
		{"workload identity", []any{"workload_identity", "arn:aws:iam::123456789012:role/other"}, []string{"effective_workload_identity", "workload_identity"}, "effectiveWorkloadIdentity", "arn:aws:iam::123456789012:role/other"},
		{"workload identity not managed any more", []any{"workload_identity", nil}, []string{}, "effectiveWorkloadIdentity", "arn:aws:iam::123456789012:role/orders"},
		{"no queues with KUBERNETES", []any{"executor", "KUBERNETES", "worker_queues", nil}, []string{"executor", "worker_queues"}, "executor", "KUBERNETES"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			state := env.Provider(t).Create(deploymentType, fullStandard(env))
			p := env.Provider(t)
			state = p.Read(state).OK()
			config := fullStandard(env)
			with(c.change...)(config)
			change := p.Plan(deploymentType, state, config).OK()
			if changed := change.Changed(); !slices.Equal(changed, c.want) {
				t.Errorf("plan changes %v, want %v", changed, c.want)
			}
			state = change.Apply(env.Provider(t)).OK()
			if got := writable(t, deploymentNow(t, env, state.Text("id")))[c.server]; c.value == nil && !empty(got) || c.value != nil && got != c.value {
				t.Errorf("%s = %v, want %v", c.server, got, c.value)
			}
			p = env.Provider(t)
			if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
				t.Errorf("the next plan changes %v", changed)
			}
		})
	}
}

func empty(v any) bool {
	if list, ok := v.([]any); ok {
		return len(list) == 0
	}
	return v == nil || v == ""
}

// Executors change in both directions, with the queues that they need.
func TestDeploymentExecutors(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env, with("executor", "CELERY"))
	state := env.Provider(t).Create(deploymentType, config)
	for _, executor := range []string{"KUBERNETES", "CELERY", "KUBERNETES", "ASTRO", "CELERY"} {
		config["executor"] = executor
		p := env.Provider(t)
		state = p.Plan(deploymentType, p.Read(state).OK(), config).OK().Apply(nil).OK()
		d := deploymentNow(t, env, state.Text("id"))
		if got := *d.Executor; got != executor || (len(d.WorkerQueues) == 0) != (executor == "KUBERNETES") {
			t.Errorf("after %s: executor %s, queues %v", executor, got, d.WorkerQueues)
		}
		if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
			t.Errorf("after %s the next plan changes %v", executor, changed)
		}
	}
}

// A queue keeps its id and ephemeral storage through changes; a renamed one is made anew.
func TestDeploymentQueues(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID // its queue has an ephemeral storage of its own
	p := env.Provider(t)
	state := p.Import(deploymentType, id).OK()
	before := deploymentNow(t, env, id).WorkerQueues[0]
	config := acctest.Object{"workspace_id": env.WorkspaceID, "name": "dev", "worker_queues": acctest.Object{"default": queue("max_worker_count", 12), "a": queue()}}
	state = p.Update(state, config)
	config["worker_queues"] = acctest.Object{"default": queue("max_worker_count", 12), "b": queue()}
	p = env.Provider(t)
	state = p.Update(p.Read(state).OK(), config)
	var names []string
	for _, q := range deploymentNow(t, env, id).WorkerQueues {
		names = append(names, q.Name)
		if q.Name == "default" && (q.ID != before.ID || q.PodEphemeralStorage == nil || *q.PodEphemeralStorage != "20Gi" || q.MaxWorkerCount != 12) {
			t.Errorf("default = %+v, was %+v", q, before)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"b", "default"}) {
		t.Errorf("queues = %v", names)
	}
	p = env.Provider(t)
	if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the next plan changes %v", changed)
	}
}

// Remote execution: what the API drops and fills is no difference.
func TestDeploymentRemoteExecution(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := fullDedicated(t, env)
	state := env.Provider(t).Create(deploymentType, config)
	for _, remote := range []acctest.Object{
		{"enabled": true, "task_log_bucket": "", "allowed_ip_address_ranges": []string{}},
		{"enabled": true},
		{"enabled": true, "task_log_url_pattern": "https://logs.example.com/{dag_id}"},
		{"enabled": false},
		{"enabled": true, "allowed_ip_address_ranges": []string{"203.0.113.0/24"}},
	} {
		config["remote_execution"] = remote
		p := env.Provider(t)
		state = p.Plan(deploymentType, p.Read(state).OK(), config).OK().Apply(env.Provider(t)).OK()
		p = env.Provider(t)
		if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
			t.Errorf("after %v the next plan changes %v", remote, changed)
		}
		d := deploymentNow(t, env, state.Text("id"))
		if on := d.RemoteExecution != nil; on != remote["enabled"] {
			t.Errorf("after %v remote execution = %+v", remote, d.RemoteExecution)
		}
	}
}

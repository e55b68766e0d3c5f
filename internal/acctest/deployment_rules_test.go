package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// Each rule of the configuration alone: one finding, on the attribute.
func TestDeploymentConfigRules(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	const cluster = "cm1a2b3c4d5e6f7g8h9i0j1k2"
	variable := func(members acctest.Object) []any {
		return []any{"environment_variables", acctest.Object{"KEY": members}}
	}
	for name, c := range map[string]struct {
		set     []any
		error   []string
		warning []string
	}{
		"empty name":                {set: []any{"name", ""}, error: []string{"name: "}},
		"cloud without region":      {set: []any{"cloud_provider", "AWS"}, error: []string{"cloud_provider: ", "region"}},
		"region without cloud":      {set: []any{"region", "us-east-1"}, error: []string{"region: ", "cloud_provider"}},
		"dedicated without cluster": {set: []any{"type", "DEDICATED"}, error: []string{"cluster_id: ", "DEDICATED"}},
		"hybrid with size":          {set: []any{"type", "HYBRID", "cluster_id", cluster, "scheduler_size", "SMALL"}, error: []string{"scheduler_size: ", "HYBRID"}},
		"hybrid with ASTRO":         {set: []any{"type", "HYBRID", "cluster_id", cluster, "executor", "ASTRO"}, error: []string{"executor: ", "HYBRID"}},
		"hybrid with quotas":        {set: []any{"type", "HYBRID", "cluster_id", cluster, "resource_quota_cpu", "1", "resource_quota_memory", "2Gi"}, error: []string{"resource_quota_cpu: "}},
		"standard with AU":          {set: []any{"scheduler_au", 5}, error: []string{"scheduler_au: ", "STANDARD"}},
		"CPU without memory":        {set: []any{"resource_quota_cpu", "10"}, error: []string{"resource_quota_cpu: ", "resource_quota_memory"}},
		"KUBERNETES with queues":    {set: []any{"executor", "KUBERNETES", "worker_queues", acctest.Object{"default": queue()}}, error: []string{"worker_queues: ", "KUBERNETES"}},
		"no default queue":          {set: []any{"executor", "CELERY", "worker_queues", acctest.Object{"heavy": queue()}}, error: []string{"worker_queues: ", "default"}},
		"queue without machine":     {set: []any{"worker_queues", acctest.Object{"default": queue("astro_machine", nil)}}, error: []string{`worker_queues["default"]: `, "astro_machine"}},
		"queue with node pool":      {set: []any{"worker_queues", acctest.Object{"default": queue("node_pool_id", cluster)}}, error: []string{`worker_queues["default"].node_pool_id: `}},
		"incomplete queue":          {set: []any{"worker_queues", acctest.Object{"default": queue("max_worker_count", nil)}}, error: []string{`worker_queues["default"].max_worker_count: `}},
		"odd queue name":            {set: []any{"worker_queues", acctest.Object{"default": queue(), "Big": queue()}}, warning: []string{`worker_queues["Big"]: `}},
		"remote with CELERY":        {set: []any{"executor", "CELERY", "remote_execution", acctest.Object{"enabled": true}}, error: []string{"remote_execution: ", "ASTRO"}},
		"remote on standard":        {set: []any{"executor", "ASTRO", "remote_execution", acctest.Object{"enabled": true}}, warning: []string{"remote_execution: ", "DEDICATED"}},
		"variable without value":    {set: variable(acctest.Object{}), error: []string{`environment_variables["KEY"]: `, "secret_value"}},
		"variable with two values":  {set: variable(acctest.Object{"value": "a", "secret_value": "b"}), error: []string{`environment_variables["KEY"]: `}},
		"empty secret":              {set: variable(acctest.Object{"secret_value": ""}), error: []string{`environment_variables["KEY"].secret_value: `}},
		"no version":                {set: variable(acctest.Object{"value_wo": "a"}), error: []string{`environment_variables["KEY"].value_wo: `, "value_wo_version"}},
		"version beside a value":    {set: variable(acctest.Object{"value": "a", "value_wo_version": 1}), error: []string{`environment_variables["KEY"].value_wo_version: `}},
		"null variable":             {set: []any{"environment_variables", acctest.Object{"SENTRY_DSN": nil, "A": acctest.Object{"value": "1"}}}, error: []string{`environment_variables["SENTRY_DSN"]: Element is null`, "if v != null"}},
		"null queue":                {set: []any{"worker_queues", acctest.Object{"default": nil}}, error: []string{`worker_queues["default"]: Element is null`}},
		"null address":              {set: []any{"contact_emails", []any{nil, "a@example.com"}}, error: []string{"contact_emails: Element is null", "compact"}},
		"null address range":        {set: []any{"executor", "ASTRO", "remote_execution", acctest.Object{"enabled": true, "allowed_ip_address_ranges": []any{nil}}}, error: []string{"remote_execution.allowed_ip_address_ranges: Element is null"}},
		"empty key":                 {set: []any{"environment_variables", acctest.Object{"": acctest.Object{"value": "x"}}}, error: []string{`environment_variables[""]: Key is empty`}},
		"key with a blank":          {set: []any{"environment_variables", acctest.Object{"A B": acctest.Object{"value": "x"}}}, error: []string{`environment_variables["A B"]: Key is not valid`}},
		"key with its value":        {set: []any{"environment_variables", acctest.Object{"A=1": acctest.Object{"value": "x"}}}, error: []string{`environment_variables["A=1"]: Key is not valid`}},
		"executor in lower case":    {set: []any{"executor", "celery"}, error: []string{"executor: Value is misspelt", `"CELERY"`}},
		"executor misspelt":         {set: []any{"executor", "KUBERNETS"}, error: []string{"executor: Value is misspelt", `"KUBERNETES"`}},
		"size in lower case":        {set: []any{"scheduler_size", "medium"}, error: []string{"scheduler_size: Value is misspelt", `"MEDIUM"`}},
		"size in one word":          {set: []any{"scheduler_size", "EXTRALARGE"}, error: []string{"scheduler_size: Value is misspelt", `"EXTRA_LARGE"`}},
		"type in lower case":        {set: []any{"type", "Standard"}, error: []string{"type: Value is misspelt", `"STANDARD"`}},
		"cloud in lower case":       {set: []any{"cloud_provider", "aws", "region", "us-east-1"}, error: []string{"cloud_provider: Value is misspelt", `"AWS"`}},
		"long name":                 {set: []any{"name", strings.Repeat("n", 501)}, error: []string{"name: ", "500"}},
		"long description":          {set: []any{"description", strings.Repeat("d", 1001)}, error: []string{"description: ", "1000"}},
		"long queue name":           {set: []any{"worker_queues", acctest.Object{"default": queue(), strings.Repeat("q", 64): queue()}}, error: []string{"worker_queues", "63"}},
		"hybrid with queue storage": {set: []any{"type", "HYBRID", "cluster_id", cluster, "worker_queues", acctest.Object{"default": queue("astro_machine", nil, "node_pool_id", cluster, "pod_ephemeral_storage", "20Gi")}}, error: []string{`worker_queues["default"].pod_ephemeral_storage: `, "HYBRID"}},
		"odd key":                   {set: []any{"environment_variables", acctest.Object{"my-var": acctest.Object{"value": "a"}}}, warning: []string{`environment_variables["my-var"]: `}},
		"timeout":                   {set: []any{"timeouts", acctest.Object{"create": "soon"}}, error: []string{"timeouts.create: "}},
	} {
		t.Run(name, func(t *testing.T) {
			said := p.Validate(deploymentType, deploymentObject(env, with(c.set...)))
			if (len(c.error) > 0) != said.HasError() {
				t.Errorf("errors: %v", said.Errors())
			}
			if len(c.error) > 0 {
				contains(t, said.Errors(), c.error...)
				if len(said.Errors()) != 1 && name != "hybrid with quotas" {
					t.Errorf("more is said than the error:\n%s", said)
				}
			}
			if len(c.warning) > 0 {
				contains(t, said.Warnings(), c.warning...)
			}
		})
	}
	if n := env.Requests("", "/deployment"); n != 0 {
		t.Errorf("validation sent %d requests", n)
	}
}

// Each rule that needs the API: at plan, on the attribute, before any write.
func TestDeploymentLiveRules(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	hybrid := clusterNamed(t, env, "hybrid")
	pool := hybrid.NodePools[0].ID
	for name, c := range map[string]struct {
		set  []any
		want []string
	}{
		"runtime":           {[]any{"original_astro_runtime_version", "13.0.9"}, []string{"original_astro_runtime_version: ", "13.2.0", "3.1-5"}},
		"machine":           {[]any{"executor", "CELERY", "worker_queues", acctest.Object{"default": queue("astro_machine", "A7")}}, []string{`worker_queues["default"].astro_machine: `, "A160"}},
		"concurrency":       {[]any{"executor", "CELERY", "worker_queues", acctest.Object{"default": queue("worker_concurrency", 16)}}, []string{`worker_queues["default"].worker_concurrency: `, "15"}},
		"scheduler size":    {[]any{"scheduler_size", "HUGE"}, []string{"scheduler_size: ", "EXTRA_LARGE"}},
		"quota":             {[]any{"resource_quota_cpu", "10000", "resource_quota_memory", "20000Gi"}, []string{"resource_quota_cpu: ", "6400"}},
		"region":            {[]any{"cloud_provider", "AWS", "region", "us-east-9"}, []string{"region: ", "us-east-1"}},
		"cloud provider":    {[]any{"cloud_provider", "IBM", "region", "us-east-1"}, []string{"cloud_provider: ", "AWS"}},
		"ASTRO":             {[]any{"executor", "ASTRO", "original_astro_runtime_version", "13.2.0"}, []string{"executor: ", "Airflow 3"}},
		"workspace missing": {[]any{"workspace_id", "cm1a2b3c4d5e6f7g8h9i0j1k2"}, []string{"workspace_id: ", "no Workspace"}},
		"cluster missing":   {[]any{"cluster_id", "cm1a2b3c4d5e6f7g8h9i0j1k2"}, []string{"cluster_id: ", "no cluster"}},
		"cluster not ready": {[]any{"cluster_id", clusterNamed(t, env, "dedicated-new").ID}, []string{"cluster_id: ", "CREATING"}},
		"cluster closed":    {[]any{"cluster_id", clusterNamed(t, env, "limited").ID}, []string{"cluster_id: ", env.WorkspaceID}},
		"type of cluster":   {[]any{"cluster_id", hybrid.ID, "type", "DEDICATED"}, []string{"type: ", "HYBRID"}},
		"two places":        {[]any{"type", "STANDARD", "cluster_id", hybrid.ID, "cloud_provider", "AWS", "region", "us-east-1"}, []string{"region: Two places are given", "cluster_id"}},
		"region of cluster": {[]any{"cluster_id", hybrid.ID, "cloud_provider", "AWS", "region", "us-east-1"}, []string{"region: Place does not fit the cluster", "us-west-2"}},
		"cloud of cluster":  {[]any{"cluster_id", hybrid.ID, "cloud_provider", "GCP", "region", "us-west-2"}, []string{"cloud_provider: Place does not fit the cluster", "AWS"}},
		"hybrid by cluster": {[]any{"cluster_id", hybrid.ID, "scheduler_size", "SMALL"}, []string{"scheduler_size: ", "HYBRID"}},
		"node pool": {
			[]any{"cluster_id", hybrid.ID, "executor", "CELERY", "worker_queues", acctest.Object{"default": queue("astro_machine", nil, "node_pool_id", "cm1a2b3c4d5e6f7g8h9i0j1k2")}},
			[]string{`worker_queues["default"].node_pool_id: `, pool},
		},
	} {
		t.Run(name, func(t *testing.T) {
			change := env.Provider(t).Plan(deploymentType, nil, deploymentObject(env, with(c.set...)))
			contains(t, change.Diagnostics.Errors(), c.want...)
		})
	}
	if n := env.Writes(); n != 0 {
		t.Errorf("%d writes were sent", n)
	}
}

// What stands is not judged again, and an empty plan asks for no options.
func TestDeploymentJudgesChangesOnly(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := fullStandard(env)
	state := env.Provider(t).Create(deploymentType, config)
	env.ResetJournal()
	p := env.Provider(t)
	p.Plan(deploymentType, p.Read(state).OK(), config).OK()
	if n := env.Requests("", "options"); n != 0 {
		t.Errorf("an empty plan asked for options %d times", n)
	}
}

// An API that cannot answer, or may not be asked, gives no verdict and no error.
func TestDeploymentRulesWithoutAPI(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusForbidden, http.StatusServiceUnavailable, http.StatusTooManyRequests} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			config := deploymentObject(env, with("original_astro_runtime_version", "1.1-1", "cloud_provider", "AWS", "region", "nowhere"))
			fault := faultOn("GET", "options", status)
			if status == http.StatusTooManyRequests {
				fault.Count = 3 // 429 is repeated by time
			}
			env.AddFault(t, fault)
			change := env.Provider(t).Plan(deploymentType, nil, config)
			if status == http.StatusTooManyRequests {
				contains(t, change.Diagnostics.Errors(), "original_astro_runtime_version: ")
				return
			}
			contains(t, change.OK().Diagnostics.Warnings(), "Deployment could not be checked", "options")
		})
	}
}

// Every attribute that rules look at, not known yet: never an error.
func TestDeploymentUnknownValues(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	full := fullStandard(env)
	state := env.Provider(t).Create(deploymentType, full)
	cluster := clusterNamed(t, env, "dedicated").ID
	sets := map[string][]any{
		"queue machine":     {"worker_queues", acctest.Object{"default": queue("astro_machine", acctest.Unknown)}},
		"queue numbers":     {"worker_queues", acctest.Object{"default": queue("min_worker_count", acctest.Unknown, "max_worker_count", acctest.Unknown, "worker_concurrency", acctest.Unknown)}},
		"one queue":         {"worker_queues", acctest.Object{"default": queue(), "heavy": acctest.Unknown}},
		"one variable":      {"environment_variables", acctest.Object{"A": acctest.Unknown}},
		"a value":           {"environment_variables", acctest.Object{"A": acctest.Object{"value": acctest.Unknown}}},
		"value or secret":   {"environment_variables", acctest.Object{"A": acctest.Object{"value": acctest.Unknown, "secret_value": acctest.Unknown}}},
		"a secret":          {"environment_variables", acctest.Object{"A": acctest.Object{"secret_value": acctest.Unknown}}},
		"a write-only":      {"environment_variables", acctest.Object{"A": acctest.Object{"value_wo": acctest.Unknown, "value_wo_version": acctest.Unknown}}},
		"one address":       {"contact_emails", []any{acctest.Unknown, "a@example.com"}},
		"remote":            {"remote_execution", acctest.Object{"enabled": acctest.Unknown, "allowed_ip_address_ranges": acctest.Unknown, "task_log_bucket": acctest.Unknown}},
		"cluster by type":   {"type", acctest.Unknown, "cluster_id", cluster, "cloud_provider", nil, "region", nil},
		"hybrid or not":     {"type", acctest.Unknown, "scheduler_au", 5, "scheduler_size", "SMALL"},
		"place":             {"cluster_id", acctest.Unknown, "cloud_provider", acctest.Unknown, "region", acctest.Unknown, "type", acctest.Unknown},
		"memory":            {"resource_quota_cpu", "3", "resource_quota_memory", acctest.Unknown},
		"protection, waits": {"deletion_protection", acctest.Unknown, "wait_for_healthy", acctest.Unknown, "timeouts", acctest.Unknown},
	}
	for name := range full {
		sets["all of "+name] = []any{name, acctest.Unknown}
	}
	for _, name := range []string{"remote_execution", "cluster_id"} {
		sets["all of "+name] = []any{name, acctest.Unknown}
	}
	for name, set := range sets {
		t.Run(name, func(t *testing.T) {
			p := env.Provider(t)
			config := fullStandard(env)
			with(set...)(config)
			if change := p.Plan(deploymentType, nil, config); change.Diagnostics.HasError() {
				t.Errorf("create: %s", change.Diagnostics)
			}
			if name == "cluster by type" || name == "hybrid or not" {
				return // with a state the kind is known
			}
			protected := p.Update(state, func() acctest.Object { c := fullStandard(env); c["deletion_protection"] = nil; return c }())
			if change := p.Plan(deploymentType, protected, config); change.Diagnostics.HasError() {
				t.Errorf("update: %s", change.Diagnostics)
			}
		})
	}
}

// An import names what it takes, and how several namesakes are told apart.
func TestDeploymentImportIDs(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	first := development(t, env)
	second := development(t, env)
	p := env.Provider(t)
	for id, want := range map[string]string{
		"nonsense":                         "neither the id",
		"nonsense/dev":                     "neither the id",
		env.WorkspaceID + "/":              "neither the id",
		env.WorkspaceID + "/DEV":           "no Deployment named",
		env.WorkspaceID + "/dev":           second.ID,
		"cm1a2b3c4d5e6f7g8h9i0j1k2":        "non-existent",
		"cm1a2b3c4d5e6f7g8h9i0j1k2/orders": "no Deployment named",
	} {
		contains(t, p.Import(deploymentType, id).Diagnostics.Errors(), want)
	}
	contains(t, p.Import(deploymentType, env.WorkspaceID+"/dev").Diagnostics.Errors(), first.ID)
	if got := p.Import(deploymentType, second.ID).OK().Text("name"); got != "dev" {
		t.Errorf("imported %q", got)
	}
}

// Answers with fields and values that came later, or without optional ones, are read.
func TestDeploymentToleratesAnswers(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env)
	state := env.Provider(t).Create(deploymentType, config)
	for _, members := range []map[string]any{
		{"future": map[string]any{"a": 1}, "status": "MIGRATING", "executor": "FUTURE"},
		{"type": nil},
		{"description": nil, "executor": nil, "schedulerSize": nil},
		{"cloudProvider": nil, "region": nil, "clusterId": nil},
		{"environmentVariables": nil, "workerQueues": nil, "contactEmails": nil},
		{"isHighAvailability": nil, "isDevelopmentMode": nil},
		{"defaultTaskPodCpu": nil, "defaultTaskPodMemory": nil, "resourceQuotaCpu": nil, "resourceQuotaMemory": nil},
		{"externalIPs": nil, "oidcIssuerUrl": nil, "effectiveWorkloadIdentity": nil, "createdBy": nil, "updatedBy": nil, "workspaceName": nil},
	} {
		env.AddFault(t, emulator.Fault{Method: "GET", Path: "/deployments/[^/]+$", Members: members})
		p := env.Provider(t)
		read := p.Read(state).OK()
		if change := p.Plan(deploymentType, read, config); change.Diagnostics.HasError() || len(change.Replaces) != 0 {
			t.Errorf("%v: %s, replaces %v", members, change.Diagnostics, change.Replaces)
		}
	}
}

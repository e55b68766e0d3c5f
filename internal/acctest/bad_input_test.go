package acctest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// refusedOnce checks that a mistake is one error, begins with the attribute and
// the summary that are wanted, contains all of the texts, and reads as sentences.
func refusedOnce(t *testing.T, said acctest.Diagnostics, begins string, contains ...string) {
	t.Helper()
	errs := said.Errors()
	if len(errs) != 1 {
		t.Errorf("want exactly one error, said:\n%s", said)
		return
	}
	if !strings.HasPrefix(errs[0], begins) {
		t.Errorf("want an error at %q, said:\n%s", begins, errs[0])
	}
	for _, text := range contains {
		if !strings.Contains(errs[0], text) {
			t.Errorf("want %q in the error, said:\n%s", text, errs[0])
		}
	}
	// Texts of the framework's own validators do not end as sentences.
	if !strings.HasSuffix(errs[0], ".") && !strings.Contains(errs[0], "Invalid Attribute ") {
		t.Errorf("the error does not end as a sentence:\n%s", errs[0])
	}
}

// What is wrong in a resource's configuration is one error with its attribute,
// at plan, before any write.
func TestBadInputOfResources(t *testing.T) {
	t.Parallel()
	without := func(name string) func(acctest.Object) { return func(o acctest.Object) { delete(o, name) } }
	queues := func(name string, pairs ...any) func(acctest.Object) {
		q := acctest.Object{"astro_machine": "A5", "min_worker_count": 0, "max_worker_count": 1, "worker_concurrency": 5}
		with(pairs...)(q)
		return with("worker_queues", acctest.Object{name: q})
	}
	variable := func(key string, pairs ...any) func(acctest.Object) {
		v := acctest.Object{}
		with(pairs...)(v)
		return with("environment_variables", acctest.Object{key: v})
	}
	cases := map[string]struct {
		resource string
		change   func(acctest.Object)
		begins   string
		contains []string
	}{
		"deployment: Workspace by name":             {deploymentType, with("workspace_id", "Demo"), "workspace_id: Invalid id", nil},
		"deployment: Workspace that is not there":   {deploymentType, with("workspace_id", nobody), "workspace_id: Workspace does not exist", []string{nobody}},
		"deployment: empty name":                    {deploymentType, with("name", ""), "name: ", nil},
		"deployment: ASTRO on Airflow 2":            {deploymentType, with("executor", "ASTRO", "original_astro_runtime_version", "12.7.1"), "executor: ", []string{"Airflow"}},
		"deployment: executor of another type":      {deploymentType, with("type", "HYBRID", "cluster_id", nobody, "executor", "ASTRO"), "executor: Executor is not available", []string{"CELERY"}},
		"deployment: runtime that is not offered":   {deploymentType, with("original_astro_runtime_version", "99.9.9"), "original_astro_runtime_version: ", []string{"99.9.9"}},
		"deployment: region without cloud provider": {deploymentType, with("region", "us-east-1"), "region: ", []string{"cloud_provider"}},
		"deployment: region that is not offered":    {deploymentType, with("cloud_provider", "AWS", "region", "us-moon-1"), "region: ", []string{"us-moon-1"}},
		"deployment: DEDICATED without cluster":     {deploymentType, with("type", "DEDICATED"), "cluster_id: Argument is missing", []string{"astro_clusters"}},
		"deployment: cluster that is not there":     {deploymentType, with("cluster_id", nobody), "cluster_id: ", []string{nobody}},
		"deployment: quota without memory":          {deploymentType, with("resource_quota_cpu", "10"), "resource_quota_cpu: ", []string{"resource_quota_memory"}},
		"deployment: memory is not twice the CPU":   {deploymentType, with("resource_quota_cpu", "10", "resource_quota_memory", "10Gi"), "resource_quota_memory: ", []string{"20Gi"}},
		"deployment: no amount":                     {deploymentType, with("resource_quota_cpu", "much", "resource_quota_memory", "20Gi"), "resource_quota_cpu: ", []string{"much"}},
		"deployment: no e-mail address":             {deploymentType, with("contact_emails", []string{"oncall"}), "contact_emails", []string{"oncall"}},
		"deployment: schedulers of a HYBRID one":    {deploymentType, with("scheduler_replicas", 2), "scheduler_replicas: ", []string{"STANDARD"}},
		"deployment: queues without default":        {deploymentType, queues("big"), "worker_queues: Default queue is missing", []string{"default"}},
		"deployment: queue without machine":         {deploymentType, queues("default", "astro_machine", nil), `worker_queues["default"]`, []string{"astro_machine"}},
		"deployment: machine that is not offered":   {deploymentType, queues("default", "astro_machine", "A7"), `worker_queues["default"].astro_machine: `, []string{"A7", "A5"}},
		"deployment: more workers at least":         {deploymentType, queues("default", "min_worker_count", 5), `worker_queues["default"]`, []string{"min_worker_count"}},
		"deployment: too much for the machine":      {deploymentType, queues("default", "worker_concurrency", 500), `worker_queues["default"].worker_concurrency: `, []string{"500"}},
		"deployment: queues with KUBERNETES":        {deploymentType, func(o acctest.Object) { queues("default")(o); o["executor"] = "KUBERNETES" }, "worker_queues: ", []string{"KUBERNETES"}},
		"deployment: variable without a value":      {deploymentType, variable("A"), `environment_variables["A"]: `, []string{"value_wo"}},
		"deployment: variable with two values":      {deploymentType, variable("A", "value", "1", "secret_value", "2"), `environment_variables["A"]: `, nil},
		"deployment: value_wo without a version":    {deploymentType, variable("A", "value_wo", "1"), `environment_variables["A"].value_wo: `, []string{"value_wo_version"}},
		"deployment: empty secret":                  {deploymentType, variable("A", "secret_value", ""), `environment_variables["A"].secret_value: `, nil},
		"deployment: span without a unit":           {deploymentType, with("timeouts", acctest.Object{"create": "ten"}), "timeouts.create: ", []string{"ten"}},

		"schedule: no id":                {schedule, with("deployment_id", "dev"), "deployment_id: Invalid id", []string{"dev"}},
		"schedule: no such Deployment":   {schedule, with("deployment_id", nobody), "deployment_id: Deployment does not exist", []string{nobody}},
		"schedule: bad cron":             {schedule, with("hibernate_at_cron", "every day"), "hibernate_at_cron: Invalid cron", []string{"0 18 * * 1-5", "UTC"}},
		"schedule: cron with seconds":    {schedule, with("hibernate_at_cron", "0 0 18 * * *"), "hibernate_at_cron: Invalid cron", []string{"five fields"}},
		"schedule: hour 24":              {schedule, with("wake_at_cron", "0 24 * * *"), "wake_at_cron: Invalid cron", []string{"hour 0-23"}},
		"schedule: wakes when it sleeps": {schedule, with("hibernate_at_cron", "0 8 * * *", "wake_at_cron", "0 8 * * *"), "wake_at_cron: ", nil},

		"connection: both scopes":          {connection, with("deployment_id", nobody), "workspace_id: Arguments exclude each other", []string{"workspace_id and deployment_id"}},
		"connection: no scope":             {connection, without("workspace_id"), "workspace_id: Argument is missing", []string{"workspace_id nor deployment_id"}},
		"connection: Workspace by name":    {connection, with("workspace_id", "Demo"), "workspace_id: Invalid id", []string{"Demo"}},
		"connection: Workspace not there":  {connection, with("workspace_id", nobody), "workspace_id: Workspace does not exist", []string{nobody}},
		"connection: Deployment not there": {connection, func(o acctest.Object) { without("workspace_id")(o); o["deployment_id"] = nobody }, "deployment_id: Deployment does not exist", []string{nobody}},
		"connection: malformed extra":      {connection, with("extra", `{"a":`), "extra: Invalid JSON object", []string{"jsonencode"}},
		"connection: extra is a list":      {connection, with("extra", `["a"]`), "extra: Invalid JSON object", []string{"jsonencode"}},
		"connection: extra is text":        {connection, with("extra", `a=b`), "extra: Invalid JSON object", []string{"jsonencode"}},
		"connection: port too high":        {connection, with("port", 65536), "port: ", []string{"65535"}},
		"connection: empty key":            {connection, with("key", ""), "key: Invalid key", nil},
		"connection: empty type":           {connection, with("type", ""), "type: ", nil},
		"connection: two passwords":        {connection, with("password", "a", "password_wo", "b", "password_wo_version", 1), "password: ", []string{"password_wo"}},
		"connection: password_wo alone":    {connection, with("password_wo", "b"), "password_wo: ", []string{"password_wo_version"}},
		"connection: version alone":        {connection, with("extra_wo_version", 1), "extra_wo: Secret is missing", []string{"extra_wo_version"}},
		"connection: auto-link without many": {connection, func(o acctest.Object) {
			without("workspace_id")(o)
			o["deployment_id"], o["auto_link_deployments"] = nobody, true
		}, "auto_link_deployments: Auto-link needs a Workspace", nil},

		"link: connection by key":         {link, with("connection_id", "warehouse"), "connection_id: Invalid id", []string{"warehouse"}},
		"link: Deployment by name":        {link, with("deployment_id", "dev"), "deployment_id: Invalid id", []string{"dev"}},
		"link: no such connection":        {link, with("connection_id", nobody), "connection_id: ", []string{nobody}},
		"link: no such Deployment":        {link, with("deployment_id", nobody), "deployment_id: Deployment does not exist", []string{nobody}},
		"override: no such connection":    {override, with("connection_id", nobody), "connection_id: ", []string{nobody}},
		"override: no such Deployment":    {override, with("deployment_id", nobody), "deployment_id: Deployment does not exist", []string{nobody}},
		"override: without a value":       {override, without("host"), "Override without a value", []string{"astro_connection_link"}},
		"override: malformed extra":       {override, with("extra", `{a: 1}`), "extra: Invalid JSON object", []string{"jsonencode"}},
		"override: malformed extra_wo":    {override, with("extra_wo", `hush`, "extra_wo_version", 1), "extra_wo: Invalid JSON object", []string{"jsonencode"}},
		"override: port 0":                {override, with("port", 0), "port: ", []string{"65535"}},
		"override: empty host":            {override, with("host", ""), "host: ", nil},
		"override: two passwords":         {override, with("password", "a", "password_wo", "b", "password_wo_version", 1), "password: ", []string{"password_wo"}},
		"override: password_wo alone":     {override, with("password_wo", "b"), "password_wo: ", []string{"password_wo_version"}},
		"override: Deployment by name":    {override, with("deployment_id", "prod"), "deployment_id: Invalid id", []string{"prod"}},
		"override: connection by its key": {override, with("connection_id", "warehouse"), "connection_id: Invalid id", []string{"warehouse"}},
	}
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.UnknownScopeListsNothing = false }))
	deploymentID := development(t, env).ID
	connectionID := defineConnection(t, env, "warehouse", false, &astro.ConnectionRequest{Type: "postgres"})
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := map[string]acctest.Object{
				deploymentType: deploymentObject(env),
				schedule:       scheduleObject(deploymentID),
				connection:     warehouse(env, having("key", "another")),
				link:           {"connection_id": connectionID, "deployment_id": deploymentID},
				override:       {"connection_id": connectionID, "deployment_id": deploymentID, "host": "prod.example.com"},
			}[c.resource]
			c.change(config)
			said := env.Provider(t).Plan(c.resource, nil, config).Diagnostics
			refusedOnce(t, said, c.begins, c.contains...)
			if strings.Contains(said.String(), "hush") {
				t.Errorf("a secret is repeated:\n%s", said)
			}
		})
	}
	t.Cleanup(func() {
		if env.Writes() != 0 {
			t.Errorf("%d writes were sent", env.Writes())
		}
	})
}

// What is wrong in the provider block is one error with its attribute, before
// any request.
func TestBadInputOfTheProvider(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	expired := env.Mint(t, emulator.TokenSpec{ExpiresIn: -time.Hour})
	cases := map[string]struct {
		block    acctest.Object
		begins   string
		contains []string
	}{
		"no token":                {acctest.Object{"use_cli": false}, "token: Missing API token", []string{"ASTRO_API_TOKEN"}},
		"no token, no login":      {acctest.Object{}, "token: Missing API token", []string{"ASTRO_API_TOKEN", "astro login"}},
		"malformed token":         {acctest.Object{"token": "abc"}, "token: Malformed API token", nil},
		"expired token":           {acctest.Object{"token": expired}, "token: Expired API token", []string{"expired at"}},
		"host that is no address": {acctest.Object{"token": env.Token, "host": "api astronomer"}, "host: Invalid host", []string{"https://api.astronomer.io"}},
		"host without https":      {acctest.Object{"token": env.Token, "host": "http://api.astronomer.io"}, "host: Invalid host", []string{"https"}},
		"host with a version":     {acctest.Object{"token": env.Token, "host": "https://api.astronomer.io/v1"}, "host: Invalid host", []string{"v1"}},
		"organization by name":    {acctest.Object{"token": env.Token, "organization_id": "Demo"}, "organization_id: Invalid id", []string{"Demo"}},
		"another organization":    {acctest.Object{"token": env.Token, "organization_id": nobody}, "organization_id: Token of another organization", []string{nobody, env.OrganizationID}},
		"retries":                 {acctest.Object{"token": env.Token, "max_retries": 99}, "max_retries: ", []string{"20"}},
		"span without a unit":     {acctest.Object{"token": env.Token, "request_timeout": "60"}, "request_timeout: ", []string{"60"}},
		"span that is too long":   {acctest.Object{"token": env.Token, "settle_time": "2h"}, "settle_time: ", []string{"1m"}},
		"rate of nothing":         {acctest.Object{"token": env.Token, "rate_limits": acctest.Object{"post": 0}}, "rate_limits.post: ", []string{"0.1"}},
	}
	bare := env.With(t, acctest.Variable("ASTRO_API_TOKEN", ""))
	for name, c := range cases {
		_, said := bare.ProviderWith(t, c.block)
		t.Run(name, func(t *testing.T) {
			refusedOnce(t, said, c.begins, c.contains...)
			for _, token := range []string{env.Token, expired} {
				if strings.Contains(said.String(), token) {
					t.Error("the error repeats the token")
				}
			}
		})
	}
	if n := env.Requests("", ""); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// A host that answers, but is not the API, and one that does not answer at all.
func TestBadInputWrongHost(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	env.AddFault(t, emulator.Fault{Count: -1, Mangle: emulator.MangleHTML})
	closed := acctest.Object{"host": "http://127.0.0.1:9"}
	for name, block := range map[string]acctest.Object{"another server": {}, "nobody": closed} {
		p, said := env.ProviderWith(t, block)
		if said.HasError() {
			t.Fatalf("%s:\n%s", name, said)
		}
		refusedOnce(t, p.Data("astro_workspace", acctest.Object{"name": "Demo"}).Diagnostics, "Could not list Workspaces", "host")
	}
}

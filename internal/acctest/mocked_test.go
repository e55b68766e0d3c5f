package acctest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// A test file as everybody begins it: nothing is known of the provider, so that
// ids and other computed texts are random characters, numbers zero, collections
// empty. The provider validates and does nothing else.
const mockedTestFile = `
mock_provider "astro" {}

variables {
%s}

run "applies" {
  command = apply
%s
  module {
    source = "./%s"
  }
}
`

// workspaceCheck is a check of a configuration that "terraform test", which has
// no Terraform workspaces, cannot pass.
var workspaceCheck = regexp.MustCompile(`check "([a-z_]+)" \{[^}]*terraform\.workspace`)

// mocked applies configurations by "terraform test" with a mocked provider, all
// in one process.
func mocked(t *testing.T, env *acctest.Env, configurations map[string]string, values map[string]config.Variables) acctest.Output {
	t.Helper()
	acctest.RequireMinor(t, 7, 8) // mock_provider
	w := env.Workdir(t, "")
	for name, text := range configurations {
		folder := strings.NewReplacer("/", "-", "_", "-").Replace(name)
		w.Write(t, filepath.Join(folder, "main.tf"), text)
		var variables strings.Builder
		for variable, value := range values[name] {
			encoded, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&variables, "  %s = %s\n", variable, encoded)
		}
		expected := ""
		if found := workspaceCheck.FindStringSubmatch(text); found != nil {
			expected = "  expect_failures = [check." + found[1] + "]\n"
		}
		w.Write(t, filepath.Join("tests", folder+".tftest.hcl"), fmt.Sprintf(mockedTestFile, variables.String(), expected, folder))
	}
	w.Must(t, "init", "-input=false")
	return w.Run("test", "-no-color")
}

func checkPassed(t *testing.T, said acctest.Output, count int) {
	t.Helper()
	if want := fmt.Sprintf("Success! %d passed, 0 failed", count); said.Code != 0 || !strings.Contains(said.Text(), want) {
		t.Errorf("expected %s:\n%s", want, said.Text())
	}
}

// Users copy the examples, and test what they made of them.
func TestAccExamplesWithMockedProvider(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	configurations, values := map[string]string{}, map[string]config.Variables{}
	for _, e := range findExamples(t) {
		if terraformMinor, tofuMinor := e.since(); !acctest.HasMinor(terraformMinor, tofuMinor) {
			continue
		}
		text := e.text(t)
		configurations[e.name], values[e.name] = text, variables(t, env, text, false)
	}
	checkPassed(t, mocked(t, env, configurations, values), len(configurations))
	if count := env.Requests("", ""); count > 0 {
		t.Errorf("%d requests were sent", count)
	}
}

// runBlock begins a run of a test file.
var runBlock = regexp.MustCompile(`(?m)^run "`)

// The test files beside the scenarios, one of which is the guide's, as users run them.
func TestAccScenariosTestThemselves(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(examplesFolder, "scenarios", "*", "tests", "*.tftest.hcl"))
	if err != nil || len(files) < 3 {
		t.Fatalf("only %v, error %v", files, err)
	}
	for _, file := range files {
		folder := filepath.Dir(filepath.Dir(file))
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			acctest.RequireMinor(t, 7, 8)
			env := acctest.Start(t)
			w := env.Workdir(t, "")
			configuration, err := filepath.Glob(filepath.Join(folder, "*.tf"))
			if err != nil {
				t.Fatal(err)
			}
			for _, source := range append(configuration, file) {
				text, err := os.ReadFile(source)
				if err != nil {
					t.Fatal(err)
				}
				name, err := filepath.Rel(folder, source)
				if err != nil {
					t.Fatal(err)
				}
				w.Write(t, name, string(text))
			}
			w.Must(t, "init", "-input=false")
			test, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			checkPassed(t, w.Run("test", "-no-color"), len(runBlock.FindAll(test, -1)))
			if count := env.Requests("", ""); count > 0 {
				t.Errorf("%d requests were sent", count)
			}
		})
	}
}

// One environment is made like another, and takes what other providers compute:
// where a value may come from elsewhere, a mock's stands in for it.
func TestAccMockedValuesEverywhere(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	configurations := map[string]string{
		"case": requiredProviders + `
data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_connection" "wh" {
  workspace_id = data.astro_workspace.main.id
  key          = "wh"
  type         = "postgres"
}

resource "astro_deployment" "dev" {
  workspace_id = data.astro_workspace.main.id
  name         = "dev"
}

resource "astro_connection_link" "dev" {
  connection_id = astro_connection.wh.id
  deployment_id = astro_deployment.dev.id
}
`,
		"mirror": requiredProviders + `
data "astro_deployment" "prod" {
  workspace_id = "clzqv4zop000108l5bkmq6yfe"
  name         = "prod"
}

data "astro_connection" "prod" {
  deployment_id = data.astro_deployment.prod.id
  key           = "warehouse"
}

data "astro_clusters" "all" {
  cloud_provider = data.astro_deployment.prod.cloud_provider
}

data "astro_deployment_options" "same" {
  deployment_id   = data.astro_deployment.prod.id
  deployment_type = data.astro_deployment.prod.type
  executor        = data.astro_deployment.prod.executor
  cloud_provider  = data.astro_deployment.prod.cloud_provider
}

resource "astro_deployment" "staging" {
  workspace_id                   = data.astro_deployment.prod.workspace_id
  name                           = "${data.astro_deployment.prod.name}-staging"
  description                    = data.astro_deployment.prod.description
  type                           = data.astro_deployment.prod.type
  cloud_provider                 = data.astro_deployment.prod.cloud_provider
  region                         = data.astro_deployment.prod.region
  cluster_id                     = data.astro_deployment.prod.cluster_id
  original_astro_runtime_version = data.astro_deployment.prod.astro_runtime_version
  executor                       = data.astro_deployment.prod.executor
  scheduler_size                 = data.astro_deployment.prod.scheduler_size
  scheduler_au                   = data.astro_deployment.prod.scheduler_au
  scheduler_replicas             = data.astro_deployment.prod.scheduler_replicas
  task_pod_node_pool_id          = data.astro_deployment.prod.task_pod_node_pool_id
  is_high_availability           = data.astro_deployment.prod.is_high_availability
  default_task_pod_cpu           = data.astro_deployment.prod.default_task_pod_cpu
  default_task_pod_memory        = data.astro_deployment.prod.default_task_pod_memory
  resource_quota_cpu             = data.astro_deployment.prod.resource_quota_cpu
  resource_quota_memory          = data.astro_deployment.prod.resource_quota_memory
  contact_emails                 = concat(tolist(data.astro_deployment.prod.contact_emails), [data.astro_deployment.prod.namespace])
  workload_identity              = data.astro_deployment.prod.effective_workload_identity

  worker_queues = { for name, queue in data.astro_deployment.prod.worker_queues : name => {
    astro_machine         = queue.astro_machine
    min_worker_count      = queue.min_worker_count
    max_worker_count      = queue.max_worker_count
    worker_concurrency    = queue.worker_concurrency
    pod_ephemeral_storage = queue.pod_ephemeral_storage
  } }

  environment_variables = {
    PROD_URL   = { value = data.astro_deployment.prod.webserver_url }
    PROD_TOKEN = { secret_value = data.astro_deployment.prod.namespace }
  }
}

resource "astro_connection" "staging" {
  workspace_id = astro_deployment.staging.workspace_id
  key          = data.astro_connection.prod.key
  type         = data.astro_connection.prod.type
  host         = data.astro_connection.prod.host
  port         = data.astro_connection.prod.port
  login        = data.astro_connection.prod.login
  schema       = data.astro_connection.prod.schema
  password     = astro_deployment.staging.namespace
  extra        = data.astro_connection.prod.extra
  description  = data.astro_connection.prod.description
}

resource "astro_connection_override" "staging" {
  connection_id = astro_connection.staging.id
  deployment_id = astro_deployment.staging.id
  host          = astro_deployment.staging.webserver_url
  port          = data.astro_connection.prod.port
  extra         = data.astro_connection.prod.extra
}

data "astro_hibernation_status" "staging" {
  deployment_id = astro_deployment.staging.id
}

resource "astro_hibernation_schedule" "staging" {
  deployment_id     = data.astro_hibernation_status.staging.deployment_id
  hibernate_at_cron = "0 18 * * *"
  wake_at_cron      = "0 6 * * *"
  description       = data.astro_deployment.prod.description
}
`,
	}
	checkPassed(t, mocked(t, env, configurations, nil), len(configurations))
}

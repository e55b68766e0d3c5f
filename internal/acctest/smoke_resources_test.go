package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// smokeConfiguration has one of every resource and data source; note and host
// change in place.
func smokeConfiguration(env *acctest.Env, note, host string) string {
	return requiredProviders + fmt.Sprintf(`
provider "astro" {}

data "astro_organization" "it" {}

data "astro_workspaces" "it" {}

data "astro_workspace" "it" {
  id = %q
}

data "astro_clusters" "it" {}

data "astro_deployment_options" "it" {
  deployment_type = "STANDARD"
}

resource "astro_deployment" "it" {
  workspace_id        = data.astro_workspace.it.id
  name                = %[4]q
  description         = %[2]q
  is_development_mode = true
  scheduler_size      = "SMALL"
  deletion_protection = false
  environment_variables = {
    NOTE = { value = %[2]q }
  }
}

resource "astro_hibernation_schedule" "it" {
  deployment_id     = astro_deployment.it.id
  hibernate_at_cron = "0 18 * * 1-5"
  wake_at_cron      = "0 7 * * 1-5"
  description       = %[2]q
}

resource "astro_connection" "it" {
  workspace_id = data.astro_workspace.it.id
  key          = %[4]q
  type         = "postgres"
  host         = %[3]q
  password     = "s3cret"
  extra        = jsonencode({ b = %[2]q, a = [1, 2] })
}

resource "astro_connection_link" "it" {
  connection_id = astro_connection.it.id
  deployment_id = astro_deployment.it.id
}

resource "astro_connection_override" "it" {
  connection_id = astro_connection_link.it.connection_id
  deployment_id = astro_connection_link.it.deployment_id
  host          = "prod.%[3]s"
  extra         = jsonencode({ b = "prod of %[2]s" })
}

data "astro_deployments" "it" {
  workspace_id = astro_deployment.it.workspace_id
}

data "astro_deployment" "it" {
  id = astro_hibernation_schedule.it.deployment_id
}

data "astro_hibernation_status" "it" {
  deployment_id = astro_hibernation_schedule.it.deployment_id
}

data "astro_connection" "it" {
  id = astro_connection_override.it.connection_id
}

data "astro_connections" "it" {
  deployment_id = astro_connection_override.it.deployment_id
}
`, env.WorkspaceID, note, host, env.Name("smoke")) + smokeWorkspace(env, note)
}

// smokeWorkspace is left out against a real organization: the token for tests
// owns one Workspace and makes none.
func smokeWorkspace(env *acctest.Env, note string) string {
	if env.Emulator == nil {
		return ""
	}
	return fmt.Sprintf(`
resource "astro_workspace" "it" {
  name                   = "smoke workspace"
  description            = %q
  default_cloud_provider = "AWS"
  default_region         = "us-east-1"
}
`, note)
}

// The life of every resource on whichever CLI runs the tests: created, nothing
// to do, imported, changed in place, nothing to do, destroyed.
func TestAccSmokeResources(t *testing.T) {
	env := acctest.Start(t, acctest.AlsoLive())
	imported := func(address, form, identifier string, ignored ...string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: ignored,
			ImportStateVerifyIdentifierAttribute: identifier,
			ImportStateIdFunc:                    func(s *terraform.State) (string, error) { return importID(s, address, form) },
			Config:                               smokeConfiguration(env, "one", "dev.example.com"),
		}
	}
	// The schedule puts the Deployment to sleep when it is due, whatever the test does.
	unknowable := append(deploymentIgnored(), "environment_variables", "status")
	updated := resource.ConfigPlanChecks{}
	for _, address := range []string{"astro_deployment.it", "astro_hibernation_schedule.it", "astro_connection.it", "astro_connection_override.it"} {
		updated.PreApply = append(updated.PreApply, plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate))
	}
	updated.PreApply = append(updated.PreApply, plancheck.ExpectResourceAction("astro_connection_link.it", plancheck.ResourceActionNoop))
	steps := []resource.TestStep{
		{Config: smokeConfiguration(env, "one", "dev.example.com")},
		{Config: smokeConfiguration(env, "one", "dev.example.com"), PlanOnly: true},
	}
	if env.Emulator != nil {
		updated.PreApply = append(updated.PreApply, plancheck.ExpectResourceAction("astro_workspace.it", plancheck.ResourceActionUpdate))
		steps = append(steps, imported("astro_workspace.it", "id", "id"), imported("astro_workspace.it", "a name", "id"))
	}
	env.Test(t, resource.TestCase{
		Steps: append(steps,
			imported("astro_deployment.it", "id", "id", unknowable...),
			imported("astro_deployment.it", "workspace_id/name", "id", unknowable...),
			imported("astro_hibernation_schedule.it", "deployment_id|hibernate_cron|wake_cron", "deployment_id"),
			imported("astro_connection.it", "id", "id", "password"),
			imported("astro_connection.it", "workspace_id/key", "id", "password"),
			imported("astro_connection_link.it", "connection_id/deployment_id", "connection_id"),
			imported("astro_connection_override.it", "connection_id/deployment_id", "connection_id"),
			resource.TestStep{Config: smokeConfiguration(env, "two", "dev2.example.com"), ConfigPlanChecks: updated},
		),
		CheckDestroy: func(*terraform.State) error { return nothingNamed(t, env) },
	})
}

// Write-only arguments, where the CLI has them.
func TestAccSmokeWriteOnly(t *testing.T) {
	env := acctest.Start(t)
	config := func(version int) string {
		return requiredProviders + fmt.Sprintf(`
resource "astro_deployment" "it" {
  workspace_id        = %q
  name                = "smoke"
  deletion_protection = false
  environment_variables = {
    SECRET = { value_wo = "hush-%[2]d", value_wo_version = %[2]d }
  }
}

resource "astro_connection" "it" {
  workspace_id        = astro_deployment.it.workspace_id
  key                 = "smoke"
  type                = "postgres"
  password_wo         = "hush-%[2]d"
  password_wo_version = %[2]d
  extra_wo            = jsonencode({ private_key = "hush-%[2]d" })
  extra_wo_version    = %[2]d
}

resource "astro_connection_override" "it" {
  connection_id       = astro_connection.it.id
  deployment_id       = astro_deployment.it.id
  password_wo         = "hush-override-%[2]d"
  password_wo_version = %[2]d
}
`, env.WorkspaceID, version)
	}
	sent := func(secret string) resource.TestCheckFunc {
		return func(s *terraform.State) error {
			if strings.Contains(s.String(), "hush") {
				return fmt.Errorf("a secret is in the state")
			}
			if len(env.Journal("POST", "/environment-objects")) == 0 || !journalHas(env, secret) {
				return fmt.Errorf("%s was not sent", secret)
			}
			return nil
		}
	}
	env.Test(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
		Steps: []resource.TestStep{
			{Config: config(1), Check: resource.ComposeAggregateTestCheckFunc(sent("hush-1"), sent("hush-override-1"))},
			{Config: config(2), Check: resource.ComposeAggregateTestCheckFunc(sent("hush-2"), sent("hush-override-2"))},
		},
	})
}

// journalHas reports whether the provider has sent a text.
func journalHas(env *acctest.Env, text string) bool {
	for _, entry := range env.Journal("POST", "") {
		if strings.Contains(entry.Body, text) {
			return true
		}
	}
	return false
}

// tokensConfiguration has one of every resource of tokens, sealed for a key.
func tokensConfiguration(env *acctest.Env, key, quarter string) string {
	return requiredProviders + fmt.Sprintf(`
provider "astro" {}

data "astro_cluster" "it" {
  name = "dedicated"
}

resource "astro_deployment" "it" {
  workspace_id        = %[1]q
  name                = "smoke"
  cluster_id          = data.astro_cluster.it.id
  deletion_protection = false
  remote_execution    = { enabled = true }
}

resource "astro_api_token" "it" {
  name                = "smoke"
  deployment_id       = astro_deployment.it.id
  role                = "DEPLOYMENT_ADMIN"
  recipients          = { smoke = %[2]q }
  rotate_when_changed = { quarter = %[3]q }
}

resource "astro_agent_token" "it" {
  deployment_id = astro_deployment.it.id
  name          = "smoke"
  recipients    = { smoke = %[2]q }
}

data "astro_api_token" "it" {
  id = astro_api_token.it.id
}
`, env.WorkspaceID, key, quarter)
}

// The life of tokens on whichever CLI runs the tests: made, nothing to do,
// imported, rotated, destroyed.
func TestAccSmokeTokens(t *testing.T) {
	env := acctest.Start(t)
	key := newBoxKey(t).public()
	imported := func(address string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			// Astro tells nobody the text, nor for whom it was sealed.
			ImportStateVerifyIgnore: []string{"recipients", "rotate_when_changed", "sealed"},
			ImportStateIdFunc:       func(s *terraform.State) (string, error) { return importID(s, address, "") },
			Config:                  tokensConfiguration(env, key, "1"),
		}
	}
	env.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: tokensConfiguration(env, key, "1")},
			{Config: tokensConfiguration(env, key, "1"), PlanOnly: true},
			imported("astro_api_token.it"),
			imported("astro_agent_token.it"),
			{Config: tokensConfiguration(env, key, "2"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("astro_api_token.it", plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction("astro_agent_token.it", plancheck.ResourceActionNoop),
			}}},
		},
		CheckDestroy: func(*terraform.State) error { return nothingNamed(t, env) },
	})
}

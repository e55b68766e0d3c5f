package acctest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

const (
	connection = "astro_connection"
	link       = "astro_connection_link"
	override   = "astro_connection_override"
	objects    = "/environment-objects"
)

// connectionNow reads a connection as the second actor.
func connectionNow(t *testing.T, env *acctest.Env, id string) *astro.EnvironmentObject {
	t.Helper()
	read, err := env.Client.GetEnvironmentObject(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// editConnection changes a connection as a person in the UI would.
func editConnection(t *testing.T, env *acctest.Env, id string, change func(*astro.UpdateEnvironmentObjectRequest)) {
	t.Helper()
	request := ownership.CarryEnvironmentObject(connectionNow(t, env, id))
	change(request)
	if _, err := env.Client.UpdateEnvironmentObject(t.Context(), id, request); err != nil {
		t.Fatal(err)
	}
}

// overrideNow sets fields of one entry, creating it if need be, as the second actor.
func overrideNow(t *testing.T, env *acctest.Env, id, deploymentID string, values astro.ConnectionOverrides) {
	t.Helper()
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
		ownership.SetOverride(ownership.EnsureLink(r, deploymentID), &values)
	})
}

func entryOf(object *astro.EnvironmentObject, deploymentID string) *astro.Link {
	for i := range object.Links {
		if object.Links[i].ScopeEntityID == deploymentID {
			return &object.Links[i]
		}
	}
	return nil
}

// setFieldsOf are the fields an entry overrides, nil when there is no entry.
func setFieldsOf(t *testing.T, env *acctest.Env, id, deploymentID string) []string {
	t.Helper()
	entry := entryOf(connectionNow(t, env, id), deploymentID)
	if entry == nil {
		return nil
	}
	names := slices.DeleteFunc(slices.Clone(entry.SetFields), func(name string) bool { return name == "scope" })
	slices.Sort(names)
	if names == nil {
		names = []string{}
	}
	return names
}

// warehouse is a connection of the Workspace.
func warehouse(env *acctest.Env, change ...func(acctest.Object)) acctest.Object {
	object := acctest.Object{
		"workspace_id": env.WorkspaceID, "key": "warehouse", "type": "postgres", "host": "dev.example.com", "port": 5432, "login": "airflow",
	}
	for _, c := range change {
		c(object)
	}
	return object
}

func having(name string, value any) func(acctest.Object) {
	return func(o acctest.Object) { o[name] = value }
}

func TestAccConnection(t *testing.T) {
	env := acctest.Start(t)
	config := func(host, rest string) string {
		return fmt.Sprintf(`
resource "astro_connection" "it" {
  workspace_id = %q
  key          = "warehouse"
  type         = "postgres"
  host         = %q
  port         = 5432
  login        = "airflow"
  password     = "s3cret"
  extra        = jsonencode({ sslmode = "require", connect_timeout = 10 })
  %s
}
`, env.WorkspaceID, host, rest)
	}
	const address = "astro_connection.it"
	env.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config("dev.example.com", "")},
		{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"password"},
		},
		{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: env.WorkspaceID + "/warehouse",
			ImportStateVerifyIgnore: []string{"password"},
		},
		{
			Config: config("dev2.example.com", `description = "Warehouse"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
			}},
		},
		{
			Config: strings.Replace(config("dev2.example.com", `description = "Warehouse"`), `"warehouse"`, `"warehouse2"`, 1),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace),
			}},
		},
	}})
}

func TestAccConnectionLinkAndOverride(t *testing.T) {
	env := acctest.Start(t)
	id := development(t, env).ID
	config := func(database string) string {
		return fmt.Sprintf(`
resource "astro_connection" "it" {
  workspace_id = %q
  key          = "warehouse"
  type         = "postgres"
  host         = "dev.example.com"
  extra        = jsonencode({ database = "DEV", role = "READER" })
}

resource "astro_connection_link" "it" {
  connection_id = astro_connection.it.id
  deployment_id = %q
}

resource "astro_connection_override" "it" {
  connection_id = astro_connection_link.it.connection_id
  deployment_id = astro_connection_link.it.deployment_id
  host          = "prod.example.com"
  extra         = jsonencode({ database = %q })
}
`, env.WorkspaceID, id, database)
	}
	imported := func(address string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "connection_id",
			ImportStateIdFunc: func(s *terraform.State) (string, error) {
				return s.RootModule().Resources[address].Primary.Attributes["connection_id"] + "/" + id, nil
			},
		}
	}
	env.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config("PROD")},
		imported("astro_connection_link.it"),
		imported("astro_connection_override.it"),
		{
			Config: config("PROD2"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("astro_connection_override.it", plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction("astro_connection_link.it", plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction("astro_connection.it", plancheck.ResourceActionNoop),
			}},
		},
	}})
}

package acctest_test

import (
	"fmt"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// A connection or a Deployment that is replaced takes its own links and overrides
// along: they are destroyed before it and created after it, in one apply. By
// force, or because an attribute asks for it.
func TestAccParentReplaced(t *testing.T) {
	t.Parallel()
	config := func(env *acctest.Env, key string) string {
		return fmt.Sprintf(`
provider "astro" {}

resource "astro_deployment" "dev" {
  workspace_id        = %[1]q
  name                = "replaced"
  is_development_mode = true
  scheduler_size      = "SMALL"
  deletion_protection = false
}

resource "astro_connection" "wh" {
  workspace_id = %[1]q
  key          = %[2]q
  type         = "postgres"
}

resource "astro_connection_link" "it" {
  connection_id = astro_connection.wh.id
  deployment_id = astro_deployment.dev.id
}

resource "astro_connection_override" "it" {
  connection_id = astro_connection_link.it.connection_id
  deployment_id = astro_connection_link.it.deployment_id
  host          = "prod.example.com"
  password      = "secret"
}

output "connection_id" {
  value = astro_connection.wh.id
}

output "deployment_id" {
  value = astro_deployment.dev.id
}
`, env.WorkspaceID, key)
	}
	for name, change := range map[string]struct {
		key  string
		args []string
	}{
		"connection, another key": {"other", nil},
		"connection, by force":    {"wh", []string{"-replace=astro_connection.wh"}},
		"Deployment, by force":    {"wh", []string{"-replace=astro_deployment.dev"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			work := env.Workdir(t, config(env, "wh"))
			work.Must(t, "apply", "-auto-approve", "-no-color")
			work.Write(t, "main.tf", config(env, change.key))
			if out := work.Apply(change.args...); out.Code != 0 {
				t.Fatalf("the apply ended with %d:\n%s", out.Code, out.Text())
			}
			s := shared{env, work.Must(t, "output", "-raw", "connection_id").Stdout, work.Must(t, "output", "-raw", "deployment_id").Stdout}
			s.expectStored(t, storedLink{"host": "prod.example.com", "password": "secret"})
			work.Must(t, "plan", "-detailed-exitcode", "-no-color")
			work.Must(t, "destroy", "-auto-approve", "-no-color")
		})
	}
}

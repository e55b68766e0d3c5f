package acctest_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// wrongValue is a value that an attribute refuses, and what the error says.
type wrongValue struct{ name, value, refused string }

// inEveryWay gives values to a configuration in whatever way they can be given:
// as a literal, from a variable, out of a conditional, from a resource that does
// not exist yet. The right ones pass in the end, and before that each wrong one
// is refused, at the latest at apply.
func inEveryWay(t *testing.T, world func(env *acctest.Env) (right map[string]string, body func(values map[string]string) string), wrong ...wrongValue) {
	t.Helper()
	for way, expression := range map[string]string{
		"literal": "", "variable": "var.given[%q]", "conditional": "var.flag ? var.given[%q] : null", "unknown": "terraform_data.later.output[%q]",
	} {
		t.Run(way, func(t *testing.T) {
			env := acctest.Start(t)
			right, body := world(env)
			var steps []resource.TestStep
			for _, w := range append(wrong, wrongValue{}) {
				given := map[string]config.Variable{}
				var literals strings.Builder
				values := map[string]string{}
				for n, value := range right {
					if n == w.name {
						value = w.value
					}
					given[n], values[n] = config.StringVariable(value), fmt.Sprintf("%q", value)
					fmt.Fprintf(&literals, "    %s = %q\n", n, value)
					if expression != "" {
						values[n] = fmt.Sprintf(expression, n)
					}
				}
				step := resource.TestStep{ConfigVariables: config.Variables{"given": config.MapVariable(given)}, Config: fmt.Sprintf(`
variable "given" { type = map(string) }

variable "flag" { default = true }

resource "terraform_data" "later" {
  input = {
%s  }
}
%s`, literals.String(), body(values))}
				if w.refused != "" {
					step.ExpectError = regexp.MustCompile(w.refused)
				}
				steps = append(steps, step)
			}
			env.Test(t, resource.TestCase{Steps: steps})
		})
	}
}

func TestAccValidatedAttributesInEveryWay(t *testing.T) {
	inEveryWay(t, func(env *acctest.Env) (map[string]string, func(map[string]string) string) {
		s := share(t, env, autoLinked)
		right := map[string]string{
			"workspace_id": env.WorkspaceID, "key": "other", "port": "5432", "extra": `{"a":1}`,
			"connection_id": s.connectionID, "deployment_id": s.deploymentID, "host": "prod", "port_there": "5433", "extra_there": `{"b":1}`,
		}
		return right, func(values map[string]string) string {
			return fmt.Sprintf(`
resource "astro_connection" "it" {
  workspace_id = %s
  key          = %s
  type         = "postgres"
  port         = %s
  extra        = %s
}

resource "astro_connection_override" "it" {
  connection_id = %s
  deployment_id = %s
  host          = %s
  port          = %s
  extra         = %s
}
`, values["workspace_id"], values["key"], values["port"], values["extra"],
				values["connection_id"], values["deployment_id"], values["host"], values["port_there"], values["extra_there"])
		}
	},
		wrongValue{"workspace_id", "prod", "Invalid id"},
		wrongValue{"key", " other", "Invalid key"},
		wrongValue{"port", "70000", "between 1 and"},
		wrongValue{"extra", "[1]", "Invalid JSON object"},
		wrongValue{"connection_id", nobody, "Connection does not exist"},
		wrongValue{"deployment_id", nobody, "Deployment does not exist"},
		wrongValue{"host", "", "at least 1"},
		wrongValue{"port_there", "0", "between 1 and"},
		wrongValue{"extra_there", "x", "Invalid JSON object"},
	)
}

func TestAccValidatedSchedulesAndLinksInEveryWay(t *testing.T) {
	inEveryWay(t, func(env *acctest.Env) (map[string]string, func(map[string]string) string) {
		s := share(t, env)
		right := map[string]string{
			"connection_id": s.connectionID, "linked_id": s.deploymentID,
			"deployment_id": development(t, env).ID, "hibernate": "0 18 * * *", "wake": "0 8 * * *", "description": "Nights",
		}
		return right, func(values map[string]string) string {
			return fmt.Sprintf(`
resource "astro_connection_link" "it" {
  connection_id = %s
  deployment_id = %s
}

resource "astro_hibernation_schedule" "it" {
  deployment_id     = %s
  hibernate_at_cron = %s
  wake_at_cron      = %s
  description       = %s
}
`, values["connection_id"], values["linked_id"], values["deployment_id"], values["hibernate"], values["wake"], values["description"])
		}
	},
		wrongValue{"connection_id", "warehouse", "Invalid id"},
		wrongValue{"connection_id", nobody, "Connection does not exist"},
		wrongValue{"linked_id", nobody, "Deployment does not exist"},
		wrongValue{"deployment_id", "dev", "Invalid id"},
		wrongValue{"deployment_id", nobody, "Deployment does not exist"},
		wrongValue{"hibernate", "0 25 * * *", "Invalid cron"},
		wrongValue{"wake", "0 8 * *", "Invalid cron"},
		wrongValue{"wake", "0 18 * * *", "wakes and hibernates at once"},
		wrongValue{"description", strings.Repeat("x", 201), "between 1 and 200"},
	)
}

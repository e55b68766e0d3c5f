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

// Every validated attribute takes a right value in whatever way it is given, as
// a literal, from a variable, out of a conditional, from a resource that does not
// exist yet, and refuses a wrong one in each of them, at the latest at apply.
func TestAccValidatedAttributesInEveryWay(t *testing.T) {
	ways := map[string]string{
		"literal": "", "variable": "var.given[%q]", "conditional": "var.flag ? var.given[%q] : null", "unknown": "terraform_data.later.output[%q]",
	}
	for way, expression := range ways {
		t.Run(way, func(t *testing.T) {
			env := acctest.Start(t)
			s := share(t, env, autoLinked)
			right := map[string]string{
				"workspace_id": env.WorkspaceID, "key": "other", "port": "5432", "extra": `{"a":1}`,
				"connection_id": s.connectionID, "deployment_id": s.deploymentID, "host": "prod", "port_there": "5433", "extra_there": `{"b":1}`,
			}
			step := func(name, wrong, refused string) resource.TestStep {
				given := map[string]config.Variable{}
				var literals strings.Builder
				values := map[string]string{}
				for n, value := range right {
					if n == name {
						value = wrong
					}
					given[n], values[n] = config.StringVariable(value), fmt.Sprintf("%q", value)
					fmt.Fprintf(&literals, "    %s = %q\n", n, value)
					if expression != "" {
						values[n] = fmt.Sprintf(expression, n)
					}
				}
				made := resource.TestStep{ConfigVariables: config.Variables{"given": config.MapVariable(given)}, Config: fmt.Sprintf(`
variable "given" { type = map(string) }

variable "flag" { default = true }

resource "terraform_data" "later" {
  input = {
%s  }
}

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
`, literals.String(), values["workspace_id"], values["key"], values["port"], values["extra"],
					values["connection_id"], values["deployment_id"], values["host"], values["port_there"], values["extra_there"])}
				if refused != "" {
					made.ExpectError = regexp.MustCompile(refused)
				}
				return made
			}
			env.Test(t, resource.TestCase{Steps: []resource.TestStep{
				step("workspace_id", "prod", "Invalid id"),
				step("key", " other", "Invalid key"),
				step("port", "70000", "between 1 and"),
				step("extra", "[1]", "Invalid JSON object"),
				step("connection_id", nobody, "Connection does not exist"),
				step("deployment_id", nobody, "Deployment does not exist"),
				step("host", "", "at least 1"),
				step("port_there", "0", "between 1 and"),
				step("extra_there", "x", "Invalid JSON object"),
				step("", "", ""),
			}})
		})
	}
}

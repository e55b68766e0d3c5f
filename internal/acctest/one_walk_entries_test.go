package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// walkSet is a configuration of overrides before and after a change that makes
// resources of one walk exchange the fields of entries.
type walkSet struct {
	before, after string
	// want are the entries afterwards, by place in the list of Deployments.
	want map[int]storedLink
}

const overrideList = `
locals {
  list = [%s]
}

resource "astro_connection_override" "it" {
  count               = length(local.list)
  connection_id       = %q
  deployment_id       = local.list[count.index].id
  host                = "${local.list[count.index].name}.example.com"
  password_wo         = "secret of ${local.list[count.index].name}"
  password_wo_version = 1
}
`

func entryNamed(name string) storedLink {
	return storedLink{"host": name + ".example.com", "password": "secret of " + name}
}

func overrideSets(connectionID string, d []string) map[string]walkSet {
	list := func(indexes ...int) string {
		rows := make([]string, 0, len(indexes))
		for _, i := range indexes {
			rows = append(rows, fmt.Sprintf("{ id = %q, name = \"d%d\" }", d[i], i))
		}
		return fmt.Sprintf(overrideList, strings.Join(rows, ", "), connectionID)
	}
	named := func(name, secret string) string {
		return fmt.Sprintf(`
resource "astro_connection_override" %q {
  connection_id       = %q
  deployment_id       = %q
  password_wo         = %q
  password_wo_version = 1
}
`, name, connectionID, d[0], secret)
	}
	linked := func(name string) string {
		return strings.Replace(named(name, "s"), fmt.Sprintf("%q", connectionID), "astro_connection_link.it.connection_id", 1) +
			fmt.Sprintf("resource \"astro_connection_link\" \"it\" {\n  connection_id = %q\n  deployment_id = %q\n}\n", connectionID, d[0])
	}
	return map[string]walkSet{
		"renamed, linked":  {linked("prod"), linked("production"), map[int]storedLink{0: {"password": "s"}}},
		"renamed":          {named("prod", "s"), named("production", "s"), map[int]storedLink{0: {"password": "s"}}},
		"renamed, changed": {named("prod", "s"), named("production", "t"), map[int]storedLink{0: {"password": "t"}}},
		"head removed":     {list(0, 1, 2), list(1, 2), map[int]storedLink{0: {}, 1: entryNamed("d1"), 2: entryNamed("d2")}},
		"in front":         {list(1, 2), list(0, 1, 2), map[int]storedLink{0: entryNamed("d0"), 1: entryNamed("d1"), 2: entryNamed("d2")}},
		"two swapped":      {list(0, 1), list(1, 0), map[int]storedLink{0: entryNamed("d0"), 1: entryNamed("d1")}},
	}
}

// Overrides of one run that exchange fields end as the configuration says with
// the first apply, in any order of calls. One case is left: with -parallelism=1
// Terraform may create a renamed override before it destroys the old one, in a
// process that knows nothing of the plan. Then the create cannot tell its own
// state's secret from somebody else's and refuses it; the next apply succeeds.
func TestAccOneWalkOneSetOverrides(t *testing.T) {
	t.Parallel()
	acctest.RequireMinor(t, 11, 11) // write-only arguments
	for parallelism, settle := range map[int]string{1: "0s", 10: "250ms", 50: "0s"} {
		for name := range overrideSets("", make([]string, 3)) {
			t.Run(fmt.Sprintf("%s parallelism=%d settle=%s", name, parallelism, settle), func(t *testing.T) {
				t.Parallel()
				env := acctest.Start(t)
				id, _ := sharedConnection(t, env)
				deployments := clusterOf(t, env, 3)
				set := overrideSets(id, deployments)[name]
				block := fmt.Sprintf("provider \"astro\" {\n  settle_time = %q\n}\n", settle)
				work := env.Workdir(t, block+set.before)
				work.Must(t, "apply", "-auto-approve", "-no-color")
				work.Write(t, "main.tf", block+set.after)
				applied := work.Apply(fmt.Sprintf("-parallelism=%d", parallelism))
				if parallelism == 1 && applied.Code != 0 && strings.Contains(applied.Text(), "Connection override exists already") {
					applied = work.Apply()
				}
				if applied.Code != 0 {
					t.Fatalf("the apply ended with %d:\n%s", applied.Code, applied.Text())
				}
				stored := storedNow(t, env, id)
				for place, want := range set.want {
					if diff := cmp.Diff(want, stored.Links[deployments[place]]); diff != "" {
						t.Errorf("entry %d (-want +got):\n%s", place, diff)
					}
				}
				work.Must(t, "plan", "-detailed-exitcode", "-no-color")
			})
		}
	}
}

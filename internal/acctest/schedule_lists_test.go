package acctest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// listedSchedules are the entries that the steps below name by their letters.
var listedSchedules = map[string]string{
	"n": `["0 18 * * 1-4", "0 7 * * 2-5", "nights"]`,
	"w": `["0 18 * * 5", "0 7 * * 1", "weekends"]`,
	"h": `["0 20 24 12 *", "0 7 2 1 *", "holidays"]`,
	"e": `["0 1 * * *", "0 2 * * *", "early"]`,
}

// listed is what the server has of such an entry, as crons gives it.
func listed(letters ...string) []string {
	found := []string{}
	for _, letter := range letters {
		parts := strings.Split(strings.Trim(listedSchedules[letter], "[]"), ", ")
		found = append(found, strings.Trim(parts[0], `"`)+" > "+strings.Trim(parts[1], `"`)+" "+strings.Trim(parts[2], `"`))
	}
	slices.Sort(found)
	return found
}

// scheduleList is a configuration that holds schedules in a list, with count.
func scheduleList(env *acctest.Env, settle string, letters ...string) string {
	return scheduleDeployment(env, settle) + fmt.Sprintf(`
locals {
  schedules = [%s]
}

resource "astro_hibernation_schedule" "all" {
  count             = length(local.schedules)
  deployment_id     = astro_deployment.dev.id
  hibernate_at_cron = local.schedules[count.index][0]
  wake_at_cron      = local.schedules[count.index][1]
  description       = local.schedules[count.index][2]
}
`, entriesOf(letters))
}

func entriesOf(letters []string) string {
	var entries []string
	for _, letter := range letters {
		entries = append(entries, listedSchedules[letter])
	}
	return strings.Join(entries, ", ")
}

// scheduleMap is a configuration that holds the same schedules in a map, with
// for_each, under keys that begin with a prefix.
func scheduleMap(env *acctest.Env, settle, prefix string, letters ...string) string {
	return scheduleDeployment(env, settle) + fmt.Sprintf(`
resource "astro_hibernation_schedule" "each" {
  for_each          = { for i, s in [%s] : "%s-${i}" => s }
  deployment_id     = astro_deployment.dev.id
  hibernate_at_cron = each.value[0]
  wake_at_cron      = each.value[1]
  description       = each.value[2]
}
`, entriesOf(letters), prefix)
}

// scheduleNamed is a configuration with one resource, of that name.
func scheduleNamed(env *acctest.Env, settle, name string) string {
	return scheduleDeployment(env, settle) + fmt.Sprintf(`
resource "astro_hibernation_schedule" %q {
  deployment_id     = astro_deployment.dev.id
  hibernate_at_cron = "0 18 * * 1-4"
  wake_at_cron      = "0 7 * * 2-5"
  description       = "nights"
}
`, name)
}

func scheduleDeployment(env *acctest.Env, settle string) string {
	return fmt.Sprintf(`
provider "astro" {
  settle_time = %q
}

resource "astro_deployment" "dev" {
  workspace_id        = %q
  name                = "dev"
  is_development_mode = true
  scheduler_size      = "SMALL"
}
`, settle, env.WorkspaceID)
}

// Real configurations hold schedules in lists, and rename resources without a
// moved block. Each step is one apply of real processes: it succeeds, leaves
// exactly what is declared, and nothing more to plan.
func TestAccScheduleLists(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		parallelism int
		settle      string
	}{{1, "0s"}, {10, "200ms"}, {50, "0s"}} {
		t.Run(fmt.Sprintf("parallelism %d, settle %s", c.parallelism, c.settle), func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			type step struct {
				what   string
				config string
				want   []string
			}
			steps := []step{
				{"three", scheduleList(env, c.settle, "n", "w", "h"), listed("n", "w", "h")},
				{"head removed", scheduleList(env, c.settle, "w", "h"), listed("w", "h")},
				{"put in front", scheduleList(env, c.settle, "n", "w", "h"), listed("n", "w", "h")},
				{"put in the middle", scheduleList(env, c.settle, "n", "e", "w", "h"), listed("n", "e", "w", "h")},
				{"reversed", scheduleList(env, c.settle, "h", "w", "e", "n"), listed("h", "w", "e", "n")},
				{"two swapped, one removed", scheduleList(env, c.settle, "h", "n", "w"), listed("h", "w", "n")},
				{"list turned into a map", scheduleMap(env, c.settle, "key", "n", "w", "h"), listed("n", "w", "h")},
				{"keys renamed", scheduleMap(env, c.settle, "name", "w", "h", "n"), listed("n", "w", "h")},
				{"one resource", scheduleNamed(env, c.settle, "nights"), listed("n")},
				{"renamed", scheduleNamed(env, c.settle, "weekday_nights"), listed("n")},
			}
			work := env.Workdir(t, steps[0].config)
			parallel := fmt.Sprintf("-parallelism=%d", c.parallelism)
			for i, s := range steps {
				work.Write(t, "main.tf", s.config)
				if applied := work.Apply(parallel); applied.Code != 0 {
					t.Fatalf("%s: apply ended with %d:\n%s", s.what, applied.Code, applied.Text())
				}
				if diff := cmp.Diff(s.want, storedCrons(t, env)); diff != "" {
					t.Fatalf("%s: the server has (-want +got):\n%s", s.what, diff)
				}
				if c.parallelism != 10 && i+1 < len(steps) {
					continue // one of the three looks at the plan after every step: processes are dear
				}
				if planned := work.Run("plan", "-detailed-exitcode", "-no-color", parallel); planned.Code != 0 {
					t.Fatalf("%s: the second plan is not empty:\n%s", s.what, planned.Text())
				}
			}
		})
	}
}

// storedCrons lists the schedules of the only Deployment, with descriptions.
func storedCrons(t *testing.T, env *acctest.Env) []string {
	t.Helper()
	deployments, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{})
	if err != nil || len(deployments) != 1 {
		t.Fatalf("%d Deployments, error %v", len(deployments), err)
	}
	var found []string
	for _, s := range schedulesNow(t, env, deployments[0].ID) {
		text := s.HibernateAtCron + " > " + s.WakeAtCron
		if s.Description != nil {
			text += " " + *s.Description
		}
		found = append(found, text)
	}
	slices.Sort(found)
	return found
}

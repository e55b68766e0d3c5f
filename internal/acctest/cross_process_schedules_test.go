package acctest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// deploymentOwner is the configuration of the state that has the Deployment itself.
func deploymentOwner(env *acctest.Env, description, value string) string {
	return fmt.Sprintf(`
provider "astro" {}

resource "astro_deployment" "dev" {
  workspace_id        = %q
  name                = "shared-dev"
  description         = %q
  is_development_mode = true
  scheduler_size      = "SMALL"

  environment_variables = {
    OWNED = { value = %q }
  }
}

output "id" {
  value = astro_deployment.dev.id
}
`, env.WorkspaceID, description, value)
}

// scheduleOwner is the configuration of a state that has one schedule.
func scheduleOwner(deploymentID string, number int) string {
	return fmt.Sprintf(`
provider "astro" {}

resource "astro_hibernation_schedule" "own" {
  deployment_id     = %q
  hibernate_at_cron = %q
  wake_at_cron      = %q
  description       = "owner %d"
}
`, deploymentID, hibernateCron(number), wakeCron(number), number)
}

func hibernateCron(number int) string { return fmt.Sprintf("%d 18 * * *", number) }

func wakeCron(number int) string { return fmt.Sprintf("%d 8 * * *", number) }

func storedScheduleOwner(number int) map[string]any {
	return map[string]any{
		"hibernateAtCron": hibernateCron(number), "wakeAtCron": wakeCron(number), "isEnabled": true, "description": fmt.Sprintf("owner %d", number),
	}
}

// fillDeployment gives a Deployment what other people have in it: a schedule, an
// override that holds, variables, e-mails, quotas and a second queue.
func fillDeployment(t *testing.T, env *acctest.Env, id string) {
	t.Helper()
	until := env.Emulator.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
	editDeployment(t, env, id, func(r *astro.UpdateDeploymentRequest) {
		r.ContactEmails = []string{"oncall@example.com", "platform@example.com"}
		r.ResourceQuotaCPU, r.ResourceQuotaMemory = ptr("12"), ptr("24Gi")
		r.EnvironmentVariables = append(r.EnvironmentVariables,
			astro.EnvironmentVariableRequest{Key: "FOREIGN_PLAIN", Value: ptr("1")},
			astro.EnvironmentVariableRequest{Key: "FOREIGN_SECRET", Value: ptr("foreign-secret"), IsSecret: true})
		r.WorkerQueues = append(r.WorkerQueues, astro.WorkerQueueRequest{
			Name: "heavy", MaxWorkerCount: 5, WorkerConcurrency: 10, AstroMachine: ptr("A20"), PodEphemeralStorage: ptr("30Gi"),
		})
		r.ScalingSpec = &astro.ScalingSpecRequest{HibernationSpec: &astro.HibernationSpecRequest{
			Schedules: []astro.HibernationSchedule{{HibernateAtCron: "0 1 * * 6", WakeAtCron: "0 5 * * 1", IsEnabled: true, Description: ptr("Weekends")}},
			Override:  &astro.HibernationOverrideRequest{IsHibernating: ptr(false), OverrideUntil: &until},
		}}
	})
}

// Eight states put a hibernation schedule each on one Deployment at once, then
// take them away at once; in both phases a ninth process changes the Deployment
// itself. Nobody touches what another has.
func TestAccCrossProcessSchedules(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Latency(50*time.Millisecond))
	platform := env.Workdir(t, deploymentOwner(env, "Shared 0", "0"))
	platform.Must(t, "apply", "-auto-approve", "-no-color")
	id := strings.TrimSpace(platform.Must(t, "output", "-raw", "id").Stdout)
	fillDeployment(t, env, id)
	teams := make([]*acctest.Workdir, owners)
	for i := range teams {
		teams[i] = env.Workdir(t, scheduleOwner(id, i))
	}
	want := deploymentStored(t, env, id)
	env.ResetJournal()

	f := &figures{rounds: rounds(t, 1)}
	phase := 0
	// change runs all nine at once and judges what the server has then.
	change := func(what string, adding bool) {
		phase++
		description, value := fmt.Sprintf("Shared %d", phase), fmt.Sprint(phase)
		platform.Write(t, "main.tf", deploymentOwner(env, description, value))
		var runs []func() acctest.Output
		for _, team := range teams {
			if adding {
				runs = append(runs, func() acctest.Output { return team.Apply() })
			} else {
				runs = append(runs, func() acctest.Output { return team.Destroy() })
			}
		}
		runs = append(runs, func() acctest.Output { return platform.Apply() })
		ok := f.count(t, what, atOnce(runs...))
		got := deploymentStored(t, env, id)
		want = want.copied(t)
		for i := range teams {
			cron := hibernateCron(i)
			entry, there := got.schedules()[cron]
			switch {
			case !ok[i] && there:
				want.schedules()[cron] = entry
			case !ok[i], !adding:
				delete(want.schedules(), cron)
			default:
				want.schedules()[cron] = storedScheduleOwner(i)
			}
			if ok[i] && there != adding {
				f.lost++
			}
		}
		want["description"], want.variables()["OWNED"] = got["description"], got.variables()["OWNED"]
		if ok[owners] {
			want["description"] = description
			want.variables()["OWNED"] = map[string]any{"key": "OWNED", "value": value, "isSecret": false}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: what the server has (-want +got):\n%s", what, diff)
		}
		for i := range teams {
			// What a failed destroy has left is that state's own to remove.
			if !ok[i] && !adding {
				teams[i].Must(t, "destroy", "-auto-approve", "-no-color")
				delete(want.schedules(), hibernateCron(i))
			}
		}
	}
	for round := range f.rounds {
		change(fmt.Sprintf("round %d: apply", round), true)
		change(fmt.Sprintf("round %d: destroy", round), false)
	}
	f.report(t, env)
}

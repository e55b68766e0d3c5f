package acctest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// inBothProfiles runs a test in an emulator of either profile.
func inBothProfiles(t *testing.T, test func(t *testing.T, env *acctest.Env)) {
	t.Helper()
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			test(t, acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Profile = profile })))
		})
	}
}

// remoteDeployment is a Deployment on a dedicated cluster with remote execution,
// made by its own resource.
func remoteDeployment(t *testing.T, env *acctest.Env) string {
	t.Helper()
	config := fullDedicated(t, env)
	with("is_development_mode", true, "scheduler_size", "SMALL", "is_high_availability", false)(config)
	return env.Provider(t).Create(deploymentType, config).Text("id")
}

// A schedule is created, changed and destroyed on Deployments full of what others
// own. Nothing else of them changes: variables with their secrets, queues with
// ids and ephemeral storage, e-mails, quotas, remote execution, the override.
func TestManyOwnersScheduleChangesNothingElse(t *testing.T) {
	inBothProfiles(t, func(t *testing.T, env *acctest.Env) {
		hosted := development(t, env).ID
		fillDeployment(t, env, hosted)
		for name, id := range map[string]string{"STANDARD": hosted, "DEDICATED, remote execution": remoteDeployment(t, env)} {
			before := deploymentStored(t, env, id)
			same := func(what string, own ...map[string]any) {
				t.Helper()
				want := before.copied(t)
				for _, entry := range own {
					want.schedules()[textOf(entry["hibernateAtCron"])] = entry
				}
				if diff := cmp.Diff(want, deploymentStored(t, env, id)); diff != "" {
					t.Errorf("%s, %s (-want +got):\n%s", name, what, diff)
				}
			}
			entry := map[string]any{"hibernateAtCron": "0 18 * * *", "wakeAtCron": "0 8 * * *", "isEnabled": true}
			state := env.Provider(t).Create(schedule, scheduleObject(id))
			same("after create", entry)
			state = env.Provider(t).Update(state, scheduleObject(id, having("is_enabled", false)))
			entry["isEnabled"] = false
			same("after update", entry)
			env.Provider(t).Delete(state).OK()
			same("after destroy")
		}
	})
}

// astro_deployment changes what it declares and leaves schedules and override as
// they are; an override that has expired is not sent again.
func TestManyOwnersDeploymentLeavesHibernationAlone(t *testing.T) {
	inBothProfiles(t, func(t *testing.T, env *acctest.Env) {
		config := deploymentObject(env, with("is_development_mode", true, "scheduler_size", "SMALL", "description", "one"))
		state := env.Provider(t).Create(deploymentType, config)
		id := state.Text("id")
		fillDeployment(t, env, id)
		state = env.Provider(t).Read(state).OK()
		before := deploymentStored(t, env, id)
		env.ResetJournal()

		with("description", "two", "environment_variables", acctest.Object{"OWNED": acctest.Object{"value": "1"}})(config)
		state = env.Provider(t).Update(state, config)
		want := before.copied(t)
		want["description"] = "two"
		want.variables()["OWNED"] = map[string]any{"key": "OWNED", "value": "1", "isSecret": false}
		if diff := cmp.Diff(want, deploymentStored(t, env, id)); diff != "" {
			t.Errorf("after update (-want +got):\n%s", diff)
		}
		for _, entry := range env.Journal("POST", "/deployments/") {
			if !strings.Contains(entry.Body, `"override":{`) || !strings.Contains(entry.Body, `"0 1 * * 6"`) {
				t.Errorf("the override or the schedule was left to the API: %s", entry.Body)
			}
		}

		env.Emulator.Advance(72 * time.Hour)
		env.ResetJournal()
		with("description", "three")(config)
		env.Provider(t).Update(state, config)
		sent := env.Journal("POST", "/deployments/")
		if len(sent) == 0 {
			t.Error("nothing was sent")
		}
		for _, entry := range sent {
			if strings.Contains(entry.Body, `"override"`) || !strings.Contains(entry.Body, `"0 1 * * 6"`) {
				t.Errorf("an override that expired was sent, or the schedule was not: %s", entry.Body)
			}
		}
		if got := crons(deploymentNow(t, env, id)); len(got) != 1 {
			t.Errorf("schedules = %v", got)
		}
	})
}

// A person sets the override while a schedule is being written: it is
// carried by the next cycle, or it stays because it was set after the write.
func TestManyOwnersOverrideSetByHandSurvives(t *testing.T) {
	inBothProfiles(t, func(t *testing.T, env *acctest.Env) {
		id := development(t, env).ID
		env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments/" + id + "$", After: func(*httpRequest) {
			if _, err := env.Client.SetHibernationOverride(t.Context(), id, astro.SetHibernationOverrideRequest{IsHibernating: true}); err != nil {
				t.Error(err)
			}
		}})
		p := env.Provider(t)
		p.Create(schedule, scheduleObject(id))
		p.Create(schedule, scheduleObject(id, having("hibernate_at_cron", "0 19 * * *")))
		after := deploymentStored(t, env, id)
		set, _ := after["override"].(map[string]any)
		if set["isHibernating"] != true || len(after.schedules()) != 2 {
			t.Errorf("override = %v, schedules = %v", after["override"], after.schedules())
		}
	})
}

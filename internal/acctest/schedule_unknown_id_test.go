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

// A deployment_id that is merely unknown at plan destroys nothing: the same id is
// nothing to do, another one moves the schedule in the same apply. Both also with
// an import in that apply.
func TestAccScheduleOfAnUnknownDeployment(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	first := development(t, env).ID
	second := development(t, env, func(r *astro.CreateDeploymentRequest) { r.Name = "second" }).ID
	entry := astro.HibernationSchedule{HibernateAtCron: "0 18 * * *", WakeAtCron: "0 8 * * *", IsEnabled: true}
	foreign := astro.HibernationSchedule{HibernateAtCron: "0 1 * * 6", WakeAtCron: "0 5 * * 1", IsEnabled: true}
	setSchedules(t, env, first, nil, foreign, entry)
	config := func(id, trigger, more string) string {
		return fmt.Sprintf(`
provider "astro" {
  settle_time = "0s"
}

resource "terraform_data" "later" {
  input            = %q
  triggers_replace = %q
}

resource "astro_hibernation_schedule" "nights" {
  deployment_id     = terraform_data.later.output
  hibernate_at_cron = "0 18 * * *"
  wake_at_cron      = "0 8 * * *"
}
%s`, id, trigger, more)
	}
	work := env.Workdir(t, config(first, "1", fmt.Sprintf(`
import {
  to = astro_hibernation_schedule.nights
  id = "%s|0 18 * * *|0 8 * * *"
}
`, first)))
	env.ResetJournal()
	for _, step := range []struct {
		what, config string
		says         string
		writes       int
		want         map[string][]string
	}{
		{"imported", "", "1 imported, 1 added, 0 changed, 0 destroyed", 0, map[string][]string{first: {"0 1 * * 6 > 0 5 * * 1", "0 18 * * * > 0 8 * * *"}, second: {}}},
		{"the same id", config(first, "2", ""), "1 added, 0 changed, 1 destroyed", 0, map[string][]string{first: {"0 1 * * 6 > 0 5 * * 1", "0 18 * * * > 0 8 * * *"}, second: {}}},
		{"another id", config(second, "3", ""), "1 added, 1 changed, 1 destroyed", 2, map[string][]string{first: {"0 1 * * 6 > 0 5 * * 1"}, second: {"0 18 * * * > 0 8 * * *"}}},
	} {
		if step.config != "" {
			work.Write(t, "main.tf", step.config)
		}
		before := env.Writes()
		applied := work.Apply()
		if applied.Code != 0 || !strings.Contains(applied.Text(), step.says) {
			t.Fatalf("%s: apply ended with %d and does not say %q:\n%s", step.what, applied.Code, step.says, applied.Text())
		}
		if got := env.Writes() - before; got != step.writes {
			t.Errorf("%s: %d writes, want %d", step.what, got, step.writes)
		}
		for id, want := range step.want {
			got := crons(deploymentNow(t, env, id))
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: the server has (-want +got):\n%s", step.what, diff)
			}
		}
	}
	work.Must(t, "plan", "-detailed-exitcode", "-no-color")
}

// A Deployment that is replaced takes its schedule along in one apply: the id of
// the schedule's Deployment is unknown at plan and then another one.
func TestAccScheduleOfAReplacedDeployment(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := func(region string) string {
		return fmt.Sprintf(`
provider "astro" {
  settle_time = "0s"
}

resource "astro_deployment" "dev" {
  workspace_id        = %q
  name                = "dev"
  cloud_provider      = "AWS"
  region              = %q
  is_development_mode = true
  scheduler_size      = "SMALL"
  deletion_protection = false
}

resource "astro_hibernation_schedule" "nights" {
  deployment_id     = astro_deployment.dev.id
  hibernate_at_cron = "0 18 * * *"
  wake_at_cron      = "0 8 * * *"
}
`, env.WorkspaceID, region)
	}
	work := env.Workdir(t, config("us-east-1"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	work.Write(t, "main.tf", config("us-west-2"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	if diff := cmp.Diff([]string{"0 18 * * * > 0 8 * * *"}, storedCrons(t, env)); diff != "" {
		t.Errorf("the server has (-want +got):\n%s", diff)
	}
	work.Must(t, "plan", "-detailed-exitcode", "-no-color")
}

// An id that is known to change replaces the schedule, so that Terraform removes
// it from the old Deployment before it changes that one.
func TestScheduleThatIsKnownToMove(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	first := development(t, env).ID
	second := development(t, env, func(r *astro.CreateDeploymentRequest) { r.Name = "second" }).ID
	state := env.Provider(t).Create(schedule, scheduleObject(first))
	p := env.Provider(t)
	if change := p.Plan(schedule, p.Read(state).OK(), scheduleObject(second)).OK(); !slices.Equal(change.Replaces, []string{"deployment_id"}) {
		t.Errorf("replaces for %v", change.Replaces)
	}
	if change := p.Plan(schedule, p.Read(state).OK(), scheduleObject(acctest.Unknown)).OK(); len(change.Replaces) != 0 {
		t.Errorf("an unknown id replaces for %v", change.Replaces)
	}
	// Without a refresh, and when Terraform plans once more in an apply, it moves in place.
	change := env.Provider(t).Plan(schedule, state, scheduleObject(second)).OK()
	if len(change.Replaces) != 0 {
		t.Errorf("without a refresh it replaces for %v", change.Replaces)
	}
	change.Apply(env.Provider(t)).OK()
	if a, b := crons(deploymentNow(t, env, first)), crons(deploymentNow(t, env, second)); len(a) != 0 || len(b) != 1 {
		t.Errorf("the Deployments have %v and %v", a, b)
	}
}

// What a reference needs is planned before it: where no Deployment planned so far
// can hibernate, the plan says so, and it is silent wherever one may.
func TestScheduleOfANewDeploymentThatCannotHibernate(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	const warns = "deployment_id: Deployment may not be able to hibernate"
	for name, c := range map[string]struct {
		deployments []acctest.Object
		want        string
	}{
		"none planned":        {nil, ""},
		"mode left out":       {[]acctest.Object{deploymentObject(env)}, warns},
		"mode off":            {[]acctest.Object{deploymentObject(env, with("is_development_mode", false))}, warns},
		"mode on":             {[]acctest.Object{deploymentObject(env, with("is_development_mode", true))}, ""},
		"mode unknown":        {[]acctest.Object{deploymentObject(env, with("is_development_mode", acctest.Unknown))}, ""},
		"one of two":          {[]acctest.Object{deploymentObject(env), deploymentObject(env, with("name", "second", "is_development_mode", true))}, ""},
		"neither of two":      {[]acctest.Object{deploymentObject(env), deploymentObject(env, with("name", "second", "is_development_mode", false))}, warns},
		"name is unknown too": {[]acctest.Object{deploymentObject(env, with("name", acctest.Unknown))}, warns},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := env.Provider(t)
			for _, d := range c.deployments {
				p.Plan(deploymentType, nil, d).OK()
			}
			expectWarning(t, p.Plan(schedule, nil, scheduleObject(acctest.Unknown)), c.want)
		})
	}
	// A schedule that stands already has its old Deployment most likely, unless that one is replaced.
	able := with("is_development_mode", true, "deletion_protection", false)
	old := env.Provider(t).Create(deploymentType, deploymentObject(env, able))
	state := env.Provider(t).Create(schedule, scheduleObject(old.Text("id")))
	p := env.Provider(t)
	p.Plan(deploymentType, nil, deploymentObject(env, with("name", "second"))).OK()
	expectWarning(t, p.Plan(schedule, p.Read(state).OK(), scheduleObject(acctest.Unknown)), "")
	p = env.Provider(t)
	other := deploymentObject(env, able, with("is_development_mode", false, "cloud_provider", "AWS", "region", "us-west-2"))
	if change := p.Plan(deploymentType, old, other).OK(); len(change.Replaces) == 0 {
		t.Fatalf("the Deployment is not replaced")
	}
	p.Plan(deploymentType, nil, other).OK()
	expectWarning(t, p.Plan(schedule, p.Read(state).OK(), scheduleObject(acctest.Unknown)), warns)
}

// expectWarning checks that a plan says one thing, a warning that begins so, or
// with the empty text nothing at all.
func expectWarning(t *testing.T, change *acctest.Change, want string) {
	t.Helper()
	said, warnings := change.OK().Diagnostics, change.Diagnostics.Warnings()
	switch {
	case want == "" && len(said) > 0:
		t.Errorf("said:\n%s", said)
	case want != "" && (len(said) != 1 || len(warnings) != 1 || !strings.HasPrefix(warnings[0], want)):
		t.Errorf("want the warning %q, said:\n%s", want, said)
	}
}

package acctest_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// An update that is refused while the Deployment is in transition is sent again.
func TestDeploymentUpdateInTransition(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, slowly(), acctest.Switches(func(s *emulator.Switches) { s.UpdateWhileCreatingRefused = true }))
	config := deploymentObject(env, with("wait_for_healthy", false))
	state := env.Provider(t).Create(deploymentType, config)
	config["description"] = "Orders"
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments/[^/]+$", After: func(*http.Request) { env.Emulator.Advance(2 * time.Hour) }})
	env.ResetJournal()
	env.Provider(t).Update(state, config)
	if got := deploymentNow(t, env, state.Text("id")).Description; got == nil || *got != "Orders" {
		t.Errorf("description = %v", got)
	}
	if n := env.Requests("POST", "/deployments/"); n != 2 {
		t.Errorf("%d updates were sent", n)
	}
}

// A refusal that does not pass ends with the timeout or after a few tries.
func TestDeploymentUpdateRefusedForGood(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(deploymentType, deploymentObject(env))
	change := env.Provider(t).Plan(deploymentType, state, deploymentObject(env, with("description", "Orders"))).OK()
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments/[^/]+$", Status: http.StatusBadRequest, Message: "the Deployment is in transition", Count: -1})
	result := change.Apply(nil)
	contains(t, result.Diagnostics.Errors(), "Could not update Deployment", "in transition", "HTTP 400")
	if result.State.Get("description") != nil {
		t.Errorf("the state took over what was not written: %v", result.State.Get("description"))
	}
	if n := env.Requests("POST", "/deployments/"); n > 12 {
		t.Errorf("%d updates were sent", n)
	}
}

// A Deployment that may not be changed while it sleeps: the error says how to wake it.
func TestDeploymentUpdateWhileHibernating(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.UpdateWhileHibernatingRefused = true }))
	id := development(t, env).ID
	if _, err := env.Client.SetHibernationOverride(t.Context(), id, astro.SetHibernationOverrideRequest{IsHibernating: true}); err != nil {
		t.Fatal(err)
	}
	p := env.Provider(t)
	state := p.Import(deploymentType, id).OK()
	result := p.Plan(deploymentType, state, acctest.Object{"workspace_id": env.WorkspaceID, "name": "dev", "description": "Asleep"}).OK().Apply(nil)
	contains(t, result.Diagnostics.Errors(), "Could not update Deployment", "wake-up "+id)
}

// What Astro refuses for one field is said on that attribute.
func TestDeploymentUpdateRefusedField(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(deploymentType, deploymentObject(env))
	change := env.Provider(t).Plan(deploymentType, state, deploymentObject(env, with("is_high_availability", true))).OK()
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments/[^/]+$", Status: http.StatusBadRequest, Count: -1, Members: map[string]any{
		"fieldErrors": []any{map[string]any{"field": "isHighAvailability", "code": "plan", "message": "not in your plan"}},
	}})
	contains(t, change.Apply(nil).Diagnostics.Errors(), "is_high_availability: Could not update Deployment", "not in your plan")
}

// What others set between plan and apply, and what is not configured, stands.
func TestDeploymentUpdateLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	p := env.Provider(t)
	state := p.Import(deploymentType, id).OK()
	config := acctest.Object{"workspace_id": env.WorkspaceID, "name": "dev", "is_dag_deploy_enabled": true}
	change := p.Plan(deploymentType, state, config).OK()

	until := env.Emulator.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
	setSchedules(t, env, id, &astro.HibernationOverrideRequest{IsHibernating: ptr(false), OverrideUntil: &until},
		astro.HibernationSchedule{HibernateAtCron: "0 1 * * 6", WakeAtCron: "0 5 * * 1", IsEnabled: true})
	request := ownership.CarryDeployment(deploymentNow(t, env, id), env.Emulator.Now())
	request.Description, request.ContactEmails = ptr("By hand"), []string{"someone@example.com"}
	request.EnvironmentVariables = append(request.EnvironmentVariables, astro.EnvironmentVariableRequest{Key: "FOREIGN", Value: ptr("x")})
	request.WorkerQueues[0].MaxWorkerCount = 7
	if _, err := env.Client.UpdateDeployment(t.Context(), id, request); err != nil {
		t.Fatal(err)
	}
	before := writable(t, deploymentNow(t, env, id))

	change.Apply(env.Provider(t)).OK()
	after := writable(t, deploymentNow(t, env, id))
	before["isDagDeployEnabled"] = true
	for name := range before {
		if diff := difference(before[name], after[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Development mode goes off only when no schedules are left that others made.
func TestDeploymentDevelopmentModeOff(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	setSchedules(t, env, id, nil, astro.HibernationSchedule{HibernateAtCron: "0 1 * * 6", WakeAtCron: "0 5 * * 1", IsEnabled: false})
	p := env.Provider(t)
	state := p.Import(deploymentType, id).OK()
	config := acctest.Object{"workspace_id": env.WorkspaceID, "name": "dev", "is_development_mode": false}
	env.ResetJournal()
	result := p.Plan(deploymentType, state, config).OK().Apply(nil)
	contains(t, result.Diagnostics.Errors(), "is_development_mode: Could not update Deployment", "0 1 * * 6", "0 5 * * 1")
	if n := env.Writes(); n != 0 {
		t.Errorf("%d writes were sent", n)
	}
	setSchedules(t, env, id, nil)
	env.Provider(t).Update(state, config)
	if d := deploymentNow(t, env, id); d.IsDevelopmentMode == nil || *d.IsDevelopmentMode || d.ScalingSpec != nil && d.ScalingSpec.HibernationSpec != nil {
		t.Errorf("development mode %v, scaling spec %+v", d.IsDevelopmentMode, d.ScalingSpec)
	}
}

// Deleted elsewhere: the state forgets it, and destroying it is done.
func TestDeploymentGone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(deploymentType, deploymentObject(env))
	if err := env.Client.DeleteDeployment(t.Context(), state.Text("id")); err != nil {
		t.Fatal(err)
	}
	if !env.Provider(t).Read(state).OK().Gone() {
		t.Error("the state keeps a Deployment that is gone")
	}
	env.Provider(t).Delete(state).OK()
}

// A refusal, or another organization, is not "gone".
func TestDeploymentNotGone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(deploymentType, deploymentObject(env))
	env.AddFault(t, faultOn("GET", "/deployments", http.StatusForbidden))
	result := env.Provider(t).Read(state)
	contains(t, result.Diagnostics.Errors(), "Could not read Deployment", "403")
	if result.State.Gone() {
		t.Error("a 403 emptied the state")
	}
}

// Drift shows as the attribute that drifted.
func TestDeploymentDrift(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := fullStandard(env)
	state := env.Provider(t).Create(deploymentType, config)
	request := ownership.CarryDeployment(deploymentNow(t, env, state.Text("id")), env.Emulator.Now())
	request.SchedulerSize = ptr("MEDIUM")
	if _, err := env.Client.UpdateDeployment(t.Context(), state.Text("id"), request); err != nil {
		t.Fatal(err)
	}
	p := env.Provider(t)
	change := p.Plan(deploymentType, p.Read(state).OK(), config).OK()
	if changed := change.Changed(); !slices.Equal(changed, []string{"scheduler_size"}) {
		t.Errorf("the plan changes %v", changed)
	}
	change.Apply(nil).OK()
	if got := deploymentNow(t, env, state.Text("id")).SchedulerSize; got == nil || *got != "SMALL" {
		t.Errorf("scheduler size = %v", got)
	}
}

// Collections come and go: null, none, one, two, none.
func TestDeploymentCollections(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env)
	state := env.Provider(t).Create(deploymentType, config)
	for _, emails := range []any{nil, []string{}, []string{"a@example.com"}, []string{"b@example.com", "a@example.com"}, []string{}, nil} {
		for _, variables := range []any{nil, acctest.Object{}, acctest.Object{"A": acctest.Object{"value": ""}}} {
			config["contact_emails"], config["environment_variables"] = emails, variables
			p := env.Provider(t)
			state = p.Update(p.Read(state).OK(), config)
			p = env.Provider(t)
			if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
				t.Errorf("with %v and %v the next plan changes %v", emails, variables, changed)
			}
		}
	}
	if d := deploymentNow(t, env, state.Text("id")); len(d.ContactEmails) != 0 || len(d.EnvironmentVariables) != 1 {
		t.Errorf("left: %v, %v", d.ContactEmails, d.EnvironmentVariables)
	}
}

// An apply that is interrupted while waiting keeps the id.
func TestDeploymentCreateCancelled(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, slowly())
	work := env.Workdir(t, `
provider "astro" { settle_time = "0s" }

resource "astro_deployment" "it" {
  workspace_id = "`+env.WorkspaceID+`"
  name         = "orders"
}
`)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	interrupted := interruptWhen(ctx, t, work, func() bool { return env.Requests("POST", "/deployments$") > 0 })
	if !strings.Contains(interrupted, "Deployment is not healthy yet") {
		t.Errorf("the interrupted apply said:\n%s", interrupted)
	}
	env.Emulator.Advance(2 * time.Hour)
	planned := work.Run("plan", "-no-color", "-detailed-exitcode", "-refresh=false")
	if planned.Code != 2 || !strings.Contains(planned.Text(), "0 to add, 1 to change, 0 to destroy") {
		t.Errorf("the next plan (%d):\n%s", planned.Code, planned.Text())
	}
	if n := env.Requests("POST", "/deployments$"); n != 1 {
		t.Errorf("%d creates were sent", n)
	}
}

// Development mode goes off together with the schedules of the same
// configuration: Terraform destroys those first.
func TestAccDeploymentDevelopmentModeOffWithSchedules(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	deployment := func(developing string) string {
		return `
provider "astro" { settle_time = "0s" }

resource "astro_deployment" "it" {
  workspace_id         = "` + env.WorkspaceID + `"
  name                 = "orders"
  is_development_mode  = ` + developing + `
  scheduler_size       = "SMALL"
  is_high_availability = false
  deletion_protection  = false
}
`
	}
	work := env.Workdir(t, deployment("true")+`
resource "astro_hibernation_schedule" "nights" {
  deployment_id     = astro_deployment.it.id
  hibernate_at_cron = "0 18 * * *"
  wake_at_cron      = "0 8 * * *"
}
`)
	if applied := work.Apply(); applied.Code != 0 {
		t.Fatal(applied.Text())
	}
	work.Write(t, "main.tf", deployment("false"))
	if applied := work.Apply(); applied.Code != 0 || !strings.Contains(applied.Text(), "0 added, 1 changed, 1 destroyed") {
		t.Fatal(applied.Text())
	}
	if planned := work.Run("plan", "-no-color", "-detailed-exitcode"); planned.Code != 0 {
		t.Errorf("the plan after it:\n%s", planned.Text())
	}
}

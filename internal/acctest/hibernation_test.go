package acctest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

const schedule = "astro_hibernation_schedule"

func ptr[T any](v T) *T { return &v }

// development makes a Deployment that can hibernate, as the second actor.
func development(t *testing.T, env *acctest.Env, change ...func(*astro.CreateDeploymentRequest)) *astro.Deployment {
	t.Helper()
	request := &astro.CreateDeploymentRequest{
		Type: astro.DeploymentTypeStandard, Name: "dev", WorkspaceID: env.WorkspaceID, CloudProvider: ptr("AWS"), Region: ptr("us-east-1"),
	}
	request.IsDevelopmentMode, request.SchedulerSize, request.IsHighAvailability = ptr(true), ptr("SMALL"), ptr(false)
	request.Executor, request.IsCICDEnforced, request.IsDagDeployEnabled = ptr(astro.ExecutorCelery), ptr(false), ptr(false)
	request.AstroRuntimeVersion = ptr(newestRuntime(t, env))
	request.DefaultTaskPodCPU, request.DefaultTaskPodMemory = ptr("0.25"), ptr("0.5Gi")
	request.ResourceQuotaCPU, request.ResourceQuotaMemory = ptr("10"), ptr("20Gi")
	request.WorkerQueues = []astro.WorkerQueueRequest{{
		Name: "default", IsDefault: true, MaxWorkerCount: 10, WorkerConcurrency: 5, AstroMachine: ptr("A5"), PodEphemeralStorage: ptr("20Gi"),
	}}
	request.ContactEmails = []string{"oncall@example.com"}
	request.EnvironmentVariables = []astro.EnvironmentVariableRequest{
		{Key: "PLAIN", Value: ptr("1")}, {Key: "SECRET", Value: ptr("hush"), IsSecret: true},
	}
	for _, c := range change {
		c(request)
	}
	created, err := env.Client.CreateDeployment(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return created
}

func newestRuntime(t *testing.T, env *acctest.Env) string {
	t.Helper()
	options, err := env.Client.GetDeploymentOptions(t.Context(), astro.DeploymentOptionsFilter{})
	if err != nil || len(options.RuntimeReleases) == 0 {
		t.Fatalf("no runtime releases: %v", err)
	}
	return options.RuntimeReleases[0].Version
}

// setSchedules replaces a Deployment's schedules as a person in the UI would.
func setSchedules(t *testing.T, env *acctest.Env, id string, override *astro.HibernationOverrideRequest, schedules ...astro.HibernationSchedule) {
	t.Helper()
	fresh := deploymentNow(t, env, id)
	request := ownership.CarryDeployment(fresh, time.Now())
	request.ScalingSpec = &astro.ScalingSpecRequest{HibernationSpec: &astro.HibernationSpecRequest{Schedules: schedules, Override: override}}
	if _, err := env.Client.UpdateDeployment(t.Context(), id, request); err != nil {
		t.Fatal(err)
	}
}

func deploymentNow(t *testing.T, env *acctest.Env, id string) *astro.Deployment {
	t.Helper()
	read, err := env.Client.GetDeployment(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// crons lists a Deployment's schedules as "hibernate > wake".
func crons(d *astro.Deployment) []string {
	found := []string{}
	if d.ScalingSpec != nil && d.ScalingSpec.HibernationSpec != nil {
		for _, s := range d.ScalingSpec.HibernationSpec.Schedules {
			found = append(found, s.HibernateAtCron+" > "+s.WakeAtCron)
		}
	}
	return found
}

func scheduleObject(deploymentID any, change ...func(acctest.Object)) acctest.Object {
	object := acctest.Object{"deployment_id": deploymentID, "hibernate_at_cron": "0 18 * * *", "wake_at_cron": "0 8 * * *"}
	for _, c := range change {
		c(object)
	}
	return object
}

func TestAccHibernationSchedule(t *testing.T) {
	env := acctest.Start(t)
	id := development(t, env).ID
	config := func(wake, rest string) string {
		return fmt.Sprintf(`
resource "astro_hibernation_schedule" "nights" {
  deployment_id     = %q
  hibernate_at_cron = "0 18 * * *"
  wake_at_cron      = %q
  %s
}
`, id, wake, rest)
	}
	const address = "astro_hibernation_schedule.nights"
	env.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config("0 8 * * *", ""),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("is_enabled"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("description"), knownvalue.Null()),
			},
		},
		{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: id + "|0 18 * * *|0 8 * * *",
			ImportStateVerifyIdentifierAttribute: "hibernate_at_cron",
		},
		{
			Config: config("0 9 * * *", `description = "Nights"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
			}},
		},
		{ // a cron edited in the UI is drift of that cron, found by the cron that stayed
			PreConfig: func() {
				setSchedules(t, env, id, nil, astro.HibernationSchedule{HibernateAtCron: "0 19 * * *", WakeAtCron: "0 9 * * *", IsEnabled: true, Description: ptr("Nights")})
			},
			Config: config("0 9 * * *", `description = "Nights"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(address, tfjsonpath.New("hibernate_at_cron"), knownvalue.StringExact("0 18 * * *")),
			}},
		},
		{ // removed in the UI: planned anew
			PreConfig: func() { setSchedules(t, env, id, nil) },
			Config:    config("0 9 * * *", `description = "Nights"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
			}},
		},
	}})
	if left := crons(deploymentNow(t, env, id)); len(left) != 0 {
		t.Errorf("after destroy: %v", left)
	}
}

// What others own survives create, update and destroy of a schedule.
func TestScheduleLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	until := env.Emulator.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
	foreign := astro.HibernationSchedule{HibernateAtCron: "0 1 * * 6", WakeAtCron: "0 5 * * 1", IsEnabled: true, Description: ptr("Weekends")}
	setSchedules(t, env, id, &astro.HibernationOverrideRequest{IsHibernating: ptr(false), OverrideUntil: &until}, foreign)
	before := deploymentNow(t, env, id)

	p := env.Provider(t)
	state := p.Create(schedule, scheduleObject(id))
	state = p.Update(state, scheduleObject(id, func(o acctest.Object) { o["wake_at_cron"] = "0 7 * * *" }))
	if got := crons(deploymentNow(t, env, id)); len(got) != 2 {
		t.Errorf("schedules = %v", got)
	}
	p.Delete(state).OK()

	after := deploymentNow(t, env, id)
	if got := crons(after); len(got) != 1 || got[0] != "0 1 * * 6 > 0 5 * * 1" {
		t.Errorf("schedules after destroy = %v", got)
	}
	override := after.ScalingSpec.HibernationSpec.Override
	if override == nil || override.IsHibernating == nil || *override.IsHibernating || override.OverrideUntil == nil {
		t.Errorf("the override was lost: %+v", override)
	}
	if len(after.EnvironmentVariables) != 2 || len(after.ContactEmails) != 1 || len(after.WorkerQueues) != 1 {
		t.Errorf("variables, e-mails or queues were lost: %+v", after)
	}
	if b, a := before.WorkerQueues[0], after.WorkerQueues[0]; a.ID != b.ID || a.PodEphemeralStorage == nil || *a.PodEphemeralStorage != "20Gi" {
		t.Errorf("the queue changed: %+v -> %+v", b, a)
	}
	for _, entry := range env.Journal("POST", "/deployments/") {
		if strings.Contains(entry.Body, "hush") || strings.Contains(entry.Body, `"value":""`) {
			t.Errorf("a secret's value, or an empty one, was sent: %s", entry.Body)
		}
		if !strings.Contains(entry.Body, `"scalingSpec"`) {
			t.Errorf("scalingSpec was left to the API: %s", entry.Body)
		}
	}
}

func TestExpiredOverrideIsNotSentAgain(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	until := env.Emulator.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	setSchedules(t, env, id, &astro.HibernationOverrideRequest{IsHibernating: ptr(true), OverrideUntil: &until})
	env.Emulator.Advance(2 * time.Hour)
	env.Provider(t).Create(schedule, scheduleObject(id))
	for _, entry := range env.Journal("POST", "/deployments/") {
		if strings.Contains(entry.Body, "override") {
			t.Errorf("an expired override was sent: %s", entry.Body)
		}
	}
}

// Each rule refuses at plan, with the attribute's path, before any write.
func TestScheduleRules(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		deployment func(*astro.CreateDeploymentRequest)
		config     func(acctest.Object)
		want       string
	}{
		"not in development mode": {deployment: func(r *astro.CreateDeploymentRequest) { r.IsDevelopmentMode = ptr(false) }, want: "deployment_id: Deployment cannot hibernate"},
		"medium scheduler":        {deployment: func(r *astro.CreateDeploymentRequest) { r.SchedulerSize = ptr("MEDIUM") }, want: "scheduler_size = \"SMALL\""},
		"high availability":       {deployment: func(r *astro.CreateDeploymentRequest) { r.IsHighAvailability = ptr(true) }, want: "is_high_availability = false"},
		"cron of four fields":     {config: func(o acctest.Object) { o["wake_at_cron"] = "0 8 * *" }, want: "wake_at_cron: Invalid cron"},
		"equal crons":             {config: func(o acctest.Object) { o["wake_at_cron"] = "0 18  * * *" }, want: "wake_at_cron"},
		"no id":                   {config: func(o acctest.Object) { o["deployment_id"] = "dev" }, want: "deployment_id: Invalid id"},
		"no such Deployment":      {config: func(o acctest.Object) { o["deployment_id"] = "cm00000000000000000000000" }, want: "deployment_id: Deployment does not exist"},
		"long description":        {config: func(o acctest.Object) { o["description"] = strings.Repeat("x", 201) }, want: "description"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			var changes []func(*astro.CreateDeploymentRequest)
			if c.deployment != nil {
				changes = append(changes, c.deployment)
			}
			config := scheduleObject(development(t, env, changes...).ID)
			if c.config != nil {
				c.config(config)
			}
			said := env.Provider(t).Plan(schedule, nil, config).Diagnostics
			if !said.HasError() || !strings.Contains(strings.Join(said.Errors(), "\n"), c.want) {
				t.Errorf("want an error with %q, got:\n%s", c.want, said)
			}
			if env.Writes() != 0 {
				t.Errorf("%d writes were sent", env.Writes())
			}
		})
	}
}

func TestScheduleIsSilentOnUnknown(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env, func(r *astro.CreateDeploymentRequest) { r.IsDevelopmentMode = ptr(false) }).ID
	for _, attribute := range []string{"deployment_id", "hibernate_at_cron", "wake_at_cron"} {
		config := scheduleObject(id, func(o acctest.Object) { o[attribute] = acctest.Unknown })
		if said := env.Provider(t).Plan(schedule, nil, config).Diagnostics; len(said) != 0 {
			t.Errorf("%s unknown, said:\n%s", attribute, said)
		}
	}
}

// A Deployment that becomes able to hibernate and its first schedule fit in one
// commit, and one that stops being able to is no place for a schedule: the
// rules judge what this walk has planned of the Deployment, not what stands.
func TestScheduleSeesWhatIsPlannedBefore(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	big := with("is_development_mode", true, "scheduler_size", "MEDIUM", "is_high_availability", true)
	small := with("is_development_mode", true, "scheduler_size", "SMALL", "is_high_availability", false)
	state := env.Provider(t).Create(deploymentType, deploymentObject(env, big))
	id := state.Text("id")
	first := scheduleObject(id)
	expectFindings(t, env.Provider(t).Plan(schedule, nil, first).Diagnostics, "deployment_id: Deployment cannot hibernate")
	for _, unknown := range []string{"scheduler_size", "is_high_availability"} {
		p := env.Provider(t)
		p.Plan(deploymentType, state, deploymentObject(env, small, with(unknown, acctest.Unknown))).OK()
		expectFindings(t, p.Plan(schedule, nil, first).Diagnostics, "")
	}
	p := env.Provider(t)
	change := p.Plan(deploymentType, state, deploymentObject(env, small)).OK()
	created := p.Plan(schedule, nil, first)
	expectFindings(t, created.Diagnostics, "")

	p = env.Provider(t) // the apply is a walk of its own
	state = change.Apply(p).OK()
	created.Apply(p).OK()
	if got := crons(deploymentNow(t, env, id)); len(got) != 1 {
		t.Errorf("schedules = %v", got)
	}
	p = env.Provider(t)
	p.Plan(deploymentType, state, deploymentObject(env, with("is_development_mode", true, "scheduler_size", "MEDIUM")))
	expectFindings(t, p.Plan(schedule, nil, scheduleObject(id, having("wake_at_cron", "0 9 * * *"))).Diagnostics, "deployment_id: Deployment cannot hibernate")
}

func TestScheduleLimitCountsForeignOnes(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	var ten []astro.HibernationSchedule
	for hour := range 10 {
		ten = append(ten, astro.HibernationSchedule{HibernateAtCron: fmt.Sprintf("30 %d * * *", hour), WakeAtCron: fmt.Sprintf("45 %d * * *", hour), IsEnabled: true})
	}
	setSchedules(t, env, id, nil, ten...)
	p := env.Provider(t)
	change := p.Plan(schedule, nil, scheduleObject(id)).OK()
	if len(change.Diagnostics.Warnings()) == 0 {
		t.Error("no warning at plan that the limit is passed")
	}
	result := change.Apply(nil)
	if !result.Diagnostics.HasError() || env.Writes() != 0 {
		t.Errorf("the eleventh must be refused without a write (%d writes):\n%s", env.Writes(), result.Diagnostics)
	}
}

func TestScheduleDeclaredTwice(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	p := env.Provider(t)
	p.Plan(schedule, nil, scheduleObject(id)).OK()
	if said := p.Plan(schedule, nil, scheduleObject(id)).Diagnostics; !strings.Contains(said.String(), "declared twice") {
		t.Errorf("the second claim of one pair:\n%s", said)
	}
}

func TestSchedulesThatContradictWarn(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	setSchedules(t, env, id, nil, astro.HibernationSchedule{HibernateAtCron: "0 3 * * *", WakeAtCron: "0 18 * * 1-5", IsEnabled: true})
	change := env.Provider(t).Plan(schedule, nil, scheduleObject(id)).OK()
	if warnings := strings.Join(change.Diagnostics.Warnings(), "\n"); !strings.Contains(warnings, "contradict") || !strings.Contains(warnings, "UTC") {
		t.Errorf("warnings:\n%s", change.Diagnostics)
	}
}

func TestScheduleOfADeletedDeployment(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	state := env.Provider(t).Create(schedule, scheduleObject(id))
	if err := env.Client.DeleteDeployment(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if read := env.Provider(t).Read(state).OK(); !read.Gone() {
		t.Errorf("read = %v", read.Values())
	}
	env.Provider(t).Delete(state).OK()
}

// A wrong organization, and a token that may not see, never empty a state.
func TestScheduleStaysWhenItCannotBeSeen(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	state := env.Provider(t).Create(schedule, scheduleObject(id))
	for _, status := range []int{403, 500} {
		env.AddFault(t, faultOn("GET", "/deployments", status))
		if result := env.Provider(t).Read(state); !result.Diagnostics.HasError() {
			t.Errorf("HTTP %d: no error; state gone %v", status, result.State.Gone())
		}
		env.Emulator.ClearFaults()
	}
	lost, _ := env.ProviderWith(t, acctest.Object{"organization_id": "cm00000000000000000000org"})
	if lost != nil {
		if result := lost.Read(state); !result.Diagnostics.HasError() {
			t.Errorf("wrong organization: no error; state gone %v", result.State.Gone())
		}
	}
}

// The API's verdict is missing at plan: a warning, never an error.
func TestSchedulePlanWithoutAVerdict(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	for _, status := range []int{403, 503} {
		env.AddFault(t, faultOn("GET", "/deployments", status))
		change := env.Provider(t).Plan(schedule, nil, scheduleObject(id))
		if change.Diagnostics.HasError() || len(change.Diagnostics.Warnings()) == 0 {
			t.Errorf("HTTP %d:\n%s", status, change.Diagnostics)
		}
		env.Emulator.ClearFaults()
	}
}

// A lost answer makes neither a second entry nor a refusal of the own one.
func TestScheduleLostAnswer(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	lost := faultOn("POST", "/deployments/", 0)
	lost.Commit, lost.Drop = true, true
	env.AddFault(t, lost)
	env.Provider(t).Create(schedule, scheduleObject(id))
	if got := crons(deploymentNow(t, env, id)); len(got) != 1 {
		t.Errorf("schedules = %v", got)
	}
}

func TestHibernationStatusDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	setSchedules(t, env, id, &astro.HibernationOverrideRequest{IsHibernating: ptr(true)},
		astro.HibernationSchedule{HibernateAtCron: "0 18 * * *", WakeAtCron: "0 8 * * *", IsEnabled: true},
		astro.HibernationSchedule{HibernateAtCron: "0 1 * * *", WakeAtCron: "0 2 * * *"})
	env.Emulator.Advance(time.Hour)
	values := env.Provider(t).Data("astro_hibernation_status", acctest.Object{"deployment_id": id}).OK().Values()
	if values["is_hibernating"] != true {
		t.Errorf("is_hibernating = %v", values["is_hibernating"])
	}
	for _, s := range values["schedules"].([]any) { //nolint:forcetypeassert // a test that panics fails
		row := s.(acctest.Object)                        //nolint:forcetypeassert // as above
		next, want := row["next_transitions"].([]any), 0 //nolint:forcetypeassert // as above
		if row["is_enabled"] == true {
			want = 3
		}
		if len(next) != want {
			t.Errorf("schedule %v shows %d transitions, want %d", row["hibernate_at_cron"], len(next), want)
		}
	}
}

package acctest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// Two schedules of one configuration that contradict each other: the plan of the
// one that comes second warns, though neither is on the server yet.
func TestNewSchedulesThatContradictWarn(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	other := func(enabled bool) acctest.Object {
		return scheduleObject(id, with("hibernate_at_cron", "0 3 * * *", "wake_at_cron", "0 18 * * MON-FRI", "is_enabled", enabled))
	}
	for enabled, want := range map[bool]bool{true: true, false: false} {
		p := env.Provider(t)
		p.Plan(schedule, nil, other(enabled)).OK()
		warnings := strings.Join(p.Plan(schedule, nil, scheduleObject(id)).OK().Diagnostics.Warnings(), "\n")
		if got := strings.Contains(warnings, "contradict"); got != want {
			t.Errorf("the other one enabled %v: warned %v\n%s", enabled, got, warnings)
		}
	}
}

// A schedule that was changed in the UI: the plan names the one attribute that
// was changed, and nothing that is known after apply.
func TestScheduleDriftNamesOneAttribute(t *testing.T) {
	t.Parallel()
	for attribute, change := range map[string]func(*astro.HibernationSchedule){
		"hibernate_at_cron": func(s *astro.HibernationSchedule) { s.HibernateAtCron = "30 19 * * *" },
		"wake_at_cron":      func(s *astro.HibernationSchedule) { s.WakeAtCron = "30 9 * * *" },
		"is_enabled":        func(s *astro.HibernationSchedule) { s.IsEnabled = false },
		"description":       func(s *astro.HibernationSchedule) { s.Description = ptr("By hand") },
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			id := development(t, env).ID
			foreign := astro.HibernationSchedule{HibernateAtCron: "0 18 * * 6", WakeAtCron: "0 8 * * 1", IsEnabled: true}
			setSchedules(t, env, id, nil, foreign)
			config := scheduleObject(id, with("description", "Nights"))
			state := env.Provider(t).Create(schedule, config)
			own := astro.HibernationSchedule{HibernateAtCron: "0 18 * * *", WakeAtCron: "0 8 * * *", IsEnabled: true, Description: ptr("Nights")}
			change(&own)
			setSchedules(t, env, id, nil, own, foreign)
			p := env.Provider(t)
			planned := p.Plan(schedule, p.Read(state).OK(), config).OK()
			if changed := planned.Changed(); !slices.Equal(changed, []string{attribute}) || !planned.Planned.Raw.IsFullyKnown() {
				t.Errorf("the plan changes %v to %v", changed, planned.Planned.Raw)
			}
			planned.Apply(env.Provider(t)).OK()
			got := crons(deploymentNow(t, env, id))
			slices.Sort(got)
			if want := []string{"0 18 * * * > 0 8 * * *", "0 18 * * 6 > 0 8 * * 1"}; !slices.Equal(got, want) {
				t.Errorf("schedules = %v", got)
			}
		})
	}
}

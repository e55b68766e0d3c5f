package acctest_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// A schedule that stands already is taken over, as a link is. The plan says so
// when that changes it, and asks for no import.
func TestScheduleThatStandsIsTakenOver(t *testing.T) {
	t.Parallel()
	standing := astro.HibernationSchedule{HibernateAtCron: "0 18 * * *", WakeAtCron: "0 8 * * *", IsEnabled: true, Description: ptr("By hand")}
	for name, c := range map[string]struct {
		config func(acctest.Object)
		want   string // a part of the warning, empty for none
		stored astro.HibernationSchedule
		writes int
	}{
		"as declared":         {with("description", "By hand"), "", standing, 0},
		"another description": {with("description", "Nights"), `the description "By hand"`, astro.HibernationSchedule{HibernateAtCron: "0 18 * * *", WakeAtCron: "0 8 * * *", IsEnabled: true, Description: ptr("Nights")}, 1},
		"switched off":        {with("description", "By hand", "is_enabled", false), "is_enabled = true", astro.HibernationSchedule{HibernateAtCron: "0 18 * * *", WakeAtCron: "0 8 * * *", Description: ptr("By hand")}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			id := development(t, env).ID
			setSchedules(t, env, id, nil, standing)
			env.ResetJournal()
			config := scheduleObject(id, c.config)
			change := env.Provider(t).Plan(schedule, nil, config).OK()
			warned := strings.Join(change.Diagnostics.Warnings(), "\n")
			if (c.want == "") != (warned == "") || !strings.Contains(warned, c.want) || strings.Contains(warned, "import") {
				t.Errorf("the plan says %q, want %q", warned, c.want)
			}
			state := change.Apply(env.Provider(t)).OK()
			if env.Writes() != c.writes {
				t.Errorf("%d writes, want %d", env.Writes(), c.writes)
			}
			if diff := cmp.Diff([]astro.HibernationSchedule{c.stored}, schedulesNow(t, env, id)); diff != "" {
				t.Errorf("the server has (-want +got):\n%s", diff)
			}
			p := env.Provider(t)
			if changed := p.Plan(schedule, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
				t.Errorf("the next plan changes %v", changed)
			}
			p.Delete(state).OK()
			if left := schedulesNow(t, env, id); len(left) != 0 {
				t.Errorf("after destroy: %v", left)
			}
		})
	}
}

// The settling read fails after the entry was written: the create fails without a
// state, and the next apply takes over what it left.
func TestScheduleAfterAFailedCreate(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Settle(50*time.Millisecond))
	id := development(t, env).ID
	config := scheduleObject(id)
	change := env.Provider(t).Plan(schedule, nil, config).OK()
	p := env.Provider(t)
	// Not the second read of all: on a busy machine the first one is repeated before
	// it is written from.
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments/", After: func(*httpRequest) {
		env.AddFault(t, faultOn("GET", "/deployments/", 403))
	}})
	result := change.Apply(p)
	if !result.Diagnostics.HasError() || !result.State.Gone() {
		t.Fatalf("the create must fail without a state: %v\n%s", result.State.Values(), result.Diagnostics)
	}
	env.Emulator.ClearFaults()
	if got := crons(deploymentNow(t, env, id)); len(got) != 1 {
		t.Fatalf("the failed create left %v", got)
	}
	state := env.Provider(t).Create(schedule, config)
	p = env.Provider(t)
	if changed := p.Plan(schedule, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the next plan changes %v", changed)
	}
}

// Two resources of one configuration whose crons are known only at apply: the
// second is an error there, which calls the first by its name.
func TestScheduleDeclaredTwiceAtApply(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	first := env.Provider(t).Plan(schedule, nil, scheduleObject(id)).OK()
	second := env.Provider(t).Plan(schedule, nil, scheduleObject(id, having("description", "Second"))).OK()
	p := env.Provider(t)
	first.Apply(p).OK()
	said := second.Apply(p)
	if !strings.Contains(said.Diagnostics.String(), "declared twice") || strings.Contains(said.Diagnostics.String(), "import") {
		t.Errorf("the second says:\n%s", said.Diagnostics)
	}
	if got := schedulesNow(t, env, id); len(got) != 1 || got[0].Description != nil {
		t.Errorf("the server has %v", got)
	}
}

// schedulesNow are a Deployment's schedules as the server has them.
func schedulesNow(t *testing.T, env *acctest.Env, id string) []astro.HibernationSchedule {
	t.Helper()
	read := deploymentNow(t, env, id)
	if read.ScalingSpec == nil || read.ScalingSpec.HibernationSpec == nil {
		return nil
	}
	found := read.ScalingSpec.HibernationSpec.Schedules
	for i := range found {
		if found[i].Description != nil && *found[i].Description == "" {
			found[i].Description = nil
		}
	}
	return found
}

// A resource that is renamed while its new entry is refused: the destroy, which
// left the entry for the create to take over, removes it in the end.
func TestScheduleGivenUpToACreateThatFails(t *testing.T) {
	t.Parallel()
	for _, settle := range []time.Duration{-1, 50 * time.Millisecond} {
		env := acctest.Start(t, acctest.Settle(settle), acctest.Latency(5*time.Millisecond))
		id := development(t, env).ID
		state := env.Provider(t).Create(schedule, scheduleObject(id))
		refused := faultOn("POST", "/deployments/", 400)
		refused.Body = "poison"
		env.AddFault(t, refused)
		planned := env.Provider(t)
		destroy := planned.Plan(schedule, planned.Read(state).OK(), nil).OK()
		create := planned.Plan(schedule, nil, scheduleObject(id, having("description", "poison"))).OK()
		p := env.Provider(t)
		var group sync.WaitGroup
		var created, destroyed *acctest.Result
		group.Go(func() { created = create.Apply(p) })
		group.Go(func() { destroyed = destroy.Apply(p) })
		group.Wait()
		if !created.Diagnostics.HasError() || destroyed.Diagnostics.HasError() {
			t.Errorf("settle %v: created:\n%s\ndestroyed:\n%s", settle, created.Diagnostics, destroyed.Diagnostics)
		}
		if got := schedulesNow(t, env, id); len(got) != 0 {
			t.Errorf("settle %v: the destroy succeeded and left %v", settle, got)
		}
	}
}

// An apply that was stopped while two schedules changed places leaves one entry
// with two owners. A plan without a refresh is refused, one with a refresh drops the
// second, and says so.
func TestScheduleWithTwoOwners(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	x, y := scheduleObject(id), scheduleObject(id, having("wake_at_cron", "0 9 * * *"))
	a, b := env.Provider(t).Create(schedule, x), env.Provider(t).Create(schedule, y)
	p := env.Provider(t)
	a = p.Plan(schedule, p.Read(a).OK(), y).OK().Apply(env.Provider(t)).OK() // and then the apply is stopped
	p = env.Provider(t)
	p.Plan(schedule, a, y).OK()
	expectFindings(t, p.Plan(schedule, b, x).Diagnostics, "hibernate_at_cron: Two resources of this state hold one schedule")

	for _, order := range [][]*acctest.State{{a, b}, {b, a}} {
		p = env.Provider(t)
		if first := p.Read(order[0]); first.State.Gone() || len(first.Diagnostics) != 0 {
			t.Errorf("the first is gone %v, said:\n%s", first.State.Gone(), first.Diagnostics)
		}
		second := p.Read(order[1])
		if second.Diagnostics.HasError() || !second.State.Gone() || !strings.Contains(second.Diagnostics.String(), "belongs to another resource") {
			t.Errorf("the second is gone %v, said:\n%s", second.State.Gone(), second.Diagnostics)
		}
	}
}

// On a Deployment that is full, a create waits for what a later call of the same
// apply gives up.
func TestScheduleWaitsForRoom(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	old := env.Provider(t).Create(schedule, scheduleObject(id))
	full := schedulesNow(t, env, id)
	for minute := range 9 {
		full = append(full, astro.HibernationSchedule{HibernateAtCron: fmt.Sprintf("%d 1 * * *", minute), WakeAtCron: fmt.Sprintf("%d 2 * * *", minute), IsEnabled: true})
	}
	setSchedules(t, env, id, nil, full...)
	planned := env.Provider(t)
	destroy := planned.Plan(schedule, planned.Read(old).OK(), nil).OK()
	create := planned.Plan(schedule, nil, scheduleObject(id, having("wake_at_cron", "0 9 * * *"))).OK()
	env.ResetJournal()
	p := env.Provider(t)
	var group sync.WaitGroup
	var created *acctest.Result
	group.Go(func() { created = create.Apply(p) })
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for env.Requests("GET", "/deployments/") == 0 { // until the create has looked at the full Deployment
		select {
		case <-t.Context().Done():
			t.Fatal("the create never looked")
		case <-tick.C:
		}
	}
	destroyed := destroy.Apply(p)
	group.Wait()
	if created.Diagnostics.HasError() || destroyed.Diagnostics.HasError() {
		t.Errorf("created:\n%s\ndestroyed:\n%s", created.Diagnostics, destroyed.Diagnostics)
	}
	got := crons(deploymentNow(t, env, id))
	if len(got) != 10 || slices.Contains(got, "0 18 * * * > 0 8 * * *") || !slices.Contains(got, "0 18 * * * > 0 9 * * *") {
		t.Errorf("schedules = %v", got)
	}
}

package acctest_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// scheduleWorld is one state with schedules of one Deployment, and the Deployment
// with the schedules of others.
type scheduleWorld struct {
	t   *testing.T
	env *acctest.Env
	id  string
	r   *rand.Rand
	// states are the resources in the state, by address.
	states  map[string]*acctest.State
	foreign []astro.HibernationSchedule
}

// scheduleCall is a change of one resource, as Terraform would call for it.
type scheduleCall struct {
	address string
	change  *acctest.Change
}

// plan refreshes and plans every resource in random order, as one walk, and
// returns the calls that Terraform would make.
func (w *scheduleWorld) plan(declared map[string]astro.HibernationSchedule) []scheduleCall {
	w.t.Helper()
	addresses := map[string]bool{}
	for a := range maps.Keys(w.states) {
		addresses[a] = true
	}
	for a := range maps.Keys(declared) {
		addresses[a] = true
	}
	order := slices.Sorted(maps.Keys(addresses))
	w.r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	p := w.env.Provider(w.t)
	var calls []scheduleCall
	for _, address := range order {
		prior := w.states[address]
		if prior != nil {
			if prior = p.Read(prior).OK(); prior.Gone() {
				prior = nil
				delete(w.states, address)
			}
		}
		var config acctest.Object
		if entry, ok := declared[address]; ok {
			config = acctest.Object{"deployment_id": w.id, "hibernate_at_cron": entry.HibernateAtCron, "wake_at_cron": entry.WakeAtCron, "is_enabled": entry.IsEnabled}
			if entry.Description != nil {
				config["description"] = *entry.Description
			}
		}
		if prior == nil && config == nil {
			continue
		}
		change := p.Plan(schedule, prior, config).OK()
		if len(change.Replaces) > 0 {
			w.t.Fatalf("%s is replaced for %v", address, change.Replaces)
		}
		if len(change.Changed()) > 0 {
			calls = append(calls, scheduleCall{address, change})
		}
	}
	return calls
}

// apply makes the calls in random order, so many at a time, and returns what
// went wrong, by address.
func (w *scheduleWorld) apply(calls []scheduleCall, parallelism int) map[string]string {
	w.t.Helper()
	w.r.Shuffle(len(calls), func(i, j int) { calls[i], calls[j] = calls[j], calls[i] })
	p := w.env.Provider(w.t)
	slots := make(chan struct{}, parallelism)
	var group sync.WaitGroup
	var mu sync.Mutex
	failed := map[string]string{}
	for _, call := range calls {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			result := call.change.Apply(p)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case result.Diagnostics.HasError():
				failed[call.address] = result.Diagnostics.String()
			case result.State.Gone():
				delete(w.states, call.address)
			default:
				w.states[call.address] = result.State
			}
		})
	}
	group.Wait()
	return failed
}

// differs compares the server with what the configuration and others declare.
func (w *scheduleWorld) differs(declared map[string]astro.HibernationSchedule) string {
	w.t.Helper()
	want := append(slices.Collect(maps.Values(declared)), w.foreign...)
	got := schedulesNow(w.t, w.env, w.id)
	for _, list := range [][]astro.HibernationSchedule{want, got} {
		slices.SortFunc(list, func(a, b astro.HibernationSchedule) int { return strings.Compare(a.HibernateAtCron, b.HibernateAtCron) })
	}
	return cmp.Diff(want, got)
}

// poolSize is how many pairs there are. With the foreign ones it is the limit of
// a Deployment, so that no order of calls can pass it.
const poolSize = 8

// draw draws a configuration: some addresses, a pair for each. Descriptions
// follow the pair or the address; both occur in real configurations.
func (w *scheduleWorld) draw() map[string]astro.HibernationSchedule {
	pairs, addresses := w.r.Perm(poolSize), w.r.Perm(poolSize)
	byAddress := w.r.IntN(2) == 0
	declared := map[string]astro.HibernationSchedule{}
	for i := range w.r.IntN(poolSize - 1) {
		address, pair := i, pairs[i]
		if w.r.IntN(4) == 0 || i > 4 {
			address = 10 + addresses[i] // a key of for_each, or a name
		}
		entry := astro.HibernationSchedule{HibernateAtCron: fmt.Sprintf("%d 18 * * *", pair), WakeAtCron: fmt.Sprintf("%d 7 * * *", pair), IsEnabled: w.r.IntN(4) > 0}
		switch {
		case w.r.IntN(5) == 0:
		case byAddress:
			entry.Description = ptr(fmt.Sprintf("address %d", address))
		default:
			entry.Description = ptr(fmt.Sprintf("pair %d", pair))
		}
		declared[fmt.Sprint(address)] = entry
	}
	return declared
}

// Whatever a configuration of schedules turns into, in whatever order and however
// many at a time Terraform makes the calls, the first apply ends with exactly what
// is declared, beside what others have there, and the next plan is empty. Some
// applies are stopped half-way; the one after them is a first apply again.
func TestSchedulesEndAsDeclared(t *testing.T) {
	t.Parallel()
	for settle, runs := range map[time.Duration]int{-1: 16, 50 * time.Millisecond: 4} {
		for seed := range uint64(runs) {
			t.Run(fmt.Sprintf("settle %v, seed %d", settle, seed), func(t *testing.T) {
				t.Parallel()
				env := acctest.Start(t, acctest.Settle(settle))
				w := &scheduleWorld{
					t: t, env: env, id: development(t, env).ID, states: map[string]*acctest.State{},
					r: rand.New(rand.NewPCG(seed, 7)),
					foreign: []astro.HibernationSchedule{
						{HibernateAtCron: "30 1 * * 6", WakeAtCron: "30 5 * * 1", IsEnabled: true, Description: ptr("Weekends")},
						{HibernateAtCron: "30 2 * * 6", WakeAtCron: "30 6 * * 1"},
					},
				}
				setSchedules(t, env, w.id, nil, w.foreign...)
				for step := range 5 {
					declared := w.draw()
					calls := w.plan(declared)
					parallelism := []int{1, 2, 10, 50}[w.r.IntN(4)]
					what := fmt.Sprintf("step %d, %d calls, %d at a time", step, len(calls), parallelism)
					if len(calls) > 0 && w.r.IntN(4) == 0 {
						some := w.r.IntN(len(calls))
						what += fmt.Sprintf(", after the first %d and a stop", some)
						w.r.Shuffle(len(calls), func(i, j int) { calls[i], calls[j] = calls[j], calls[i] })
						if failed := w.apply(calls[:some], parallelism); len(failed) > 0 {
							t.Fatalf("%s: before the stop: %v", what, failed)
						}
						calls = w.plan(declared)
					}
					if failed := w.apply(calls, parallelism); len(failed) > 0 {
						t.Fatalf("%s: %v", what, failed)
					}
					if diff := w.differs(declared); diff != "" {
						t.Fatalf("%s: the server has (-want +got):\n%s", what, diff)
					}
					if again := w.plan(declared); len(again) > 0 {
						t.Fatalf("%s: the next plan changes %s: %v", what, again[0].address, again[0].change.Changed())
					}
				}
			})
		}
	}
}

package acctest_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// walkedDeployment is one Deployment with the schedules of its configuration: the
// variables, queues and schedules that a walk takes over, changes and leaves.
type walkedDeployment struct {
	id        string
	resources map[string]*acctest.State // nil before they exist
}

// declared is the configuration of one round; round 0 makes what round 1 changes.
func (d *walkedDeployment) declared(env *acctest.Env, name string, round int) map[string]acctest.Object {
	schedule := func(hibernate, wake string) acctest.Object {
		return acctest.Object{"deployment_id": d.id, "hibernate_at_cron": hibernate, "wake_at_cron": wake}
	}
	settings := acctest.Object{"workspace_id": env.WorkspaceID, "name": name, "is_development_mode": true, "executor": "CELERY"}
	if round == 0 {
		settings["environment_variables"] = acctest.Object{
			"A": acctest.Object{"value": "1"}, "B": acctest.Object{"value": "2"}, "OLD": acctest.Object{"value": "3"},
			"TOKEN": acctest.Object{"secret_value": "t1"}, "RENAMED": acctest.Object{"secret_value": "t2"},
		}
		settings["worker_queues"] = acctest.Object{
			"default": queue(), "heavy": queue("astro_machine", "A20", "worker_concurrency", 20), "light": queue("max_worker_count", 2),
		}
		return map[string]acctest.Object{
			"deployment": settings, "keeps": schedule("0 1 * * *", "0 2 * * *"), "changes": schedule("0 3 * * *", "0 4 * * *"), "goes": schedule("0 5 * * *", "0 6 * * *"),
		}
	}
	// Values swapped, keys and a queue renamed, one queue gone.
	settings["environment_variables"] = acctest.Object{
		"A": acctest.Object{"value": "2"}, "B": acctest.Object{"value": "1"}, "NEW": acctest.Object{"value": "3"},
		"TOKEN": acctest.Object{"secret_value": "t1"}, "OTHER": acctest.Object{"secret_value": "t2"},
	}
	settings["worker_queues"] = acctest.Object{"default": queue("max_worker_count", 2), "big": queue("astro_machine", "A20", "worker_concurrency", 20)}
	return map[string]acctest.Object{
		"deployment": settings, "keeps": schedule("0 1 * * *", "0 2 * * *"), "changes": schedule("0 7 * * *", "0 4 * * *"), "comes": schedule("0 8 * * *", "0 9 * * *"),
	}
}

// planned is one change of a walk.
type planned struct {
	owner  *walkedDeployment
	name   string
	change *acctest.Change
}

// walk plans what differs and applies it, at most so many calls at a time and in
// any order, through one process.
func walk(t *testing.T, env *acctest.Env, deployments map[string]*walkedDeployment, round, parallelism int) {
	t.Helper()
	reader := env.Provider(t)
	var all []planned
	for name, d := range deployments {
		wanted := d.declared(env, name, round)
		for resource, config := range wanted {
			typeName := "astro_hibernation_schedule"
			if resource == "deployment" {
				typeName = deploymentType
			}
			prior := d.resources[resource]
			if prior != nil {
				prior = reader.Read(prior).OK()
			}
			all = append(all, planned{d, resource, reader.Plan(typeName, prior, config).OK()})
		}
		for resource, prior := range maps.Clone(d.resources) {
			if wanted[resource] == nil {
				all = append(all, planned{d, resource, reader.Plan(prior.Type, prior, nil).OK()})
			}
		}
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	writer, slots := env.Provider(t), make(chan struct{}, parallelism)
	results := make([]*acctest.Result, len(all))
	var calls sync.WaitGroup
	for i, one := range all {
		slots <- struct{}{}
		calls.Go(func() {
			results[i] = one.change.Apply(writer)
			<-slots
		})
	}
	calls.Wait()
	for i, one := range all {
		if said := results[i].Diagnostics; said.HasError() {
			t.Fatalf("%s of %s:\n%s", one.name, one.owner.id, said)
		}
		if one.owner.resources[one.name] = results[i].State; results[i].State.Gone() {
			delete(one.owner.resources, one.name)
		}
	}
}

// queueTexts lists worker queues as name=machine/most.
func queueTexts(d *astro.Deployment) []string {
	found := []string{}
	for _, q := range d.WorkerQueues {
		found = append(found, fmt.Sprintf("%s=%s/%d", q.Name, *q.AstroMachine, q.MaxWorkerCount))
	}
	slices.Sort(found)
	return found
}

// Variables and queues of a Deployment change beside its schedules in one walk:
// whatever the order of calls and however many at a time, what the configuration
// declares is there afterwards, foreign parts too, and nothing else.
func TestDeploymentOneWalkOneSet(t *testing.T) {
	t.Parallel()
	for _, parallelism := range []int{1, 10, 50} {
		for _, settle := range []time.Duration{-1, 250 * time.Millisecond} {
			t.Run(strconv.Itoa(parallelism)+" at a time, settling "+settle.String(), func(t *testing.T) {
				t.Parallel()
				env := acctest.Start(t, acctest.Settle(settle))
				deployments := map[string]*walkedDeployment{}
				for _, name := range []string{"one", "two", "three"} {
					made := development(t, env, func(r *astro.CreateDeploymentRequest) { r.Name = name }) // PLAIN=1 and SECRET belong to somebody else
					setSchedules(t, env, made.ID, nil, astro.HibernationSchedule{HibernateAtCron: "0 20 * * *", WakeAtCron: "0 21 * * *", IsEnabled: true})
					state := env.Provider(t).Import(deploymentType, made.ID).OK()
					deployments[name] = &walkedDeployment{id: made.ID, resources: map[string]*acctest.State{"deployment": state}}
				}
				for round, want := range []struct{ variables, queues, crons []string }{
					{
						[]string{"A=1", "B=2", "OLD=3", "PLAIN=1", "RENAMED=*", "SECRET=*", "TOKEN=*"},
						[]string{"default=A5/10", "heavy=A20/10", "light=A5/2"},
						[]string{"0 1 * * * > 0 2 * * *", "0 20 * * * > 0 21 * * *", "0 3 * * * > 0 4 * * *", "0 5 * * * > 0 6 * * *"},
					},
					{
						[]string{"A=2", "B=1", "NEW=3", "OTHER=*", "PLAIN=1", "SECRET=*", "TOKEN=*"},
						[]string{"big=A20/10", "default=A5/2"},
						[]string{"0 1 * * * > 0 2 * * *", "0 20 * * * > 0 21 * * *", "0 7 * * * > 0 4 * * *", "0 8 * * * > 0 9 * * *"},
					},
				} {
					walk(t, env, deployments, round, parallelism)
					reader := env.Provider(t)
					for name, d := range deployments {
						now := deploymentNow(t, env, d.id)
						got := crons(now)
						slices.Sort(got)
						if !slices.Equal(variableTexts(now), want.variables) || !slices.Equal(queueTexts(now), want.queues) || !slices.Equal(got, want.crons) {
							t.Errorf("round %d: %s has the variables %v, the queues %v, the schedules %v", round, name, variableTexts(now), queueTexts(now), got)
						}
						for resource, config := range d.declared(env, name, round) {
							state := reader.Read(d.resources[resource]).OK()
							if state.Gone() {
								t.Errorf("round %d: %s of %s is gone", round, resource, name)
								continue
							}
							if changed := reader.Plan(state.Type, state, config).OK().Changed(); len(changed) > 0 {
								t.Errorf("round %d: the next plan changes %v of %s of %s", round, changed, resource, name)
							}
						}
					}
				}
			})
		}
	}
}

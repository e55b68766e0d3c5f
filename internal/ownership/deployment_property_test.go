package ownership_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// scheduleEdit adds or removes one hibernation schedule, told by its description.
func scheduleEdit(name string, wanted bool) ownership.DeploymentEdit {
	there := func(schedules []astro.HibernationSchedule) bool {
		return slices.ContainsFunc(schedules, func(s astro.HibernationSchedule) bool { return s.Description != nil && *s.Description == name })
	}
	return ownership.DeploymentEdit{
		What: fmt.Sprintf("have schedule %s: %t", name, wanted),
		Apply: func(_ *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
			if request.ScalingSpec.HibernationSpec == nil {
				request.ScalingSpec.HibernationSpec = &astro.HibernationSpecRequest{}
			}
			spec := request.ScalingSpec.HibernationSpec
			if there(spec.Schedules) == wanted {
				return false, nil
			}
			if wanted {
				spec.Schedules = append(spec.Schedules, astro.HibernationSchedule{
					HibernateAtCron: "0 20 * * *", WakeAtCron: "0 7 * * *", IsEnabled: true, Description: &name,
				})
				return true, nil
			}
			spec.Schedules = slices.DeleteFunc(spec.Schedules, func(s astro.HibernationSchedule) bool { return s.Description != nil && *s.Description == name })
			if len(spec.Schedules) == 0 {
				spec.Schedules = nil
			}
			if spec.Schedules == nil && spec.Override == nil {
				request.ScalingSpec.HibernationSpec = nil
			}
			return true, nil
		},
		Stands: func(d *astro.Deployment) error {
			if there(schedulesOf(d)) != wanted {
				return errors.New("the schedule " + name + " is not as wanted")
			}
			return nil
		},
	}
}

func schedulesOf(d *astro.Deployment) []astro.HibernationSchedule {
	if d.ScalingSpec == nil || d.ScalingSpec.HibernationSpec == nil {
		return nil
	}
	return d.ScalingSpec.HibernationSpec.Schedules
}

// TestManyOwnersOfOneDeployment has eight processes add and remove their
// schedules on one Deployment that has everything a write could lose.
func TestManyOwnersOfOneDeployment(t *testing.T) {
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		t.Run(profile, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { ownOneDeployment(t, profile) })
		})
	}
}

func ownOneDeployment(t *testing.T, profile string) {
	t.Helper()
	api := emulate(t, emulator.Options{Profile: profile})
	client := api.client(t)
	id := api.deployment(t, client, "shared", astro.DeploymentSettings{
		ContactEmails: []string{"a@example.com", "b@example.com"}, Description: text("described"),
		EnvironmentVariables: []astro.EnvironmentVariableRequest{{Key: "PLAIN", Value: text("v")}, {Key: "SECRET", Value: text("s"), IsSecret: true}},
	})
	if _, err := client.SetHibernationOverride(t.Context(), id, astro.SetHibernationOverrideRequest{IsHibernating: false}); err != nil {
		t.Fatal(err)
	}
	before := withoutSchedules(t, client, id)
	random := rand.New(rand.NewPCG(7, 7))
	var dice, results sync.Mutex
	api.latency = func() time.Duration {
		dice.Lock()
		defer dice.Unlock()
		return time.Duration(20+random.IntN(400)) * time.Millisecond
	}
	reported := map[string]bool{}
	var owners sync.WaitGroup
	for i := range 8 {
		name, editor := fmt.Sprintf("schedule %d", i), ownership.New(api.client(t), ownership.Options{})
		owners.Go(func() {
			for round := range 3 {
				wanted := round%2 == i%2
				if _, err := editor.Deployment(t.Context(), id, scheduleEdit(name, wanted)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				results.Lock()
				reported[name] = wanted
				results.Unlock()
			}
		})
	}
	owners.Wait()
	after, err := client.GetDeployment(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for name, wanted := range reported {
		if err := scheduleEdit(name, wanted).Stands(after); err != nil {
			t.Error(err)
		}
	}
	if got := withoutSchedules(t, client, id); got != before {
		t.Errorf("something else changed:\n%s\n%s", before, got)
	}
}

// withoutSchedules writes down what a write could lose beside the schedules.
func withoutSchedules(t *testing.T, client *astro.Client, id string) string {
	t.Helper()
	d, err := client.GetDeployment(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	request := ownership.CarryDeployment(d, time.Now())
	if request.ScalingSpec.HibernationSpec == nil || request.ScalingSpec.HibernationSpec.Override == nil {
		t.Error("the override is gone")
	} else {
		request.ScalingSpec.HibernationSpec.Schedules = nil
	}
	return asJSON(t, request)
}

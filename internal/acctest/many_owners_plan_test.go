package acctest_test

import (
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// Five hundred overrides on ten connections, nothing to change: a plan reads
// from lists, so that the requests do not grow with the overrides; also where
// values that the platform computes move between two reads.
func TestManyOwnersPlanOfFiveHundred(t *testing.T) {
	t.Parallel()
	for name, restless := range map[string]bool{"still": false, "restless": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			planOfFiveHundred(t, acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Restless, o.RandomOrder = restless, restless }),
				acctest.Switches(func(s *emulator.Switches) { s.NestedOrderShuffled = restless })))
		})
	}
}

func planOfFiveHundred(t *testing.T, env *acctest.Env) {
	t.Helper()
	const connections, deployments, mostRequests = 10, 50, 10
	ids := clusterOf(t, env, deployments)
	var configs []acctest.Object
	for c := range connections {
		id, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
			ObjectKey: fmt.Sprintf("shared_%d", c), ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: env.WorkspaceID,
			Connection: &astro.ConnectionRequest{Type: "postgres", Host: ptr("dev.example.com")},
		})
		if err != nil {
			t.Fatal(err)
		}
		editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
			for _, deployment := range ids {
				host := deployment + ".example.com"
				r.Links = append(r.Links, astro.LinkRequest{
					Scope: astro.ScopeDeployment, ScopeEntityID: deployment,
					Overrides: &astro.OverridesRequest{Connection: &astro.ConnectionOverrides{Host: &host}},
				})
				configs = append(configs, acctest.Object{"connection_id": id, "deployment_id": deployment, "host": host})
			}
		})
	}
	states := importAll(t, env, configs)

	env.ResetJournal()
	p := env.Provider(t) // a plan is a walk of its own
	changes := inSlots(t, len(configs), func(i int) []string {
		return p.Plan(override, p.Read(states[i]).OK(), configs[i]).OK().Changed()
	})
	for i, changed := range changes {
		if len(changed) != 0 {
			t.Fatalf("the plan of %v changes %v", configs[i], changed)
		}
	}
	lists := env.Requests("GET", objects+"$") + env.Requests("GET", "/deployments$")
	all := env.Requests("", "")
	t.Logf("figures: %d requests for %d overrides, of them %d pages of lists", all, len(configs), lists)
	if others := all - lists; others > mostRequests {
		t.Errorf("%d requests besides %d pages of lists, want at most %d", others, lists, mostRequests)
	}
	if lists > 4 {
		t.Errorf("%d pages of lists for one Workspace, want at most 4", lists)
	}
}

// importAll imports overrides in one walk.
func importAll(t *testing.T, env *acctest.Env, configs []acctest.Object) []*acctest.State {
	t.Helper()
	p := env.Provider(t)
	return inSlots(t, len(configs), func(i int) *acctest.State {
		return p.Import(override, textOf(configs[i]["connection_id"])+"/"+textOf(configs[i]["deployment_id"])).OK()
	})
}

// inSlots runs a function for each number, ten at once as the CLI does.
func inSlots[T any](t *testing.T, count int, run func(i int) T) []T {
	t.Helper()
	results := make([]T, count)
	var group errgroup.Group
	group.SetLimit(10)
	for i := range count {
		group.Go(func() error {
			results[i] = run(i)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return results
}

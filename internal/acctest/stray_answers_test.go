package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// An answer that is not about what was asked for, or not Astro's own, takes
// nothing out of a state and changes nothing in it; the next refresh finds all as
// it was.
func TestStrayAnswersKeepTheState(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	deployment := p.Create(deploymentType, deploymentObject(env, with("is_development_mode", true)))
	id := deployment.Text("id")
	shared := p.Create(connection, warehouse(env))
	states := []*acctest.State{
		deployment, p.Create(schedule, scheduleObject(id)), shared,
		p.Create(connection, acctest.Object{"deployment_id": id, "key": "own", "type": "postgres"}),
		p.Create(link, acctest.Object{"connection_id": shared.Text("id"), "deployment_id": id}),
	}
	for name, fault := range map[string]emulator.Fault{
		"a gateway's 404":   {Status: http.StatusNotFound, Mangle: emulator.MangleHTML, Count: -1},
		"Astro's own 404":   {Status: http.StatusNotFound, Count: 1},
		"404 for good":      {Status: http.StatusNotFound, Count: -1},
		"an empty object":   {Rewrite: func([]byte) []byte { return []byte("{}") }, Count: -1},
		"without Workspace": {Members: map[string]any{"workspaceId": nil, "scopeEntityId": nil}, Count: -1},
		"another one":       {Members: map[string]any{"id": "clxother00000000000000000"}, Count: -1},
		"another place":     {Members: map[string]any{"workspaceId": "clxother00000000000000000", "scopeEntityId": "clxother00000000000000000"}, Count: -1},
	} {
		fault.Method, fault.Path = http.MethodGet, "/(deployments|environment-objects)/[^/]+$"
		env.AddFault(t, fault)
		for _, state := range states {
			if name == "another place" && state.Type == schedule {
				continue // nothing says where the Deployment of a schedule should be
			}
			result := env.Provider(t).Read(state)
			if !result.Diagnostics.HasError() && result.State.Gone() {
				t.Errorf("%s: %s has left the state", name, state.Type)
			}
			if once := fault.Count == 1; once == result.Diagnostics.HasError() {
				t.Errorf("%s: %s: %s", name, state.Type, result.Diagnostics)
			}
		}
		env.Emulator.ClearFaults()
	}
	for _, state := range states {
		if env.Provider(t).Read(state).OK().Gone() {
			t.Errorf("%s is gone", state.Type)
		}
	}
}

// A DELETE that was not answered as Astro answers it is no destroy: the error is
// honest, and the next run destroys what still stands.
func TestDestroyIsDoneWhenAstroSaysSo(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"an empty 200":    {Status: http.StatusOK, Mangle: emulator.MangleEmpty},
		"a login page":    {Status: http.StatusOK, Mangle: emulator.MangleHTML},
		"a gateway's 404": {Status: http.StatusNotFound, Mangle: emulator.MangleHTML},
		"Astro's own 404": {Status: http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			fault.Method, fault.Count = http.MethodDelete, -1
			for _, state := range []*acctest.State{env.Provider(t).Create(connection, warehouse(env)), env.Provider(t).Create(deploymentType, deploymentObject(env))} {
				env.AddFault(t, fault)
				if result := env.Provider(t).Delete(state); !result.Diagnostics.HasError() || !strings.Contains(result.Diagnostics.String(), "Could not delete") {
					t.Errorf("%s: taken for destroyed:\n%s", state.Type, result.Diagnostics)
				}
				env.Emulator.ClearFaults()
				if env.Provider(t).Read(state).OK().Gone() {
					t.Errorf("%s: gone after a DELETE that was not carried out", state.Type)
				}
				env.Provider(t).Delete(state).OK()
			}
		})
	}
}

// After a redirect of a POST nobody knows whether it was carried out: what it made
// is found and adopted, as after a lost answer.
func TestCreateThatIsRedirected(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusSeeOther, http.StatusFound, http.StatusTemporaryRedirect} {
		env := acctest.Start(t)
		for typeName, config := range map[string]acctest.Object{connection: warehouse(env), deploymentType: deploymentObject(env)} {
			env.AddFault(t, emulator.Fault{
				Method: http.MethodPost, Path: "/(deployments|environment-objects)$", Status: status, Commit: true, Count: 1,
				Header: map[string]string{"Location": "/v1/elsewhere"},
			})
			env.ResetJournal()
			state := env.Provider(t).Create(typeName, config)
			if state.Text("id") == "" || env.Requests(http.MethodPost, "/(deployments|environment-objects)$") != 1 || env.Requests("", "/v1/elsewhere") != 0 {
				t.Errorf("%d: %s: %v", status, typeName, state.Values())
			}
			env.Emulator.ClearFaults()
		}
	}
}

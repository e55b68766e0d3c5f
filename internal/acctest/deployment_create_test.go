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
)

// contains fails unless one of the texts holds all parts.
func contains(t *testing.T, texts []string, parts ...string) {
	t.Helper()
	if !slices.ContainsFunc(texts, func(text string) bool {
		return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
	}) {
		t.Errorf("nothing says %q:\n%s", parts, strings.Join(texts, "\n"))
	}
}

// slowly keeps new Deployments CREATING for an hour of the emulator's clock.
func slowly() acctest.Option {
	return acctest.Emulator(func(o *emulator.Options) { o.ReadyAfter = time.Hour })
}

// A Deployment that takes longer than the timeout is a warning with the id in
// the state; the next plan is an update of the status alone, and its apply goes on waiting.
func TestDeploymentCreateTimesOut(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, slowly())
	config := deploymentObject(env, with("timeouts", acctest.Object{"create": "500ms", "update": "500ms"}))
	result := env.Provider(t).Plan(deploymentType, nil, config).OK().Apply(nil)
	state := result.OK()
	contains(t, result.Diagnostics.Warnings(), "Deployment is not healthy yet", state.Text("id"), "CREATING")
	if state.Text("status") != "CREATING" || state.Text("id") == "" {
		t.Fatalf("state = %v", state.Values())
	}

	p := env.Provider(t)
	state = p.Read(state).OK()
	change := p.Plan(deploymentType, state, config).OK()
	if changed := change.Changed(); !slices.Equal(changed, []string{"status"}) {
		t.Fatalf("the next plan changes %v", changed)
	}
	env.ResetJournal()
	again := change.Apply(env.Provider(t))
	contains(t, again.Diagnostics.Errors(), "status: Deployment is not healthy yet")
	state = again.State
	if state.Text("id") == "" || state.Text("status") != "CREATING" {
		t.Fatalf("state after the second wait = %v", state.Values())
	}

	env.Emulator.Advance(2 * time.Hour)
	p = env.Provider(t)
	state = p.Plan(deploymentType, state, config).OK().Apply(p).OK()
	if state.Text("status") != "HEALTHY" {
		t.Errorf("status = %q", state.Text("status"))
	}
	if n := env.Writes(); n != 0 {
		t.Errorf("waiting sent %d writes", n)
	}
	if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the last plan changes %v", changed)
	}
}

func TestDeploymentCreateWithoutWaiting(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, slowly())
	config := deploymentObject(env, with("wait_for_healthy", false))
	state := env.Provider(t).Create(deploymentType, config)
	p := env.Provider(t)
	state = p.Read(state).OK()
	if changed := p.Plan(deploymentType, state, config).OK().Changed(); state.Text("status") != "CREATING" || len(changed) != 0 {
		t.Errorf("status %s, the next plan changes %v", state.Text("status"), changed)
	}
	p.Delete(state).OK() // a Deployment that is being created can be destroyed
}

// UNHEALTHY ends no wait, and its reason is shown.
func TestDeploymentCreateUnhealthy(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments$", Members: map[string]any{"status": "CREATING"}})
	env.AddFault(t, emulator.Fault{Method: "GET", Path: "/deployments/[^/]+$", Count: 5, Members: map[string]any{"status": "UNHEALTHY", "statusReason": "The scheduler does not answer"}})
	state := env.Provider(t).Create(deploymentType, deploymentObject(env))
	if state.Text("status") != "HEALTHY" {
		t.Errorf("status = %q", state.Text("status"))
	}

	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments$", Members: map[string]any{"status": "CREATING"}})
	env.AddFault(t, emulator.Fault{Method: "GET", Path: "/deployments/[^/]+$", Count: -1, Members: map[string]any{"status": "UNHEALTHY", "statusReason": "The scheduler does not answer"}})
	config := deploymentObject(env, with("name", "second", "timeouts", acctest.Object{"create": "500ms"}))
	result := env.Provider(t).Plan(deploymentType, nil, config).OK().Apply(nil)
	contains(t, result.Diagnostics.Warnings(), "UNHEALTHY", "The scheduler does not answer")
	if result.Diagnostics.HasError() || result.State.Text("id") == "" {
		t.Errorf("the create failed: %s", result.Diagnostics)
	}
}

// A look at the status that fails, and a cancellation, are warnings too.
func TestDeploymentCreateIsNeverTainted(t *testing.T) {
	t.Parallel()
	t.Run("poll fails", func(t *testing.T) {
		t.Parallel()
		env := acctest.Start(t, slowly())
		env.AddFault(t, faultOn("GET", "/deployments/[^/]+$", http.StatusForbidden))
		result := env.Provider(t).Plan(deploymentType, nil, deploymentObject(env)).OK().Apply(nil)
		contains(t, result.Diagnostics.Warnings(), "Deployment is not healthy yet", "403")
		if result.OK().Text("status") != "CREATING" {
			t.Errorf("state = %v", result.State.Values())
		}
	})
	t.Run("deleted while waiting", func(t *testing.T) {
		t.Parallel()
		env := acctest.Start(t, slowly())
		env.AddFault(t, emulator.Fault{Method: "GET", Path: "/deployments/[^/]+$", Before: func(r *http.Request) {
			id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
			if err := env.Client.DeleteDeployment(context.WithoutCancel(r.Context()), id); err != nil {
				t.Error(err)
			}
		}})
		state := env.Provider(t).Plan(deploymentType, nil, deploymentObject(env)).OK().Apply(nil).OK()
		if !env.Provider(t).Read(state).OK().Gone() {
			t.Error("the state keeps a Deployment that is gone")
		}
	})
}

// A name that is taken: a warning at plan, and nothing created at apply.
func TestDeploymentNamesake(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	other := development(t, env)
	change := env.Provider(t).Plan(deploymentType, nil, deploymentObject(env, with("name", other.Name))).OK()
	contains(t, change.Diagnostics.Warnings(), "name: ", other.ID, "terraform import")
	result := change.Apply(env.Provider(t))
	contains(t, result.Diagnostics.Errors(), "name: Could not create Deployment", "terraform import", other.ID)
	if n := env.Requests("POST", "/deployments$"); n != 0 {
		t.Errorf("%d creates were sent", n)
	}
	// Another Workspace's namesake, or a name that differs in case, is none.
	env.Provider(t).Create(deploymentType, deploymentObject(env, with("name", strings.ToUpper(other.Name))))
}

// A lost answer makes no second Deployment: ours is adopted.
func TestDeploymentCreateLostAnswer(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"dropped":     {Commit: true, Drop: true},
		"bad gateway": {Commit: true, Status: http.StatusBadGateway},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			fault.Method, fault.Path = "POST", "/deployments$"
			env.AddFault(t, fault)
			state := env.Provider(t).Create(deploymentType, deploymentObject(env))
			found, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{})
			if err != nil || len(found) != 1 || found[0].ID != state.Text("id") {
				t.Errorf("there are %d Deployments, state has %s (%v)", len(found), state.Text("id"), err)
			}
			if n := env.Requests("POST", "/deployments$"); n != 1 {
				t.Errorf("%d creates were sent", n)
			}
		})
	}
}

// What cannot be told apart is not adopted, but named.
func TestDeploymentCreateLostAnswerOfStrangers(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	var stranger *astro.Deployment
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments$", Drop: true, Before: func(*http.Request) {
		stranger = development(t, env, func(r *astro.CreateDeploymentRequest) { r.Name = "orders" })
	}})
	result := env.Provider(t).Plan(deploymentType, nil, deploymentObject(env)).OK().Apply(nil)
	contains(t, result.Diagnostics.Errors(), "Could not create Deployment", stranger.ID, "terraform import")
	if !result.State.Gone() {
		t.Errorf("a state was kept: %v", result.State.Values())
	}
	found, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{})
	if err != nil || len(found) != 1 {
		t.Errorf("there are %d Deployments (%v)", len(found), err)
	}
}

// A create that Astro refuses leaves no state.
func TestDeploymentCreateRefused(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	change := env.Provider(t).Plan(deploymentType, nil, deploymentObject(env)).OK()
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments$", Status: http.StatusBadRequest, Message: "no more Deployments"})
	result := change.Apply(nil)
	contains(t, result.Diagnostics.Errors(), "Could not create Deployment", "no more Deployments", "HTTP 400")
	if !result.State.Gone() {
		t.Errorf("a state was kept: %v", result.State.Values())
	}
}

// Two new Deployments of one name in one configuration: one is made, the other
// one refused, however close together they are created.
func TestDeploymentNamesakeInOneConfiguration(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	// Both have looked for a namesake before either is made.
	env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: "/deployments$", Delay: 300 * time.Millisecond, Count: -1})
	p := env.Provider(t)
	config := deploymentObject(env)
	results := make(chan acctest.Diagnostics, 2)
	for range 2 {
		change := p.Plan(deploymentType, nil, config).OK()
		go func() { results <- change.Apply(nil).Diagnostics }()
	}
	refused := 0
	for range 2 {
		if said := <-results; said.HasError() {
			refused++
			contains(t, said.Errors(), "terraform import")
		}
	}
	if made := env.Requests(http.MethodPost, "/deployments$"); refused != 1 || made != 1 {
		t.Errorf("%d creates were refused and %d sent, want one each", refused, made)
	}
}

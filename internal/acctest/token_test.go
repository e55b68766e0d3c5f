package acctest_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// oneOfEach creates one of every resource and returns states and configurations
// by type, in an order in which they can be created.
func oneOfEach(t *testing.T, env *acctest.Env) (types []string, states map[string]*acctest.State, configs map[string]acctest.Object) {
	t.Helper()
	types = []string{deploymentType, schedule, connection, link, override}
	states, configs = map[string]*acctest.State{}, map[string]acctest.Object{}
	p := env.Provider(t)
	for _, typeName := range types {
		switch typeName {
		case deploymentType:
			configs[typeName] = deploymentObject(env, with("is_development_mode", true, "scheduler_size", "SMALL",
				"environment_variables", acctest.Object{"TOKEN": acctest.Object{"secret_value": "hush"}}))
		case schedule:
			configs[typeName] = scheduleObject(states[deploymentType].Text("id"))
		case connection:
			configs[typeName] = warehouse(env, having("password", "hush"))
		case link:
			configs[typeName] = acctest.Object{"connection_id": states[connection].Text("id"), "deployment_id": states[deploymentType].Text("id")}
		case override:
			configs[typeName] = acctest.Object{
				"connection_id": states[connection].Text("id"), "deployment_id": states[deploymentType].Text("id"), "host": "prod.example.com", "password": "hush",
			}
		}
		states[typeName] = p.Create(typeName, configs[typeName])
	}
	return types, states, configs
}

// changes is one change in place of every resource.
func changes() map[string]func(acctest.Object) {
	return map[string]func(acctest.Object){
		deploymentType: with("description", "changed"), schedule: with("description", "changed"),
		connection: with("host", "changed.example.com"), override: with("host", "changed.example.com"),
	}
}

// In an organization that lets nobody fetch secrets the whole life of every
// resource passes, because secrets are never asked for.
func TestCycleWithoutSecretsFetching(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.ShowSecretsAllowed = false }))
	types, states, configs := oneOfEach(t, env)
	for typeName, change := range changes() {
		change(configs[typeName])
		p := env.Provider(t)
		states[typeName] = p.Update(p.Read(states[typeName]).OK(), configs[typeName])
	}
	for _, typeName := range types {
		p := env.Provider(t)
		if changed := p.Plan(typeName, p.Read(states[typeName]).OK(), configs[typeName]).OK().Changed(); len(changed) != 0 {
			t.Errorf("the second plan of %s changes %v", typeName, changed)
		}
	}
	p := env.Provider(t)
	p.Data("astro_connections", acctest.Object{"deployment_id": states[deploymentType].Text("id")}).OK()
	p.Data("astro_connection", acctest.Object{"id": states[connection].Text("id")}).OK()
	for _, t0 := range slices.Backward(types) {
		if result := p.Delete(states[t0]); result.Diagnostics.HasError() {
			t.Errorf("destroying %s:\n%s", t0, result.Diagnostics)
		}
	}
	for _, entry := range env.Journal("", "") {
		if entry.Values().Has("showSecrets") {
			t.Errorf("%s %s?%s asks for secrets", entry.Method, entry.Path, entry.Query)
		}
	}
}

// A pull request is planned by a token that may read and nothing else: the plan
// is the same and as quiet as an owner's.
func TestPlanWithAReadOnlyToken(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.ShowSecretsAllowed = false }))
	types, states, configs := oneOfEach(t, env)
	for _, spec := range []emulator.TokenSpec{
		{Role: "WORKSPACE_MEMBER", EntityType: "WORKSPACE", EntityID: env.WorkspaceID}, {Role: "READER OF EVERYTHING"},
	} {
		env.ResetJournal()
		reader := env.With(t, acctest.Variable("ASTRO_API_TOKEN", env.Mint(t, spec)))
		for _, typeName := range types {
			p := reader.Provider(t)
			state := p.Read(states[typeName]).OK()
			plan := p.Plan(typeName, state, configs[typeName]).OK()
			if changed := plan.Changed(); len(changed) != 0 || len(plan.Diagnostics) != 0 {
				t.Errorf("%s: %s plans %v, said:\n%s", spec.Role, typeName, changed, plan.Diagnostics)
			}
			if change := changes()[typeName]; change != nil {
				changed := acctest.Object{}
				maps.Copy(changed, configs[typeName])
				change(changed)
				if plan := reader.Provider(t).Plan(typeName, state, changed).OK(); len(plan.Changed()) != 1 {
					t.Errorf("%s: a change of %s plans %v", spec.Role, typeName, plan.Changed())
				}
			}
			reader.Provider(t).Plan(typeName, state, nil).OK()
		}
		creation := map[string]acctest.Object{
			deploymentType: deploymentObject(env, with("name", "another")), connection: warehouse(env, having("key", "another")),
		}
		for typeName, config := range creation {
			if said := reader.Provider(t).Plan(typeName, nil, config).OK().Diagnostics; len(said) != 0 {
				t.Errorf("%s: planning another %s said:\n%s", spec.Role, typeName, said)
			}
		}
		if env.Writes() != 0 {
			t.Errorf("%s: plans have sent %d writes", spec.Role, env.Writes())
		}
		// What the token may not do is one clear error at apply.
		for typeName, config := range creation {
			p := reader.Provider(t)
			result := p.Plan(typeName, nil, config).OK().Apply(nil)
			refusedOnce(t, result.Diagnostics, "Could not create", "403", "lacks a permission")
			if !result.State.Gone() {
				t.Errorf("%s: a refused create of %s left a state", spec.Role, typeName)
			}
		}
	}
}

// A token that Astro does not accept, or that belongs to another Workspace, is
// one clear error for everything that is read. Nothing leaves the state and
// nothing is written.
func TestTokensThatDoNotFit(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	types, states, _ := oneOfEach(t, env)
	other := elsewhere(t, env)
	env.ResetJournal()
	stranger := env.Mint(t, emulator.TokenSpec{Role: "WORKSPACE_OWNER", EntityType: "WORKSPACE", EntityID: other})
	revoked := env.Mint(t, emulator.TokenSpec{Role: "WORKSPACE_OWNER", EntityType: "WORKSPACE", EntityID: other, ExpiresIn: time.Hour})
	env.Emulator.Advance(2 * time.Hour) // its end is in the future by the provider's clock

	for name, c := range map[string]struct{ token, contains string }{
		"of another Workspace": {stranger, ""}, "not accepted": {revoked, "401"},
	} {
		with := env.With(t, acctest.Variable("ASTRO_API_TOKEN", c.token))
		for _, typeName := range types {
			result := with.Provider(t).Read(states[typeName])
			if result.State.Gone() {
				t.Errorf("token %s: %s left the state", name, typeName)
			}
			errs := result.Diagnostics.Errors()
			if len(errs) != 1 || !strings.Contains(errs[0], c.contains) || !strings.Contains(strings.ToLower(errs[0]), "token") {
				t.Errorf("token %s: want one error that speaks of the token, said:\n%s", name, result.Diagnostics)
			}
		}
		for typeName, config := range map[string]acctest.Object{
			deploymentType: deploymentObject(env, func(o acctest.Object) { o["name"] = "another" }), connection: warehouse(env, having("key", "another")),
		} {
			change := with.Provider(t).Plan(typeName, nil, config)
			said := change.Diagnostics
			if !said.HasError() {
				said = change.Apply(with.Provider(t)).Diagnostics
			}
			if errs := said.Errors(); len(errs) != 1 || !strings.Contains(strings.ToLower(errs[0]), "token") {
				t.Errorf("token %s: creating %s, said:\n%s", name, typeName, said)
			}
		}
	}
	for _, entry := range append(env.Journal("POST", ""), env.Journal("DELETE", "")...) {
		if entry.Committed {
			t.Errorf("%s %s was carried out", entry.Method, entry.Path)
		}
	}
	if deployments, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{}); err != nil || len(deployments) != 1 {
		t.Errorf("%d Deployments, error %v", len(deployments), err)
	}
}

// Where the token's organization is not the one that is configured, the error
// says where each comes from, before any request.
func TestOrganizationThatDoesNotFit(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	second, err := env.Emulator.AddOrganization("second")
	if err != nil {
		t.Fatal(err)
	}
	wrong := env.With(t, acctest.Variable("ASTRO_ORGANIZATION_ID", second.OrganizationID))
	_, said := wrong.ProviderWith(t, nil)
	refusedOnce(t, said, "organization_id: Token of another organization", "ASTRO_ORGANIZATION_ID", "ASTRO_API_TOKEN", second.OrganizationID, env.OrganizationID)
	if env.Requests("", "") != 0 {
		t.Error("requests were sent")
	}
}

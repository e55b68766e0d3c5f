package acctest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// liveWarehouse is a connection of the Workspace under a name of the test's own.
func liveWarehouse(env *acctest.Env, change ...func(acctest.Object)) acctest.Object {
	return warehouse(env, append([]func(acctest.Object){having("key", env.Name("warehouse"))}, change...)...)
}

// liveShare is what somebody else owns: a Restricted connection of the Workspace
// and a Deployment.
func liveShare(t *testing.T, env *acctest.Env) shared {
	t.Helper()
	return shared{
		env: env, deploymentID: deploymentNamed(t, env, env.Name("mine")),
		connectionID: defineConnection(t, env, env.Name("warehouse"), false, &astro.ConnectionRequest{
			Type: "postgres", Host: ptr("dev"), Login: ptr("airflow"), Password: ptr("base"), Extra: astro.Extra{"database": "DEV", "role": "READER"},
		}),
	}
}

// emptyPlan checks that a refreshed state and its configuration agree, and returns that state.
func emptyPlan(t *testing.T, env *acctest.Env, state *acctest.State, config acctest.Object) *acctest.State {
	t.Helper()
	p := env.Provider(t)
	read := p.Read(state).OK()
	if read.Gone() {
		t.Fatalf("%s is gone", state.Type)
	}
	if changed := p.Plan(state.Type, read, config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the plan of %s after its apply changes %v", state.Type, changed)
	}
	return read
}

// A connection is created, found by both import ids, changed in place and deleted.
func TestLiveConnection(t *testing.T) {
	env := liveWorld(t)
	config := liveWarehouse(env, having("password", "s3cret"), having("extra", `{"sslmode":"require"}`), having("description", "Orders"))
	state := emptyPlan(t, env, env.Provider(t).Create(connection, config), config)
	id := state.Text("id")
	now := connectionNow(t, env, id)
	if deref(now.Connection.Host) != "dev.example.com" || deref(now.Description) != "Orders" || !slices.Contains(now.SetFields, "password") {
		t.Errorf("the API has %+v with %v", now.Connection, now.SetFields)
	}
	for _, importID := range []string{id, env.WorkspaceID + "/" + env.Name("warehouse")} {
		if got := env.Provider(t).Import(connection, importID).OK(); got.Text("id") != id || got.Text("host") != "dev.example.com" {
			t.Errorf("import by %s: %v", importID, got.Values())
		}
	}
	config["host"] = "new.example.com"
	state = emptyPlan(t, env, env.Provider(t).Update(state, config), config)
	if now := connectionNow(t, env, id); deref(now.Connection.Host) != "new.example.com" || !slices.Contains(now.SetFields, "password") {
		t.Errorf("after the update the API has %+v with %v", now.Connection, now.SetFields)
	}
	env.Provider(t).Delete(state).OK()
	if _, err := env.Client.GetEnvironmentObject(t.Context(), id); !astro.IsNotFound(err) {
		t.Errorf("after the destroy the API says: %v", err)
	}
}

// A connection of one Deployment is in no Workspace's list, and is imported by its Deployment.
func TestLiveConnectionOfADeployment(t *testing.T) {
	env := liveWorld(t)
	id := deploymentNamed(t, env, env.Name("mine"))
	config := acctest.Object{"deployment_id": id, "key": env.Name("own"), "type": "http", "host": "api.example.com"}
	state := emptyPlan(t, env, env.Provider(t).Create(connection, config), config)
	if now := connectionNow(t, env, state.Text("id")); now.Scope != astro.ScopeDeployment || now.ScopeEntityID != id {
		t.Errorf("it is in %s %s", now.Scope, now.ScopeEntityID)
	}
	imported := env.Provider(t).Import(connection, "deployment:"+id+"/"+env.Name("own")).OK()
	if imported.Text("id") != state.Text("id") || imported.Get("workspace_id") != nil {
		t.Errorf("imported %v", imported.Values())
	}
	env.Provider(t).Delete(state).OK()
	left, err := env.Client.ListEnvironmentObjects(t.Context(), astro.EnvironmentObjectFilter{DeploymentID: id})
	if err != nil || len(left) > 0 {
		t.Errorf("%d connections are left in the Deployment, error %v", len(left), err)
	}
}

// A key that is taken in the Workspace is not taken over by a create.
func TestLiveTakenKey(t *testing.T) {
	env := liveWorld(t)
	theirs := defineConnection(t, env, env.Name("warehouse"), false, &astro.ConnectionRequest{Type: "postgres", Host: ptr("theirs")})
	p := env.Provider(t)
	change := p.Plan(connection, nil, liveWarehouse(env))
	said := change.Diagnostics
	if !said.HasError() {
		result := change.Apply(nil)
		said = result.Diagnostics
		if !result.State.Gone() {
			t.Errorf("the create has a state: %v", result.State.Values())
		}
	}
	if errs := said.Errors(); len(errs) != 1 || !strings.Contains(errs[0], env.Name("warehouse")) {
		t.Errorf("want one error that names the key, said:\n%s", said)
	}
	if now := connectionNow(t, env, theirs); deref(now.Connection.Host) != "theirs" {
		t.Errorf("their host is now %s", deref(now.Connection.Host))
	}
}

// What somebody else changes is planned back, and nothing besides.
func TestLiveConnectionDrift(t *testing.T) {
	env := liveWorld(t)
	config := liveWarehouse(env, having("extra", `{"database":"DEV","sslmode":"require"}`))
	state := env.Provider(t).Create(connection, config)
	editConnection(t, env, state.Text("id"), func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Connection.Host = ptr("theirs")
		r.Connection.Extra = astro.Extra{"database": "THEIRS", "sslmode": "require"}
	})
	p := env.Provider(t)
	change := p.Plan(connection, p.Read(state).OK(), config).OK()
	if diff := cmp.Diff([]string{"extra", "host"}, change.Changed()); diff != "" {
		t.Errorf("the plan (-want +got):\n%s", diff)
	}
	state = emptyPlan(t, env, change.Apply(env.Provider(t)).OK(), config)
	if now := connectionNow(t, env, state.Text("id")); deref(now.Connection.Host) != "dev.example.com" || now.Connection.Extra["database"] != "DEV" {
		t.Errorf("the API has %+v", now.Connection)
	}
	env.Provider(t).Delete(state).OK()
}

// What somebody else deletes leaves the state at the next refresh, and a destroy
// of it is done.
func TestLiveConnectionDeletedElsewhere(t *testing.T) {
	env := liveWorld(t)
	state := env.Provider(t).Create(connection, liveWarehouse(env))
	if err := env.Client.DeleteEnvironmentObject(t.Context(), state.Text("id")); err != nil {
		t.Fatal(err)
	}
	if read := env.Provider(t).Read(state).OK(); !read.Gone() {
		t.Errorf("the refresh has %v", read.Values())
	}
	if left := env.Provider(t).Delete(state).OK(); !left.Gone() {
		t.Errorf("the destroy leaves %v", left.Values())
	}
}

// A link is one entry of somebody else's connection; the other entries stay.
func TestLiveConnectionLink(t *testing.T) {
	env := liveWorld(t)
	s := liveShare(t, env)
	theirs := deploymentNamed(t, env, env.Name("theirs"))
	overrideNow(t, env, s.connectionID, theirs, astro.ConnectionOverrides{Host: ptr("theirs")})
	state := emptyPlan(t, env, env.Provider(t).Create(link, s.object()), s.object())
	s.expect(t)
	if got := env.Provider(t).Import(link, s.connectionID+"/"+s.deploymentID).OK().Text("workspace_id"); got != env.WorkspaceID {
		t.Errorf("the imported link is in Workspace %q", got)
	}
	env.Provider(t).Delete(state).OK()
	if got := s.fields(t); got != nil {
		t.Errorf("the entry is left with %v", got)
	}
	entry := entryOf(connectionNow(t, env, s.connectionID), theirs)
	if entry == nil || entry.ConnectionOverrides == nil || deref(entry.ConnectionOverrides.Host) != "theirs" {
		t.Errorf("their entry is now %+v", entry)
	}
}

// An override owns the fields it names: another's field of the same entry
// survives its create, its change and its destroy.
func TestLiveConnectionOverride(t *testing.T) {
	env := liveWorld(t)
	s := liveShare(t, env)
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Login: ptr("theirs")})
	config := s.object(having("host", "prod"), having("extra", `{"database":"PROD"}`))
	state := emptyPlan(t, env, env.Provider(t).Create(override, config), config)
	s.expect(t, "extra.database", "host", "login")
	delete(config, "extra")
	config["port"] = 5433
	state = emptyPlan(t, env, env.Provider(t).Update(state, config), config)
	s.expect(t, "host", "login", "port")
	env.Provider(t).Delete(state).OK()
	s.expect(t, "login")
	if entry := entryOf(connectionNow(t, env, s.connectionID), s.deploymentID); deref(entry.ConnectionOverrides.Login) != "theirs" {
		t.Errorf("their login is now %+v", entry.ConnectionOverrides)
	}
}

// A write-only password is set, is in no state, outlives the change of another
// field, and goes with the override.
func TestLiveOverrideSecrets(t *testing.T) {
	env := liveWorld(t)
	s := liveShare(t, env)
	config := s.object(having("host", "prod"), having("password_wo", "hush"), having("password_wo_version", 1))
	state := env.Provider(t).Create(override, config)
	s.expect(t, "host", "password")
	if strings.Contains(state.Raw.String(), "hush") || strings.Contains(string(state.Private), "hush") {
		t.Error("the password is in the state")
	}
	config["host"] = "prod2"
	state = env.Provider(t).Update(state, config)
	s.expect(t, "host", "password")
	env.Provider(t).Delete(state).OK()
	s.expect(t)
}

// A Deployment gets auto-linked connections, and what it gets is what the data
// source says.
func TestLiveAutoLink(t *testing.T) {
	env := liveWorld(t)
	id := deploymentNamed(t, env, env.Name("mine"))
	config := liveWarehouse(env, having("auto_link_deployments", true))
	state := emptyPlan(t, env, env.Provider(t).Create(connection, config), config)
	reaches := func() bool {
		listed := rowsOf(t, env.Provider(t).Data("astro_connections", acctest.Object{"deployment_id": id}).OK(), "connections")
		return slices.ContainsFunc(listed, func(row acctest.Object) bool { return row["id"] == state.Text("id") })
	}
	if !reaches() {
		t.Error("the Deployment does not get the connection")
	}
	config["auto_link_deployments"] = false
	state = emptyPlan(t, env, env.Provider(t).Update(state, config), config)
	if reaches() {
		t.Error("the Deployment still gets the connection")
	}
	env.Provider(t).Delete(state).OK()
}

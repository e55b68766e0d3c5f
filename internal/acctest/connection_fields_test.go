package acctest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// A platform on which everything but a password can be cleared.
func clearing() acctest.Option {
	return acctest.Switches(func(s *emulator.Switches) { s.NullExtraMemberIgnored = false })
}

// What was never declared here is shown and never written.
func TestConnectionLeavesUndeclaredFieldsAlone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	minimal := acctest.Object{"workspace_id": env.WorkspaceID, "key": "warehouse", "type": "postgres"}
	state := p.Create(connection, minimal)
	if state.Get("auto_link_deployments") != false || state.Get("host") != nil {
		t.Errorf("created = %v", state.Values())
	}
	id := state.Text("id")
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Connection.Host, r.Connection.Port, r.Description = ptr("ui.example.com"), ptr(int64(1234)), ptr("from the UI")
		r.Connection.Extra, r.AutoLinkDeployments = astro.Extra{"a": "b"}, true
	})
	p = env.Provider(t)
	state = p.Read(state).OK()
	if state.Get("host") != "ui.example.com" || state.Get("port") != int64(1234) || state.Get("extra") != `{"a":"b"}` || state.Get("auto_link_deployments") != true {
		t.Errorf("read = %v", state.Values())
	}
	if changed := p.Plan(connection, state, minimal).OK().Changed(); len(changed) != 0 {
		t.Errorf("the plan is not empty: %v", changed)
	}
	minimal["login"] = "airflow"
	change := p.Plan(connection, state, minimal).OK()
	if diff := cmp.Diff([]string{"login"}, change.Changed()); diff != "" {
		t.Error(diff)
	}
	change.Apply(env.Provider(t)).OK()
	now := connectionNow(t, env, id)
	if *now.Connection.Host != "ui.example.com" || *now.Connection.Port != 1234 || *now.Description != "from the UI" || !*now.AutoLinkDeployments || now.Connection.Extra["a"] != "b" {
		t.Errorf("the update changed what it does not own: %+v %+v", now, now.Connection)
	}
}

// What was declared and is omitted now is planned as null, cleared and verified.
func TestConnectionClearsRemovedFields(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, clearing())
	full := warehouse(env, having("schema", "orders"), having("description", "text"), having("auto_link_deployments", true),
		having("extra", `{"a":"b","c":{"d":1}}`))
	state := env.Provider(t).Create(connection, full)
	id := state.Text("id")
	for attribute, want := range map[string]any{"host": nil, "login": nil, "schema": nil, "description": nil, "auto_link_deployments": false, "extra": nil} {
		delete(full, attribute)
		p := env.Provider(t)
		change := p.Plan(connection, p.Read(state).OK(), full).OK()
		if diff := cmp.Diff([]string{attribute}, change.Changed()); diff != "" {
			t.Errorf("%s: %s", attribute, diff)
		}
		if got := change.Planned.Get(attribute); got != want {
			t.Errorf("%s is planned as %v, want %v", attribute, got, want)
		}
		state = change.Apply(env.Provider(t)).OK()
	}
	now := connectionNow(t, env, id)
	if c := now.Connection; deref(c.Host)+deref(c.Login)+deref(c.Schema)+deref(now.Description) != "" || len(c.Extra) > 0 || deref(now.AutoLinkDeployments) {
		t.Errorf("not cleared: %+v %+v", now, c)
	}
	p := env.Provider(t)
	if changed := p.Plan(connection, p.Read(state).OK(), full).OK().Changed(); len(changed) != 0 {
		t.Errorf("the plan after clearing is not empty: %v", changed)
	}
}

// An empty text means that the field is to be empty, on any platform.
func TestConnectionEmptyTextClears(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := warehouse(env)
	state := env.Provider(t).Create(connection, config)
	config["host"] = ""
	state = env.Provider(t).Update(state, config)
	if host := deref(connectionNow(t, env, state.Text("id")).Connection.Host); host != "" {
		t.Errorf("host = %q", host)
	}
	p := env.Provider(t)
	state = p.Read(state).OK()
	if changed := p.Plan(connection, state, config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the plan is not empty: %v; host = %v", changed, state.Get("host"))
	}
}

// Another spelling of extra is no change, another member is one of that attribute.
func TestConnectionExtraMeansTheSame(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := warehouse(env, having("extra", `{"b": {"y": "say \"hi\"", "x": 1}, "a": [1, 2.50]}`))
	state := env.Provider(t).Create(connection, config)
	p := env.Provider(t)
	state = p.Read(state).OK()
	if state.Get("extra") != config["extra"] {
		t.Errorf("the spelling changed: %v", state.Get("extra"))
	}
	config["extra"] = `{"a":[1,2.5],"b":{"x":1,"y":"say \"hi\""}}`
	if changed := p.Plan(connection, state, config).OK().Changed(); len(changed) != 0 {
		t.Errorf("another spelling plans %v", changed)
	}
	editConnection(t, env, state.Text("id"), func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Connection.Extra = astro.Extra{"a": []any{1, 2.5}, "b": map[string]any{"x": 2, "y": `say "hi"`}}
	})
	p = env.Provider(t)
	state = p.Read(state).OK()
	if got := state.Text("extra"); !strings.Contains(got, `"x":2`) {
		t.Errorf("drift of one member reads as %s", got)
	}
	if diff := cmp.Diff([]string{"extra"}, p.Plan(connection, state, config).OK().Changed()); diff != "" {
		t.Error(diff)
	}
}

// A null and an empty object are told apart by the configuration alone.
func TestConnectionExtraEmptyObject(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, clearing())
	config := warehouse(env, having("extra", `{}`))
	state := env.Provider(t).Create(connection, config)
	for _, extra := range []any{`{}`, `{"a":"b"}`, `{}`, nil} {
		config["extra"] = extra
		p := env.Provider(t)
		change := p.Plan(connection, p.Read(state).OK(), config).OK()
		state = change.Apply(env.Provider(t)).OK()
		p = env.Provider(t)
		if changed := p.Plan(connection, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
			t.Errorf("extra %v: the second plan changes %v", extra, changed)
		}
	}
}

// Every field that the API can show is read as drift, and nothing else changes.
func TestConnectionDrift(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := warehouse(env, having("schema", "orders"), having("description", "text"), having("auto_link_deployments", true), having("extra", `{"a":"b"}`))
	state := env.Provider(t).Create(connection, config)
	id := state.Text("id")
	edits := map[string]func(*astro.UpdateEnvironmentObjectRequest){
		"host":                  func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Host = ptr("other") },
		"login":                 func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Login = ptr("other") },
		"schema":                func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Schema = ptr("other") },
		"port":                  func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Port = ptr(int64(1)) },
		"type":                  func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Type = "mysql" },
		"description":           func(r *astro.UpdateEnvironmentObjectRequest) { r.Description = ptr("other") },
		"auto_link_deployments": func(r *astro.UpdateEnvironmentObjectRequest) { r.AutoLinkDeployments = false },
		"extra":                 func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Extra = astro.Extra{"a": "c"} },
	}
	for attribute, edit := range edits {
		editConnection(t, env, id, edit)
		p := env.Provider(t)
		state = p.Read(state).OK()
		change := p.Plan(connection, state, config).OK()
		if diff := cmp.Diff([]string{attribute}, change.Changed()); diff != "" {
			t.Errorf("%s: %s", attribute, diff)
		}
		state = change.Apply(env.Provider(t)).OK()
	}
}

// Removed by someone else: planned anew. Removed by someone else before a destroy: done.
func TestConnectionGone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(connection, warehouse(env))
	if err := env.Client.DeleteEnvironmentObject(t.Context(), state.Text("id")); err != nil {
		t.Fatal(err)
	}
	if read := env.Provider(t).Read(state).OK(); !read.Gone() {
		t.Errorf("read = %v", read.Values())
	}
	env.Provider(t).Delete(state).OK()
	for _, status := range []int{403, 500} {
		env.AddFault(t, faultOn("GET", objects, status))
		result := env.Provider(t).Read(state)
		if !result.Diagnostics.HasError() {
			t.Errorf("HTTP %d: no error; gone %v", status, result.State.Gone())
		}
		env.Emulator.ClearFaults()
	}
	lost, _ := env.ProviderWith(t, acctest.Object{"organization_id": "cm00000000000000000000org"})
	if result := lost.Read(state); !result.Diagnostics.HasError() {
		t.Errorf("wrong organization: no error; gone %v", result.State.Gone())
	}
}

func TestConnectionOfOneDeployment(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	deploymentID := development(t, env).ID
	config := acctest.Object{"deployment_id": deploymentID, "key": "ftp", "type": "ftp", "host": "a"}
	state := env.Provider(t).Create(connection, config)
	config["host"] = "b"
	state = env.Provider(t).Update(state, config)
	p := env.Provider(t)
	if imported := p.Import(connection, "deployment:"+deploymentID+"/ftp").OK(); imported.Text("id") != state.Text("id") {
		t.Errorf("imported %v", imported.Values())
	}
	for _, attribute := range []string{link, override} {
		config := acctest.Object{"connection_id": state.Text("id"), "deployment_id": deploymentID}
		if attribute == override {
			config["host"] = "c"
		}
		if said := env.Provider(t).Plan(attribute, nil, config).Diagnostics.String(); !strings.Contains(said, "connection_id: Connection belongs to one Deployment") {
			t.Errorf("%s of it, said:\n%s", attribute, said)
		}
	}
	env.Provider(t).Delete(state).OK()
}

func TestConnectionImport(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(connection, warehouse(env, having("extra", `{"a":"b","api_token":"s3cret"}`)))
	config := acctest.Object{"workspace_id": env.WorkspaceID, "key": "warehouse", "type": "postgres"}
	for _, id := range []string{state.Text("id"), env.WorkspaceID + "/warehouse"} {
		p := env.Provider(t)
		imported := p.Import(connection, id).OK()
		if imported.Get("extra") != `{"a":"b"}` {
			t.Errorf("imported extra = %v", imported.Get("extra"))
		}
		if changed := p.Plan(connection, imported, config).OK().Changed(); len(changed) != 0 {
			t.Errorf("import and a minimal configuration plan %v", changed)
		}
	}
	for id, want := range map[string]string{
		"warehouse":                     "must have one of the forms",
		env.WorkspaceID + "/":           "must have one of the forms",
		"deployment:" + env.WorkspaceID: "must have one of the forms",
		env.WorkspaceID + "/nosuch":     "`warehouse`",
		"cm00000000000000000000000":     "non-existent",
	} {
		if said := env.Provider(t).Import(connection, id).Diagnostics.String(); !strings.Contains(said, want) {
			t.Errorf("importing %q, said:\n%s", id, said)
		}
	}
}

func TestConnectionRulesOfConfiguration(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	cases := map[string]struct {
		change func(acctest.Object)
		want   string
	}{
		"both scopes":           {having("deployment_id", "cm00000000000000000000000"), "workspace_id"},
		"no scope":              {func(o acctest.Object) { delete(o, "workspace_id") }, "workspace_id"},
		"bad id":                {having("workspace_id", "prod"), "workspace_id: Invalid id"},
		"empty key":             {having("key", ""), "key: Invalid key"},
		"blank around key":      {having("key", " a"), "key: Invalid key"},
		"port too low":          {having("port", 0), "port"},
		"port too high":         {having("port", 65536), "port"},
		"malformed extra":       {having("extra", `{"a":`), "extra: Invalid JSON object"},
		"extra is a list":       {having("extra", `["a"]`), "extra: Invalid JSON object"},
		"extra is null":         {having("extra", `null`), "extra: Invalid JSON object"},
		"extra_wo is text":      {func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = "s3cret", 1 }, "extra_wo: Invalid JSON object"},
		"version missing":       {having("password_wo", "x"), "password_wo"},
		"version alone":         {having("password_wo_version", 1), "password_wo_version"},
		"both passwords":        {func(o acctest.Object) { o["password"], o["password_wo"], o["password_wo_version"] = "a", "b", 1 }, "password"},
		"member declared twice": {func(o acctest.Object) { o["extra"], o["extra_wo"], o["extra_wo_version"] = `{"a":1}`, `{"a":2}`, 1 }, "extra: Member is declared twice"},
		"auto-link of one Deployment": {func(o acctest.Object) {
			delete(o, "workspace_id")
			o["deployment_id"], o["auto_link_deployments"] = "cm00000000000000000000000", true
		}, "auto_link_deployments: Auto-link needs a Workspace"},
	}
	for name, c := range cases {
		config := warehouse(env)
		c.change(config)
		said := env.Provider(t).Plan(connection, nil, config).Diagnostics
		if !said.HasError() || !slices.ContainsFunc(said.Errors(), func(e string) bool { return strings.Contains(e, c.want) }) {
			t.Errorf("%s: want %q, said:\n%s", name, c.want, said)
		}
		if strings.Contains(said.String(), "s3cret") {
			t.Errorf("%s: a secret is repeated:\n%s", name, said)
		}
	}
	if env.Requests("", "") != 0 {
		t.Error("rules of the configuration asked the API")
	}
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

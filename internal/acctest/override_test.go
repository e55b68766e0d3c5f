package acctest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// shared is a connection that somebody else owns, and a Deployment of its Workspace.
type shared struct {
	env                        *acctest.Env
	connectionID, deploymentID string
}

func share(t *testing.T, env *acctest.Env, change ...func(*astro.CreateEnvironmentObjectRequest)) shared {
	t.Helper()
	request := &astro.CreateEnvironmentObjectRequest{
		ObjectKey: "warehouse", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: env.WorkspaceID,
		Connection: &astro.ConnectionRequest{
			Type: "postgres", Host: ptr("dev"), Login: ptr("airflow"), Password: ptr("base"), Extra: astro.Extra{"database": "DEV", "role": "READER"},
		},
	}
	for _, c := range change {
		c(request)
	}
	id, err := env.Client.CreateEnvironmentObject(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return shared{env, id, deploymentNamed(t, env, "mine")}
}

func autoLinked(r *astro.CreateEnvironmentObjectRequest) { r.AutoLinkDeployments = ptr(true) }

// object is a link or override of the pair.
func (s shared) object(change ...func(acctest.Object)) acctest.Object {
	o := acctest.Object{"connection_id": s.connectionID, "deployment_id": s.deploymentID}
	for _, c := range change {
		c(o)
	}
	return o
}

// fields are what the pair's entry overrides; nil when there is no entry.
func (s shared) fields(t *testing.T) []string {
	t.Helper()
	return setFieldsOf(t, s.env, s.connectionID, s.deploymentID)
}

func (s shared) expect(t *testing.T, want ...string) {
	t.Helper()
	got := s.fields(t)
	if got == nil {
		t.Errorf("no entry, want one with %v", want)
		return
	}
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("override fields: %s", diff)
	}
}

// An override owns the fields and members it names: foreign ones of the same
// entry survive create, update and destroy.
func TestOverrideOwnsWhatItNames(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Login: ptr("foreign"), Extra: astro.Extra{"role": "FOREIGN"}})
	config := s.object(having("host", "prod"), having("port", 1234), having("extra", `{"database":"PROD","warehouse":"W"}`))
	state := env.Provider(t).Create(override, config)
	if state.Text("workspace_id") != env.WorkspaceID {
		t.Errorf("workspace_id = %v", state.Get("workspace_id"))
	}
	s.expect(t, "extra.database", "extra.role", "extra.warehouse", "host", "login", "port")
	p := env.Provider(t)
	if changed := p.Plan(override, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the second plan changes %v", changed)
	}

	env.ResetJournal()
	delete(config, "port")
	config["extra"] = `{"database":"PROD2"}`
	p = env.Provider(t)
	change := p.Plan(override, p.Read(state).OK(), config).OK()
	if diff := cmp.Diff([]string{"extra", "port"}, change.Changed()); diff != "" {
		t.Error(diff)
	}
	state = change.Apply(env.Provider(t)).OK()
	s.expect(t, "extra.database", "extra.role", "host", "login")
	if sent := env.Journal(http.MethodPost, objects); len(sent) != 1 || !strings.Contains(sent[0].Body, `"unsetFields":["extra.warehouse","port"]`) || !strings.Contains(sent[0].Body, `"login":"foreign"`) {
		t.Errorf("sent %d writes: %+v", len(sent), sent)
	}

	env.Provider(t).Delete(state).OK()
	s.expect(t, "extra.role", "login")
	entry := entryOf(connectionNow(t, env, s.connectionID), s.deploymentID)
	if deref(entry.ConnectionOverrides.Login) != "foreign" || entry.ConnectionOverrides.Extra["role"] != "FOREIGN" {
		t.Errorf("foreign values changed: %+v", entry.ConnectionOverrides)
	}
}

// A platform that replaces an override's extra as a whole loses nothing of it.
func TestOverrideExtraReplacedWhole(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.OverrideExtraVisibleReplaced = true }))
	s := share(t, env)
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Extra: astro.Extra{"role": "FOREIGN"}})
	config := s.object(having("extra", `{"database":"PROD"}`), func(o acctest.Object) {
		o["extra_wo"], o["extra_wo_version"] = `{"private_key":"k"}`, 1
	})
	state := env.Provider(t).Create(override, config)
	s.expect(t, "extra.database", "extra.private_key", "extra.role")
	config["extra"] = `{"database":"PROD2"}`
	env.Provider(t).Update(state, config)
	s.expect(t, "extra.database", "extra.private_key", "extra.role")
}

// A create refuses fields that are overridden already, with the import id; the
// same value is adopted, unless it is a secret.
func TestOverrideCreateRefusesWhatIsOverridden(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		there  astro.ConnectionOverrides
		config func(acctest.Object)
		names  string
	}{
		"another host":      {astro.ConnectionOverrides{Host: ptr("theirs")}, having("host", "mine"), "`host`"},
		"the same host":     {astro.ConnectionOverrides{Host: ptr("mine")}, having("host", "mine"), ""},
		"another field":     {astro.ConnectionOverrides{Login: ptr("theirs")}, having("host", "mine"), ""},
		"another member":    {astro.ConnectionOverrides{Extra: astro.Extra{"database": "T"}}, having("extra", `{"database":"M"}`), "`extra.database`"},
		"the same member":   {astro.ConnectionOverrides{Extra: astro.Extra{"database": "M"}}, having("extra", `{"database":"M"}`), ""},
		"the same password": {astro.ConnectionOverrides{Password: ptr("p")}, having("password", "p"), "`password`"},
		"a secret member": {astro.ConnectionOverrides{Extra: astro.Extra{"private_key": "k"}}, func(o acctest.Object) {
			o["extra_wo"], o["extra_wo_version"] = `{"private_key":"k"}`, 1
		}, "`extra.private_key`"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			s := share(t, env)
			overrideNow(t, env, s.connectionID, s.deploymentID, c.there)
			before := s.fields(t)
			change := env.Provider(t).Plan(override, nil, s.object(c.config)).OK()
			warnings := strings.Join(change.Diagnostics.Warnings(), "\n")
			if announced := strings.Contains(warnings, "Connection override exists already"); announced != (c.names != "") || !strings.Contains(warnings, c.names) {
				t.Errorf("the plan says:\n%s", warnings)
			}
			result := change.Apply(nil)
			if c.names == "" {
				result.OK()
				return
			}
			said := result.Diagnostics.String()
			if !result.Diagnostics.HasError() || !strings.Contains(said, c.names) || !strings.Contains(said, s.connectionID+"/"+s.deploymentID) {
				t.Errorf("said:\n%s", said)
			}
			if !result.State.Gone() {
				t.Error("a refused create left a state, whose destruction would unset what others own")
			}
			if env.Writes() != 0 {
				t.Error("a refused create sent a write")
			}
			if diff := cmp.Diff(before, s.fields(t)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The plan says nothing of fields that are overridden already where this walk
// has read their owner, which is about to be replaced, or plans its end, nor of
// values that are not known.
func TestOverrideTakenByOwnState(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env, autoLinked)
	state := env.Provider(t).Create(override, s.object(having("host", "prod"), having("port", 1), having("password", "p")))
	config := s.object(having("host", "other"), having("port", 2), having("password", "q"))

	p := env.Provider(t)
	expectFindings(t, p.Plan(override, nil, config).Diagnostics, "~deployment_id: Connection override exists already")
	p = env.Provider(t)
	p.Read(state).OK()
	expectFindings(t, p.Plan(override, nil, config).Diagnostics, "")
	p = env.Provider(t)
	p.Plan(override, state, nil).OK()
	expectFindings(t, p.Plan(override, nil, config).Diagnostics, "")
	for _, name := range []string{"host", "port", "password"} {
		unknown := s.object(having(name, acctest.Unknown))
		expectFindings(t, env.Provider(t).Plan(override, nil, unknown).Diagnostics, "")
	}
}

// Drift shows the field that changed; of secrets only that they are gone.
func TestOverrideDrift(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	config := s.object(having("host", "prod"), having("password", "p4ss"), having("extra", `{"database":"PROD","warehouse":"W"}`), func(o acctest.Object) {
		o["extra_wo"], o["extra_wo_version"] = `{"private_key":"k"}`, 1
	})
	state := env.Provider(t).Create(override, config)
	unset := func(names ...string) func() {
		return func() {
			editConnection(t, env, s.connectionID, func(r *astro.UpdateEnvironmentObjectRequest) {
				ownership.UnsetOverride(&r.Links[0], names...)
			})
		}
	}
	for name, c := range map[string]struct {
		edit func()
		want []string
	}{
		"a field changed": {func() {
			overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Host: ptr("ui")})
		}, []string{"host"}},
		"a field gone":     {unset("host"), []string{"host"}},
		"a member gone":    {unset("extra.warehouse"), []string{"extra"}},
		"a password gone":  {unset("password"), []string{"password"}},
		"a secret is gone": {unset("extra.private_key"), []string{"extra_wo_version"}},
		"a foreign field": {func() {
			overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Login: ptr("ui")})
		}, []string{}},
		"all of it is gone": {func() {
			editConnection(t, env, s.connectionID, func(r *astro.UpdateEnvironmentObjectRequest) { r.Links = []astro.LinkRequest{} })
		}, nil},
	} {
		c.edit()
		p := env.Provider(t)
		state = p.Read(state).OK()
		if state.Gone() != (c.want == nil) {
			t.Fatalf("%s: gone %v", name, state.Gone())
		}
		if state.Gone() {
			state = p.Create(override, config)
			s.fields(t)
			continue
		}
		change := p.Plan(override, state, config).OK()
		if diff := cmp.Diff(c.want, change.Changed()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if len(c.want) > 0 {
			state = change.Apply(env.Provider(t)).OK()
		}
	}
	for _, want := range []string{"extra.database", "extra.private_key", "extra.warehouse", "host", "password"} {
		if !strings.Contains(strings.Join(s.fields(t), " "), want) {
			t.Errorf("%s was not restored: %v", want, s.fields(t))
		}
	}
}

func TestOverrideImport(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	id := s.connectionID + "/" + s.deploymentID
	if said := env.Provider(t).Import(override, id).Diagnostics; !said.HasError() {
		t.Error("an override that is not there was imported")
	}
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{
		Host: ptr("prod"), Port: ptr(int64(1)), Password: ptr("p"), Extra: astro.Extra{"database": "PROD", "private_key": "k"},
	})
	p := env.Provider(t)
	imported := p.Import(override, id).OK()
	if imported.Get("host") != "prod" || imported.Get("port") != int64(1) || imported.Get("extra") != `{"database":"PROD"}` || imported.Get("password") != nil {
		t.Errorf("imported = %v", imported.Values())
	}
	config := s.object(having("host", "prod"), having("port", 1), having("extra", `{"database":"PROD"}`))
	if changed := p.Plan(override, imported, config).OK().Changed(); len(changed) != 0 {
		t.Errorf("import and its configuration plan %v", changed)
	}
	// Only the secret was imported: it becomes owned when it is declared.
	editConnection(t, env, s.connectionID, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Links[0].Overrides = &astro.OverridesRequest{UnsetFields: []string{"host", "port", "extra.database", "extra.private_key"}}
	})
	p = env.Provider(t)
	config = s.object(func(o acctest.Object) { o["password_wo"], o["password_wo_version"] = "n3w", 1 })
	state := p.Update(p.Import(override, id).OK(), config)
	s.expect(t, "password")
	env.Provider(t).Delete(state).OK()
	s.expect(t)
	if said := env.Provider(t).Import(override, "x/y").Diagnostics.String(); !strings.Contains(said, "connection_id/deployment_id") {
		t.Errorf("said:\n%s", said)
	}
}

// A parent that is gone: read drops, delete succeeds; what cannot be seen stays.
func TestEntryOfWhatIsGone(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{link, override} {
		for _, gone := range []string{"connection", "deployment", "entry"} {
			t.Run(kind+" "+gone, func(t *testing.T) {
				t.Parallel()
				env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.StaleLinksStay = true }))
				s := share(t, env)
				config := s.object()
				if kind == override {
					config["host"] = "prod"
				}
				state := env.Provider(t).Create(kind, config)
				for _, status := range []int{403, 500} {
					env.AddFault(t, faultOn("GET", objects, status))
					if result := env.Provider(t).Read(state); !result.Diagnostics.HasError() {
						t.Errorf("HTTP %d: no error; gone %v", status, result.State.Gone())
					}
					env.Emulator.ClearFaults()
				}
				var err error
				switch gone {
				case "connection":
					err = env.Client.DeleteEnvironmentObject(t.Context(), s.connectionID)
				case "deployment":
					err = env.Client.DeleteDeployment(t.Context(), s.deploymentID)
				case "entry":
					editConnection(t, env, s.connectionID, func(r *astro.UpdateEnvironmentObjectRequest) { r.Links = []astro.LinkRequest{} })
				}
				if err != nil {
					t.Fatal(err)
				}
				if read := env.Provider(t).Read(state).OK(); !read.Gone() {
					t.Errorf("read = %v", read.Values())
				}
				env.Provider(t).Delete(state).OK()
			})
		}
	}
}

// The life of a link entry, whatever the order of calls in a walk.
func TestLifeOfALinkEntry(t *testing.T) {
	t.Parallel()
	type steps func(*testing.T, shared, *acctest.Protocol, *acctest.State, *acctest.State)
	destroyLink := func(t *testing.T, _ shared, p *acctest.Protocol, l, _ *acctest.State) { t.Helper(); p.Delete(l).OK() }
	destroyOverride := func(t *testing.T, _ shared, p *acctest.Protocol, _, o *acctest.State) { t.Helper(); p.Delete(o).OK() }
	cases := map[string]struct {
		autoLink bool
		foreign  bool
		steps    []steps
		want     []string // nil: no entry
	}{
		"override destroyed":                              {steps: []steps{destroyOverride}, want: []string{}},
		"override destroyed on auto-link":                 {autoLink: true, steps: []steps{destroyOverride}, want: []string{}},
		"link destroyed":                                  {steps: []steps{destroyLink}},
		"link destroyed on auto-link":                     {autoLink: true, steps: []steps{destroyLink}, want: []string{"host"}},
		"override, then link":                             {steps: []steps{destroyOverride, destroyLink}},
		"link, then override":                             {steps: []steps{destroyLink, destroyOverride}},
		"override, then link on auto-link":                {autoLink: true, steps: []steps{destroyOverride, destroyLink}},
		"link, then override on auto-link":                {autoLink: true, steps: []steps{destroyLink, destroyOverride}},
		"link, then override on auto-link, foreign field": {autoLink: true, foreign: true, steps: []steps{destroyLink, destroyOverride}, want: []string{"login"}},
		"new link before the old one goes": {steps: []steps{
			func(t *testing.T, s shared, p *acctest.Protocol, _, _ *acctest.State) {
				t.Helper()
				p.Create(link, s.object())
			}, destroyLink,
		}, want: []string{"host"}},
		"new override before the old one goes": {steps: []steps{
			func(t *testing.T, s shared, p *acctest.Protocol, _, _ *acctest.State) {
				t.Helper()
				p.Create(override, s.object(having("host", "prod")))
			}, destroyOverride,
		}, want: []string{"host"}},
		"new override before the old link goes": {steps: []steps{
			destroyOverride,
			func(t *testing.T, s shared, p *acctest.Protocol, _, _ *acctest.State) {
				t.Helper()
				p.Create(override, s.object(having("login", "new")))
			}, destroyLink,
		}, want: []string{"login"}},
		"link gone, then a new override": {steps: []steps{
			destroyLink,
			func(t *testing.T, s shared, p *acctest.Protocol, _, _ *acctest.State) {
				t.Helper()
				p.Create(override, s.object(having("login", "new")))
			}, destroyOverride,
		}, want: []string{"login"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			s := share(t, env, func(r *astro.CreateEnvironmentObjectRequest) { r.AutoLinkDeployments = &c.autoLink })
			p := env.Provider(t)
			linkState := p.Create(link, s.object())
			overrideState := p.Create(override, s.object(having("host", "prod")))
			if c.foreign {
				overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Login: ptr("theirs")})
			}
			p = env.Provider(t)
			for _, step := range c.steps {
				step(t, s, p, linkState, overrideState)
			}
			if c.want == nil {
				if fields := s.fields(t); fields != nil {
					t.Errorf("the entry stayed with %v", fields)
				}
				return
			}
			s.expect(t, c.want...)
		})
	}
}

// Somebody who had read before writes the entry back, bare, after an override
// destroyed behind its link took it away: it is taken away again.
func TestEmptiedEntryDoesNotComeBack(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Settle(250*time.Millisecond))
	s := share(t, env, autoLinked)
	p := env.Provider(t)
	linkState, overrideState := p.Create(link, s.object()), p.Create(override, s.object(having("host", "prod")))
	stale := carried(t, env, s.connectionID)
	env.AddFault(t, emulator.Fault{Method: "POST", Path: updates(s.connectionID), After: func(*httpRequest) {
		if _, err := env.Client.UpdateEnvironmentObject(t.Context(), s.connectionID, stale); err != nil {
			t.Error(err)
		}
	}})
	p = env.Provider(t)
	p.Delete(linkState).OK()
	p.Delete(overrideState).OK()
	if fields := s.fields(t); fields != nil {
		t.Errorf("the entry is back with %v", fields)
	}
}

// Destroying a link of a Restricted connection warns of the foreign fields that go along.
func TestLinkDestroyNamesWhatGoesAlong(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	p := env.Provider(t)
	linkState, overrideState := p.Create(link, s.object()), p.Create(override, s.object(having("host", "prod")))
	warnings := func(p *acctest.Protocol) string {
		return strings.Join(p.Plan(link, linkState, nil).OK().Diagnostics.Warnings(), "\n")
	}
	if said := warnings(env.Provider(t)); !strings.Contains(said, "`host`") {
		t.Errorf("warnings: %s", said)
	}
	p = env.Provider(t)
	p.Plan(override, overrideState, nil).OK()
	if said := warnings(p); said != "" {
		t.Errorf("warns of an override that is planned to be destroyed as well: %s", said)
	}
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Login: ptr("theirs")})
	p = env.Provider(t)
	p.Plan(override, overrideState, nil).OK()
	if said := warnings(p); !strings.Contains(said, "`login`") || strings.Contains(said, "`host`") {
		t.Errorf("warnings: %s", said)
	}
	moved := env.Provider(t).Plan(link, linkState, s.object(having("deployment_id", deploymentNamed(t, env, "other")))).OK()
	expectFindings(t, moved.Diagnostics, "~Replacing a link leaves the old entry")
}

// A plan needs no more than to read: neither secrets nor the right to write.
func TestPlanWithAReadingToken(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := warehouse(env, having("password", "p4ss"), having("extra", `{"a":"b"}`))
	connectionState := env.Provider(t).Create(connection, config)
	s := shared{env, connectionState.Text("id"), deploymentNamed(t, env, "mine")}
	linkState := env.Provider(t).Create(link, s.object())
	overrideState := env.Provider(t).Create(override, s.object(having("host", "prod"), having("password", "p4ss")))
	token := env.Mint(t, emulator.TokenSpec{Role: "WORKSPACE_MEMBER", EntityType: "WORKSPACE", EntityID: env.WorkspaceID})
	reader := env.With(t, acctest.Variable("ASTRO_API_TOKEN", token))
	env.ResetJournal()
	p := reader.Provider(t)
	config["host"] = "new"
	for _, c := range []struct {
		state  *acctest.State
		config acctest.Object
	}{{connectionState, config}, {linkState, s.object()}, {overrideState, s.object(having("host", "prod2"), having("password", "p4ss"))}} {
		p.Plan(c.state.Type, p.Read(c.state).OK(), c.config).OK()
	}
	if env.Writes() != 0 || env.Requests("GET", objects) == 0 {
		t.Errorf("%d writes", env.Writes())
	}
	for _, entry := range env.Journal("GET", objects) {
		if strings.Contains(entry.Query, "showSecrets") {
			t.Errorf("asked for secrets: %s", entry.Query)
		}
	}
}

// A link that stands is adopted without a write; an existing override is kept.
func TestLinkAdopts(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Password: ptr("theirs")})
	state := env.Provider(t).Create(link, s.object())
	if env.Writes() != 0 {
		t.Errorf("%d writes", env.Writes())
	}
	s.expect(t, "password")
	p := env.Provider(t)
	if changed := p.Plan(link, p.Read(state).OK(), s.object()).OK().Changed(); len(changed) != 0 {
		t.Errorf("the second plan changes %v", changed)
	}
	if imported := p.Import(link, s.connectionID+"/"+s.deploymentID).OK(); !imported.Raw.Equal(state.Raw) {
		t.Errorf("imported %v, created %v", imported.Values(), state.Values())
	}
}

// That auto-link reaches a Deployment is no link.
func TestLinkIsAnEntry(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env, autoLinked)
	state := env.Provider(t).Create(link, s.object())
	s.expect(t)
	editConnection(t, env, s.connectionID, func(r *astro.UpdateEnvironmentObjectRequest) { r.Links = []astro.LinkRequest{} })
	if read := env.Provider(t).Read(state).OK(); !read.Gone() {
		t.Errorf("read = %v", read.Values())
	}
}

// A lost answer, a refused write and a failing read leave the right state.
func TestOverrideCreateWithFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault emulator.Fault
		state bool
		ok    bool
	}{
		"lost answer":      {emulator.Fault{Method: http.MethodPost, Path: objects, Drop: true, Commit: true}, true, true},
		"500 after commit": {emulator.Fault{Method: http.MethodPost, Path: objects, Status: 500, Commit: true}, true, true},
		"refused":          {emulator.Fault{Method: http.MethodPost, Path: objects, Status: 400, Count: -1}, false, false},
		"forbidden":        {emulator.Fault{Method: http.MethodPost, Path: objects, Status: 403, Count: -1}, false, false},
		// Terraform taints it; its replacement unsets these fields and no others.
		"outcome unknown":     {emulator.Fault{Method: http.MethodPost, Path: objects, Drop: true, Count: -1}, true, false},
		"429, then it passes": {emulator.Fault{Method: http.MethodPost, Path: objects, Status: 429, Count: 2}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			s := share(t, env)
			config := s.object(having("host", "prod"), func(o acctest.Object) { o["password_wo"], o["password_wo_version"] = "p", 1 })
			change := env.Provider(t).Plan(override, nil, config).OK()
			env.AddFault(t, c.fault)
			result := change.Apply(nil)
			if result.Diagnostics.HasError() == c.ok || result.State.Gone() == c.state {
				t.Errorf("state gone %v, said:\n%s", result.State.Gone(), result.Diagnostics)
			}
			if c.ok {
				s.expect(t, "host", "password")
			} else if fields := s.fields(t); fields != nil {
				t.Errorf("an entry was made: %v", fields)
			}
		})
	}
}

func TestAccLinkAndOverrideReplacements(t *testing.T) {
	for _, before := range []bool{false, true} {
		t.Run(fmt.Sprintf("create_before_destroy=%v", before), func(t *testing.T) {
			env := acctest.Start(t)
			s := share(t, env)
			other := deploymentNamed(t, env, "other")
			config := func(deployment, host string) string {
				return fmt.Sprintf(`
resource "astro_connection_link" "it" {
  connection_id = %[1]q
  deployment_id = %[2]q
  lifecycle { create_before_destroy = %[4]v }
}

resource "astro_connection_override" "it" {
  connection_id = astro_connection_link.it.connection_id
  deployment_id = astro_connection_link.it.deployment_id
  host          = %[3]q
  lifecycle { create_before_destroy = %[4]v }
}
`, s.connectionID, deployment, host, before)
			}
			moved := func() {
				if fields := setFieldsOf(t, env, s.connectionID, other); len(fields) != 1 {
					t.Errorf("the new entry has %v", fields)
				}
				if fields := s.fields(t); fields != nil {
					t.Errorf("the old entry stayed with %v", fields)
				}
			}
			env.Test(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config(s.deploymentID, "prod")},
				// Destroyed first or created first, a link that is made again takes nothing along.
				{Config: config(s.deploymentID, "prod"), Taint: []string{"astro_connection_link.it"}},
				{Config: config(s.deploymentID, "prod")},
				{Config: config(s.deploymentID, "prod"), Taint: []string{"astro_connection_override.it"}},
				{Config: config(s.deploymentID, "prod"), Taint: []string{"astro_connection_link.it", "astro_connection_override.it"}},
				{PreConfig: func() { s.expect(t, "host") }, Config: config(other, "prod")},
				{PreConfig: moved, Config: config(other, "prod2")},
			}})
			if object := connectionNow(t, env, s.connectionID); len(object.Links) != 0 {
				t.Errorf("after destroy: %+v", object.Links)
			}
		})
	}
}

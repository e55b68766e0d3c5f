package acctest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// A null member of extra overrides nothing: it is not sent, not owned and not
// missed, and turning it into a value, or back, changes just that member.
func TestNullMemberOverridesNothing(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	null, value := s.object(having("extra", `{"database":null,"role":"PROD_R"}`)), s.object(having("extra", `{"database":"PROD","role":"PROD_R"}`))
	state := env.Provider(t).Create(override, null)
	s.expectStored(t, storedLink{"extra": map[string]any{"role": "PROD_R"}})
	p := env.Provider(t)
	if changed := p.Plan(override, p.Read(state).OK(), null).OK().Changed(); len(changed) != 0 {
		t.Errorf("the second plan changes %v", changed)
	}
	for _, step := range []struct {
		config acctest.Object
		want   map[string]any
	}{
		{value, map[string]any{"database": "PROD", "role": "PROD_R"}},
		{null, map[string]any{"role": "PROD_R"}},
	} {
		p = env.Provider(t)
		state = p.Plan(override, p.Read(state).OK(), step.config).OK().Apply(env.Provider(t)).OK()
		s.expectStored(t, storedLink{"extra": step.want})
	}
	// A member that somebody else overrides is none of its business.
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Extra: astro.Extra{"database": "THEIRS", "role": "PROD_R"}})
	p = env.Provider(t)
	if changed := p.Plan(override, p.Read(state).OK(), null).OK().Changed(); len(changed) != 0 {
		t.Errorf("a foreign member changes %v", changed)
	}
	env.Provider(t).Delete(state).OK()
	s.expectStored(t, storedLink{"extra": map[string]any{"database": "THEIRS"}})
}

// Null members alone are no value.
func TestNullMembersAreNoValue(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	expectFindings(t, env.Provider(t).Validate(override, s.object(having("extra", `{"database":null}`))), "Override without a value")
	expectFindings(t, env.Provider(t).Validate(override, s.object(having("extra", `{"database":null}`), having("host", "h"))), "")
	expectFindings(t, env.Provider(t).Validate(override, s.object(having("extra", `{"key":null}`), extraSecretly(`{"key":"s"}`))), "")
}

func extraSecretly(members string) func(acctest.Object) {
	return func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = members, 1 }
}

// A secret is needed only where it is sent: null passes in every plan and
// destroy that does not send it, and an empty one is refused where it would be.
func TestOverrideSecretsWhereTheyAreNeeded(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	with := func(password, members any, version int) acctest.Object {
		return s.object(func(o acctest.Object) {
			o["password_wo"], o["password_wo_version"], o["extra_wo"], o["extra_wo_version"] = password, version, members, version
			o["extra"] = `{"role":"R"}`
		})
	}
	stands := storedLink{"password": "p", "extra": map[string]any{"role": "R", "key": "k"}}
	state := env.Provider(t).Create(override, with("p", `{"key":"k"}`, 1))
	s.expectStored(t, stands)
	for name, c := range map[string]struct {
		config acctest.Object
		want   string
	}{
		"absent":              {with(nil, nil, 1), ""},
		"empty, not sent":     {with("", "", 1), ""},
		"member not sent":     {with("p", `{"key":""}`, 1), ""},
		"absent and sent":     {with(nil, `{"key":"k"}`, 2), "password_wo: Secret is missing"},
		"empty and sent":      {with("", `{"key":"k"}`, 2), "password_wo: Secret is empty"},
		"members absent":      {with("p", nil, 2), "extra_wo: Secret is missing"},
		"member empty, sent":  {with("p", `{"key":""}`, 2), "extra_wo: Secret is empty"},
		"member null, sent":   {with("p", `{"key":null}`, 2), "extra_wo: Secret is missing"},
		"a mask of asterisks": {with("***", `{"key":"k"}`, 2), "~password_wo: Secret looks masked"},
	} {
		p := env.Provider(t)
		t.Log(name)
		change := p.Plan(override, p.Read(state).OK(), c.config)
		expectFindings(t, change.Diagnostics, c.want)
		if changed := change.Changed(); c.want == "" && len(changed) != 0 {
			t.Errorf("%s: the plan changes %v", name, changed)
		}
	}
	// Another change without the secrets at hand leaves them alone, and remembers them.
	without := with(nil, nil, 1)
	without["extra"] = `{"role":"S"}`
	p := env.Provider(t)
	state = p.Plan(override, p.Read(state).OK(), without).OK().Apply(env.Provider(t)).OK()
	s.expectStored(t, storedLink{"password": "p", "extra": map[string]any{"role": "S", "key": "k"}})
	env.Provider(t).Delete(state).OK()
	s.expectStored(t, storedLink{})
	for _, config := range []acctest.Object{with("", `{"key":"k"}`, 1), with("p", `{"key":""}`, 1)} {
		change := env.Provider(t).Plan(override, nil, config)
		expectFindings(t, change.Diagnostics, "Secret is empty")
	}
}

// The same by the CLI, from variables that are null where the secrets are not at
// hand; secrets of the CI system that are not set arrive as empty texts.
func TestAccOverrideWithoutTheSecret(t *testing.T) {
	t.Parallel()
	acctest.RequireMinor(t, 11, 11) // write-only arguments
	env := acctest.Start(t)
	s := share(t, env)
	w := env.Workdir(t, fmt.Sprintf(`
provider "astro" {
  settle_time = "0s"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
  default   = null
}

variable "key" {
  type      = string
  sensitive = true
  ephemeral = true
  default   = null
}

variable "secret_version" {
  type    = number
  default = 1
}

resource "astro_connection_override" "prod" {
  connection_id       = %q
  deployment_id       = %q
  password_wo         = var.password
  password_wo_version = var.secret_version
  extra_wo            = var.key == null ? null : jsonencode({ private_key = var.key })
  extra_wo_version    = var.secret_version
}
`, s.connectionID, s.deploymentID))
	for _, c := range []struct {
		arguments []string
		says      string
	}{
		{nil, "Secret is missing"},
		{[]string{"-var", "password=", "-var", "key=K"}, "Secret is empty"},
		{[]string{"-var", "password=P", "-var", "key="}, "Secret is empty"},
	} {
		if said := w.Apply(c.arguments...); said.Code != 1 || !strings.Contains(said.Text(), c.says) {
			t.Errorf("an apply with %v ended with %d:\n%s", c.arguments, said.Code, said.Text())
		}
	}
	if env.Writes() != 0 {
		t.Errorf("%d writes were sent", env.Writes())
	}
	w.Must(t, "apply", "-auto-approve", "-no-color", "-var", "password=P", "-var", "key=K")
	s.expectStored(t, storedLink{"password": "P", "extra": map[string]any{"private_key": "K"}})
	w.Must(t, "plan", "-no-color", "-detailed-exitcode")
	w.Must(t, "plan", "-no-color", "-detailed-exitcode", "-var", "password=", "-var", "key=")
	w.Must(t, "plan", "-no-color", "-destroy")
	w.Must(t, "destroy", "-auto-approve", "-no-color")
	s.expectStored(t, storedLink{})
}

// An import takes secrets over by name and says so: other changes leave them,
// declaring them sends them, and destroying the override unsets them.
func TestImportedSecretsGoWithTheOverride(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{
		Host: ptr("prod"), Password: ptr("p"), Extra: astro.Extra{"database": "PROD", "private_key": "k"},
	})
	p := env.Provider(t)
	imported := p.Import(override, s.connectionID+"/"+s.deploymentID)
	expectFindings(t, imported.Diagnostics, "~Import takes over secrets by name")
	said := strings.Join(imported.Diagnostics.Warnings(), "\n")
	for _, name := range []string{"`extra.private_key`", "`password`"} {
		if !strings.Contains(said, name) || strings.Contains(said, "`host`") {
			t.Errorf("said:\n%s", said)
		}
	}
	config := s.object(having("host", "prod"), having("extra", `{"database":"PROD"}`))
	p = env.Provider(t)
	read := p.Read(imported.OK())
	expectFindings(t, read.Diagnostics, "")
	if changed := p.Plan(override, read.OK(), config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the plan after the import changes %v", changed)
	}
	config["host"] = "prod2"
	state := env.Provider(t).Plan(override, read.OK(), config).OK().Apply(env.Provider(t)).OK()
	s.expectStored(t, storedLink{"host": "prod2", "password": "p", "extra": map[string]any{"database": "PROD", "private_key": "k"}})

	declared := s.object(having("host", "prod2"), having("extra", `{"database":"PROD"}`), secretly("new"))
	p = env.Provider(t)
	change := p.Plan(override, p.Read(state).OK(), declared).OK()
	if diff := cmp.Diff([]string{"password_wo_version"}, change.Changed()); diff != "" {
		t.Error(diff)
	}
	state = change.Apply(env.Provider(t)).OK()
	s.expectStored(t, storedLink{"host": "prod2", "password": "new", "extra": map[string]any{"database": "PROD", "private_key": "k"}})
	env.Provider(t).Delete(state).OK()
	s.expectStored(t, storedLink{})
}

// An imported override that has secrets only does not vanish, and a secret that
// somebody removed is not missed.
func TestImportOfSecretsOnly(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Password: ptr("p"), Extra: astro.Extra{"private_key": "k"}})
	state := env.Provider(t).Import(override, s.connectionID+"/"+s.deploymentID).OK()
	if state = env.Provider(t).Read(state).OK(); state.Gone() {
		t.Fatal("the override is gone")
	}
	editConnection(t, env, s.connectionID, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Links[0].Overrides = &astro.OverridesRequest{UnsetFields: []string{"password"}}
	})
	state = env.Provider(t).Read(state).OK()
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Password: ptr("theirs")})
	env.Provider(t).Delete(state).OK()
	s.expectStored(t, storedLink{"password": "theirs"})
}

// An update may unset a hundred fields; more are split, on update and destroy,
// and nothing else is touched.
func TestManyUnsetFieldsAreSplit(t *testing.T) {
	t.Parallel()
	const members, most = 230, 100
	env := acctest.Start(t)
	s := share(t, env)
	extra := func(from, to int) string {
		all := map[string]any{}
		for i := from; i < to; i++ {
			all[fmt.Sprintf("member_%03d", i)] = i
		}
		encoded, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(encoded)
	}
	state := env.Provider(t).Create(override, s.object(having("extra", extra(0, 2*members))))
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Login: ptr("theirs"), Extra: membersOf(t, extra(0, 2*members))})
	unsets := func() int {
		total := 0
		for _, write := range env.Journal(http.MethodPost, objects) {
			var sent astro.UpdateEnvironmentObjectRequest
			if err := json.Unmarshal([]byte(write.Body), &sent); err != nil {
				t.Fatal(err)
			}
			for _, entry := range sent.Links {
				if entry.Overrides != nil {
					if len(entry.Overrides.UnsetFields) > most {
						t.Errorf("one update unsets %d fields", len(entry.Overrides.UnsetFields))
					}
					total += len(entry.Overrides.UnsetFields)
				}
			}
		}
		return total
	}
	env.ResetJournal()
	state = env.Provider(t).Update(state, s.object(having("extra", extra(0, members)), having("host", "prod")))
	if got := unsets(); got != members {
		t.Errorf("the update unset %d fields, want %d", got, members)
	}
	if got := len(s.fields(t)); got != members+2 {
		t.Errorf("%d fields stand, want %d", got, members+2)
	}
	env.ResetJournal()
	env.Provider(t).Delete(state).OK()
	if got := unsets(); got != members+1 {
		t.Errorf("the destroy unset %d fields, want %d", got, members+1)
	}
	s.expectStored(t, storedLink{"login": "theirs"})
}

func membersOf(t *testing.T, text string) astro.Extra {
	t.Helper()
	var members astro.Extra
	if err := json.Unmarshal([]byte(text), &members); err != nil {
		t.Fatal(err)
	}
	return members
}

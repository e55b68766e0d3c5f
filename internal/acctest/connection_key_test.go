package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// A key that somebody else's connection has is refused at plan, with the way to
// import it; the same key elsewhere, or of another type of object, is free.
func TestConnectionKeyIsTaken(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := createForeign(t, env, "warehouse")
	said := env.Provider(t).Plan(connection, nil, warehouse(env)).Diagnostics
	expectFindings(t, said, "key: Connection exists already")
	if text := said.String(); len(said.Errors()) != 1 || strings.Count(text, id) != 1 || !strings.Contains(text, `"`+env.WorkspaceID+`/warehouse"`) || !strings.Contains(text, "moved block") {
		t.Errorf("said:\n%s", said)
	}
	for name, change := range map[string]func(acctest.Object){
		"another key":  having("key", "Warehouse"),
		"unknown key":  having("key", acctest.Unknown),
		"in elsewhere": having("workspace_id", elsewhere(t, env)),
		"in a Deployment": func(o acctest.Object) {
			delete(o, "workspace_id")
			o["deployment_id"] = development(t, env).ID
		},
	} {
		if said := env.Provider(t).Plan(connection, nil, warehouse(env, change)).Diagnostics; len(said) != 0 {
			t.Errorf("%s: said:\n%s", name, said)
		}
	}
	if env.Writes() != 0 {
		t.Error("plans have written")
	}
}

// A list that cannot be had refuses nothing: the create itself tells.
func TestConnectionKeyWithoutAVerdict(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	createForeign(t, env, "warehouse")
	env.AddFault(t, faultOn("GET", objects, 403))
	change := env.Provider(t).Plan(connection, nil, warehouse(env)).OK()
	env.Emulator.ClearFaults()
	if said := change.Apply(env.Provider(t)).Diagnostics.String(); !strings.Contains(said, "Connection exists already") {
		t.Errorf("said:\n%s", said)
	}
}

// What this state holds is not taken: the walk destroys it, forces its
// replacement, or gives it another key, whichever it comes to first.
func TestConnectionKeyOfThisState(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(connection, warehouse(env))
	for name, before := range map[string]func(p *acctest.Protocol){
		"read":               func(p *acctest.Protocol) { p.Read(state) },
		"planned to go":      func(p *acctest.Protocol) { p.Plan(connection, state, nil) },
		"gets another key":   func(p *acctest.Protocol) { p.Plan(connection, state, warehouse(env, having("key", "other"))) },
		"forced replacement": func(p *acctest.Protocol) { p.Plan(connection, state, warehouse(env)) },
	} {
		p := env.Provider(t)
		before(p)
		if said := p.Plan(connection, nil, warehouse(env)).Diagnostics; len(said) != 0 {
			t.Errorf("%s: said:\n%s", name, said)
		}
	}
	// A run that destroys it too late says so and advises no import.
	p := env.Provider(t)
	p.Read(state)
	change := p.Plan(connection, nil, warehouse(env)).OK()
	said := change.Apply(p).Diagnostics
	expectFindings(t, said, "key: Connection is not destroyed yet")
	if strings.Contains(said.String(), "terraform import") {
		t.Errorf("an import is advised:\n%s", said)
	}
}

// One key twice in one configuration is refused by whichever plan comes second,
// and by no plan of its own replacement.
func TestConnectionKeyTwice(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	expectFindings(t, p.Plan(connection, nil, warehouse(env)).Diagnostics, "")
	expectFindings(t, p.Plan(connection, nil, warehouse(env, having("key", "other"))).Diagnostics, "")
	said := p.Plan(connection, nil, warehouse(env)).Diagnostics
	expectFindings(t, said, "key: Connection is declared twice")
	if len(said.Errors()) != 1 {
		t.Errorf("said:\n%s", said)
	}
	state := env.Provider(t).Create(connection, warehouse(env))
	second := warehouse(env, having("description", "the second"))
	for _, newFirst := range []bool{false, true} {
		p := env.Provider(t)
		state := p.Read(state).OK()
		plans := []func() acctest.Diagnostics{
			func() acctest.Diagnostics { return p.Plan(connection, state, warehouse(env)).Diagnostics },
			func() acctest.Diagnostics { return p.Plan(connection, nil, second).Diagnostics },
		}
		if newFirst {
			plans[0], plans[1] = plans[1], plans[0]
		}
		expectFindings(t, plans[0](), "")
		expectFindings(t, plans[1](), "key: Connection is declared twice")
	}
}

const twoConnections = `
variable "workspace_id" {
  type = string
}

resource "astro_connection" "%s" {
  workspace_id = var.workspace_id
  key          = "warehouse"
  type         = "postgres"
  host         = "db.example.com"
}
`

// With the CLI: a replacement that is forced, and a connection under another
// address, are never told to be imported by a plan.
func TestAccConnectionForcedReplacementKeepsItsKey(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	work := env.Workdir(t, fmt.Sprintf(twoConnections, "a"))
	work.Variables["TF_VAR_workspace_id"] = env.WorkspaceID
	work.Must(t, "apply", "-auto-approve", "-no-color")
	work.Must(t, "plan", "-no-color", "-refresh=false", "-replace=astro_connection.a")
	work.Must(t, "taint", "astro_connection.a")
	work.Must(t, "apply", "-auto-approve", "-no-color")
	work.Write(t, "main.tf", fmt.Sprintf(twoConnections, "b"))
	if said := work.Run("plan", "-no-color"); said.Code != 0 || strings.Contains(said.Text(), "terraform import") {
		t.Errorf("a plan that destroys a and creates b ended with %d:\n%s", said.Code, said.Text())
	}
	work.Must(t, "destroy", "-auto-approve", "-no-color")
}

// Limits and words of a configuration that Astro would refuse, or would take for
// something else.
func TestConnectionRefusedAtPlan(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	for name, c := range map[string]struct {
		change func(acctest.Object)
		want   string
		words  []string
	}{
		"description of 500":          {having("description", strings.Repeat("ä", 500)), "", nil},
		"description of 501":          {having("description", strings.Repeat("x", 501)), "description: ", []string{"500"}},
		"jsonencode(null)":            {having("extra", "null"), "extra: Invalid JSON object", []string{"null", "extra = x == null ? null : jsonencode(x)"}},
		"secret jsonencode(null)":     {func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = "null", 1 }, "extra_wo: Invalid JSON object", []string{"extra_wo = x == null ? null : jsonencode(x)"}},
		"null member":                 {having("extra", `{"a":"b","role":null}`), "extra: Member of extra is null", []string{`"role"`, "if value != null"}},
		"null inside a member":        {having("extra", `{"a":{"b":null}}`), "", nil},
		"empty password":              {having("password", ""), "password: Password is empty", nil},
		"masked password":             {having("password", "***"), "~password: Secret looks masked", nil},
		"empty password_wo":           {func(o acctest.Object) { o["password_wo"], o["password_wo_version"] = "", 1 }, "password_wo: Secret is empty", nil},
		"null password_wo":            {having("password_wo_version", 1), "password_wo: Secret is missing", []string{"password_wo_version is 1"}},
		"unknown password_wo":         {func(o acctest.Object) { o["password_wo"], o["password_wo_version"] = acctest.Unknown, 1 }, "", nil},
		"password_wo, no version":     {having("password_wo", "s3cret"), "password_wo: Argument is missing", []string{"password_wo_version"}},
		"extra_wo, no version":        {having("extra_wo", `{"a":"s3cret"}`), "extra_wo: Argument is missing", []string{"extra_wo_version"}},
		"empty extra_wo":              {func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = "", 1 }, "extra_wo: Secret is empty", nil},
		"null extra_wo":               {having("extra_wo_version", 1), "extra_wo: Secret is missing", nil},
		"empty member of extra_wo":    {func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = `{"a":"s3cret","b":""}`, 1 }, "extra_wo: Secret is empty", []string{`"b"`}},
		"null member of extra_wo":     {func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = `{"a":"s3cret","b":null}`, 1 }, "extra_wo: Secret is missing", []string{`"b"`}},
		"masked member of extra_wo":   {func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = `{"a":"****"}`, 1 }, "~extra_wo: Secret looks masked", []string{`"a"`}},
		"extra_wo without any member": {func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = `{}`, 1 }, "", nil},
	} {
		said := env.Provider(t).Plan(connection, nil, warehouse(env, c.change)).Diagnostics
		expectFindings(t, said, c.want)
		for _, word := range c.words {
			if len(said) != 1 || !strings.Contains(said.String(), word) {
				t.Errorf("%s: want one finding with %q, said:\n%s", name, word, said)
			}
		}
		if strings.Contains(said.String(), "s3cret") {
			t.Errorf("%s: a secret is repeated:\n%s", name, said)
		}
	}
	if env.Writes() != 0 {
		t.Error("plans have written")
	}
}

// Where a value is null, an empty text or a mask and its version stays, nothing
// is sent, so nothing is judged; what is not sent stays on the server and is remembered.
func TestConnectionSecretsAreNeededWhereTheyAreSent(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, clearing())
	secret := func(password, extra any, version int) func(acctest.Object) {
		return func(o acctest.Object) {
			o["password_wo"], o["password_wo_version"], o["extra_wo"], o["extra_wo_version"] = password, version, extra, version
			o["extra"] = `{"database":"DEV"}`
		}
	}
	state := env.Provider(t).Create(connection, warehouse(env, secret("p4ss", `{"private_key":"k3y","plain":"v4lue"}`, 1)))
	id := state.Text("id")
	for i, missing := range []any{nil, "", "***"} {
		extra := missing
		if missing == "***" {
			extra = `{"private_key":null,"plain":""}`
		}
		for _, change := range []func(acctest.Object){
			func(acctest.Object) {},
			having("host", fmt.Sprintf("other%d.example.com", i)),
			having("extra", fmt.Sprintf(`{"database":"OTHER%d"}`, i)),
		} {
			p := env.Provider(t)
			env.ResetJournal()
			planned := p.Plan(connection, p.Read(state).OK(), warehouse(env, secret(missing, extra, 1), change))
			if len(planned.Diagnostics) != 0 {
				t.Errorf("%v: said:\n%s", missing, planned.Diagnostics)
			}
			if len(planned.Changed()) == 0 {
				continue
			}
			state = planned.OK().Apply(env.Provider(t)).OK()
			if set := strings.Join(connectionNow(t, env, id).SetFields, " "); !strings.Contains(set, "password") || !strings.Contains(set, "extra.private_key") || !strings.Contains(set, "extra.plain") {
				t.Errorf("%v, after %v: set fields are %s", missing, planned.Changed(), set)
			}
			for _, entry := range env.Journal("POST", objects) {
				if strings.Contains(entry.Body, `"password"`) || strings.Contains(entry.Body, "private_key") {
					t.Errorf("sent %s", entry.Body)
				}
			}
			state = env.Provider(t).Read(state).OK()
			if state.Get("extra_wo_version") != int64(1) || state.Get("password_wo_version") != int64(1) || strings.Contains(state.Text("extra"), "plain") {
				t.Errorf("%v: the state is %v", missing, state.Values())
			}
		}
		// A destroy is planned without a word.
		if said := env.Provider(t).Plan(connection, state, nil).Diagnostics; len(said) != 0 {
			t.Errorf("destroy, %v: said:\n%s", missing, said)
		}
		expectFindings(t, env.Provider(t).Plan(connection, state, warehouse(env, secret(nil, nil, 2))).Diagnostics, "password_wo: Secret is missing")
		expectFindings(t, env.Provider(t).Plan(connection, state, warehouse(env, secret("", `{"private_key":""}`, 2))).Diagnostics, "extra_wo: Secret is empty")
	}
	// Somebody took the secret away: now it is needed.
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Extra["private_key"] = nil })
	p := env.Provider(t)
	said := p.Plan(connection, p.Read(state).OK(), warehouse(env, secret(nil, nil, 1))).Diagnostics
	expectFindings(t, said, "extra_wo: Secret is missing")
}

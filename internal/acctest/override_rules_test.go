package acctest_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// An id that belongs to nothing.
const nobody = "cm00000000000000000000000"

// described makes the API describe the parameters of a Snowflake connection.
func described(r *astro.CreateEnvironmentObjectRequest) {
	r.AutoLinkDeployments = ptr(true)
	r.Connection = &astro.ConnectionRequest{
		Type: "snowflake", AuthTypeID: ptr("snowflake-password"), Login: ptr("airflow"),
		Extra: astro.Extra{"account": "ab12345", "database": "DEV", "insecure_mode": true},
	}
}

func resolvedAuthTypes(s *emulator.Switches) { s.AuthTypeUnresolved = false }

// Each rule speaks at plan, with the attribute's path and the way out, before any write.
func TestOverrideRules(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		connection func(*astro.CreateEnvironmentObjectRequest)
		setUp      func(*testing.T, shared)
		config     func(acctest.Object)
		want       string // an error, or with a leading "~" a warning; empty: silence
	}{
		"connection missing":              {config: having("connection_id", nobody), want: "connection_id: Connection does not exist"},
		"deployment missing":              {config: having("deployment_id", nobody), want: "deployment_id: Deployment does not exist"},
		"bad connection id":               {config: having("connection_id", "warehouse"), want: "connection_id: Invalid id"},
		"no value":                        {config: func(o acctest.Object) { delete(o, "host") }, want: "Override without a value"},
		"empty extra alone":               {config: func(o acctest.Object) { delete(o, "host"); o["extra"] = "{}" }, want: "Override without a value"},
		"excluded":                        {setUp: exclude, want: "deployment_id: Deployment is excluded from connection"},
		"no link planned or there":        {want: "~deployment_id: Override links the Deployment"},
		"auto-link":                       {connection: autoLinked},
		"linked":                          {setUp: linkIt},
		"equal to the base":               {connection: autoLinked, config: having("host", "dev"), want: "~host: Override equals the connection"},
		"member equal to the base":        {connection: autoLinked, config: having("extra", `{"database":"DEV"}`), want: "~extra: Override equals the connection"},
		"secret-looking member":           {connection: autoLinked, config: having("extra", `{"api_token":"x"}`), want: "~extra: Member of extra looks like a secret"},
		"extra is no object":              {config: having("extra", `"x"`), want: "extra: Invalid JSON object"},
		"port out of range":               {config: having("port", 70000), want: "port"},
		"field the method does not have":  {connection: described, want: "host: Field does not exist for this connection"},
		"field the connection has anyway": {connection: func(r *astro.CreateEnvironmentObjectRequest) { described(r); r.Connection.Host = ptr("dev") }},
		"misspelt member":                 {connection: described, config: snowflake(`{"databse":"PROD"}`), want: `extra: Member of extra does not exist for this connection: Connection "warehouse" uses the authentication method "Snowflake", which describes no member "databse" of extra. It takes ` + "`account`"},
		"did you mean":                    {connection: described, config: snowflake(`{"databse":"PROD"}`), want: `Did you mean "database"?`},
		"member nobody knows":             {connection: described, config: snowflake(`{"session_parameters":{}}`), want: "~extra: Member of extra is not known for this connection"},
		"member the connection has":       {connection: described, config: snowflake(`{"insecure_mode":false}`)},
		"wrong data type":                 {connection: described, config: snowflake(`{"client_session_keep_alive":"maybe"}`), want: "extra: Value has the wrong type"},
		"flag as text":                    {connection: described, config: snowflake(`{"client_session_keep_alive":"true"}`)},
		"wrong pattern":                   {connection: described, config: snowflake(`{"account":"a b"}`), want: "extra: Value has the wrong form"},
		"another type":                    {connection: described, config: having("type", "postgres")},
		"old runtime":                     {connection: autoLinked, setUp: ageing("9.2.0"), want: "deployment_id: Deployment is too old"},
		"oldest runtime":                  {connection: autoLinked, setUp: ageing("9.3.0")},
		"Airflow 3 runtime":               {connection: autoLinked, setUp: ageing("3.0-4")},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Switches(resolvedAuthTypes))
			var changes []func(*astro.CreateEnvironmentObjectRequest)
			if c.connection != nil {
				changes = append(changes, c.connection)
			}
			s := share(t, env, changes...)
			if c.setUp != nil {
				c.setUp(t, s)
			}
			config := s.object(having("host", "prod"))
			if c.config != nil {
				c.config(config)
			}
			said := env.Provider(t).Plan(override, nil, config).Diagnostics
			expectFindings(t, said, c.want)
			if env.Writes() != 0 {
				t.Errorf("%d writes were sent", env.Writes())
			}
		})
	}
}

// expectFindings wants one error, one warning ("~…") or nothing.
func expectFindings(t *testing.T, said acctest.Diagnostics, want string) {
	t.Helper()
	warning, isWarning := strings.CutPrefix(want, "~")
	switch {
	case want == "" && len(said) > 0:
		t.Errorf("want silence, said:\n%s", said)
	case isWarning && (said.HasError() || !strings.Contains(strings.Join(said.Warnings(), "\n"), warning)):
		t.Errorf("want the warning %q, said:\n%s", warning, said)
	case want != "" && !isWarning && !strings.Contains(strings.Join(said.Errors(), "\n"), want):
		t.Errorf("want the error %q, said:\n%s", want, said)
	}
}

func snowflake(extra string) func(acctest.Object) {
	return func(o acctest.Object) {
		delete(o, "host")
		o["extra"] = extra
	}
}

func exclude(t *testing.T, s shared) {
	t.Helper()
	editConnection(t, s.env, s.connectionID, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.ExcludeLinks = []astro.ExcludeLink{{Scope: astro.ScopeDeployment, ScopeEntityID: s.deploymentID}}
	})
}

func linkIt(t *testing.T, s shared) {
	t.Helper()
	editConnection(t, s.env, s.connectionID, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Links = []astro.LinkRequest{{Scope: astro.ScopeDeployment, ScopeEntityID: s.deploymentID}}
	})
}

// ageing lets the API answer another runtime version for the Deployment.
func ageing(version string) func(*testing.T, shared) {
	return func(t *testing.T, s shared) {
		t.Helper()
		s.env.AddFault(t, emulator.Fault{Method: "GET", Path: "/deployments/" + s.deploymentID, Count: -1, Members: map[string]any{"astroRuntimeVersion": version}})
	}
}

func TestLinkRules(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		setUp  func(*testing.T, shared)
		config func(acctest.Object)
		want   string
	}{
		"fine":               {},
		"connection missing": {config: having("connection_id", nobody), want: "connection_id: Connection does not exist"},
		"deployment missing": {config: having("deployment_id", nobody), want: "deployment_id: Deployment does not exist"},
		"excluded":           {setUp: exclude, want: "deployment_id: Deployment is excluded from connection"},
		"old runtime":        {setUp: ageing("4.2.5"), want: "deployment_id: Deployment is too old"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			s := share(t, env)
			if c.setUp != nil {
				c.setUp(t, s)
			}
			config := s.object()
			if c.config != nil {
				c.config(config)
			}
			expectFindings(t, env.Provider(t).Plan(link, nil, config).Diagnostics, c.want)
		})
	}
}

func TestLinkOfAVariable(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	rewrite := emulator.Fault{Method: "GET", Path: objects + "/" + s.connectionID, Count: -1, Members: map[string]any{"objectType": "AIRFLOW_VARIABLE", "connection": nil}}
	env.AddFault(t, rewrite)
	for _, kind := range []string{link, override} {
		config := s.object()
		if kind == override {
			config["host"] = "x"
		}
		expectFindings(t, env.Provider(t).Plan(kind, nil, config).Diagnostics, "connection_id: Object is not a connection")
	}
}

func TestEntryOfAnotherWorkspace(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	other, err := env.Client.ListWorkspaces(t.Context(), astro.WorkspaceFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var foreign string
	for _, w := range other {
		if w.ID != env.WorkspaceID {
			foreign = development(t, env, func(r *astro.CreateDeploymentRequest) { r.WorkspaceID = w.ID }).ID
		}
	}
	if foreign == "" {
		env.AddFault(t, emulator.Fault{Method: "GET", Path: "/deployments/" + s.deploymentID, Count: -1, Members: map[string]any{"workspaceId": nobody}})
		foreign = s.deploymentID
	}
	for _, kind := range []string{link, override} {
		config := s.object(having("deployment_id", foreign))
		if kind == override {
			config["host"] = "x"
		}
		expectFindings(t, env.Provider(t).Plan(kind, nil, config).Diagnostics, "deployment_id: Deployment belongs to another Workspace")
	}
}

func TestPairDeclaredTwice(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env, autoLinked)
	for _, kind := range []string{link, override} {
		config := s.object()
		if kind == override {
			config["host"] = "x"
		}
		p := env.Provider(t)
		expectFindings(t, p.Plan(kind, nil, config).Diagnostics, "")
		expectFindings(t, p.Plan(kind, nil, config).Diagnostics, "declared twice")
		// A replacement is planned twice: with its prior state and without.
		state := env.Provider(t).Create(kind, config)
		destroy, create := env.Provider(t).Replace(state, config)
		expectFindings(t, destroy.Diagnostics, "")
		expectFindings(t, create.Diagnostics, "")
		// One that the state has and one that comes are two, whichever is planned first.
		p = env.Provider(t)
		expectFindings(t, p.Plan(kind, state, config).Diagnostics, "")
		expectFindings(t, p.Plan(kind, nil, config).Diagnostics, "declared twice")
		p = env.Provider(t)
		expectFindings(t, p.Plan(kind, nil, config).Diagnostics, "")
		expectFindings(t, p.Plan(kind, state, config).Diagnostics, "declared twice")
	}
}

// A link planned before the override, and auto-link switched on in the same
// commit, are no warning.
func TestOverrideSeesWhatIsPlannedBefore(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := warehouse(env)
	state := env.Provider(t).Create(connection, config)
	s := shared{env, state.Text("id"), deploymentNamed(t, env, "mine")}

	p := env.Provider(t)
	p.Plan(link, nil, s.object()).OK()
	expectFindings(t, p.Plan(override, nil, s.object(having("host", "prod"))).Diagnostics, "")

	config["auto_link_deployments"], config["host"] = true, "prod"
	p = env.Provider(t)
	p.Plan(connection, state, config).OK()
	expectFindings(t, p.Plan(override, nil, s.object(having("login", "prod"))).Diagnostics, "")
	expectFindings(t, p.Plan(override, nil, shared{env, s.connectionID, deploymentNamed(t, env, "second")}.object(having("host", "prod"))).Diagnostics,
		"~host: Override equals the connection")

	config["host"] = acctest.Unknown
	p = env.Provider(t)
	p.Plan(connection, state, config).OK()
	expectFindings(t, p.Plan(override, nil, s.object(having("host", "dev.example.com"))).Diagnostics, "")
}

// Without a verdict of the API the plan goes on with a warning.
func TestOverridePlanWithoutAVerdict(t *testing.T) {
	t.Parallel()
	for _, path := range []string{objects, "/deployments"} {
		for _, status := range []int{403, 500} {
			env := acctest.Start(t)
			s := share(t, env, autoLinked)
			env.AddFault(t, faultOn("GET", path, status))
			for _, kind := range []string{link, override} {
				config := s.object()
				if kind == override {
					config["host"] = "x"
				}
				expectFindings(t, env.Provider(t).Plan(kind, nil, config).Diagnostics, "~Plan was not checked against Astro")
			}
		}
	}
}

// Unknown values are never judged, attribute by attribute; the same rules speak
// at apply, when Terraform plans again with what is known then.
func TestUnknownValuesAreNotJudged(t *testing.T) {
	t.Parallel()
	wrong := map[string]acctest.Object{
		connection: {
			"workspace_id": "x", "deployment_id": nil, "key": "", "type": "", "port": 0, "extra": "[]", "extra_wo": "[]", "password": "x", "password_wo": "y",
			"host": "h", "login": "l", "schema": "s", "description": "d", "auto_link_deployments": true, "auth_type_id": "", "force_destroy": true,
			"password_wo_version": 1, "extra_wo_version": 1,
		},
		link:     {"connection_id": nobody, "deployment_id": nobody},
		override: {"connection_id": nobody, "deployment_id": nobody, "host": "", "login": "", "schema": "", "type": "", "port": 0, "extra": "[]", "extra_wo": "[]", "password": "x", "password_wo": "y", "password_wo_version": 1, "extra_wo_version": 1},
	}
	for kind, values := range wrong {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			s := share(t, env, autoLinked)
			right := map[string]acctest.Object{
				connection: {"workspace_id": env.WorkspaceID, "key": "k", "type": "postgres"},
				link:       s.object(), override: s.object(having("login", "prod")),
			}[kind]
			for attribute := range values {
				config := maps.Clone(right)
				config[attribute] = acctest.Unknown
				switch attribute { // write-only pairs come together
				case "password_wo", "extra_wo":
					config[attribute+"_version"] = 1
				case "password_wo_version":
					config["password_wo"] = "x"
				case "extra_wo_version":
					config["extra_wo"] = "{}"
				case "deployment_id":
					if kind == connection {
						delete(config, "workspace_id")
					}
				}
				said := env.Provider(t).Plan(kind, nil, config).Diagnostics
				if len(said) != 0 {
					t.Errorf("%s unknown, said:\n%s", attribute, said)
				}
			}
		})
	}
}

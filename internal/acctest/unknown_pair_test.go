package acctest_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// An id that is only unknown replaces nothing, and turns out to be the old one;
// one of a connection or Deployment that the same plan replaces does replace.
func TestUnknownIDsOfAPair(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	connectionConfig := warehouse(env)
	connectionState := env.Provider(t).Create(connection, connectionConfig)
	s := shared{env, connectionState.Text("id"), deploymentNamed(t, env, "mine")}
	for _, kind := range []string{link, override} {
		config := s.object()
		if kind == override {
			config["host"] = "x"
		}
		state := env.Provider(t).Create(kind, config)
		for _, id := range []string{"connection_id", "deployment_id"} {
			unknown := maps.Clone(config)
			unknown[id] = acctest.Unknown
			p := env.Provider(t)
			change := p.Plan(kind, p.Read(state).OK(), unknown).OK()
			if diff := cmp.Diff([]string{id}, change.Changed()); diff != "" || len(change.Replaces) != 0 {
				t.Errorf("%s: replaces %v, changes %s", id, change.Replaces, diff)
			}
			// Terraform plans once more within the apply, with what is known by then.
			apply := env.Provider(t)
			env.ResetJournal()
			again := apply.Plan(kind, state, config).OK()
			if len(again.Changed()) != 0 || len(again.Replaces) != 0 {
				t.Errorf("%s: within the apply it changes %v and replaces %v", id, again.Changed(), again.Replaces)
			}
			again.Apply(apply).OK()
			if env.Writes() != 0 {
				t.Errorf("%s: %d writes", id, env.Writes())
			}
		}

		replaced := maps.Clone(connectionConfig)
		replaced["key"] = "other"
		unknown := s.object(having("connection_id", acctest.Unknown))
		if kind == override {
			unknown["host"] = "x"
		}
		p := env.Provider(t)
		p.Plan(connection, p.Read(connectionState).OK(), replaced)
		if diff := cmp.Diff([]string{"connection_id"}, p.Plan(kind, state, unknown).OK().Replaces); diff != "" {
			t.Error(diff)
		}
		// By force, with nothing changed.
		p = env.Provider(t)
		p.Replace(p.Read(connectionState).OK(), connectionConfig)
		if diff := cmp.Diff([]string{"connection_id"}, p.Plan(kind, state, unknown).OK().Replaces); diff != "" {
			t.Error(diff)
		}
		// Tainted: read and then planned like a new one.
		p = env.Provider(t)
		p.Read(connectionState).OK()
		if diff := cmp.Diff([]string{"connection_id"}, p.Plan(kind, state, unknown).OK().Replaces); diff != "" {
			t.Error(diff)
		}
		// It stays: what refers to it by way of something unknown does not go.
		p = env.Provider(t)
		p.Plan(connection, p.Read(connectionState).OK(), connectionConfig).OK()
		if change := p.Plan(kind, state, unknown).OK(); len(change.Replaces) != 0 {
			t.Errorf("replaces %v", change.Replaces)
		}
		env.Provider(t).Delete(state).OK()
	}
}

// The inputs are those of a module with depends_on: its data sources are read at
// apply, because something it depends on changes.
const deferredModule = `
terraform {
  required_providers {
    astro = { source = "registry.terraform.io/seed79f2c2aa/astro" }
  }
}
data "astro_workspace" "main" {
  name = "Demo"
}
data "astro_connection" "shared" {
  workspace_id = data.astro_workspace.main.id
  key          = "shared"
}
data "astro_deployment" "prod" {
  workspace_id = data.astro_workspace.main.id
  name         = "prod"
}
`

const airflowLink = `
resource "astro_connection_link" "prod" {
  connection_id = data.astro_connection.shared.id
  deployment_id = data.astro_deployment.prod.id
}
`

const airflowOverride = `
resource "astro_connection_override" "prod" {
  connection_id = data.astro_connection.shared.id
  deployment_id = data.astro_deployment.prod.id
  host          = "prod.example.com"
}
`

// A link or an override whose ids are unknown because of a deferred data source
// is not replaced, and nobody's override is lost; nor is it when the same apply imports it.
func TestAccDeferredDataSourceReplacesNothing(t *testing.T) {
	t.Parallel()
	const root = "provider \"astro\" {}\nresource \"terraform_data\" \"network\" {\n  input = %q\n}\nmodule \"airflow\" {\n  source     = \"./airflow\"\n  depends_on = [terraform_data.network]\n}\n"
	for name, c := range map[string]struct {
		resource string
		want     storedLink
		imports  string
	}{
		"link":              {airflowLink, storedLink{"schema": "prod", "password": "prod-secret"}, ""},
		"override":          {airflowOverride, storedLink{"schema": "prod", "password": "prod-secret", "host": "prod.example.com"}, ""},
		"link, imported":    {airflowLink, storedLink{"schema": "prod", "password": "prod-secret"}, "astro_connection_link"},
		"override imported": {airflowOverride, storedLink{"password": "prod-secret", "host": "prod.example.com"}, "astro_connection_override"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			s := share(t, env, func(r *astro.CreateEnvironmentObjectRequest) {
				r.ObjectKey, r.Connection = "shared", &astro.ConnectionRequest{Type: "postgres", Schema: ptr("dev")}
			})
			s.deploymentID = deploymentNamed(t, env, "prod")
			overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Schema: ptr("prod"), Password: ptr("prod-secret")})
			work := env.Workdir(t, "")
			work.Write(t, "airflow/main.tf", deferredModule+c.resource)
			work.Write(t, "main.tf", strings.Replace(root, "%q", `"v1"`, 1))
			if c.imports != "" {
				work.Write(t, "import.tf", "import {\n  to = module.airflow."+c.imports+".prod\n  id = \""+s.connectionID+"/"+s.deploymentID+"\"\n}\n")
			}
			work.Must(t, "init", "-input=false")
			work.Must(t, "apply", "-auto-approve", "-no-color")
			work.Write(t, "main.tf", strings.Replace(root, "%q", `"v2"`, 1))
			if said := work.Must(t, "plan", "-no-color").Text(); strings.Contains(said, "must be replaced") {
				t.Errorf("the plan replaces:\n%s", said)
			}
			work.Must(t, "apply", "-auto-approve", "-no-color")
			s.expectStored(t, c.want)
			work.Must(t, "plan", "-detailed-exitcode", "-no-color")
		})
	}
}

package acctest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// createConnection makes a connection of the Workspace as somebody in the UI.
func createConnection(t *testing.T, env *acctest.Env, key string, autoLink bool, c astro.ConnectionRequest) string {
	t.Helper()
	id, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: key, ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: env.WorkspaceID,
		AutoLinkDeployments: &autoLink, Connection: &c,
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// airflowModule reads its Workspace by a data source, as modules do.
const airflowModule = `
terraform {
  required_providers {
    astro = { source = "registry.terraform.io/seed79f2c2aa/astro" }
  }
}

data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_connection" "wh" {
  workspace_id          = data.astro_workspace.main.id
  key                   = "wh"
  type                  = "postgres"
  host                  = "wh.example.com"
  auto_link_deployments = true
}
`

const networkAndModule = `
resource "terraform_data" "network" {
  input = %q
}

module "airflow" {
  source     = "./airflow"
  depends_on = [terraform_data.network]
}
`

const importOfModule = `
variable "workspace_id" {
  type = string
}

import {
  to = module.airflow.astro_connection.wh
  id = "${var.workspace_id}/wh"
}
`

// A module with depends_on makes the id of its Workspace unknown. The connection
// stays all the same, with a password set in the UI and everybody's links.
func TestAccConnectionUnknownWorkspaceReplacesNothing(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := createConnection(t, env, "wh", true, astro.ConnectionRequest{Type: "postgres", Host: ptr("wh.example.com"), Password: ptr("set-in-the-ui")})
	work := env.Workdir(t, "")
	work.Variables["TF_VAR_workspace_id"] = env.WorkspaceID
	work.Write(t, "airflow/main.tf", airflowModule)
	work.Write(t, "main.tf", fmt.Sprintf(networkAndModule, "v1")+importOfModule)
	work.Must(t, "init", "-input=false")
	// The import happens in the very apply in which the id is unknown.
	plan := work.Must(t, "plan", "-no-color").Text()
	if !strings.Contains(plan, "1 to import") || !strings.Contains(plan, "0 to destroy") {
		t.Errorf("the plan with the import says:\n%s", plan)
	}
	work.Must(t, "apply", "-auto-approve", "-no-color")
	for _, version := range []string{"v1", "v2", "v3"} {
		work.Write(t, "main.tf", fmt.Sprintf(networkAndModule, version))
		work.Must(t, "init", "-input=false")
		env.ResetJournal()
		plan = work.Must(t, "plan", "-no-color").Text()
		if strings.Contains(plan, "must be replaced") || strings.Contains(plan, "to destroy") && !strings.Contains(plan, "0 to destroy") {
			t.Errorf("%s: the plan says:\n%s", version, plan)
		}
		work.Must(t, "apply", "-auto-approve", "-no-color")
		if env.Writes() != 0 {
			t.Errorf("%s: %d writes were sent", version, env.Writes())
		}
		if after := work.Run("plan", "-detailed-exitcode", "-no-color"); after.Code != 0 {
			t.Errorf("%s: the plan after the apply ended with %d:\n%s", version, after.Code, after.Text())
		}
	}
	if set := connectionNow(t, env, id).SetFields; !slices.Contains(set, "password") {
		t.Errorf("the password is gone, set fields are %v", set)
	}
}

// The same holds for a key and for the id of a Deployment; a value that turns
// out to be another one changes nothing, and what to do is said.
func TestAccConnectionUnknownScopeThatMoves(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	first, second := deploymentNamed(t, env, "first"), deploymentNamed(t, env, "second")
	config := func(deploymentID, key, version string) string {
		return fmt.Sprintf(`
resource "terraform_data" "scope" {
  input = { deployment = %q, key = %q, version = %q }
}

resource "astro_connection" "it" {
  deployment_id = terraform_data.scope.output.deployment
  key           = terraform_data.scope.output.key
  type          = "postgres"
}
`, deploymentID, key, version)
	}
	work := env.Workdir(t, config(first, "it", "v1"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	env.ResetJournal()
	work.Write(t, "main.tf", config(first, "it", "v2"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	for name, moved := range map[string]string{"deployment_id": config(second, "it", "v3"), "key": config(second, "other", "v4")} {
		work.Write(t, "main.tf", moved)
		applied := work.Apply()
		said := strings.Join(strings.Fields(strings.ReplaceAll(applied.Text(), "│", " ")), " ")
		if applied.Code == 0 || !strings.Contains(said, "run terraform apply again") || env.Writes() != 0 {
			t.Errorf("%s: ended with %d after %d writes:\n%s", name, applied.Code, env.Writes(), applied.Text())
		}
	}
	work.Must(t, "apply", "-auto-approve", "-no-color")
	if env.Requests("DELETE", objects) != 1 {
		t.Errorf("%d connections were deleted by the apply that shows it", env.Requests("DELETE", objects))
	}
	work.Must(t, "destroy", "-auto-approve", "-no-color")
}

const secretFromAVariable = `
variable "workspace_id" {
  type = string
}

variable "db_password" {
  type      = string
  sensitive = true
  ephemeral = true
  default   = null
}

variable "password_version" {
  type    = number
  default = 1
}

resource "astro_connection" "wh" {
  workspace_id        = var.workspace_id
  key                 = "wh"
  type                = "postgres"
  host                = "wh.example.com"
  password_wo         = var.db_password
  password_wo_version = var.password_version
  extra_wo            = jsonencode({ private_key = var.db_password })
  extra_wo_version    = var.password_version
}
`

// A secret of the CI system that is not set arrives as an empty text: nothing is
// created, nothing is rotated, and the plan says so.
func TestAccConnectionEmptySecret(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	work := env.Workdir(t, secretFromAVariable)
	work.Variables["TF_VAR_workspace_id"] = env.WorkspaceID
	for _, command := range []string{"plan", "apply"} {
		work.Variables["TF_VAR_db_password"] = ""
		if said := work.Run(command, "-no-color"); said.Code == 0 || !strings.Contains(said.Text(), "Secret is empty") || !strings.Contains(said.Text(), "password_wo") {
			t.Errorf("%s ended with %d:\n%s", command, said.Code, said.Text())
		}
	}
	if env.Writes() != 0 {
		t.Error("something was written")
	}
	work.Variables["TF_VAR_db_password"] = "REAL"
	work.Must(t, "apply", "-auto-approve", "-no-color")
	env.ResetJournal()
	work.Variables["TF_VAR_password_version"] = "2"
	for _, missing := range []string{"", "null"} {
		work.Variables["TF_VAR_db_password"] = missing
		if missing == "null" {
			delete(work.Variables, "TF_VAR_db_password")
		}
		if said := work.Apply(); said.Code == 0 || !strings.Contains(said.Text(), "changes from 1 to 2") {
			t.Errorf("the rotation to %q ended with %d:\n%s", missing, said.Code, said.Text())
		}
	}
	if env.Writes() != 0 {
		t.Error("something was written")
	}
	work.Variables["TF_VAR_db_password"] = "***"
	if said := work.Must(t, "plan", "-no-color").Text(); !strings.Contains(said, "Secret looks masked") {
		t.Errorf("a masked secret plans:\n%s", said)
	}
	work.Variables["TF_VAR_db_password"] = "ROTATED"
	work.Must(t, "apply", "-auto-approve", "-no-color")
	sent := env.Journal("POST", objects)
	if len(sent) != 1 || strings.Count(sent[0].Body, "ROTATED") != 2 {
		t.Errorf("sent %+v", sent)
	}
}

// Where nothing is sent no secret is needed: in the plan of a pull request, in a
// plan of another change, in the plan of a destroy and in the destroy itself.
func TestAccConnectionWithoutTheSecret(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	work := env.Workdir(t, secretFromAVariable)
	work.Variables["TF_VAR_workspace_id"] = env.WorkspaceID
	work.Variables["TF_VAR_db_password"] = "S"
	work.Must(t, "apply", "-auto-approve", "-no-color")
	delete(work.Variables, "TF_VAR_db_password")
	if said := work.Run("plan", "-no-color", "-detailed-exitcode"); said.Code != 0 {
		t.Errorf("the plan ended with %d:\n%s", said.Code, said.Text())
	}
	work.Write(t, "main.tf", strings.Replace(secretFromAVariable, "wh.example.com", "other.example.com", 1))
	env.ResetJournal()
	work.Must(t, "apply", "-auto-approve", "-no-color")
	if sent := env.Journal("POST", objects); len(sent) != 1 || strings.Contains(sent[0].Body, "password") || strings.Contains(sent[0].Body, "private_key") {
		t.Errorf("sent %+v", sent)
	}
	if said := work.Run("plan", "-no-color", "-detailed-exitcode"); said.Code != 0 {
		t.Errorf("the plan after another change ended with %d:\n%s", said.Code, said.Text())
	}
	if keys := keysOf(t, env); len(keys) != 1 {
		t.Errorf("connections = %v", keys)
	}
	work.Must(t, "plan", "-destroy", "-no-color")
	work.Must(t, "destroy", "-auto-approve", "-no-color")
	if keys := keysOf(t, env); len(keys) != 0 {
		t.Errorf("connections = %v", keys)
	}
}

// The key of a connection made in the UI survives the change of another member.
func TestAccConnectionAdoptedWithAPrivateKey(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := createConnection(t, env, "sf", true, astro.ConnectionRequest{
		Type: "snowflake", Login: ptr("U"), Extra: astro.Extra{"account": "a", "warehouse": "W1", "private_key_content": "KEY"},
	})
	config := func(rest string) string {
		return fmt.Sprintf(`
resource "astro_connection" "sf" {
  workspace_id          = %q
  key                   = "sf"
  type                  = "snowflake"
  login                 = "U"
  auto_link_deployments = true
  %s
}
`, env.WorkspaceID, rest)
	}
	work := env.Workdir(t, config(`extra = jsonencode({ account = "a", warehouse = "W1" })`)+fmt.Sprintf("\nimport {\n  to = astro_connection.sf\n  id = \"%s/sf\"\n}\n", env.WorkspaceID))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	env.ResetJournal()
	work.Write(t, "main.tf", config(`extra = jsonencode({ account = "a", warehouse = "W2" })`))
	if said := work.Apply(); said.Code == 0 || !strings.Contains(said.Text(), "private_key_content") || !strings.Contains(said.Text(), "allow_secret_loss") || env.Writes() != 0 {
		t.Errorf("a change of extra ended with %d after %d writes:\n%s", said.Code, env.Writes(), said.Text())
	}
	work.Write(t, "main.tf", config("extra = jsonencode({ account = \"a\", warehouse = \"W1\" })\ndescription = \"other\""))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	work.Write(t, "main.tf", config("extra = jsonencode({ account = \"a\", warehouse = \"W2\" })\ndescription = \"other\"\nallow_secret_loss = true"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	now := connectionNow(t, env, id)
	if !slices.Contains(now.SetFields, "extra.private_key_content") || now.Connection.Extra["warehouse"] != "W2" || deref(now.Description) != "other" {
		t.Errorf("set fields are %v, extra = %v", now.SetFields, now.Connection.Extra)
	}
	if said := work.Run("plan", "-no-color", "-detailed-exitcode"); said.Code != 0 {
		t.Errorf("the plan in the end ended with %d:\n%s", said.Code, said.Text())
	}
}

// jsonencode of a null value is named as what it is, once per connection.
func TestAccConnectionJSONEncodeOfNull(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	module := func(expression string) string {
		return fmt.Sprintf(`
variable "connections" {
  type    = map(object({ type = string, extra = optional(map(string)) }))
  default = { api = { type = "http" } }
}

resource "astro_connection" "all" {
  for_each     = var.connections
  workspace_id = %q
  key          = each.key
  type         = each.value.type
  extra        = %s
}
`, env.WorkspaceID, expression)
	}
	work := env.Workdir(t, module("jsonencode(each.value.extra)"))
	said := work.Run("plan", "-no-color")
	text := strings.Join(strings.Fields(strings.ReplaceAll(said.Text(), "│", " ")), " ")
	if said.Code == 0 || strings.Count(text, "it is the JSON null") != 1 || !strings.Contains(text, "extra = x == null ? null : jsonencode(x)") {
		t.Errorf("the plan ended with %d:\n%s", said.Code, said.Text())
	}
	work.Write(t, "main.tf", module("each.value.extra == null ? null : jsonencode(each.value.extra)"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
}

// A data source finds a connection by the Deployment that gets it: its own one
// first, else the one of its Workspace, with the values that it gets there.
func TestConnectionDataOfADeployment(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	overridden, plain, excluded := deploymentNamed(t, env, "overridden"), deploymentNamed(t, env, "plain"), deploymentNamed(t, env, "excluded")
	id := createConnection(t, env, "wh", true, astro.ConnectionRequest{Type: "postgres", Host: ptr("dev")})
	overrideNow(t, env, id, overridden, astro.ConnectionOverrides{Host: ptr("prod")})
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.ExcludeLinks = []astro.ExcludeLink{{Scope: astro.ScopeDeployment, ScopeEntityID: excluded}}
	})
	restricted := createConnection(t, env, "restricted", false, astro.ConnectionRequest{Type: "postgres"})
	editConnection(t, env, restricted, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Links = append(r.Links, astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: plain})
	})
	lookup := func(deploymentID, key string) *acctest.Result {
		return env.Provider(t).Data(connection, acctest.Object{"deployment_id": deploymentID, "key": key})
	}
	for deploymentID, host := range map[string]string{overridden: "prod", plain: "dev"} {
		got := lookup(deploymentID, "wh").OK()
		if got.Text("id") != id || got.Text("host") != host || got.Text("scope") != "WORKSPACE" || got.Text("workspace_id") != env.WorkspaceID || got.Text("deployment_id") != deploymentID {
			t.Errorf("%s gets %v", deploymentID, got.Values())
		}
	}
	if got := lookup(plain, "restricted").OK(); got.Text("id") != restricted {
		t.Errorf("linked explicitly: %v", got.Values())
	}
	for name, c := range map[string]struct{ deploymentID, key, says string }{
		"excluded":   {excluded, "wh", "it excludes this Deployment"},
		"not linked": {overridden, "restricted", "it is Restricted to linked Deployments"},
	} {
		said := oneError(t, lookup(c.deploymentID, c.key).Diagnostics)
		if !strings.HasPrefix(said, "deployment_id: Deployment does not get the connection") || !strings.Contains(said, c.says) || !strings.Contains(said, fmt.Sprintf("workspace_id = %q", env.WorkspaceID)) {
			t.Errorf("%s: said: %s", name, said)
		}
	}
	if said := oneError(t, lookup(plain, "WH").Diagnostics); !strings.HasPrefix(said, "key: Could not find connection") || !strings.Contains(said, id) || !strings.Contains(said, restricted) {
		t.Errorf("no such key: said: %s", said)
	}
	own, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: "wh", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeDeployment, ScopeEntityID: plain, Connection: &astro.ConnectionRequest{Type: "mysql"},
	})
	if astro.IsConflict(err) {
		return // a platform on which a key is unique in both scopes together
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := lookup(plain, "wh").OK(); got.Text("id") != own || got.Text("scope") != "DEPLOYMENT" || got.Get("workspace_id") != nil {
		t.Errorf("with one of its own: %v", got.Values())
	}
	if got := lookup(overridden, "wh").OK(); got.Text("id") != id {
		t.Errorf("another Deployment: %v", got.Values())
	}
	// By Workspace it is the connection itself.
	if got := env.Provider(t).Data(connection, acctest.Object{"workspace_id": env.WorkspaceID, "key": "wh"}).OK(); got.Text("host") != "dev" || got.Get("deployment_id") != nil || got.Text("scope") != "WORKSPACE" {
		t.Errorf("by Workspace: %v", got.Values())
	}
}

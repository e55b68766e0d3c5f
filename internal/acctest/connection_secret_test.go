package acctest_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

const secrets = `
provider "astro" {
  settle_time = "0s"
}

variable "secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "astro_connection" "it" {
  workspace_id        = %[1]q
  key                 = "warehouse"
  type                = "postgres"
  password_wo         = "base-${var.secret}"
  password_wo_version = %[3]d
  extra               = jsonencode({ database = "DEV" })
  extra_wo            = jsonencode({ private_key = "key-${var.secret}" })
  extra_wo_version    = %[3]d
}

resource "astro_connection_override" "it" {
  connection_id       = astro_connection.it.id
  deployment_id       = %[2]q
  password_wo         = "override-${var.secret}"
  password_wo_version = %[3]d
  extra_wo            = jsonencode({ private_key = "okey-${var.secret}" })
  extra_wo_version    = %[3]d
}
`

// A write-only value reaches Astro and stands nowhere else: state, saved plan,
// plan JSON, private state, TRACE logs of CLI and provider.
func TestAccSecretsAreStoredNowhere(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	deploymentID := deploymentNamed(t, env, "mine")
	const secret = "pl4nted-s3cret"
	work := env.Workdir(t, fmt.Sprintf(secrets, env.WorkspaceID, deploymentID, 1))
	log := filepath.Join(work.Folder, "trace.log")
	work.Variables["TF_LOG"], work.Variables["TF_LOG_PATH"], work.Variables["TF_VAR_secret"] = "TRACE", log, secret
	work.Must(t, "plan", "-out=p.plan", "-no-color")
	shown := work.Must(t, "show", "-json", "p.plan").Stdout
	work.Must(t, "apply", "-no-color", "p.plan")

	sent := ""
	for _, entry := range env.Journal("POST", objects) {
		sent += entry.Body
	}
	for _, prefix := range []string{"base-", "key-", "override-", "okey-"} {
		if !strings.Contains(sent, prefix+secret) {
			t.Errorf("%s… did not arrive", prefix)
		}
	}
	state, err := os.ReadFile(filepath.Join(work.Folder, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	trace, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for where, text := range map[string]string{"state": string(state) + privateOf(t, state), "plan JSON": shown, "TRACE log": string(trace)} {
		if strings.Contains(text, secret) {
			at := strings.Index(text, secret)
			t.Errorf("the secret stands in the %s: …%s…", where, text[max(0, at-200):at])
		}
	}
	if !strings.Contains(privateOf(t, state), "private_key") {
		t.Errorf("the names of the secret members are not remembered: %s", privateOf(t, state))
	}

	// The same version: nothing to do, and read-only rights are enough for that plan.
	if plan := work.Run("plan", "-detailed-exitcode", "-no-color"); plan.Code != 0 {
		t.Errorf("the second plan ended with %d:\n%s", plan.Code, plan.Stdout)
	}
	env.ResetJournal()
	work.Write(t, "main.tf", fmt.Sprintf(secrets, env.WorkspaceID, deploymentID, 2))
	work.Variables["TF_VAR_secret"] = "rot4ted"
	work.Must(t, "apply", "-auto-approve", "-no-color")
	sent = ""
	for _, entry := range env.Journal("POST", objects) {
		sent += entry.Body
	}
	for _, prefix := range []string{"base-", "key-", "override-", "okey-"} {
		if !strings.Contains(sent, prefix+"rot4ted") {
			t.Errorf("%s… was not rotated", prefix)
		}
	}
	work.Must(t, "destroy", "-auto-approve", "-no-color")
}

// privateOf decodes the private state of all instances.
func privateOf(t *testing.T, state []byte) string {
	t.Helper()
	var file struct {
		Resources []struct {
			Instances []struct {
				Private string `json:"private"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(state, &file); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, r := range file.Resources {
		for _, i := range r.Instances {
			outer, err := base64.StdEncoding.DecodeString(i.Private)
			if err != nil {
				t.Fatal(err)
			}
			var members map[string][]byte
			if json.Unmarshal(outer, &members) == nil {
				for _, member := range members {
					all.Write(member)
				}
			}
			all.Write(outer)
		}
	}
	return all.String()
}

// A secret that somebody removed is planned to be sent again; one that stands
// is not, and changed values without a new version are not sent.
func TestConnectionSecretDrift(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, clearing())
	config := warehouse(env, func(o acctest.Object) {
		o["password_wo"], o["password_wo_version"] = "p4ss", 1
		o["extra"], o["extra_wo"], o["extra_wo_version"] = `{"database":"DEV","api_token":"own"}`, `{"private_key":"k3y","plain":"hidden"}`, 1
	})
	state := env.Provider(t).Create(connection, config)
	id := state.Text("id")
	p := env.Provider(t)
	state = p.Read(state).OK()
	if got := state.Get("extra"); got != config["extra"] {
		t.Errorf("extra = %v", got) // a member of extra_wo is never read into extra, whatever its name
	}
	config["password_wo"] = "other"
	if changed := p.Plan(connection, state, config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the plan changes %v", changed)
	}
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Connection.Extra["private_key"] = nil
	})
	p = env.Provider(t)
	state = p.Read(state).OK()
	change := p.Plan(connection, state, config).OK()
	if diff := cmp.Diff([]string{"extra_wo_version"}, change.Changed()); diff != "" {
		t.Error(diff)
	}
	env.ResetJournal()
	state = change.Apply(env.Provider(t)).OK()
	sent := env.Journal("POST", objects)
	if len(sent) != 1 || !strings.Contains(sent[0].Body, "k3y") || strings.Contains(sent[0].Body, `"password"`) {
		t.Errorf("sent %+v", sent)
	}
	// extra changes alone: its secret members go along, because an update may replace extra.
	config["extra"] = `{"database":"PROD","api_token":"own"}`
	state = env.Provider(t).Update(env.Provider(t).Read(state).OK(), config)
	if set := strings.Join(connectionNow(t, env, id).SetFields, " "); !strings.Contains(set, "extra.private_key") || !strings.Contains(set, "extra.plain") {
		t.Errorf("set fields: %s", set)
	}
	// The secret members are declared no more: they are removed, and extra stays.
	delete(config, "extra_wo")
	delete(config, "extra_wo_version")
	env.Provider(t).Update(env.Provider(t).Read(state).OK(), config)
	if set := strings.Join(connectionNow(t, env, id).SetFields, " "); strings.Contains(set, "extra.private_key") || strings.Contains(set, "extra.plain") || !strings.Contains(set, "extra.api_token") {
		t.Errorf("set fields: %s", set)
	}
}

// A secret in the ordinary password and in extra stands in the state, keeps its
// value while Astro masks it, and is planned again when it is gone.
func TestConnectionMaskedValuesKeepTheirState(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := warehouse(env, having("password", "p4ss"), having("extra", `{"private_key_file":"/k","api_token":"t0ken","database":"DEV"}`))
	state := env.Provider(t).Create(connection, config)
	p := env.Provider(t)
	state = p.Read(state).OK()
	if changed := p.Plan(connection, state, config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the plan changes %v: %v", changed, state.Values())
	}
}

// extra_wo without extra: what Astro shows of extra goes along and stays.
func TestConnectionSecretMembersAlone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, clearing())
	config := warehouse(env, func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = `{"private_key":"a"}`, 1 })
	state := env.Provider(t).Create(connection, config)
	id := state.Text("id")
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Connection.Extra = astro.Extra{"database": "UI", "private_key": "a"}
	})
	config["extra_wo"], config["extra_wo_version"] = `{"private_key":"b"}`, 2
	p := env.Provider(t)
	change := p.Plan(connection, p.Read(state).OK(), config).OK()
	if diff := cmp.Diff([]string{"extra_wo_version"}, change.Changed()); diff != "" {
		t.Error(diff)
	}
	change.Apply(env.Provider(t)).OK()
	if now := connectionNow(t, env, id); now.Connection.Extra["database"] != "UI" {
		t.Errorf("extra = %v", now.Connection.Extra)
	}
}

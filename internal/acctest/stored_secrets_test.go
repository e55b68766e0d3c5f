package acctest_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

const storedSecretsConfiguration = `
provider "astro" {
  settle_time = "0s"
  token       = var.token
}

variable "token" {
  type      = string
  sensitive = true
}

variable "workspace_id" {
  type = string
}

variable "suffix" {
  type = string
}

variable "base" {
  type      = string
  sensitive = true
}

variable "entry" {
  type      = string
  sensitive = true
}

variable "secret" {
  type      = string
  sensitive = true
}

resource "astro_deployment" "it" {
  workspace_id        = var.workspace_id
  name                = "secrets"
  deletion_protection = false
  environment_variables = {
    SECRET = { secret_value = "${var.secret}${var.suffix}" }
  }
}

resource "astro_connection" "it" {
  workspace_id = var.workspace_id
  key          = "secrets"
  type         = "postgres"
  password     = "${var.base}${var.suffix}"
}

resource "astro_connection_override" "it" {
  connection_id = astro_connection.it.id
  deployment_id = astro_deployment.it.id
  password      = "${var.entry}${var.suffix}"
}
`

// storedState is the part of a state file that can hold secrets.
type storedState struct {
	Resources []struct {
		Type      string `json:"type"`
		Instances []struct {
			Attributes json.RawMessage `json:"attributes"`
			Private    string          `json:"private"`
		} `json:"instances"`
	} `json:"resources"`
}

// Arguments that are stored are in the state where their documentation says it,
// and nowhere else: not in what the provider keeps beside it, not on the
// terminal, not in a log at the highest level. The token is in none of them.
func TestAccStoredSecretsStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	work := env.Workdir(t, storedSecretsConfiguration)
	secrets := map[string]string{"base": "planted-base-1", "entry": "planted-entry-2", "secret": "planted-secret-3"}
	for name, value := range secrets {
		work.Variables["TF_VAR_"+name] = value
	}
	work.Variables["TF_VAR_token"], work.Variables["TF_VAR_workspace_id"] = env.Token, env.WorkspaceID
	delete(work.Variables, "ASTRO_API_TOKEN")
	log := filepath.Join(t.TempDir(), "trace.log")
	work.Variables["TF_LOG"], work.Variables["TF_LOG_PATH"] = "TRACE", log

	said := ""
	for _, suffix := range []string{"-a", "-b"} {
		work.Variables["TF_VAR_suffix"] = suffix
		said += work.Must(t, "apply", "-no-color", "-auto-approve").Text()
		said += work.Must(t, "plan", "-no-color", "-detailed-exitcode").Text()
	}
	trace, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(work.Folder, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(trace), "Astro API call") {
		t.Error("the log does not show the provider's requests, so it proves nothing")
	}
	var state storedState
	if err := json.Unmarshal(file, &state); err != nil {
		t.Fatal(err)
	}
	found, beside := map[string][]string{}, ""
	for _, r := range state.Resources {
		for _, instance := range r.Instances {
			private, err := base64.StdEncoding.DecodeString(instance.Private)
			if err != nil {
				t.Fatal(err)
			}
			beside += unfolded(t, private)
			var attributes map[string]json.RawMessage
			if err := json.Unmarshal(instance.Attributes, &attributes); err != nil {
				t.Fatal(err)
			}
			for name, value := range attributes {
				for _, secret := range secrets {
					if strings.Contains(string(value), secret) {
						found[r.Type] = append(found[r.Type], name)
					}
				}
			}
		}
	}
	want := map[string][]string{deploymentType: {"environment_variables"}, connection: {"password"}, override: {"password"}}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("attributes with secrets (-documented +found):\n%s", diff)
	}
	for place, text := range map[string]string{"terminal": said, "log": string(trace), "private state": beside} {
		for _, secret := range []string{env.Token, "planted-"} {
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("%s holds a secret: …%s…", place, text[max(0, at-200):min(len(text), at+60)])
			}
		}
	}
	if strings.Contains(string(file), env.Token) {
		t.Error("the state holds the token")
	}
	if destroyed := work.Destroy(); destroyed.Code != 0 {
		t.Errorf("destroy ended with %d:\n%s", destroyed.Code, destroyed.Text())
	}
}

// unfolded is private state with its values decoded: the framework keeps each in
// base64.
func unfolded(t *testing.T, private []byte) string {
	t.Helper()
	all := string(private)
	values := map[string]string{}
	if len(private) > 0 && json.Unmarshal(private, &values) == nil {
		for _, value := range values {
			if text, err := base64.StdEncoding.DecodeString(value); err == nil {
				all += string(text)
			}
		}
	}
	return all
}

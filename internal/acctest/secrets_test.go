package acctest_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

const secretsConfiguration = `
provider "astro" {
  settle_time = "0s"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "extra" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "override" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "workspace_id" {
  type = string
}

resource "astro_deployment" "it" {
  workspace_id        = var.workspace_id
  name                = "secrets"
  deletion_protection = false
  environment_variables = {
    SECRET = { value_wo = var.extra, value_wo_version = 1 }
  }
}

resource "astro_connection" "it" {
  workspace_id        = var.workspace_id
  key                 = "secrets"
  type                = "postgres"
  password_wo         = var.password
  password_wo_version = 1
  extra_wo            = jsonencode({ private_key = var.extra })
  extra_wo_version    = 1
}

resource "astro_connection_link" "it" {
  connection_id = astro_connection.it.id
  deployment_id = astro_deployment.it.id
}

resource "astro_connection_override" "it" {
  connection_id       = astro_connection_link.it.connection_id
  deployment_id       = astro_connection_link.it.deployment_id
  password_wo         = var.override
  password_wo_version = 1
}
`

// Secrets reach Astro and nothing else: no state, no plan, no log at the
// highest level. The token is a secret too.
func TestAccSecretsStayOut(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	work := env.Workdir(t, secretsConfiguration)
	secrets := map[string]string{"password": "planted-password-1", "extra": "planted-extra-2", "override": "planted-override-3"}
	for name, value := range secrets {
		work.Variables["TF_VAR_"+name] = value
	}
	work.Variables["TF_VAR_workspace_id"] = env.WorkspaceID
	work.Variables["TF_LOG"] = "TRACE"
	log := filepath.Join(t.TempDir(), "trace.log")
	work.Variables["TF_LOG_PATH"] = log

	said := work.Must(t, "plan", "-no-color", "-out=plan").Text()
	delete(work.Variables, "TF_LOG")
	plan := work.Must(t, "show", "-json", "plan").Stdout
	work.Variables["TF_LOG"] = "TRACE"
	said += work.Must(t, "apply", "-no-color", "plan").Text()
	said += work.Must(t, "plan", "-no-color", "-detailed-exitcode").Text()

	places := map[string][]byte{"terminal": []byte(said), "plan JSON": []byte(plan)}
	for name, file := range map[string]string{
		"log": log, "state": filepath.Join(work.Folder, "terraform.tfstate"),
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		places[name] = text
	}
	places["plan file"] = unpacked(t, filepath.Join(work.Folder, "plan"))
	if !bytes.Contains(places["log"], []byte("Astro API call")) {
		t.Error("the log does not show the provider's requests, so it proves nothing")
	}
	for place, text := range places {
		for _, secret := range append([]string{env.Token}, secrets["password"], secrets["extra"], secrets["override"]) {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s holds the secret %.16s…", place, secret)
			}
		}
	}
	stored, err := env.Emulator.State()
	if err != nil {
		t.Fatal(err)
	}
	for name, secret := range secrets {
		if !strings.Contains(string(stored), secret) {
			t.Errorf("the secret %s has not reached Astro", name)
		}
	}
	if n := len(env.Journal("GET", "environment-objects")); n == 0 {
		t.Error("nothing was read")
	}
	for _, entry := range env.Journal("", "") {
		if strings.Contains(entry.Query, "showSecrets") {
			t.Errorf("%s %s asked for secrets", entry.Method, entry.Path)
		}
	}
	if destroyed := work.Destroy(); destroyed.Code != 0 {
		t.Errorf("destroy ended with %d:\n%s", destroyed.Code, destroyed.Text())
	}
}

// unpacked is everything in a saved plan, which is a zip file.
func unpacked(t *testing.T, file string) []byte {
	t.Helper()
	archive, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var all bytes.Buffer
	for _, member := range archive.File {
		content, err := member.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, content); err != nil {
			t.Fatal(err)
		}
		if err := content.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}

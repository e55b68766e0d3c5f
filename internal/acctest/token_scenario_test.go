package acctest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// The scenario gives a repository all that its workflows need in one apply: what
// its key opens are the texts that Astro has issued, each lets its owner into its
// own Deployment, and another quarter changes both.
func TestAccRepositoryReadyForCI(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	key := newBoxKey(t)
	var all strings.Builder
	for _, name := range []string{"main.tf", "variables.tf", "outputs.tf"} {
		text, err := os.ReadFile(filepath.Join(examplesFolder, "scenarios", "repository-ready-for-ci", name))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	work := env.Workdir(t, all.String()+"\nprovider \"astro\" {}\n")
	work.Variables["TF_VAR_repository_public_key"], work.Variables["TF_VAR_protect"] = key.public(), "false"
	issued := func(quarter string) map[string]string {
		t.Helper()
		work.Variables["TF_VAR_quarter"] = quarter
		work.Must(t, "apply", "-auto-approve", "-no-color")
		work.Must(t, "plan", "-no-color", "-detailed-exitcode")
		texts := map[string]string{}
		for name, sealed := range outputOf[map[string]map[string]string](t, work, "secrets") {
			texts[name] = key.open(t, sealed["github"])
		}
		return texts
	}
	first := issued("2026-1")
	ids := outputOf[map[string]string](t, work, "variables")
	for _, of := range []string{"DEV", "PROD"} {
		text, id, other := first[of+"_ASTRO_API_TOKEN"], ids[of+"_ASTRO_DEPLOYMENT_ID"], ids[map[string]string{"DEV": "PROD", "PROD": "DEV"}[of]+"_ASTRO_DEPLOYMENT_ID"]
		deploying := env.Actor(t, text)
		if _, err := deploying.GetDeployment(t.Context(), id); err != nil {
			t.Errorf("%s: the token does not see its Deployment: %v", of, err)
		}
		if _, err := deploying.GetDeployment(t.Context(), other); !astro.IsForbidden(err) {
			t.Errorf("%s: the token sees another Deployment: %v", of, err)
		}
	}
	second := issued("2026-2")
	for name, text := range first {
		if letsIn(t, env, text) || !letsIn(t, env, second[name]) || text == second[name] {
			t.Errorf("%s has not changed hands", name)
		}
	}
	state, err := os.ReadFile(filepath.Join(work.Folder, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range second {
		if bytes.Contains(state, []byte(text)) {
			t.Errorf("the text of %s is in the state", name)
		}
	}
	work.Must(t, "destroy", "-auto-approve", "-no-color")
}

// handOver makes a token with a consumer, by replacement: the new one is made, the
// consumer takes it, then the old one goes.
func handOver(env *acctest.Env, key, quarter, command string) string {
	return fmt.Sprintf(`
provider "astro" {}

resource "terraform_data" "quarter" {
  input = %[3]q
}

resource "astro_api_token" "it" {
  name         = "hand-over ${terraform_data.quarter.output}"
  workspace_id = %[1]q
  role         = "WORKSPACE_MEMBER"
  recipients   = { store = %[2]q }

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.quarter]
  }
}

resource "terraform_data" "store" {
  input = astro_api_token.it.sealed

  provisioner "local-exec" {
    command = %[4]q
  }

  lifecycle {
    replace_triggered_by = [astro_api_token.it]
  }
}
`, env.WorkspaceID, key, quarter, command)
}

// Rotation by replacement has no gap: while the consumer fails the old text works,
// the next apply finishes, and then the old one is dead.
func TestAccTokenHandOverWithoutAGap(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	key := newBoxKey(t)
	work := env.Workdir(t, handOver(env, key.public(), "1", "true"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	text := func() string { return key.open(t, currentBox(t, work)) }
	first := text()
	work.Write(t, "main.tf", handOver(env, key.public(), "2", "false"))
	if failed := work.Apply(); failed.Code == 0 {
		t.Fatal("the consumer has not failed")
	}
	second := text()
	if !letsIn(t, env, first) || !letsIn(t, env, second) {
		t.Error("while the consumer fails both texts have to work")
	}
	work.Write(t, "main.tf", handOver(env, key.public(), "2", "true"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	if letsIn(t, env, first) || text() != second || !letsIn(t, env, second) {
		t.Error("the apply after the failing one has not finished the hand-over")
	}
	work.Must(t, "plan", "-no-color", "-detailed-exitcode")
	work.Must(t, "destroy", "-auto-approve", "-no-color")
	if letsIn(t, env, second) {
		t.Error("after the destroy the text works")
	}
}

// currentBox reads the box of the token that is not on its way out.
func currentBox(t *testing.T, work *acctest.Workdir) string {
	t.Helper()
	var shown struct {
		Values struct {
			Root struct {
				Resources []struct {
					Address string `json:"address"`
					Deposed string `json:"deposed_key"`
					Values  struct {
						Sealed map[string]string `json:"sealed"`
					} `json:"values"`
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	if err := json.Unmarshal([]byte(work.Must(t, "show", "-json").Stdout), &shown); err != nil {
		t.Fatal(err)
	}
	for _, one := range shown.Values.Root.Resources {
		if one.Address == "astro_api_token.it" && one.Deposed == "" {
			return one.Values.Sealed["store"]
		}
	}
	t.Fatal("the state has no token")
	return ""
}

// A Deployment that is replaced takes its token along, in one apply.
func TestAccTokenOfAReplacedDeployment(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.NamesakeTokenRefused = false }))
	key := newBoxKey(t)
	configuration := func(region string) string {
		return fmt.Sprintf(`
provider "astro" {}

resource "astro_deployment" "it" {
  workspace_id        = %q
  name                = "replaced"
  cloud_provider      = "AWS"
  region              = %q
  deletion_protection = false
}

resource "astro_api_token" "it" {
  name          = "of a Deployment"
  deployment_id = astro_deployment.it.id
  role          = "DEPLOYMENT_ADMIN"
  recipients    = { store = %q }
}
`, env.WorkspaceID, region, key.public())
	}
	work := env.Workdir(t, configuration("us-east-1"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	first := key.open(t, currentBox(t, work))
	work.Write(t, "main.tf", configuration("us-west-2"))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	if second := key.open(t, currentBox(t, work)); letsIn(t, env, first) || !letsIn(t, env, second) {
		t.Error("the token has not moved with the Deployment")
	}
	work.Must(t, "plan", "-no-color", "-detailed-exitcode")
}

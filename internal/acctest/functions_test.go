package acctest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// What unseal makes of an ephemeral key is ephemeral: the secret reaches Astro
// and stands in no state, no plan and no log, and the key nowhere either.
func TestAccUnsealIsEphemeral(t *testing.T) {
	t.Parallel()
	acctest.RequireMinor(t, 11, 11)
	env := acctest.Start(t)
	example, err := os.ReadFile(filepath.Join(examplesFolder, "functions", "unseal", "function.tf"))
	if err != nil {
		t.Fatal(err)
	}
	work := env.Workdir(t, string(example)+"\nprovider \"astro\" {\n  settle_time = \"0s\"\n}\n")
	work.Variables["TF_VAR_seal_key"] = sealKey
	work.Variables["TF_LOG"] = "TRACE"
	log := filepath.Join(t.TempDir(), "trace.log")
	work.Variables["TF_LOG_PATH"] = log

	said := work.Must(t, "plan", "-no-color", "-out=plan").Text()
	said += work.Must(t, "show", "-json", "plan").Stdout
	said += work.Must(t, "apply", "-no-color", "plan").Text()
	said += work.Must(t, "plan", "-no-color", "-detailed-exitcode").Text()
	said += work.Read(t, "terraform.tfstate")
	logged, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(logged, []byte("Astro API call")) {
		t.Error("the log does not show the provider's requests, so it proves nothing")
	}
	places := map[string]string{"log": string(logged), "terminal, plan JSON or state": said, "plan file": string(unpacked(t, filepath.Join(work.Folder, "plan")))}
	for place, text := range places {
		for _, secret := range []string{"warehouse-password", sealKey} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", place, secret)
			}
		}
	}
	stored, err := env.Emulator.State()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(stored), "warehouse-password") {
		t.Error("the password has not reached Astro")
	}

	work.Write(t, "leak.tf", "resource \"terraform_data\" \"leak\" {\n  input = provider::astro::unseal(local.sealed_password, var.seal_key)\n}\n")
	if refused := work.Run("plan", "-no-color"); refused.Code == 0 || !strings.Contains(refused.Text(), "phemeral") {
		t.Errorf("an ordinary argument took the opened secret:\n%s", refused.Text())
	}
}

// An error of a function names the argument and shows no secret.
func TestAccFunctionErrorsNameTheArgument(t *testing.T) {
	t.Parallel()
	acctest.RequireMinor(t, 8, 8)
	work := acctest.Start(t).Workdir(t, `
variable "key" {
  type      = string
  sensitive = true
  default   = "not-a-key"
}

output "opened" {
  sensitive = true
  value     = provider::astro::unseal("AAAA", var.key)
}
`)
	said := work.Run("plan", "-no-color").Text()
	if !strings.Contains(said, `Invalid value for "private_key" parameter`) || strings.Contains(said, "not-a-key") {
		t.Errorf("said:\n%s", said)
	}
}

// The function deployment_name and the locals of the scenario for branch
// environments, which Terraform 1.5 reads, are one rule.
func TestAccDeploymentNameIsTheScenarios(t *testing.T) {
	t.Parallel()
	acctest.RequireMinor(t, 8, 8)
	scenario, err := os.ReadFile(filepath.Join(examplesFolder, "scenarios", "branch-environment", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	_, locals, _ := strings.Cut(string(scenario), "\nlocals {\n")
	locals, _, found := strings.Cut(locals, "\n}\n")
	if !found {
		t.Fatal("the scenario has no locals")
	}
	branches := []string{
		"main", "feature/ABC-123_fix", "feature/abc-123-fix", "--x--", "123", "ÄÖÜ/straße", "İstanbul", "K2 (Kelvin: K)", "a..b",
		strings.Repeat("a", 60), strings.Repeat("a", 39) + "/b", strings.Repeat("a-", 30), "dependabot/go_modules/golang.org/x/net-0.38.0",
	}
	listed, err := json.Marshal(branches)
	if err != nil {
		t.Fatal(err)
	}
	work := acctest.Start(t).Workdir(t, "")
	work.Write(t, "scenario/main.tf", "variable \"branch\" {\n  type = string\n}\n\nlocals {\n"+locals+"\n}\n\noutput \"name\" {\n  value = local.name\n}\n\noutput \"key\" {\n  value = local.key\n}\n")
	work.Write(t, "main.tf", fmt.Sprintf(`
module "scenario" {
  source   = "./scenario"
  for_each = toset(%s)
  branch   = each.value
}

output "names" {
  value = { for branch, scenario in module.scenario : branch => {
    scenario = [scenario.name, scenario.key]
    function = [provider::astro::deployment_name(branch), provider::astro::deployment_name(branch, { prefix = "" })]
  } }
}
`, listed))
	work.Must(t, "init", "-input=false")
	if said := work.Apply(); said.Code != 0 {
		t.Fatal(said.Text())
	}
	var names map[string]struct{ Scenario, Function []string }
	if err := json.Unmarshal([]byte(work.Must(t, "output", "-json", "names").Stdout), &names); err != nil {
		t.Fatal(err)
	}
	if len(names) != len(branches) {
		t.Errorf("%d names of %d branches", len(names), len(branches))
	}
	for branch, made := range names {
		if !slices.Equal(made.Scenario, made.Function) {
			t.Errorf("%s: the scenario says %v, the function %v", branch, made.Scenario, made.Function)
		}
	}
}

package acctest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// tokenVariable is a Deployment with one write-only variable; value is a text,
// nil or acctest.Unknown.
func tokenVariable(env *acctest.Env, value any, version int) acctest.Object {
	return deploymentObject(env, with("is_development_mode", true, "environment_variables", acctest.Object{
		"TOKEN": acctest.Object{"value_wo": value, "value_wo_version": version},
		"PLAIN": acctest.Object{"value": "1"},
	}))
}

// A write-only secret is needed where it is sent, and nowhere else: pull requests
// and the job that takes an environment down have none.
func TestDeploymentSecretAtHand(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(deploymentType, tokenVariable(env, "S", 1))
	for name, c := range map[string]struct {
		prior          *acctest.State
		value          any
		version        int
		error, warning string
	}{
		"unchanged":            {prior: state, value: nil, version: 1},
		"unchanged, empty":     {prior: state, value: "", version: 1},
		"unchanged, masked":    {prior: state, value: "***", version: 1},
		"unchanged, unknown":   {prior: state, value: acctest.Unknown, version: 1},
		"raised, missing":      {prior: state, value: nil, version: 2, error: "Secret is missing: The variable TOKEN: value_wo_version changes from 1 to 2"},
		"raised, empty":        {prior: state, value: "", version: 2, error: "Secret is empty: The variable TOKEN: value_wo_version changes from 1 to 2"},
		"raised, masked":       {prior: state, value: "****", version: 2, warning: "Secret looks masked"},
		"raised, unknown":      {prior: state, value: acctest.Unknown, version: 2},
		"new, missing":         {value: nil, version: 1, error: "Secret is missing"},
		"new, empty":           {value: "", version: 1, error: "Secret is empty"},
		"new, masked":          {value: "***", version: 1, warning: "Secret looks masked"},
		"new, stars in a text": {value: "a***", version: 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := env.Provider(t)
			prior := c.prior
			if prior != nil {
				prior = p.Read(prior).OK()
			}
			change := p.Plan(deploymentType, prior, tokenVariable(env, c.value, c.version))
			const at = `environment_variables["TOKEN"].value_wo: `
			if c.error != "" {
				if contains(t, change.Diagnostics.Errors(), at+c.error); len(change.Diagnostics.Errors()) != 1 {
					t.Errorf("more is said:\n%s", change.Diagnostics)
				}
				return
			}
			change.OK()
			if c.warning != "" {
				contains(t, change.Diagnostics.Warnings(), at+c.warning)
				return
			}
			if prior != nil && c.version == 1 && len(change.Changed()) > 0 {
				t.Errorf("the plan changes %v", change.Changed())
			}
			for _, warning := range change.Diagnostics.Warnings() {
				if strings.Contains(warning, "mask") {
					t.Errorf("it warns: %s", warning)
				}
			}
		})
	}
	masked := tokenVariable(env, "S", 1)
	with("environment_variables", acctest.Object{"TOKEN": acctest.Object{"secret_value": "********"}})(masked)
	contains(t, env.Provider(t).Plan(deploymentType, state, masked).OK().Diagnostics.Warnings(), `environment_variables["TOKEN"].secret_value: Secret looks masked`)

	// Something else changes while there is no secret: the stored one stays.
	config := tokenVariable(env, nil, 1)
	config["description"] = "Orders"
	env.Provider(t).Update(state, config)
	if stored, err := env.Emulator.State(); err != nil || !strings.Contains(string(stored), `"S"`) {
		t.Errorf("the secret is gone (%v)", err)
	}
}

// A secret that somebody removes between plan and apply cannot be sent again by
// a job that has none: nothing is written then.
func TestDeploymentSecretGoneBeforeApply(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(deploymentType, tokenVariable(env, "S", 1))
	id := state.Text("id")
	config := tokenVariable(env, nil, 1)
	config["description"] = "Orders"
	change := env.Provider(t).Plan(deploymentType, state, config).OK()
	request := ownership.CarryDeployment(deploymentNow(t, env, id), env.Emulator.Now())
	request.EnvironmentVariables = slices.DeleteFunc(request.EnvironmentVariables, func(v astro.EnvironmentVariableRequest) bool { return v.Key == "TOKEN" })
	if _, err := env.Client.UpdateDeployment(t.Context(), id, request); err != nil {
		t.Fatal(err)
	}
	env.ResetJournal()
	contains(t, change.Apply(env.Provider(t)).Diagnostics.Errors(), "TOKEN", "plan again with the secret at hand")
	if env.Writes() != 0 {
		t.Errorf("%d writes were sent", env.Writes())
	}
	// The next plan sees it, and asks for the secret.
	p := env.Provider(t)
	contains(t, p.Plan(deploymentType, p.Read(state).OK(), config).Diagnostics.Errors(), `environment_variables["TOKEN"].value_wo: Secret is missing`, "which the state does not have")
}

// The same by the CLI, from a variable that is null where the secret is not at hand.
func TestAccDeploymentWithoutTheSecret(t *testing.T) {
	t.Parallel()
	acctest.RequireMinor(t, 11, 11) // write-only arguments
	env := acctest.Start(t)
	w := env.Workdir(t, `
provider "astro" {
  settle_time = "0s"
}

variable "workspace_id" {
  type = string
}

variable "token" {
  type      = string
  sensitive = true
  ephemeral = true
  default   = null
}

resource "astro_deployment" "branch" {
  workspace_id        = var.workspace_id
  name                = "branch"
  is_development_mode = true

  environment_variables = {
    TOKEN = { value_wo = var.token, value_wo_version = 1 }
  }
}
`)
	w.Variables["TF_VAR_workspace_id"] = env.WorkspaceID
	if said := w.Run("plan", "-no-color"); said.Code != 1 || !strings.Contains(said.Text(), "Secret is missing") {
		t.Errorf("a plan that would send nothing ended with %d:\n%s", said.Code, said.Text())
	}
	w.Must(t, "apply", "-auto-approve", "-no-color", "-var", "token=S")
	w.Must(t, "plan", "-no-color", "-detailed-exitcode")
	w.Must(t, "plan", "-no-color", "-destroy")
	w.Must(t, "destroy", "-auto-approve", "-no-color")
}

// An optional variable by a condition. Terraform 1.11 panics at the null element
// unless the provider refuses it first.
func TestAccNullElements(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	w := env.Workdir(t, `
provider "astro" {
  settle_time = "0s"
}

variable "workspace_id" {
  type = string
}

variable "sentry_dsn" {
  type    = string
  default = null
}

resource "astro_deployment" "dev" {
  workspace_id        = var.workspace_id
  name                = "dev"
  is_development_mode = true

  environment_variables = {
    ENVIRONMENT = { value = "dev" }
    SENTRY_DSN  = var.sentry_dsn == null ? null : { value = var.sentry_dsn }
  }
}
`)
	w.Variables["TF_VAR_workspace_id"] = env.WorkspaceID
	refuse := func(command string) {
		t.Helper()
		said := w.Run(command, "-no-color")
		if said.Code != 1 || strings.Contains(said.Text(), "panic") || !strings.Contains(said.Text(), "SENTRY_DSN") || !strings.Contains(said.Text(), "if v != null") {
			t.Errorf("%s ended with %d:\n%s", command, said.Code, said.Text())
		}
	}
	w.Must(t, "validate", "-no-color") // no variable is known then
	refuse("plan")
	w.Must(t, "apply", "-auto-approve", "-no-color", "-var", "sentry_dsn=x")
	refuse("plan") // of what stands
	// What the error says to write instead.
	w.Write(t, "main.tf", strings.Replace(w.Read(t, "main.tf"), `environment_variables = {
    ENVIRONMENT = { value = "dev" }
    SENTRY_DSN  = var.sentry_dsn == null ? null : { value = var.sentry_dsn }
  }`, `environment_variables = { for k, v in {
    ENVIRONMENT = { value = "dev" }
    SENTRY_DSN  = var.sentry_dsn == null ? null : { value = var.sentry_dsn }
  } : k => v if v != null }`, 1))
	w.Must(t, "apply", "-auto-approve", "-no-color")
	deployments, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{})
	if err != nil || len(deployments) != 1 {
		t.Fatalf("%d Deployments, error %v", len(deployments), err)
	}
	if got := variableTexts(deploymentNow(t, env, deployments[0].ID)); !slices.Equal(got, []string{"ENVIRONMENT=dev"}) {
		t.Errorf("variables = %v", got)
	}
}

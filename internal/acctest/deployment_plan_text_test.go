package acctest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// The plan that a person reads: adding, changing and removing one variable shows
// that key alone, whatever else the map holds.
func TestAccDeploymentVariablesPlanText(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := func(variables ...string) string {
		return fmt.Sprintf(`
provider "astro" { settle_time = "0s" }

resource "astro_deployment" "it" {
  workspace_id        = %q
  name                = "orders"
  deletion_protection = false
  environment_variables = {
    %s
  }
}
`, env.WorkspaceID, strings.Join(variables, "\n    "))
	}
	const secret, kept = `SECRET = { secret_value = "hush" }`, `KEPT = { value = "1" }`
	work := env.Workdir(t, config(secret, kept, `MOVED = { value = "1" }`))
	work.Must(t, "apply", "-auto-approve", "-no-color")
	shown := regexp.MustCompile(`(?m)^\s+([+~-]) "([A-Z]+)"`)
	for _, c := range []struct{ name, variable, want string }{
		{"changed", `MOVED = { value = "2" }`, "~ MOVED"},
		{"added", "MOVED = { value = \"1\" }\n    ADDED = { value = \"1\" }", "+ ADDED"},
		{"removed", "", "- MOVED"},
	} {
		work.Write(t, "main.tf", config(secret, kept, c.variable))
		planned := work.Must(t, "plan", "-no-color")
		var got []string
		for _, match := range shown.FindAllStringSubmatch(planned.Text(), -1) {
			got = append(got, match[1]+" "+match[2])
		}
		if !slices.Equal(got, []string{c.want}) || strings.Contains(planned.Text(), "known after apply") || strings.Contains(planned.Text(), "hush") {
			t.Errorf("%s: %v\n%s", c.name, got, planned.Text())
		}
	}
}

// Updates are sent in every status, and again when a refusal says that the
// Deployment is deployed to at that moment.
func TestDeploymentUpdateInEveryStatus(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"CREATING", "DEPLOYING", "HIBERNATING", "UNHEALTHY", "UNKNOWN"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			config := deploymentObject(env, with("wait_for_healthy", false, "timeouts", acctest.Object{"update": "20s"}))
			state := env.Provider(t).Create(deploymentType, config)
			looks := -1
			if status == astro.DeploymentStatusCreating || status == astro.DeploymentStatusDeploying {
				looks = 4 // it passes
			}
			env.AddFault(t, emulator.Fault{Method: http.MethodGet, Path: "/deployments/[^/]+$", Count: looks, Members: map[string]any{"status": status}})
			env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: "/deployments/[^/]+$", Status: http.StatusBadRequest, Message: "a deploy is in progress", Count: 2})
			config["description"] = "Orders"
			env.ResetJournal()
			env.Provider(t).Update(state, config)
			if got := deploymentNow(t, env, state.Text("id")).Description; got == nil || *got != "Orders" {
				t.Errorf("description = %v", got)
			}
			if n := env.Requests(http.MethodPost, "/deployments/"); n != 3 {
				t.Errorf("%d updates were sent", n)
			}
		})
	}
}

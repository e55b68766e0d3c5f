package acctest_test

import (
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// ephemeralConfiguration lets a second provider in by a token for one run.
func ephemeralConfiguration(env *acctest.Env, command string) string {
	return fmt.Sprintf(`
provider "astro" {}

ephemeral "astro_api_token" "run" {
  workspace_id = %[1]q
  role         = "WORKSPACE_MEMBER"
}

provider "astro" {
  alias = "run"
  token = ephemeral.astro_api_token.run.token
}

data "astro_workspace" "it" {
  provider = astro.run
  id       = %[1]q
}

resource "terraform_data" "consumer" {
  input = data.astro_workspace.it.name

  provisioner "local-exec" {
    command = %[2]q
  }
}
`, env.WorkspaceID, command)
}

// runTokens are the tokens for one run that stand.
func runTokens(t *testing.T, env *acctest.Env) []astro.APIToken {
	t.Helper()
	tokens, err := env.Client.ListAPITokens(t.Context(), astro.APITokenFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var found []astro.APIToken
	for _, one := range tokens {
		if strings.HasPrefix(one.Name, "terraform-ephemeral-") {
			found = append(found, one)
		}
	}
	return found
}

// Every token for one run that is made is deleted when the run ends, also when
// it fails; of a run that is killed one is left, and that ends after a day.
func TestAccEphemeralToken(t *testing.T) {
	t.Parallel()
	acctest.RequireMinor(t, 10, 11)
	env := acctest.Start(t)
	work := env.Workdir(t, ephemeralConfiguration(env, "false"))
	balanced := func(what string, least int) {
		t.Helper()
		made, deleted := env.Requests("POST", "/tokens$"), env.Requests("DELETE", "/tokens/")
		if made < least || made != deleted || len(runTokens(t, env)) != 0 {
			t.Errorf("%s: %d tokens were made, %d deleted, %d are left", what, made, deleted, len(runTokens(t, env)))
		}
		env.ResetJournal()
	}
	work.Must(t, "plan", "-no-color")
	balanced("plan", 1)
	if failed := work.Apply(); failed.Code == 0 {
		t.Error("the consumer has not failed")
	}
	balanced("failing apply", 2)
	work.Write(t, "main.tf", ephemeralConfiguration(env, "true"))
	if applied := work.Apply(); applied.Code != 0 {
		t.Errorf("apply ended with %d:\n%s", applied.Code, applied.Text())
	}
	balanced("apply", 2)
	work.Must(t, "plan", "-no-color", "-detailed-exitcode")
	if destroyed := work.Destroy(); destroyed.Code != 0 {
		t.Errorf("destroy ended with %d:\n%s", destroyed.Code, destroyed.Text())
	}
	balanced("destroy", 2)

	// The reads with the token hang, so that the run is killed between Open and Close.
	reached := make(chan struct{})
	env.AddFault(t, emulator.Fault{Method: "GET", Path: "/workspaces/", Delay: 30 * time.Second, Before: func(*http.Request) { close(reached) }})
	command := work.Command("plan", "-no-color")
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-reached
	if err := syscall.Kill(-command.Process.Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // killed, as intended
	left := runTokens(t, env)
	if len(left) != 1 || left[0].EndAt == nil {
		t.Fatalf("a killed run has left %d tokens", len(left))
	}
	if end, err := time.Parse(time.RFC3339, *left[0].EndAt); err != nil || time.Until(end) > 25*time.Hour {
		t.Errorf("the token ends at %s, error %v", *left[0].EndAt, err)
	}
}

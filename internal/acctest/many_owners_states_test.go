package acctest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// changedBy lists, by resource address, which attributes a plan changes.
func changedBy(t *testing.T, work *acctest.Workdir) map[string][]string {
	t.Helper()
	work.Must(t, "plan", "-no-color", "-out=plan.bin")
	var plan struct {
		Changes []struct {
			Address string `json:"address"`
			Change  struct {
				Actions []string       `json:"actions"`
				Before  map[string]any `json:"before"`
				After   map[string]any `json:"after"`
				Unknown map[string]any `json:"after_unknown"`
			} `json:"change"`
		} `json:"resource_changes"`
		Drift []struct {
			Address string `json:"address"`
		} `json:"resource_drift"`
	}
	if err := json.Unmarshal([]byte(work.Must(t, "show", "-json", "plan.bin").Stdout), &plan); err != nil {
		t.Fatal(err)
	}
	for _, drifted := range plan.Drift {
		t.Errorf("the plan shows changes outside of Terraform at %s", drifted.Address)
	}
	changed := map[string][]string{}
	for _, one := range plan.Changes {
		if slices.Equal(one.Change.Actions, []string{"no-op"}) {
			continue
		}
		names := map[string]bool{}
		for name := range one.Change.Before {
			names[name] = true
		}
		for name := range names {
			if !cmp.Equal(one.Change.Before[name], one.Change.After[name]) || one.Change.Unknown[name] == true {
				changed[one.Address] = append(changed[one.Address], name)
			}
		}
		slices.Sort(changed[one.Address])
	}
	return changed
}

// State A changes the host of its connection; links, overrides, excludes and
// auto-link were made in other states and in the UI. The server is the same
// but for the host, A's plan lists the host alone, and the plans of the others are empty.
func TestAccManyOwnersHostAlone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := func(host string) string {
		return fmt.Sprintf(`
provider "astro" {
  settle_time = "0s"
}

resource "astro_connection" "shared" {
  workspace_id = %q
  key          = "shared"
  type         = "snowflake"
  host         = %q
  login        = "airflow"
  password     = "base-secret"
  extra        = jsonencode({ database = "DEV", role = "READER" })
}

output "id" {
  value = astro_connection.shared.id
}
`, env.WorkspaceID, host)
	}
	platform := env.Workdir(t, config("one.example.com"))
	platform.Must(t, "apply", "-auto-approve", "-no-color")
	id := strings.TrimSpace(platform.Must(t, "output", "-raw", "id").Stdout)
	addForeignParts(t, env, id)
	deployments := clusterOf(t, env, 3)
	// Somebody links, somebody overrides, and somebody switches auto-link on.
	others := map[string]*acctest.Workdir{
		"link":     env.Workdir(t, fmt.Sprintf("provider \"astro\" {\n  settle_time = \"0s\"\n}\n\nresource \"astro_connection_link\" \"own\" {\n  connection_id = %q\n  deployment_id = %q\n}\n", id, deployments[0])),
		"both":     env.Workdir(t, strings.Replace(entryOwner(id, deployments[1], 1), `provider "astro" {}`, "provider \"astro\" {\n  settle_time = \"0s\"\n}", 1)),
		"override": env.Workdir(t, fmt.Sprintf("provider \"astro\" {\n  settle_time = \"0s\"\n}\n\nresource \"astro_connection_override\" \"own\" {\n  connection_id = %q\n  deployment_id = %q\n  schema        = \"own\"\n}\n", id, deployments[2])),
	}
	for _, other := range others {
		other.Must(t, "apply", "-auto-approve", "-no-color")
	}
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) { r.AutoLinkDeployments = true })
	want := storedNow(t, env, id)
	if len(want.Links) != 5 || len(want.Excludes) != 1 || !want.AutoLinkDeployments {
		t.Fatalf("the test's own world is not complete: %+v", want)
	}
	before, err := env.Emulator.State()
	if err != nil {
		t.Fatal(err)
	}

	platform.Must(t, "apply", "-refresh-only", "-auto-approve", "-no-color")
	platform.Write(t, "main.tf", config("two.example.com"))
	if diff := cmp.Diff(map[string][]string{"astro_connection.shared": {"host"}}, changedBy(t, platform)); diff != "" {
		t.Errorf("the plan of the connection (-want +got):\n%s", diff)
	}
	env.ResetJournal()
	platform.Must(t, "apply", "-no-color", "plan.bin")
	if writes := env.Writes(); writes != 1 {
		t.Errorf("%d writes, want one", writes)
	}
	want.Fields["host"] = "two.example.com"
	if diff := diffStored(want, storedNow(t, env, id)); diff != "" {
		t.Errorf("the connection on the server (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(restOfStore(t, before, id), restOfStore(t, mustState(t, env), id)); diff != "" {
		t.Errorf("something else on the server changed:\n%s", diff)
	}
	for name, other := range others {
		if changes := changedBy(t, other); len(changes) != 0 {
			t.Errorf("the plan of %s changes %v", name, changes)
		}
	}
	if changes := changedBy(t, platform); len(changes) != 0 {
		t.Errorf("the connection's second plan changes %v", changes)
	}
}

func mustState(t *testing.T, env *acctest.Env) []byte {
	t.Helper()
	text, err := env.Emulator.State()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// restOfStore is everything in the server's store but one environment object,
// and the tokens, which know when they were last used.
func restOfStore(t *testing.T, text []byte, id string) map[string]any {
	t.Helper()
	store := map[string]any{}
	if err := json.Unmarshal(text, &store); err != nil {
		t.Fatal(err)
	}
	delete(store, "tokens")
	objects, _ := store["environmentObjects"].([]any)
	store["environmentObjects"] = slices.DeleteFunc(objects, func(o any) bool {
		object, _ := o.(map[string]any)
		return object["id"] == id
	})
	return store
}

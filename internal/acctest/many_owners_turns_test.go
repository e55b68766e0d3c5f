package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// quick is a provider block for tests in which processes write one after the other.
const quick = "provider \"astro\" {\n  settle_time = \"0s\"\n}\n"

// turns are the configurations of three teams in one round: a link alone, which
// comes and goes, an override with a secret, and the connection itself.
func turns(env *acctest.Env, id, linked, overridden string, round int) map[string]string {
	return map[string]string{
		"link": quick + fmt.Sprintf(`
resource "astro_connection_link" "own" {
  count = %d

  connection_id = %q
  deployment_id = %q
}
`, (round+1)%2, id, linked),
		"override": quick + fmt.Sprintf(`
resource "astro_connection_override" "own" {
  connection_id = %q
  deployment_id = %q
  host          = "override-%d.example.com"
  password      = "override-secret-%d"
  extra         = jsonencode({ database = "PROD_%d", role = "PROD" })
}
`, id, overridden, round, round, round),
		"base": quick + fmt.Sprintf(`
resource "astro_connection" "shared" {
  workspace_id = %q
  key          = "shared"
  type         = "snowflake"
  host         = "base-%d.example.com"
  login        = "airflow"
  password     = "base-secret"
  description  = "round %d"
  extra        = jsonencode({ database = "DEV", role = "READER", round = %d })

  # Somebody sets a private key in the UI that this configuration does not declare.
  allow_secret_loss = true
}

output "id" {
  value = astro_connection.shared.id
}
`, env.WorkspaceID, round, round, round),
	}
}

// Three states take turns on one connection that people in the UI share as
// well. After every apply the server is exactly what all of them declare, and
// at the end every plan is empty: whether a link that an update lists bare
// keeps only its secrets, as the platform's vendor says now, or everything.
func TestAccManyOwnersTakeTurns(t *testing.T) {
	t.Parallel()
	for name, everything := range map[string]bool{"bare entries keep secrets": false, "bare entries keep everything": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.BareEntryKeepsEverything = everything }))
			first := turns(env, "", "", "", 0)
			states := map[string]*acctest.Workdir{"base": env.Workdir(t, first["base"])}
			states["base"].Must(t, "apply", "-auto-approve", "-no-color")
			id := strings.TrimSpace(states["base"].Must(t, "output", "-raw", "id").Stdout)
			addForeignParts(t, env, id)
			// What nobody declares stays too: a field and a secret set in the UI.
			editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
				r.Description = ptr("round 0")
				r.Connection.Schema = ptr("from the UI")
				r.Connection.Extra["private_key"] = "from the UI"
			})
			deployments := clusterOf(t, env, 2)
			want := storedNow(t, env, id)
			for round := range 3 {
				for _, team := range []string{"link", "override", "base"} {
					config := turns(env, id, deployments[0], deployments[1], round)[team]
					if states[team] == nil {
						states[team] = env.Workdir(t, config)
					}
					states[team].Write(t, "main.tf", config)
					states[team].Must(t, "apply", "-auto-approve", "-no-color")
					switch team {
					case "link":
						if delete(want.Links, deployments[0]); round%2 == 0 {
							want.Links[deployments[0]] = storedLink{}
						}
					case "override":
						want.Links[deployments[1]] = storedLink{
							"host": fmt.Sprintf("override-%d.example.com", round), "password": fmt.Sprintf("override-secret-%d", round),
							"extra": map[string]any{"database": fmt.Sprintf("PROD_%d", round), "role": "PROD"},
						}
					case "base":
						want.Description = fmt.Sprintf("round %d", round)
						want.Fields["host"] = fmt.Sprintf("base-%d.example.com", round)
						want.Fields["extra"] = map[string]any{"database": "DEV", "role": "READER", "round": float64(round), "private_key": "from the UI"}
					}
					if diff := diffStored(want, storedNow(t, env, id)); diff != "" {
						t.Fatalf("round %d, after the apply of %q (-want +got):\n%s", round, team, diff)
					}
				}
			}
			for team, state := range states {
				if changes := changedBy(t, state); len(changes) != 0 {
					t.Errorf("at the end the plan of %q changes %v", team, changes)
				}
			}
		})
	}
}

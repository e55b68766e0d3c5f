package acctest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// owners is how many Terraform processes write one object at once.
const owners = 8

// connectionOwner is the configuration of the state that has the connection itself.
func connectionOwner(env *acctest.Env, host string) string {
	return fmt.Sprintf(`
provider "astro" {}

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

// entryOwner is the configuration of one team: its link and what is different for it.
func entryOwner(connectionID, deploymentID string, number int) string {
	return fmt.Sprintf(`
provider "astro" {}

resource "astro_connection_link" "own" {
  connection_id = %q
  deployment_id = %q
}

resource "astro_connection_override" "own" {
  connection_id = astro_connection_link.own.connection_id
  deployment_id = astro_connection_link.own.deployment_id
  host          = "owner-%d.example.com"
  password      = "owner-%d-secret"
  extra         = jsonencode({ database = "OWNER_%d" })
}
`, connectionID, deploymentID, number, number, number)
}

// storedEntryOwner is what the server stores of that configuration.
func storedEntryOwner(number int) storedLink {
	return storedLink{
		"host":     fmt.Sprintf("owner-%d.example.com", number),
		"password": fmt.Sprintf("owner-%d-secret", number),
		"extra":    map[string]any{"database": fmt.Sprintf("OWNER_%d", number)},
	}
}

// Eight states link and override a Deployment each on one connection at once,
// then destroy that at once while a ninth changes the connection's host. The
// released provider runs with its own settle time and pacing.
func TestAccCrossProcessConnection(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Latency(50*time.Millisecond))
	platform := env.Workdir(t, connectionOwner(env, "host-0.example.com"))
	platform.Must(t, "apply", "-auto-approve", "-no-color")
	id := strings.TrimSpace(platform.Must(t, "output", "-raw", "id").Stdout)
	addForeignParts(t, env, id)
	deployments := clusterOf(t, env, owners)
	teams := make([]*acctest.Workdir, owners)
	for i := range teams {
		teams[i] = env.Workdir(t, entryOwner(id, deployments[i], i))
	}
	want := storedNow(t, env, id)
	env.ResetJournal()

	f := &figures{rounds: rounds(t, 1)}
	for round := range f.rounds {
		var applies, destroys []func() acctest.Output
		for _, team := range teams {
			applies = append(applies, func() acctest.Output { return team.Apply() })
			destroys = append(destroys, func() acctest.Output { return team.Destroy() })
		}
		applied := f.count(t, fmt.Sprintf("round %d: apply", round), atOnce(applies...))
		got := storedNow(t, env, id)
		linked := *want
		linked.Links = maps.Clone(want.Links)
		for i, ok := range applied {
			if entry, there := got.Links[deployments[i]]; ok || there {
				linked.Links[deployments[i]] = entry
			}
			if ok {
				linked.Links[deployments[i]] = storedEntryOwner(i)
			}
			if _, there := got.Links[deployments[i]]; ok && !there {
				f.lost++
			}
		}
		if diff := diffStored(&linked, got); diff != "" {
			t.Fatalf("round %d, after the applies (-want +got):\n%s", round, diff)
		}

		host := fmt.Sprintf("host-%d.example.com", round+1)
		platform.Write(t, "main.tf", connectionOwner(env, host))
		destroys = append(destroys, func() acctest.Output { return platform.Apply() })
		destroyed := f.count(t, fmt.Sprintf("round %d: destroy", round), atOnce(destroys...))
		got = storedNow(t, env, id)
		left := *want
		left.Links, left.Fields = maps.Clone(want.Links), maps.Clone(want.Fields)
		for i, deployment := range deployments {
			if entry, there := got.Links[deployment]; there && !destroyed[i] {
				left.Links[deployment] = entry
			} else if there {
				f.lost++
			}
		}
		left.Fields["host"] = got.Fields["host"]
		if destroyed[owners] {
			left.Fields["host"] = host
		}
		if diff := diffStored(&left, got); diff != "" {
			t.Fatalf("round %d, after the destroys (-want +got):\n%s", round, diff)
		}
		want = &left
		for i := range deployments {
			// What a failed destroy has left is that state's own to remove.
			if !destroyed[i] {
				teams[i].Must(t, "destroy", "-auto-approve", "-no-color")
				delete(want.Links, deployments[i])
			}
		}
	}
	f.report(t, env)
}

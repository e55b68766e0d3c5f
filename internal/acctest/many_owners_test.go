package acctest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

const (
	ownedEntries = 30
	// mostWrites is how many writes the sixty entries may take.
	mostWrites = 12
)

// ownedEntriesConfig links and overrides Deployments on one connection. The
// settle time is short, because there is no other process.
func ownedEntriesConfig(connectionID string, deployments []string) string {
	return fmt.Sprintf(`
provider "astro" {
  settle_time = "250ms"
}

locals {
  deployments = toset(["%s"])
}

resource "astro_connection_link" "all" {
  for_each      = local.deployments
  connection_id = %q
  deployment_id = each.key
}

resource "astro_connection_override" "all" {
  for_each      = local.deployments
  connection_id = astro_connection_link.all[each.key].connection_id
  deployment_id = each.key
  host          = "${each.key}.example.com"
  password      = "secret of ${each.key}"
  extra         = jsonencode({ database = each.key })
}
`, strings.Join(deployments, `", "`), connectionID)
}

func storedEntryFor(deployment string) storedLink {
	return storedLink{
		"host": deployment + ".example.com", "password": "secret of " + deployment, "extra": map[string]any{"database": deployment},
	}
}

// Thirty links and thirty overrides of one connection in one run with the CLI's
// own parallelism: few writes, nothing lost, removing ten touches those ten, and
// destroy leaves what was there before.
func TestAccManyOwnersOneProcess(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Latency(50*time.Millisecond))
	id, _ := sharedConnection(t, env)
	deployments := clusterOf(t, env, ownedEntries)
	before := storedNow(t, env, id)
	with := func(ids []string) *storedConnection {
		wanted := *before
		wanted.Links = maps.Clone(before.Links)
		for _, deployment := range ids {
			wanted.Links[deployment] = storedEntryFor(deployment)
		}
		return &wanted
	}
	work := env.Workdir(t, "")
	f := &figures{rounds: rounds(t, 2)}
	env.ResetJournal()
	most := 0
	for round := range f.rounds {
		work.Write(t, "main.tf", ownedEntriesConfig(id, deployments))
		f.resetJournal(env)
		f.must(t, work, "apply")
		writes := env.Writes()
		if most = max(most, writes); writes > mostWrites {
			t.Errorf("round %d: %d writes for %d entries, want at most %d", round, writes, 2*ownedEntries, mostWrites)
		}
		if diff := diffStored(with(deployments), storedNow(t, env, id)); diff != "" {
			t.Fatalf("round %d, after the apply (-want +got):\n%s", round, diff)
		}
		if round == 0 {
			work.Must(t, "plan", "-detailed-exitcode", "-no-color") // 2 would mean changes
		}
		work.Write(t, "main.tf", ownedEntriesConfig(id, deployments[10:]))
		f.must(t, work, "apply")
		if diff := diffStored(with(deployments[10:]), storedNow(t, env, id)); diff != "" {
			t.Fatalf("round %d, after ten were removed (-want +got):\n%s", round, diff)
		}
		f.must(t, work, "destroy")
		if diff := diffStored(before, storedNow(t, env, id)); diff != "" {
			t.Fatalf("round %d, after destroy (-want +got):\n%s", round, diff)
		}
	}
	t.Logf("figures: at most %d writes for %d entries", most, 2*ownedEntries)
	f.report(t, env)
}

// must runs a command that has to succeed and counts it.
func (f *figures) must(t *testing.T, work *acctest.Workdir, command string) {
	t.Helper()
	work.Must(t, command, "-auto-approve", "-no-color")
	f.runs++
	f.successes++
}

// An override that was declared without a link leaves its bare entry behind: it
// made the entry, but somebody may count on it by now.
func TestManyOwnersOverrideWithoutLink(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id, _ := sharedConnection(t, env)
	deployment := clusterOf(t, env, 1)[0]
	want := storedNow(t, env, id)
	p := env.Provider(t)
	state := p.Create(override, acctest.Object{"connection_id": id, "deployment_id": deployment, "host": "own.example.com", "password": "own"})
	want.Links[deployment] = storedLink{"host": "own.example.com", "password": "own"}
	if diff := diffStored(want, storedNow(t, env, id)); diff != "" {
		t.Errorf("after create (-want +got):\n%s", diff)
	}
	env.Provider(t).Delete(state).OK()
	want.Links[deployment] = storedLink{}
	if diff := diffStored(want, storedNow(t, env, id)); diff != "" {
		t.Errorf("after destroy (-want +got):\n%s", diff)
	}
}

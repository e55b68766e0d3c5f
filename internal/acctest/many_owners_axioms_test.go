package acctest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// brokenAxiom is one assumption about the API that does not hold, and how the
// provider meets it.
type brokenAxiom struct {
	breaks func(*emulator.Switches)
	// says is the assumption in the words of the error, lost what it names.
	says, lost string
	// first and second are two writes of one run.
	first, second func(p *acctest.Protocol, w *axiomWorld) *acctest.Result
}

// axiomWorld is what those writes work on.
type axiomWorld struct{ connection, deployment, one, two string }

func linkOne(id func(*axiomWorld) string) func(*acctest.Protocol, *axiomWorld) *acctest.Result {
	return func(p *acctest.Protocol, w *axiomWorld) *acctest.Result {
		return p.Plan(link, nil, acctest.Object{"connection_id": w.connection, "deployment_id": id(w)}).OK().Apply(nil)
	}
}

func scheduleAt(hour string) func(*acctest.Protocol, *axiomWorld) *acctest.Result {
	return func(p *acctest.Protocol, w *axiomWorld) *acctest.Result {
		return p.Plan(schedule, nil, scheduleObject(w.deployment, having("hibernate_at_cron", "0 "+hour+" * * *"))).OK().Apply(nil)
	}
}

func brokenAxioms() map[string]brokenAxiom {
	one, two := linkOne(func(w *axiomWorld) string { return w.one }), linkOne(func(w *axiomWorld) string { return w.two })
	return map[string]brokenAxiom{
		"base secret": {
			breaks: func(s *emulator.Switches) { s.AxiomBaseSecretKept = false },
			says:   "leaves out a secret of an environment object", lost: `"password"`,
			first: one, second: two,
		},
		"listed entry": {
			breaks: func(s *emulator.Switches) { s.AxiomListedEntryKeepsSecrets = false },
			says:   "lists a link without the secret fields of its override keeps them", lost: `the override of "password"`,
			first: one, second: two,
		},
		"secret variable": {
			breaks: func(s *emulator.Switches) { s.AxiomSecretVariableKept = false },
			says:   "sends a secret environment variable without a value keeps its value", lost: "SECRET",
			first: scheduleAt("18"), second: scheduleAt("19"),
		},
	}
}

// An API that does not keep what no client could send is noticed at the first
// write: the error names the assumption, and nothing more is written.
func TestManyOwnersBrokenAxioms(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		for name, axiom := range brokenAxioms() {
			t.Run(profile+"/"+name, func(t *testing.T) {
				t.Parallel()
				env := acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Profile, o.Restless = profile, false }))
				connectionID, _ := sharedConnection(t, env)
				ids := clusterOf(t, env, 2)
				w := &axiomWorld{connection: connectionID, deployment: development(t, env).ID, one: ids[0], two: ids[1]}
				env.Emulator.Advance(time.Hour) // so that times can tell
				env.Emulator.SetSwitches(axiom.breaks)
				env.ResetJournal()

				p := env.Provider(t)
				said := axiom.first(p, w).Diagnostics.String()
				for _, want := range []string{axiom.says, axiom.lost, "Restore what was lost"} {
					if !strings.Contains(said, want) {
						t.Errorf("the error does not say %q:\n%s", want, said)
					}
				}
				if again := axiom.second(p, w).Diagnostics; !strings.Contains(again.String(), axiom.says) {
					t.Errorf("the second write of the run was not refused: %s", again)
				}
				if writes := env.Writes(); writes != 1 {
					t.Errorf("%d writes, want the first alone", writes)
				}
			})
		}
	}
}

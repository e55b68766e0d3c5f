package ownership_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

func mustBreak(t *testing.T, err error, lost string) {
	t.Helper()
	var broken *ownership.AxiomError
	if !errors.As(err, &broken) {
		t.Fatalf("got %v, want an AxiomError", err)
	}
	if !strings.Contains(strings.Join(broken.Lost, " "), lost) {
		t.Errorf("lost %v, want %s", broken.Lost, lost)
	}
}

func TestBrokenAxiomsAreNoticedAtTheFirstWrite(t *testing.T) {
	for _, settle := range []time.Duration{0, -1} {
		for name, tc := range map[string]struct {
			breaks func(*emulator.Switches)
			edit   func(first, second string) ownership.ObjectEdit
			lost   string
		}{
			"base secret": {
				func(s *emulator.Switches) { s.AxiomBaseSecretKept = false },
				func(_, second string) ownership.ObjectEdit { return linkEdit(second) }, `"password"`,
			},
			"listed entry": {
				func(s *emulator.Switches) { s.AxiomListedEntryKeepsOverride = false },
				func(_, second string) ownership.ObjectEdit { return linkEdit(second) }, "host",
			},
		} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					api := emulate(t, emulator.Options{})
					client := api.client(t)
					id := api.connection(t, client)
					first, second := api.deployment(t, client, "first", astro.DeploymentSettings{}), api.deployment(t, client, "second", astro.DeploymentSettings{})
					if _, err := ownership.New(client, ownership.Options{}).EnvironmentObject(t.Context(), id, overrideEdit(first, "h")); err != nil {
						t.Fatal(err)
					}
					api.server.SetSwitches(tc.breaks)
					editor := ownership.New(client, ownership.Options{Settle: settle})
					_, err := editor.EnvironmentObject(t.Context(), id, tc.edit(first, second))
					mustBreak(t, err, tc.lost)
					before := len(api.server.Journal().Entries())
					_, err = editor.EnvironmentObject(t.Context(), id, unlinkEdit(first))
					mustBreak(t, err, tc.lost)
					if after := len(api.server.Journal().Entries()); after != before {
						t.Errorf("%d requests after the breach", after-before)
					}
				})
			})
		}
	}
}

func TestLostSecretVariableIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := emulate(t, emulator.Options{})
		client := api.client(t)
		id := api.deployment(t, client, "d", astro.DeploymentSettings{EnvironmentVariables: []astro.EnvironmentVariableRequest{
			{Key: "PLAIN", Value: text("v")}, {Key: "SECRET", Value: text("s"), IsSecret: true},
		}})
		api.server.Advance(time.Hour)
		describe := func(words string) ownership.DeploymentEdit {
			return ownership.DeploymentEdit{
				What: "describe the Deployment",
				Apply: func(_ *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
					request.Description = &words
					return true, nil
				},
			}
		}
		if _, err := ownership.New(client, ownership.Options{}).Deployment(t.Context(), id, describe("kept")); err != nil {
			t.Fatal(err)
		}
		api.server.SetSwitches(func(s *emulator.Switches) { s.AxiomSecretVariableKept = false })
		_, err := ownership.New(client, ownership.Options{}).Deployment(t.Context(), id, describe("lost"))
		mustBreak(t, err, "SECRET")
	})
}

// TestForeignRemovalIsNoBreach: somebody removes an override between our read
// and our write, which looks as if the API had lost it.
func TestForeignRemovalIsNoBreach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object.links["d1"], api.object.links["d2"] = map[string]string{"host": "h"}, map[string]string{"host": "h"}
		api.beforeCommit = func(n int) {
			api.change("person", func(o *fakeObject) {
				if n == 1 {
					delete(o.links["d1"], "host")
				} else {
					delete(o.links["d2"], "host")
				}
			})
		}
		editor := api.editor(t, ownership.Options{})
		mustAll(t, together(t, editor, 1, linkEdit("d3")))
		// The first write has shown that listed entries are kept.
		mustAll(t, together(t, editor, 1, linkEdit("d4")))
	})
}

// TestOwnChangesAreNoBreach: what an edit changes is not expected to be kept.
func TestOwnChangesAreNoBreach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object.links["d1"] = map[string]string{"host": "h", "password": "p"}
		api.mangle = func(o *fakeObject, _ *astro.UpdateEnvironmentObjectRequest) { o.password = "" }
		clearing := ownership.ObjectEdit{
			What: "clear the password",
			Apply: func(_ *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
				request.Connection.Password = text("")
				ownership.UnsetOverride(ownership.EnsureLink(request, "d1"), "host", "password")
				return true, nil
			},
		}
		mustAll(t, together(t, api.editor(t, ownership.Options{}), 1, clearing))
	})
}

func TestLostFieldOfAnEditedEntryIsABreach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object.links["d1"] = map[string]string{"login": "theirs"}
		api.mangle = func(o *fakeObject, _ *astro.UpdateEnvironmentObjectRequest) { delete(o.links["d1"], "login") }
		_, err := api.editor(t, ownership.Options{}).EnvironmentObject(t.Context(), objectID, overrideEdit("d1", "mine"))
		mustBreak(t, err, "login")
	})
}

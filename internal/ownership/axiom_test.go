package ownership_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
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
				func(s *emulator.Switches) { s.AxiomListedEntryKeepsSecrets = false },
				func(_, second string) ownership.ObjectEdit { return linkEdit(second) }, "override of \"password\"",
			},
			"secret member of an extra that is sent": {
				func(s *emulator.Switches) { s.AxiomListedEntryKeepsSecrets = false },
				func(first, _ string) ownership.ObjectEdit { return memberEdit(first) }, "override of \"extra.private_key\"",
			},
			"secret member of the connection's extra that is sent": {
				func(s *emulator.Switches) { s.AxiomBaseSecretKept = false },
				func(_, _ string) ownership.ObjectEdit { return baseMemberEdit() }, `"extra.private_key"`,
			},
		} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					api := emulate(t, emulator.Options{})
					client := api.client(t)
					id := api.connection(t, client)
					first, second := api.deployment(t, client, "first", astro.DeploymentSettings{}), api.deployment(t, client, "second", astro.DeploymentSettings{})
					if _, err := ownership.New(client, ownership.Options{}).EnvironmentObject(t.Context(), id, secretsEdit(first)); err != nil {
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

// secretsEdit overrides the host, the password and a secret member of extra.
func secretsEdit(deployment string) ownership.ObjectEdit {
	edit := secretOverrideEdit(deployment, "p")
	edit.Apply = func(_ *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
		ownership.SetOverride(ownership.EnsureLink(request, deployment), &astro.ConnectionOverrides{
			Host: text("h"), Password: text("p"), Extra: astro.Extra{"private_key": "k", "warehouse": "w"},
		})
		return true, nil
	}
	return edit
}

// memberEdit overrides one visible member of extra.
func memberEdit(deployment string) ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: "override a member of extra",
		Apply: func(_ *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			ownership.SetOverride(ownership.EnsureLink(request, deployment), &astro.ConnectionOverrides{Extra: astro.Extra{"warehouse": "x"}})
			return true, nil
		},
	}
}

// baseMemberEdit changes one visible member of the connection's extra.
func baseMemberEdit() ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: "change a member of extra",
		Apply: func(_ *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			request.Connection.Extra["sslmode"] = "verify-full"
			return true, nil
		},
	}
}

// TestVisibleFieldsOfOthersAreCarried: whatever this process writes, the fields
// that others override stay, under both readings of a bare entry.
func TestVisibleFieldsOfOthersAreCarried(t *testing.T) {
	for name, reading := range map[string]bool{"secrets only": false, "everything": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := emulate(t, emulator.Options{Switches: func(s *emulator.Switches) { s.BareEntryKeepsEverything = reading }})
				client := api.client(t)
				id := api.connection(t, client)
				first, second := api.deployment(t, client, "first", astro.DeploymentSettings{}), api.deployment(t, client, "second", astro.DeploymentSettings{})
				editor := ownership.New(client, ownership.Options{})
				for _, edit := range []ownership.ObjectEdit{secretsEdit(first), linkEdit(second), memberEdit(second), baseMemberEdit(), unlinkEdit(second)} {
					if _, err := editor.EnvironmentObject(t.Context(), id, edit); err != nil {
						t.Fatal(err)
					}
					object, err := client.GetEnvironmentObject(t.Context(), id)
					if err != nil {
						t.Fatal(err)
					}
					link := ownership.FindLink(object, first)
					want := `["extra.private_key","extra.warehouse","host","password"]`
					if got := asJSON(t, link.SetFields); got != want {
						t.Fatalf("after %q the first Deployment overrides %s, want %s", edit.What, got, want)
					}
					if c := object.Connection; *c.Host != "db.example.com" || *c.Login != "airflow" {
						t.Fatalf("after %q the connection is %s", edit.What, asJSON(t, c))
					}
				}
			})
		})
	}
}

// TestForeignRemovalIsNoBreach: somebody removes an override between our read
// and our write, which looks as if the API had lost it.
func TestForeignRemovalIsNoBreach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object.links["d1"], api.object.links["d2"] = map[string]string{"password": "p"}, map[string]string{"password": "p"}
		api.beforeCommit = func(n int) {
			api.change("person", func(o *fakeObject) {
				if n == 1 {
					delete(o.links["d1"], "password")
				} else {
					delete(o.links["d2"], "password")
				}
			})
		}
		editor := api.editor(t, ownership.Options{})
		mustAll(t, together(t, editor, 1, linkEdit("d3")))
		// The first write has shown that listed entries are kept.
		mustAll(t, together(t, editor, 1, linkEdit("d4")))
	})
}

// TestCrossedTeardownIsNoBreach: another run removes the only override and its
// link between our read and our write, which brings the bare entry back. That
// run removes it again, and so is known not to be the API.
func TestCrossedTeardownIsNoBreach(t *testing.T) {
	for name, inTwoSteps := range map[string]bool{"link and override at once": false, "override, then link": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFake()
				api.object.links["d1"] = map[string]string{"password": "p"}
				other := api.editor(t, ownership.Options{})
				removed := make(chan error, 1)
				api.beforeCommit = func(n int) {
					if n != 1 {
						return
					}
					go func() {
						if inTwoSteps {
							if _, err := other.EnvironmentObject(t.Context(), objectID, dropSecretEdit("d1")); err != nil {
								removed <- err
								return
							}
						}
						_, err := other.EnvironmentObject(t.Context(), objectID, unlinkEdit("d1"))
						removed <- err
					}()
					<-time.After(100 * time.Millisecond) // its first write is committed by then
				}
				mustAll(t, together(t, api.editor(t, ownership.Options{}), 1, linkEdit("d2")))
				if err := <-removed; err != nil {
					t.Error(err)
				}
				if links := api.state().links; len(links) != 1 || links["d2"] == nil {
					t.Errorf("the links are %v, want d2 alone", links)
				}
			})
		})
	}
}

// TestNothingIsWrittenInDoubt: while it is not clear whether an axiom is broken,
// edits and deletes of other objects wait, and learn of the alarm.
func TestNothingIsWrittenInDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := emulate(t, emulator.Options{})
		client := api.client(t)
		id, other := api.connection(t, client), api.deployment(t, client, "other", astro.DeploymentSettings{})
		first, second := api.deployment(t, client, "first", astro.DeploymentSettings{}), api.deployment(t, client, "second", astro.DeploymentSettings{})
		if _, err := ownership.New(client, ownership.Options{}).EnvironmentObject(t.Context(), id, secretsEdit(first)); err != nil {
			t.Fatal(err)
		}
		api.server.SetSwitches(func(s *emulator.Switches) { s.AxiomListedEntryKeepsSecrets = false })
		before := writesOf(api)
		editor := ownership.New(client, ownership.Options{})
		var group sync.WaitGroup
		started := time.Now()
		for i, write := range []func() error{
			func() error {
				_, err := editor.EnvironmentObject(t.Context(), id, linkEdit(second))
				return err
			},
			func() error {
				_, err := editor.Deployment(t.Context(), other, ownership.DeploymentEdit{
					Apply: func(_ *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
						request.Name = "renamed"
						return true, nil
					},
				})
				return err
			},
			func() error {
				return editor.DeleteDeployment(t.Context(), first, func(*astro.Deployment) error { return nil })
			},
		} {
			group.Go(func() {
				<-time.After(time.Duration(i) * 500 * time.Millisecond) // the others come while the first is in doubt
				mustBreak(t, write(), "password")
			})
		}
		group.Wait()
		if writes := writesOf(api) - before; writes != 1 {
			t.Errorf("%d writes, want the first alone", writes)
		}
		if waited := time.Since(started); waited > 7*ownership.DefaultSettle {
			t.Errorf("the alarm took %s", waited)
		}
	})
}

// writesOf counts the updates and deletes that an API was asked for.
func writesOf(api *emulated) int {
	writes := 0
	for _, entry := range api.server.Journal().Entries() {
		if entry.Method != http.MethodGet {
			writes++
		}
	}
	return writes
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
		api.object.links["d1"] = map[string]string{"password": "theirs"}
		api.mangle = func(o *fakeObject, _ *astro.UpdateEnvironmentObjectRequest) { delete(o.links["d1"], "password") }
		_, err := api.editor(t, ownership.Options{}).EnvironmentObject(t.Context(), objectID, overrideEdit("d1", "mine"))
		mustBreak(t, err, "password")
	})
}

// TestMemberLeftOutOnPurposeIsNoBreach: a request carries every member of extra
// that is shown, so one that it does not name is to go, and an API that replaces
// what is shown takes it away as the edit wants.
func TestMemberLeftOutOnPurposeIsNoBreach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := emulate(t, emulator.Options{Switches: func(s *emulator.Switches) { s.BaseExtraVisibleReplaced = true }})
		client := api.client(t)
		id, err := client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
			ObjectKey: "bare", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: api.server.Info().WorkspaceID,
			Connection: &astro.ConnectionRequest{Type: "postgres", Extra: astro.Extra{"sslmode": "require", "timeout": "10"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, left := range []string{"timeout", "sslmode"} {
			after, err := ownership.New(client, ownership.Options{}).EnvironmentObject(t.Context(), id, ownership.ObjectEdit{
				What: "remove the member " + left,
				Apply: func(_ *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
					delete(request.Connection.Extra, left)
					return true, nil
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, stands := after.Connection.Extra[left]; stands {
				t.Errorf("%s stands: %v", left, after.Connection.Extra)
			}
		}
	})
}

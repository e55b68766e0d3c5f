package acctest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// httpRequest is what hooks of faults are told.
type httpRequest = http.Request

// updates is the path of an update of a connection.
func updates(id string) string { return objects + "/" + id + "$" }

// A person writes in the moment between the provider's read and its write. What
// the write does not name survives: the secrets of overrides and of the connection.
// What it names becomes what it was at the read, as the guide says: a link that
// was added is gone, one that was removed is back without its secrets, and
// a visible override is put back. Where the platform keeps all of an entry that is
// listed bare, a visible field that was added to one survives.
func TestManyOwnersPersonInsideTheWindow(t *testing.T) {
	personInsideTheWindow(t, false)
}

func TestManyOwnersPersonInsideTheWindowOfTheFormerReading(t *testing.T) {
	personInsideTheWindow(t, true)
}

func personInsideTheWindow(t *testing.T, everything bool) {
	t.Helper()
	inBothProfiles(t, func(t *testing.T, env *acctest.Env) {
		env.Emulator.SetSwitches(func(s *emulator.Switches) { s.BareEntryKeepsEverything = everything })
		id, parts := sharedConnection(t, env)
		own := clusterOf(t, env, 3)
		overrideNow(t, env, id, own[2], astro.ConnectionOverrides{Host: ptr("third.example.com"), Password: ptr("third")})
		want := storedNow(t, env, id)
		env.AddFault(t, emulator.Fault{Method: "POST", Path: updates(id), Before: func(*httpRequest) {
			editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
				for i := range r.Links {
					if r.Links[i].ScopeEntityID == parts.linked {
						r.Links[i].Overrides = &astro.OverridesRequest{Connection: &astro.ConnectionOverrides{Schema: ptr("by-hand"), Password: ptr("by-hand")}}
					}
				}
				r.Connection.Password = ptr("rotated by hand")
				r.Connection.Host = ptr("by-hand.example.com")
				r.Links = append(r.Links, astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: own[1]})
				r.Links = slices.DeleteFunc(r.Links, func(l astro.LinkRequest) bool { return l.ScopeEntityID == parts.overridden })
			})
		}})
		env.Provider(t).Create(link, acctest.Object{"connection_id": id, "deployment_id": own[0]})
		want.Links[own[0]] = storedLink{}
		want.Links[parts.linked] = storedLink{"password": "by-hand"}
		if everything {
			want.Links[parts.linked]["schema"] = "by-hand"
		}
		want.Links[parts.overridden] = storedLink{"host": "foreign.example.com", "extra": map[string]any{"database": "FOREIGN"}}
		want.Fields["password"] = "rotated by hand"
		if diff := diffStored(want, storedNow(t, env, id)); diff != "" {
			t.Errorf("the connection on the server (-want +got):\n%s", diff)
		}
	})
}

// When the only override of others is removed in that moment, the run cannot tell
// that from an API that drops overrides. It stops, says both, and the next run works.
func TestManyOwnersRemovedInsideTheWindow(t *testing.T) {
	inBothProfiles(t, func(t *testing.T, env *acctest.Env) {
		id, parts := sharedConnection(t, env)
		own := clusterOf(t, env, 1)[0]
		env.AddFault(t, emulator.Fault{Method: "POST", Path: updates(id), Before: func(*httpRequest) {
			editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
				r.Links = slices.DeleteFunc(r.Links, func(l astro.LinkRequest) bool { return l.ScopeEntityID == parts.overridden })
			})
		}})
		config := acctest.Object{"connection_id": id, "deployment_id": own}
		result := env.Provider(t).Plan(link, nil, config).OK().Apply(nil)
		if said := result.Diagnostics.String(); !strings.Contains(said, "somebody else removed exactly this in the same moment") {
			t.Errorf("the error does not say that it may be a false alarm:\n%s", said)
		}
		env.Provider(t).Create(link, config)
		if _, there := storedNow(t, env, id).Links[own]; !there {
			t.Error("the second run did not link")
		}
	})
}

// One environment comes up while another comes down, and the only other
// override is removed in that moment by its own run, its link next. That run sees
// the entry that was brought back, so neither fails and nothing is left over.
func TestManyOwnersCrossedTeardown(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Settle(250*time.Millisecond), acctest.Emulator(func(o *emulator.Options) { o.Profile = profile }))
			s := share(t, env)
			own := deploymentNamed(t, env, "own")
			theirs := env.Provider(t)
			theirLink, theirOverride := theirs.Create(link, s.object()), theirs.Create(override, s.object(having("host", "theirs"), having("password", "p")))
			committed, finished := make(chan struct{}), make(chan struct{})
			env.AddFault(t, emulator.Fault{Method: "POST", Path: updates(s.connectionID), Nth: 2, After: func(*httpRequest) { close(committed) }})
			env.AddFault(t, emulator.Fault{Method: "POST", Path: updates(s.connectionID), Before: func(*httpRequest) {
				go func() {
					defer close(finished)
					p := env.Provider(t)
					for _, state := range []*acctest.State{theirOverride, theirLink} {
						if said := p.Delete(state).Diagnostics; said.HasError() {
							t.Errorf("the other run failed:\n%s", said)
						}
					}
				}()
				<-committed
			}})
			env.Provider(t).Create(link, acctest.Object{"connection_id": s.connectionID, "deployment_id": own})
			<-finished
			if links := storedNow(t, env, s.connectionID).Links; len(links) != 1 || links[own] == nil {
				t.Errorf("the links are %v", links)
			}
		})
	}
}

// The same for a Deployment: the value of a secret survives, and the rest is as
// it was at the read, an override set by hand included.
func TestManyOwnersPersonInsideTheWindowOfADeployment(t *testing.T) {
	inBothProfiles(t, func(t *testing.T, env *acctest.Env) {
		id := development(t, env).ID
		want := deploymentStored(t, env, id)
		env.AddFault(t, emulator.Fault{Method: "POST", Path: "/deployments/" + id + "$", Before: func(*httpRequest) {
			editDeployment(t, env, id, func(r *astro.UpdateDeploymentRequest) {
				r.ContactEmails = []string{"by-hand@example.com"}
				for i := range r.EnvironmentVariables {
					r.EnvironmentVariables[i].Value = ptr("by hand")
				}
			})
			if _, err := env.Client.SetHibernationOverride(t.Context(), id, astro.SetHibernationOverrideRequest{IsHibernating: true}); err != nil {
				t.Error(err)
			}
		}})
		env.Provider(t).Create(schedule, scheduleObject(id))
		want.schedules()["0 18 * * *"] = map[string]any{"hibernateAtCron": "0 18 * * *", "wakeAtCron": "0 8 * * *", "isEnabled": true}
		want.variables()["SECRET"] = map[string]any{"key": "SECRET", "value": "by hand", "isSecret": true}
		if diff := cmp.Diff(want, deploymentStored(t, env, id)); diff != "" {
			t.Errorf("the Deployment on the server (-want +got):\n%s", diff)
		}
	})
}

// A person who had read before the provider's write writes after it, and with
// that takes the new link away. The provider looks again, sees it and links
// anew; what the person wrote stays.
func TestManyOwnersPersonOverwritesAfterwards(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Settle(250*time.Millisecond))
	id, parts := sharedConnection(t, env)
	own := clusterOf(t, env, 2)
	want := storedNow(t, env, id)
	var stale *astro.UpdateEnvironmentObjectRequest
	env.AddFault(t, emulator.Fault{Method: "POST", Path: updates(id), Before: func(*httpRequest) {
		stale = carried(t, env, id)
		stale.Links = append(stale.Links, astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: own[1]})
		stale.Description = ptr("by hand")
	}, After: func(*httpRequest) {
		if _, err := env.Client.UpdateEnvironmentObject(t.Context(), id, stale); err != nil {
			t.Error(err)
		}
	}})
	env.Provider(t).Create(override, acctest.Object{"connection_id": id, "deployment_id": own[0], "host": "own.example.com", "password": "own"})
	want.Links[own[0]] = storedLink{"host": "own.example.com", "password": "own"}
	want.Links[own[1]] = storedLink{}
	want.Description = "by hand"
	if diff := diffStored(want, storedNow(t, env, id)); diff != "" {
		t.Errorf("the connection on the server (-want +got):\n%s", diff)
	}
	if want.Links[parts.overridden]["password"] != "foreign-secret" {
		t.Error("the test's own world is not complete")
	}
	if writes := env.Requests("POST", updates(id)); writes != 2 {
		t.Errorf("%d writes, want 2", writes)
	}
}

// Somebody keeps undoing the same part: the run fails in the end, says who, when
// and what to do, and puts nobody else's part back.
func TestManyOwnersPersonWhoInsists(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Settle(50*time.Millisecond))
	id, _ := sharedConnection(t, env)
	own := clusterOf(t, env, 1)[0]
	want := storedNow(t, env, id)
	stale := carried(t, env, id)
	env.AddFault(t, emulator.Fault{Method: "POST", Path: updates(id), Count: -1, After: func(*httpRequest) {
		if _, err := env.Client.UpdateEnvironmentObject(t.Context(), id, stale); err != nil {
			t.Error(err)
		}
	}})
	result := env.Provider(t).Plan(link, nil, acctest.Object{"connection_id": id, "deployment_id": own}).OK().Apply(nil)
	said := result.Diagnostics.String()
	for _, part := range []string{"somebody else undid it", "the last change was made by", "run terraform apply again", own} {
		if !strings.Contains(said, part) {
			t.Errorf("the error does not say %q:\n%s", part, said)
		}
	}
	if diff := diffStored(want, storedNow(t, env, id)); diff != "" {
		t.Errorf("the connection on the server (-want +got):\n%s", diff)
	}
}

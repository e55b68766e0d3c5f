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
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// sentConnections are the typed bodies of the updates that were sent.
func sentConnections(t *testing.T, env *acctest.Env) []map[string]any {
	t.Helper()
	var bodies []map[string]any
	for _, entry := range env.Journal("POST", objects+"/") {
		var request struct{ Connection map[string]any }
		if err := json.Unmarshal([]byte(entry.Body), &request); err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, request.Connection)
	}
	return bodies
}

// settled checks that a state refreshes and plans to no change and no word.
func settled(t *testing.T, env *acctest.Env, state *acctest.State, config acctest.Object) *acctest.State {
	t.Helper()
	p := env.Provider(t)
	state = p.Read(state).OK()
	change := p.Plan(connection, state, config)
	if len(change.Changed()) != 0 || len(change.Diagnostics) != 0 {
		t.Errorf("the plan changes %v of %v, said:\n%s", change.Changed(), state.Values(), change.Diagnostics)
	}
	return state
}

// A removed field is left out of the update, and where that does not clear it,
// sent as the empty text. Whatever the platform does, the apply ends well.
func TestConnectionFieldIsClearedByLeavingItOut(t *testing.T) {
	t.Parallel()
	for name, kept := range map[string]bool{"cleared": false, "kept": true} {
		for _, attribute := range []string{"host", "login", "schema"} {
			t.Run(name+" "+attribute, func(t *testing.T) {
				t.Parallel()
				env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.OmittedConnectionFieldKept = kept }))
				config := warehouse(env, having("schema", "orders"))
				state := env.Provider(t).Create(connection, config)
				delete(config, attribute)
				change := env.Provider(t).Plan(connection, state, config).OK()
				if len(change.Replaces) != 0 || len(change.Diagnostics) != 0 || change.Planned.Get(attribute) != nil {
					t.Errorf("replaces %v, plans %v, said:\n%s", change.Replaces, change.Planned.Get(attribute), change.Diagnostics)
				}
				env.ResetJournal()
				applied := change.Apply(env.Provider(t))
				if len(applied.Diagnostics) != 0 {
					t.Errorf("said:\n%s", applied.Diagnostics)
				}
				sent := sentConnections(t, env)
				if value, there := sent[0][attribute]; there {
					t.Errorf("%s was sent as %v", attribute, value)
				}
				if kept && (len(sent) != 2 || sent[1][attribute] != "") || !kept && len(sent) != 1 {
					t.Errorf("sent %v", sent)
				}
				if set := connectionNow(t, env, state.Text("id")).SetFields; slices.Contains(set, attribute) && !kept {
					t.Errorf("set fields are %v", set)
				}
				settled(t, env, applied.State, config)
			})
		}
	}
}

// What cannot be cleared is left behind with a warning: the apply succeeds, the
// connection is not replaced, and no later plan has it.
func TestConnectionKeepsWhatWasRemoved(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		switches func(*emulator.Switches)
		set      func(acctest.Object)
		remove   string
		says     string
	}{
		"port": {func(s *emulator.Switches) { s.OmittedConnectionFieldKept = true }, func(acctest.Object) {}, "port", "port: Astro keeps what was removed"},
		"all of extra": {
			func(s *emulator.Switches) { s.BaseExtraVisibleReplaced, s.NullExtraMemberIgnored = false, true },
			having("extra", `{"a":"b"}`), "extra", "extra: Astro keeps what was removed",
		},
		"all of extra, null refused": {
			func(s *emulator.Switches) { s.BaseExtraVisibleReplaced = false },
			having("extra", `{"a":"b"}`), "extra", "extra: Astro keeps what was removed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Switches(c.switches))
			if strings.HasSuffix(name, "null refused") {
				env.AddFault(t, emulator.Fault{Method: "POST", Path: objects, Body: `"a":null`, Status: 400, Count: -1})
			}
			config := warehouse(env, c.set)
			state := env.Provider(t).Create(connection, config)
			delete(config, c.remove)
			change := env.Provider(t).Plan(connection, state, config).OK()
			if len(change.Replaces) != 0 {
				t.Errorf("replaces %v", change.Replaces)
			}
			applied := change.Apply(env.Provider(t))
			expectFindings(t, applied.Diagnostics, "~"+c.says)
			if env.Requests("DELETE", objects) != 0 {
				t.Error("the connection was deleted")
			}
			// Nothing changes, and nothing is said again, however often it is applied.
			state = settled(t, env, applied.OK(), config)
			config["host"] = "other.example.com"
			applied = env.Provider(t).Plan(connection, state, config).OK().Apply(env.Provider(t))
			if len(applied.Diagnostics) != 0 {
				t.Errorf("the next update said:\n%s", applied.Diagnostics)
			}
			settled(t, env, applied.State, config)
		})
	}
}

// A removed member of extra goes on every platform that takes members away at
// all: one that replaces extra, and one that merges it and takes null for a removal.
func TestConnectionMemberIsRemoved(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		replaced, ignored bool
		writes            int
	}{
		"merged, null removes":      {false, false, 2},
		"replaced, null removes":    {true, false, 1},
		"replaced, null is ignored": {true, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) {
				s.BaseExtraVisibleReplaced, s.NullExtraMemberIgnored = c.replaced, c.ignored
			}))
			config := warehouse(env, having("extra", `{"a":"b","c":{"d":1},"e":"f"}`), func(o acctest.Object) {
				o["extra_wo"], o["extra_wo_version"] = `{"private_key":"k3y"}`, 1
			})
			state := env.Provider(t).Create(connection, config)
			for _, extra := range []any{`{"a":"b","e":"f"}`, `{}`} {
				config["extra"] = extra
				change := env.Provider(t).Plan(connection, state, config).OK()
				if diff := cmp.Diff([]string{"extra"}, change.Changed()); diff != "" || len(change.Diagnostics) != 0 {
					t.Errorf("plan:\n%s\n%s", diff, change.Diagnostics)
				}
				env.ResetJournal()
				applied := change.Apply(env.Provider(t))
				if len(applied.Diagnostics) != 0 {
					t.Errorf("said:\n%s", applied.Diagnostics)
				}
				sent := sentConnections(t, env)
				if len(sent) != c.writes {
					t.Errorf("%d updates were sent: %v", len(sent), sent)
				}
				state = settled(t, env, applied.OK(), config)
			}
			now := connectionNow(t, env, state.Text("id"))
			delete(now.Connection.Extra, "private_key") // it may read blank
			if len(now.Connection.Extra) != 0 || !slices.Contains(now.SetFields, "extra.private_key") {
				t.Errorf("extra = %v, set fields are %v", now.Connection.Extra, now.SetFields)
			}
		})
	}
}

// A member that Astro does not take away is left behind: neither Read nor plan
// shows it while its value stays; it shows when the value changes, and is
// managed again when it is declared.
func TestConnectionMemberLeftBehind(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.BaseExtraVisibleReplaced, s.NullExtraMemberIgnored = false, true }))
	config := warehouse(env, having("extra", `{"a":"b","c":"d","e":"f"}`))
	state := env.Provider(t).Create(connection, config)
	id := state.Text("id")
	config["extra"] = `{"a":"b"}`
	applied := env.Provider(t).Plan(connection, state, config).OK().Apply(env.Provider(t))
	said := strings.Join(applied.Diagnostics.Warnings(), "\n")
	if applied.Diagnostics.HasError() || !strings.Contains(said, "`extra.c`, `extra.e`") || strings.Contains(said, "extra.a") {
		t.Errorf("said:\n%s", applied.Diagnostics)
	}
	if private := string(applied.State.Private); !strings.Contains(unfolded(t, applied.State.Private), `"left_behind"`) || strings.Contains(private, `"d"`) {
		t.Errorf("private state is %s", private)
	}
	state = settled(t, env, applied.State, config)

	// Another member changes: c and e stay, hidden, and nothing is said.
	config["extra"] = `{"a":"z"}`
	applied = env.Provider(t).Plan(connection, state, config).OK().Apply(env.Provider(t))
	if len(applied.Diagnostics) != 0 {
		t.Errorf("a change of another member said:\n%s", applied.Diagnostics)
	}
	state = settled(t, env, applied.State, config)
	if diff := cmp.Diff(astro.Extra{"a": "z", "c": "d", "e": "f"}, connectionNow(t, env, id).Connection.Extra); diff != "" {
		t.Error(diff)
	}

	// Somebody changes c: that is drift, and it is asked for again.
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Extra["c"] = "changed" })
	p := env.Provider(t)
	state = p.Read(state).OK()
	if got := state.Get("extra"); got != `{"a":"z","c":"changed"}` {
		t.Errorf("extra reads as %v", got)
	}
	applied = p.Plan(connection, state, config).OK().Apply(env.Provider(t))
	expectFindings(t, applied.Diagnostics, "~extra: Astro keeps what was removed")
	state = settled(t, env, applied.State, config)

	// Declared again: managed again, with the value it has or another one.
	config["extra"] = `{"a":"z","c":"changed","e":"new"}`
	change := env.Provider(t).Plan(connection, state, config).OK()
	if diff := cmp.Diff([]string{"extra"}, change.Changed()); diff != "" {
		t.Error(diff)
	}
	applied = change.Apply(env.Provider(t))
	if strings.Contains(unfolded(t, applied.OK().Private), "left_behind") {
		t.Errorf("private state is %s", unfolded(t, applied.State.Private))
	}
	state = settled(t, env, applied.State, config)
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Extra["e"] = "drift" })
	p = env.Provider(t)
	if changed := p.Plan(connection, p.Read(state).OK(), config).OK().Changed(); !slices.Contains(changed, "extra") {
		t.Error("drift of a member that is declared again does not show")
	}
}

// A secret member that is declared no more is removed by null, as leaving it out
// keeps it; what stays is left behind and no later change of extra trips over it.
func TestConnectionSecretMemberIsRemoved(t *testing.T) {
	t.Parallel()
	for name, ignored := range map[string]bool{"null removes": false, "null is ignored": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.NullExtraMemberIgnored = ignored }))
			config := warehouse(env, having("extra", `{"a":"b"}`), func(o acctest.Object) {
				o["extra_wo"], o["extra_wo_version"] = `{"private_key":"k3y","api_token":"t0ken"}`, 1
			})
			state := env.Provider(t).Create(connection, config)
			id := state.Text("id")
			config["extra_wo"], config["extra_wo_version"] = `{"api_token":"t0ken2"}`, 2
			applied := env.Provider(t).Plan(connection, state, config).OK().Apply(env.Provider(t))
			want := ""
			if ignored {
				want = "~extra: Astro keeps what was removed"
			}
			expectFindings(t, applied.Diagnostics, want)
			if strings.Contains(unfolded(t, applied.State.Private), "k3y") || strings.Contains(unfolded(t, applied.State.Private), markOfText) {
				t.Errorf("private state tells of the secret: %s", unfolded(t, applied.State.Private))
			}
			state = settled(t, env, applied.OK(), config)
			if set := connectionNow(t, env, id).SetFields; slices.Contains(set, "extra.private_key") != ignored || !slices.Contains(set, "extra.api_token") {
				t.Errorf("set fields are %v", set)
			}
			config["extra"] = `{"a":"c"}`
			applied = env.Provider(t).Plan(connection, state, config).OK().Apply(env.Provider(t))
			if len(applied.Diagnostics) != 0 {
				t.Errorf("the next change of extra said:\n%s", applied.Diagnostics)
			}
			settled(t, env, applied.OK(), config)
		})
	}
}

// markOfText is how private state would mark the value "k3y".
const markOfText = "46a53fa8751ad126"

// A removed password stays, says the plan; nothing is sent for it, the apply
// succeeds, and it is managed no more.
func TestConnectionPasswordStays(t *testing.T) {
	t.Parallel()
	for attribute, set := range map[string]func(acctest.Object){
		"password":    having("password", "p4ss"),
		"password_wo": func(o acctest.Object) { o["password_wo"], o["password_wo_version"] = "p4ss", 1 },
	} {
		for also, changes := range map[string]func(acctest.Object){"alone": func(acctest.Object) {}, "with another change": having("host", "other.example.com")} {
			t.Run(attribute+" "+also, func(t *testing.T) {
				t.Parallel()
				env := acctest.Start(t)
				state := env.Provider(t).Create(connection, warehouse(env, set))
				config := warehouse(env, changes)
				change := env.Provider(t).Plan(connection, state, config).OK()
				expectFindings(t, change.Diagnostics, "~"+attribute+": Password stays on the connection")
				env.ResetJournal()
				applied := change.Apply(env.Provider(t))
				if applied.Diagnostics.HasError() {
					t.Errorf("said:\n%s", applied.Diagnostics)
				}
				sent := sentConnections(t, env)
				if also == "alone" && len(sent) != 0 {
					t.Errorf("sent %v", sent)
				}
				for _, body := range sent {
					if value, there := body["password"]; there {
						t.Errorf("the password was sent as %v", value)
					}
				}
				if set := connectionNow(t, env, state.Text("id")).SetFields; !slices.Contains(set, "password") {
					t.Errorf("set fields are %v", set)
				}
				settled(t, env, applied.OK(), config)
			})
		}
	}
	// Another way to declare it is no removal.
	env := acctest.Start(t)
	state := env.Provider(t).Create(connection, warehouse(env, having("password", "p4ss")))
	change := env.Provider(t).Plan(connection, state, warehouse(env, func(o acctest.Object) { o["password_wo"], o["password_wo_version"] = "p4ss", 1 }))
	if len(change.Diagnostics) != 0 {
		t.Errorf("said:\n%s", change.Diagnostics)
	}
}

// A secret member of extra that nobody declares: changes of everything but extra
// pass, a change of extra is refused, unless it is declared, consented to, or
// called secret by the connection's auth type, which Astro certainly keeps.
func TestConnectionUndeclaredSecretMember(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.AuthTypeUnresolved = false }))
	key := 0
	imported := func(authType *string) (*acctest.State, acctest.Object) {
		key++
		name := fmt.Sprintf("sf%d", key)
		id, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
			ObjectKey: name, ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: env.WorkspaceID,
			Connection: &astro.ConnectionRequest{
				Type: "snowflake", AuthTypeID: authType, Login: ptr("U"), Extra: astro.Extra{"account": "a", "warehouse": "W1", "private_key_content": "KEY"},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		config := acctest.Object{"workspace_id": env.WorkspaceID, "key": name, "type": "snowflake", "login": "U", "extra": `{"account":"a","warehouse":"W1"}`}
		return settled(t, env, env.Provider(t).Import(connection, id).OK(), config), config
	}
	for name, c := range map[string]struct {
		authType *string
		change   func(acctest.Object)
		refused  bool
	}{
		"host":                          {nil, having("host", "h"), false},
		"description":                   {nil, having("description", "d"), false},
		"extra":                         {nil, having("extra", `{"account":"a","warehouse":"W2"}`), true},
		"extra with fewer":              {nil, having("extra", `{"account":"a"}`), true},
		"another secret member":         {nil, func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = `{"api_token":"t"}`, 1 }, true},
		"declared":                      {nil, func(o acctest.Object) { o["extra_wo"], o["extra_wo_version"] = `{"private_key_content":"KEY"}`, 1 }, false},
		"consent":                       {nil, func(o acctest.Object) { o["extra"], o["allow_secret_loss"] = `{"account":"a","warehouse":"W2"}`, true }, false},
		"secret, says the auth type":    {ptr("snowflake-private-key"), having("extra", `{"account":"a","warehouse":"W2"}`), false},
		"an extra that is not declared": {nil, func(o acctest.Object) { delete(o, "extra"); o["host"] = "h" }, false},
	} {
		state, config := imported(c.authType)
		c.change(config)
		change := env.Provider(t).Plan(connection, state, config)
		if c.refused {
			expectFindings(t, change.Diagnostics, "extra: Secret members of extra are not declared")
			if said := change.Diagnostics.String(); len(change.Diagnostics) != 1 || !strings.Contains(said, "`private_key_content`") || !strings.Contains(said, "allow_secret_loss = true") || !strings.Contains(said, "extra_wo") {
				t.Errorf("%s: said:\n%s", name, said)
			}
			continue
		}
		if len(change.Diagnostics) != 0 {
			t.Errorf("%s: said:\n%s", name, change.Diagnostics)
		}
		applied := change.OK().Apply(env.Provider(t)).OK()
		if set := connectionNow(t, env, state.Text("id")).SetFields; !slices.Contains(set, "extra.private_key_content") {
			t.Errorf("%s: the key is gone, set fields are %v", name, set)
		}
		settled(t, env, applied, config)
	}
}

// With consent, an API that drops the secret after all is noticed at that write.
func TestConnectionUndeclaredSecretMemberIsWatched(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(acctest.Object){
		"extra, with consent": func(o acctest.Object) { o["extra"], o["allow_secret_loss"] = `{"warehouse":"W2"}`, true },
		"host":                having("host", "other.example.com"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			state := env.Provider(t).Create(connection, warehouse(env, having("extra", `{"warehouse":"W1"}`)))
			editConnection(t, env, state.Text("id"), func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Extra["private_key"] = "theirs" })
			env.Emulator.SetSwitches(func(s *emulator.Switches) { s.AxiomBaseSecretKept = false })
			config := warehouse(env, having("extra", `{"warehouse":"W1"}`), change)
			p := env.Provider(t)
			applied := p.Plan(connection, p.Read(state).OK(), config).OK().Apply(env.Provider(t))
			if said := strings.Join(applied.Diagnostics.Errors(), "\n"); !strings.Contains(said, "Could not update connection") || !strings.Contains(said, `"extra.private_key"`) {
				t.Errorf("said:\n%s", applied.Diagnostics)
			}
		})
	}
}

// A secret that comes between plan and apply is refused by the apply, unwritten.
func TestConnectionSecretMemberComesBetween(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(connection, warehouse(env, having("extra", `{"warehouse":"W1"}`)))
	change := env.Provider(t).Plan(connection, state, warehouse(env, having("extra", `{"warehouse":"W2"}`))).OK()
	editConnection(t, env, state.Text("id"), func(r *astro.UpdateEnvironmentObjectRequest) { r.Connection.Extra["private_key"] = "theirs" })
	env.ResetJournal()
	expectFindings(t, change.Apply(env.Provider(t)).Diagnostics, "extra: Secret members of extra are not declared")
	if env.Writes() != 0 {
		t.Error("it was written")
	}
}

package token_test

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/nacl/box"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

const (
	apiToken = "astro_api_token"
	nobody   = "clzqv4zop000908l5zzzzzzzz"
)

// recipient is one who gets texts in boxes.
type recipient struct{ public, private *[32]byte }

func newRecipient(t *testing.T) recipient {
	t.Helper()
	public, private, err := box.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return recipient{public, private}
}

// key is the public key as a configuration has it.
func (r recipient) key() string { return base64.StdEncoding.EncodeToString(r.public[:]) }

// open reads the box of a state for this recipient.
func (r recipient) open(t *testing.T, state *acctest.State, name string) string {
	t.Helper()
	boxes, _ := state.Get("sealed").(acctest.Object)
	sealed, _ := boxes[name].(string)
	decoded, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := box.OpenAnonymous(nil, decoded, r.public, r.private)
	if !ok {
		t.Fatalf("the box %q for %s does not open", sealed, name)
	}
	return string(text)
}

// workspaceToken is a configuration; changes are applied to it.
func workspaceToken(env *acctest.Env, changes ...func(acctest.Object)) acctest.Object {
	config := acctest.Object{"name": "ci", "workspace_id": env.WorkspaceID, "role": "WORKSPACE_OPERATOR"}
	for _, change := range changes {
		change(config)
	}
	return config
}

// having sets attributes, given as pairs of name and value.
func having(pairs ...any) func(acctest.Object) {
	return func(config acctest.Object) {
		for i := 0; i < len(pairs); i += 2 {
			config[pairs[i].(string)] = pairs[i+1] //nolint:forcetypeassert // the test's own words
		}
	}
}

func and(config acctest.Object, pairs ...any) acctest.Object {
	changed := maps.Clone(config)
	having(pairs...)(changed)
	return changed
}

// works tells whether Astro lets somebody in with a text.
func works(t *testing.T, env *acctest.Env, text string) bool {
	t.Helper()
	_, err := env.Actor(t, text).GetWorkspace(t.Context(), env.WorkspaceID)
	if err != nil && !astro.IsUnauthorized(err) {
		t.Fatal(err)
	}
	return err == nil
}

// namesakes lists the ids of the tokens that are called as workspaceToken's.
func namesakes(t *testing.T, env *acctest.Env) []string {
	t.Helper()
	tokens, err := env.Client.ListAPITokens(t.Context(), astro.APITokenFilter{})
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, one := range tokens {
		if one.Name == "ci" {
			ids = append(ids, one.ID)
		}
	}
	return ids
}

func wantChanged(t *testing.T, change *acctest.Change, want ...string) {
	t.Helper()
	if got := change.OK().Changed(); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
		t.Errorf("the plan changes %v, want %v", got, want)
	}
}

func wantError(t *testing.T, said acctest.Diagnostics, parts ...string) {
	t.Helper()
	errs := said.Errors()
	if len(errs) != 1 {
		t.Fatalf("want one error, said:\n%s", said)
	}
	for _, part := range parts {
		if !strings.Contains(errs[0], part) {
			t.Errorf("%q is missing in: %s", part, errs[0])
		}
	}
}

// The life of a token with a recipient: the text is in the box and nowhere else,
// texts and role change in place, a rotation gives everybody a new one, the end
// is the end.
func TestSealedLife(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	github, vault := newRecipient(t), newRecipient(t)
	config := workspaceToken(env, having("expiry_period_in_days", 90, "description", "for CI",
		"recipients", acctest.Object{"github": github.key()}, "rotate_when_changed", acctest.Object{"quarter": "1"}))
	p := env.Provider(t)
	change := p.Plan(apiToken, nil, config).OK()
	if len(change.Diagnostics) != 0 || change.Planned.Get("token") != nil || change.Planned.Get("sealed") != acctest.Unknown {
		t.Errorf("planned %v, said:\n%s", change.Planned.Values(), change.Diagnostics)
	}
	state := change.Apply(nil).OK()
	first := github.open(t, state, "github")
	if !works(t, env, first) || state.Get("token") != nil || state.Text("end_at") == "" || state.Get("last_rotated_at") != nil {
		t.Errorf("state %v", state.Values())
	}
	wantChanged(t, env.Provider(t).Plan(apiToken, env.Provider(t).Read(state).OK(), config))

	// In place, and the text goes on working.
	env.ResetJournal()
	config = and(config, "name", "ci 2", "description", nil, "role", "WORKSPACE_MEMBER")
	change = env.Provider(t).Plan(apiToken, state, config)
	wantChanged(t, change, "name", "description", "role")
	state = change.Apply(env.Provider(t)).OK()
	if !works(t, env, first) || env.Requests("POST", "/rotate") != 0 || len(change.Replaces) != 0 {
		t.Error("changing texts and role has rotated or replaced the token")
	}
	wantChanged(t, env.Provider(t).Plan(apiToken, env.Provider(t).Read(state).OK(), config))

	// A value of rotate_when_changed rotates.
	config = and(config, "rotate_when_changed", acctest.Object{"quarter": "2"})
	change = env.Provider(t).Plan(apiToken, state, config)
	wantChanged(t, change, "rotate_when_changed", "sealed", "short_token", "end_at", "last_rotated_at")
	state = change.Apply(env.Provider(t)).OK()
	second := github.open(t, state, "github")
	if works(t, env, first) || !works(t, env, second) || state.Text("last_rotated_at") == "" {
		t.Error("after the rotation the texts do not work as they should")
	}
	wantChanged(t, env.Provider(t).Plan(apiToken, env.Provider(t).Read(state).OK(), config))

	// A new recipient rotates, one that leaves does not.
	config = and(config, "recipients", acctest.Object{"github": github.key(), "vault": vault.key()})
	state = env.Provider(t).Update(state, config)
	third := vault.open(t, state, "vault")
	if third == second || github.open(t, state, "github") != third || !works(t, env, third) {
		t.Error("the two recipients do not have the same new text")
	}
	config = and(config, "recipients", acctest.Object{"vault": vault.key()})
	change = env.Provider(t).Plan(apiToken, state, config)
	wantChanged(t, change, "recipients", "sealed")
	state = change.Apply(nil).OK()
	if vault.open(t, state, "vault") != third || !works(t, env, third) {
		t.Error("a recipient that left has cost the others the text")
	}

	// A changed key waits for the next text.
	moved := newRecipient(t)
	config = and(config, "recipients", acctest.Object{"vault": moved.key()})
	wantChanged(t, env.Provider(t).Plan(apiToken, state, config))
	config = and(config, "rotate_when_changed", nil)
	state = env.Provider(t).Update(state, config)
	if !works(t, env, moved.open(t, state, "vault")) {
		t.Error("the new key has no working text")
	}
	fourth := moved.open(t, state, "vault")
	if result := env.Provider(t).Delete(state); result.Diagnostics.HasError() || works(t, env, fourth) {
		t.Errorf("after the destroy the text works, said:\n%s", result.Diagnostics)
	}
}

// Without recipients the text is in the state, and a warning says so; with both
// it is in both.
func TestStoredToken(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	github := newRecipient(t)
	for name, config := range map[string]acctest.Object{
		"no recipients": workspaceToken(env),
		"store_token":   workspaceToken(env, having("name", "both", "store_token", true, "recipients", acctest.Object{"github": github.key()})),
	} {
		p := env.Provider(t)
		change := p.Plan(apiToken, nil, config).OK()
		if warnings := change.Diagnostics.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0], "The state will hold the token") {
			t.Errorf("%s: said:\n%s", name, change.Diagnostics)
		}
		state := change.Apply(nil).OK()
		if !works(t, env, state.Text("token")) || !strings.HasPrefix(state.Text("token"), strings.TrimSuffix(state.Text("short_token"), "…")) {
			t.Errorf("%s: the stored text does not work", name)
		}
		if name == "store_token" && github.open(t, state, "github") != state.Text("token") {
			t.Error("box and state have different texts")
		}
		again := p.Plan(apiToken, p.Read(state).OK(), config)
		wantChanged(t, again)
		if len(again.Diagnostics) != 0 {
			t.Errorf("%s: the second plan says:\n%s", name, again.Diagnostics)
		}
	}
	// What was stored leaves the state with the argument, and asking for it too late says so.
	config := workspaceToken(env, having("name", "late", "store_token", true, "recipients", acctest.Object{"github": github.key()}))
	state := env.Provider(t).Create(apiToken, config)
	config = and(config, "store_token", nil)
	change := env.Provider(t).Plan(apiToken, state, config)
	wantChanged(t, change, "store_token", "token")
	state = change.Apply(nil).OK()
	change = env.Provider(t).Plan(apiToken, state, and(config, "store_token", true))
	wantChanged(t, change, "store_token")
	if warnings := change.Diagnostics.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0], "not known") {
		t.Errorf("said:\n%s", change.Diagnostics)
	}
	if state = change.Apply(nil).OK(); !works(t, env, github.open(t, state, "github")) {
		t.Error("the token was rotated unasked")
	}
}

// Further roles come by a second call, are the whole of it where they are
// managed, and somebody else's affair where they are not.
func TestAdditionalRoles(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	d := deployment(t, env)
	roles := func(p *acctest.Protocol, state *acctest.State) string {
		return fmt.Sprint(p.Read(state).OK().Get("additional_roles"))
	}
	on := []any{acctest.Object{"deployment_id": d, "role": "DEPLOYMENT_ADMIN"}}
	config := workspaceToken(env, having("additional_roles", append(on, acctest.Object{"deployment_id": d, "dag_id": "etl", "role": "DAG_AUTHOR"})))
	state := env.Provider(t).Create(apiToken, config)
	standing, err := env.Client.GetAPIToken(t.Context(), state.Text("id"))
	if err != nil || len(standing.Roles) != 3 {
		t.Fatalf("roles %+v, error %v", standing, err)
	}
	wantChanged(t, env.Provider(t).Plan(apiToken, env.Provider(t).Read(state).OK(), config))

	// What others add shows, and is taken away again.
	if err := env.Client.UpdateAPITokenRoles(t.Context(), state.Text("id"), standing.Roles[:2]); err != nil {
		t.Fatal(err)
	}
	drifted := env.Provider(t).Read(state).OK()
	wantChanged(t, env.Provider(t).Plan(apiToken, drifted, config), "additional_roles")
	state = env.Provider(t).Update(drifted, config)

	// Removing the argument takes away what it had and nothing else.
	config = and(config, "additional_roles", on)
	state = env.Provider(t).Update(state, config)
	more := append(slices.Clone(standing.Roles[:2]), astro.APITokenRole{EntityType: "DAG_TAG", EntityID: "finance", DeploymentID: d, Role: "DAG_VIEWER"})
	if err := env.Client.UpdateAPITokenRoles(t.Context(), state.Text("id"), more); err != nil {
		t.Fatal(err)
	}
	config = and(config, "additional_roles", nil)
	state = env.Provider(t).Update(state, config)
	left, err := env.Client.GetAPIToken(t.Context(), state.Text("id"))
	if err != nil || len(left.Roles) != 2 || left.Roles[1].EntityType != "DAG_TAG" {
		t.Errorf("roles %+v, error %v", left, err)
	}
	// Unmanaged, they neither show nor get lost when the role changes.
	if got := roles(env.Provider(t), state); got != "<nil>" {
		t.Errorf("unmanaged roles show: %s", got)
	}
	env.Provider(t).Update(state, and(config, "role", "WORKSPACE_MEMBER"))
	left, err = env.Client.GetAPIToken(t.Context(), state.Text("id"))
	if err != nil || len(left.Roles) != 2 || left.Roles[0].Role != "WORKSPACE_MEMBER" {
		t.Errorf("roles %+v, error %v", left, err)
	}
}

// A token whose further roles fail is in the state all the same, and the next
// apply goes on.
func TestFailingRolesLoseNothing(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	github := newRecipient(t)
	config := workspaceToken(env, having("recipients", acctest.Object{"github": github.key()},
		"additional_roles", []any{acctest.Object{"deployment_id": deployment(t, env), "role": "DEPLOYMENT_ADMIN"}}))
	env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: "/roles$", Status: http.StatusForbidden})
	result := env.Provider(t).Plan(apiToken, nil, config).OK().Apply(nil)
	state := result.OK()
	if warnings := result.Diagnostics.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0], "additional_roles: Token does not have its further roles yet") {
		t.Errorf("said:\n%s", result.Diagnostics)
	}
	text := github.open(t, state, "github")
	drifted := env.Provider(t).Read(state).OK()
	wantChanged(t, env.Provider(t).Plan(apiToken, drifted, config), "additional_roles")
	state = env.Provider(t).Update(drifted, config)
	if github.open(t, state, "github") != text || !works(t, env, text) || !slices.Equal(namesakes(t, env), []string{state.Text("id")}) {
		t.Error("the second apply has not kept the token")
	}
}

// A token whose answer was lost is deleted and made again: whatever happens, the
// state knows every token that stands.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"dropped":           {Drop: true, Commit: true},
		"500":               {Status: 500, Commit: true},
		"half an answer":    {Mangle: emulator.MangleTruncate},
		"a page":            {Mangle: emulator.MangleHTML},
		"without the text":  {Members: map[string]any{"token": nil}},
		"without the id":    {Members: map[string]any{"id": nil}},
		"twice in a row":    {Drop: true, Commit: true, Count: 2},
		"every single time": {Drop: true, Commit: true, Count: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Lenient = true }))
			github := newRecipient(t)
			// One of the name by somebody else, who keeps it.
			foreign, err := env.Client.CreateAPIToken(t.Context(), &astro.CreateAPITokenRequest{Name: "ci", Scope: "ORGANIZATION", Role: "ORGANIZATION_MEMBER"})
			if err != nil {
				t.Fatal(err)
			}
			fault.Method, fault.Path = http.MethodPost, "/tokens$"
			env.AddFault(t, fault)
			result := env.Provider(t).Plan(apiToken, nil, workspaceToken(env, having("recipients", acctest.Object{"github": github.key()}))).OK().Apply(nil)
			if fault.Count < 0 {
				wantError(t, result.Diagnostics, "Could not create API token", "nothing is left")
				if ids := namesakes(t, env); !slices.Equal(ids, []string{foreign.ID}) || !result.State.Gone() {
					t.Errorf("tokens %v are left", ids)
				}
				return
			}
			state := result.OK()
			ids := namesakes(t, env)
			if !works(t, env, github.open(t, state, "github")) || len(ids) != 2 || !slices.Contains(ids, state.Text("id")) || !slices.Contains(ids, foreign.ID) {
				t.Errorf("tokens %v, the state knows %s", ids, state.Text("id"))
			}
		})
	}
}

// What cannot be told apart is named and left alone.
func TestLostAnswersThatCannotBeTold(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	same := env.Actor(t, env.Token)
	env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: "/tokens$", Drop: true, Commit: true, After: func(*http.Request) {
		// Another run with the same token makes one of the same name at the same time.
		if _, err := same.CreateAPIToken(t.Context(), &astro.CreateAPITokenRequest{
			Name: "ci", Scope: "WORKSPACE", EntityID: env.WorkspaceID, Role: "WORKSPACE_MEMBER",
		}); err != nil {
			t.Error(err)
		}
	}, Body: "OPERATOR"})
	if env.Emulator.Switches().NamesakeTokenRefused {
		env.Emulator.SetSwitches(func(s *emulator.Switches) { s.NamesakeTokenRefused = false })
	}
	result := env.Provider(t).Plan(apiToken, nil, workspaceToken(env)).OK().Apply(nil)
	ids := namesakes(t, env)
	if len(ids) != 2 {
		t.Fatalf("tokens %v", ids)
	}
	wantError(t, result.Diagnostics, "several", ids[0], ids[1])

	// Nothing was made: nothing is deleted, and nothing made blindly.
	env.ResetJournal()
	env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: "/tokens$", Drop: true})
	result = env.Provider(t).Plan(apiToken, nil, workspaceToken(env, having("name", "other"))).OK().Apply(nil)
	wantError(t, result.Diagnostics, "No API token named \"other\" has appeared")
	if env.Requests("DELETE", "") != 0 || env.Requests("POST", "/tokens$") != 1 {
		t.Errorf("%d deletes, %d creates", env.Requests("DELETE", ""), env.Requests("POST", "/tokens$"))
	}
}

// A rotation whose answer is lost is made once more; one that fails leaves the
// state as it was, so that the next apply rotates.
func TestLostRotations(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"dropped": {Drop: true, Commit: true}, "500": {Status: 500, Commit: true},
		"half an answer": {Mangle: emulator.MangleTruncate}, "without the text": {Members: map[string]any{"token": nil}},
		"refused": {Status: http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Lenient = true }))
			github := newRecipient(t)
			config := workspaceToken(env, having("recipients", acctest.Object{"github": github.key()}))
			state := env.Provider(t).Create(apiToken, config)
			config = and(config, "rotate_when_changed", acctest.Object{"a": "1"})
			fault.Method, fault.Path = http.MethodPost, "/rotate$"
			env.AddFault(t, fault)
			result := env.Provider(t).Plan(apiToken, state, config).OK().Apply(nil)
			if fault.Status == http.StatusForbidden {
				wantError(t, result.Diagnostics, "Could not rotate API token", "403")
				if !works(t, env, github.open(t, state, "github")) {
					t.Error("the old text has died")
				}
				result = env.Provider(t).Plan(apiToken, state, config).OK().Apply(nil)
			}
			after := result.OK()
			if !works(t, env, github.open(t, after, "github")) || works(t, env, github.open(t, state, "github")) {
				t.Error("the new text does not work, or the old one does")
			}
			wantChanged(t, env.Provider(t).Plan(apiToken, env.Provider(t).Read(after).OK(), config))
		})
	}
}

// The token that the provider works with is never deleted, rotated or replaced,
// neither at plan nor at apply.
func TestOwnTokenIsSafe(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	github := newRecipient(t)
	config := workspaceToken(env, having("role", "WORKSPACE_OWNER", "recipients", acctest.Object{"github": github.key()}, "rotate_when_changed", acctest.Object{"a": "1"}))
	state := env.Provider(t).Create(apiToken, config)
	self := env.With(t, acctest.Variable("ASTRO_API_TOKEN", github.open(t, state, "github")))
	wantChanged(t, self.Provider(t).Plan(apiToken, self.Provider(t).Read(state).OK(), config))
	for name, changed := range map[string]acctest.Object{
		"destroy": nil, "rotation": and(config, "rotate_when_changed", acctest.Object{"a": "2"}),
		"recipient": and(config, "recipients", acctest.Object{"github": github.key(), "b": github.key()}), "replacement": and(config, "expiry_period_in_days", 1),
	} {
		t.Logf("%s", name)
		wantError(t, self.Provider(t).Plan(apiToken, state, changed).Diagnostics, "This is the token that the provider works with", state.Text("id"))
		if changed == nil || name == "replacement" {
			changed = nil
		}
		// Planned with another token, applied with this one.
		result := env.Provider(t).Plan(apiToken, state, changed).OK().Apply(self.Provider(t))
		wantError(t, result.Diagnostics, "This is the token that the provider works with")
	}
	if !works(t, env, github.open(t, state, "github")) || env.Requests("POST", "/rotate$") != 0 || env.Requests("DELETE", "") != 0 {
		t.Error("the token has not survived")
	}
	// Its name may be changed.
	self.Provider(t).Update(state, and(config, "name", "renamed"))
}

// Gone, ended or rotated by somebody else: the next plan makes it good.
func TestDrift(t *testing.T) {
	t.Parallel()
	// The server's clock is behind, so that a token of one day has ended by ours.
	env := acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Now = func() time.Time { return time.Now().AddDate(0, 0, -30) } }))
	github := newRecipient(t)
	config := workspaceToken(env, having("recipients", acctest.Object{"github": github.key()}))
	ended := env.Provider(t).Create(apiToken, and(config, "name", "short", "expiry_period_in_days", 1))
	p := env.Provider(t)
	change := p.Plan(apiToken, p.Read(ended).OK(), and(config, "name", "short", "expiry_period_in_days", 1)).OK()
	if !slices.Equal(change.Replaces, []string{"end_at"}) || change.Planned.Get("end_at") != acctest.Unknown {
		t.Errorf("one that has ended is not replaced: %v", change.Replaces)
	}

	state := env.Provider(t).Create(apiToken, config)
	rotated, err := env.Client.RotateAPIToken(t.Context(), state.Text("id"))
	if err != nil {
		t.Fatal(err)
	}
	p = env.Provider(t)
	change = p.Plan(apiToken, p.Read(state).OK(), config)
	wantChanged(t, change, "sealed", "short_token", "last_rotated_at")
	if warnings := change.Diagnostics.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0], "rotated elsewhere") {
		t.Errorf("said:\n%s", change.Diagnostics)
	}
	state = change.Apply(env.Provider(t)).OK()
	if !works(t, env, github.open(t, state, "github")) || works(t, env, *rotated.Token) {
		t.Error("the box is not good again")
	}
	p = env.Provider(t)
	wantChanged(t, p.Plan(apiToken, p.Read(state).OK(), config))

	if err := env.Client.DeleteAPIToken(t.Context(), state.Text("id")); err != nil {
		t.Fatal(err)
	}
	if !env.Provider(t).Read(state).OK().Gone() {
		t.Error("a token that was deleted stays in the state")
	}
	if result := env.Provider(t).Delete(state); result.Diagnostics.HasError() {
		t.Errorf("deleting what is gone:\n%s", result.Diagnostics)
	}
}

// An import rotates nothing; the text is not known and a warning says what to do.
func TestImportRotatesNothing(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	days := int64(30)
	made, err := env.Client.CreateAPIToken(t.Context(), &astro.CreateAPITokenRequest{
		Name: "by hand", Scope: "WORKSPACE", EntityID: env.WorkspaceID, Role: "WORKSPACE_OPERATOR", ExpiryPeriodInDays: &days,
	})
	if err != nil {
		t.Fatal(err)
	}
	state := env.Provider(t).Import(apiToken, made.ID).OK()
	plain := workspaceToken(env, having("name", "by hand", "expiry_period_in_days", 30))
	wantChanged(t, env.Provider(t).Plan(apiToken, state, plain))
	github := newRecipient(t)
	config := and(plain, "recipients", acctest.Object{"github": github.key()}, "rotate_when_changed", acctest.Object{"a": "1"})
	change := env.Provider(t).Plan(apiToken, state, config)
	wantChanged(t, change, "recipients", "rotate_when_changed", "sealed")
	if warnings := change.Diagnostics.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0], "change rotate_when_changed") {
		t.Errorf("said:\n%s", change.Diagnostics)
	}
	state = change.Apply(nil).OK()
	if !works(t, env, *made.Token) || env.Requests("POST", "") != 0 {
		t.Error("the import has rotated the token")
	}
	state = env.Provider(t).Update(state, and(config, "rotate_when_changed", acctest.Object{"a": "2"}))
	if !works(t, env, github.open(t, state, "github")) || works(t, env, *made.Token) {
		t.Error("the rotation that was asked for has not happened")
	}
	for _, id := range []string{"", "ci", *made.Token} {
		if result := env.Provider(t).Import(apiToken, id); !result.Diagnostics.HasError() || strings.Contains(result.Diagnostics.String(), *made.Token) {
			t.Errorf("importing %.9q, said:\n%s", id, result.Diagnostics)
		}
	}
	wantError(t, env.Provider(t).Import(apiToken, nobody).Diagnostics, "non-existent")
}

// What the API would refuse is refused at plan, at the attribute to blame.
func TestRules(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	d, key := deployment(t, env), newRecipient(t).key()
	row := func(pairs ...any) []any {
		object := acctest.Object{}
		having(pairs...)(object)
		return []any{object}
	}
	for name, c := range map[string]struct {
		config acctest.Object
		says   []string
	}{
		"both places":         {workspaceToken(env, having("deployment_id", d)), []string{"workspace_id: "}},
		"role of another":     {workspaceToken(env, having("role", "DEPLOYMENT_ADMIN")), []string{"role: Role of another scope", "a Workspace"}},
		"organization's role": {workspaceToken(env, having("role", "ORGANIZATION_OWNER")), []string{"role: Role of another scope"}},
		"organization":        {acctest.Object{"name": "x", "role": "WORKSPACE_OWNER"}, []string{"role: Role of another scope", "the organization"}},
		"no name":             {workspaceToken(env, having("name", "")), []string{"name: "}},
		"a long name":         {workspaceToken(env, having("name", strings.Repeat("ü", 257))), []string{"name: "}},
		"a long description":  {workspaceToken(env, having("description", strings.Repeat("x", 501))), []string{"description: "}},
		"too many days":       {workspaceToken(env, having("expiry_period_in_days", 3651)), []string{"expiry_period_in_days: "}},
		"no days":             {workspaceToken(env, having("expiry_period_in_days", 0)), []string{"expiry_period_in_days: "}},
		"no recipient":        {workspaceToken(env, having("recipients", acctest.Object{})), []string{"recipients: "}},
		"a null key":          {workspaceToken(env, having("recipients", acctest.Object{"a": nil})), []string{`recipients["a"]: Key is missing`}},
		"no key":              {workspaceToken(env, having("recipients", acctest.Object{"a": "ssh-rsa AAAA"})), []string{`recipients["a"]: Invalid public key`}},
		"null in values":      {workspaceToken(env, having("rotate_when_changed", acctest.Object{"a": nil})), []string{`rotate_when_changed["a"]: Value is missing`}},
		"an id that is none":  {workspaceToken(env, having("workspace_id", "prod")), []string{"workspace_id: Invalid id"}},
		"no such Workspace":   {workspaceToken(env, having("workspace_id", nobody)), []string{"workspace_id: Workspace does not exist", nobody}},
		"no such Deployment":  {acctest.Object{"name": "x", "role": "DEPLOYMENT_ADMIN", "deployment_id": nobody}, []string{"deployment_id: Deployment does not exist"}},
		"second own role":     {workspaceToken(env, having("additional_roles", row("workspace_id", env.WorkspaceID, "role", "WORKSPACE_MEMBER"))), []string{"Role that the token cannot have"}},
		"role for nothing":    {workspaceToken(env, having("additional_roles", row("role", "X"))), []string{"Argument is missing"}},
		"role for two":        {workspaceToken(env, having("additional_roles", row("role", "X", "workspace_id", env.WorkspaceID, "deployment_id", d))), []string{"exclude each other"}},
		"DAG and tag":         {workspaceToken(env, having("additional_roles", row("role", "X", "dag_id", "a", "dag_tag", "b", "deployment_id", d))), []string{"exclude each other"}},
		"DAG of a Workspace":  {workspaceToken(env, having("additional_roles", row("role", "X", "dag_id", "a", "workspace_id", env.WorkspaceID))), []string{"need the deployment_id"}},
		"outside": {
			acctest.Object{"name": "x", "role": "DEPLOYMENT_ADMIN", "deployment_id": d, "additional_roles": row("workspace_id", env.WorkspaceID, "role", "WORKSPACE_MEMBER")},
			[]string{"Role that the token cannot have"},
		},
		"wrong further role": {workspaceToken(env, having("additional_roles", row("deployment_id", d, "role", "WORKSPACE_OWNER"))), []string{"Role of another scope", "a Deployment"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantError(t, env.Provider(t).Plan(apiToken, nil, c.config).Diagnostics, c.says...)
		})
	}
	for name, config := range map[string]acctest.Object{
		"custom role":   workspaceToken(env, having("role", "my_custom_role", "recipients", acctest.Object{"a": key})),
		"organization":  {"name": "x", "role": "ORGANIZATION_MEMBER", "additional_roles": row("workspace_id", env.WorkspaceID, "role", "WORKSPACE_MEMBER"), "recipients": acctest.Object{"a": key}},
		"unknown place": workspaceToken(env, having("workspace_id", acctest.Unknown, "role", "DEPLOYMENT_ADMIN", "recipients", acctest.Object{"a": acctest.Unknown})),
		"unknown roles": workspaceToken(env, having("additional_roles", acctest.Unknown, "recipients", acctest.Unknown, "rotate_when_changed", acctest.Unknown, "role", acctest.Unknown)),
		"unknown parts": workspaceToken(env, having("additional_roles", row("deployment_id", acctest.Unknown, "role", acctest.Unknown), "recipients", acctest.Object{"a": key})),
	} {
		if change := env.Provider(t).Plan(apiToken, nil, config); change.Diagnostics.HasError() {
			t.Errorf("%s: said:\n%s", name, change.Diagnostics)
		}
	}
}

// An id that is merely unknown replaces nothing and rotates nothing; one that
// changes replaces.
func TestUnknownPlaces(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	github := newRecipient(t)
	config := workspaceToken(env, having("recipients", acctest.Object{"github": github.key()}))
	state := env.Provider(t).Create(apiToken, config)
	p := env.Provider(t)
	change := p.Plan(apiToken, state, and(config, "workspace_id", acctest.Unknown, "recipients", acctest.Object{"github": acctest.Unknown})).OK()
	wantChanged(t, change, "workspace_id")
	if len(change.Replaces) != 0 {
		t.Errorf("an unknown id replaces by %v", change.Replaces)
	}
	if change := p.Plan(apiToken, state, and(config, "workspace_id", nil, "role", "ORGANIZATION_MEMBER")).OK(); !slices.Equal(change.Replaces, []string{"workspace_id"}) {
		t.Errorf("another place replaces by %v", change.Replaces)
	}
	if change := p.Plan(apiToken, state, and(config, "expiry_period_in_days", 3)).OK(); !slices.Equal(change.Replaces, []string{"expiry_period_in_days"}) {
		t.Errorf("another period replaces by %v", change.Replaces)
	}
}

// deployment makes one and returns its id.
func deployment(t *testing.T, env *acctest.Env) string {
	t.Helper()
	return env.Provider(t).Create("astro_deployment", acctest.Object{"workspace_id": env.WorkspaceID, "name": "d"}).Text("id")
}

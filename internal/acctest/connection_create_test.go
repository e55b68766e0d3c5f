package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// keysOf lists the keys of the Workspace's connections.
func keysOf(t *testing.T, env *acctest.Env) []string {
	t.Helper()
	rows, err := env.Client.ListEnvironmentObjects(t.Context(), astro.EnvironmentObjectFilter{WorkspaceID: env.WorkspaceID, ObjectType: astro.ObjectTypeConnection})
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{}
	for _, row := range rows {
		keys = append(keys, row.ObjectKey)
	}
	return keys
}

func createForeign(t *testing.T, env *acctest.Env, key string) string {
	t.Helper()
	id, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: key, ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: env.WorkspaceID,
		Connection: &astro.ConnectionRequest{Type: "postgres"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A create whose answer is lost adopts what it made: no orphan, no duplicate.
func TestConnectionCreateWithALostAnswer(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"dropped":        {Drop: true, Commit: true},
		"500":            {Status: 500, Commit: true},
		"half an answer": {Mangle: emulator.MangleTruncate},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			fault.Method, fault.Path = http.MethodPost, objects+"$"
			env.AddFault(t, fault)
			result := env.Provider(t).Plan(connection, nil, warehouse(env)).OK().Apply(nil)
			state := result.OK()
			if keys := keysOf(t, env); len(keys) != 1 {
				t.Errorf("connections = %v", keys)
			}
			if now := connectionNow(t, env, state.Text("id")); now.ObjectKey != "warehouse" {
				t.Errorf("adopted %+v", now)
			}
			if env.Requests("POST", objects) != 1 {
				t.Errorf("%d creates were sent", env.Requests("POST", objects))
			}
		})
	}
}

// A create that failed without making anything is an error without a state.
func TestConnectionCreateThatFailed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 403, 500} {
		env := acctest.Start(t)
		env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: objects + "$", Status: status, Count: -1})
		result := env.Provider(t).Plan(connection, nil, warehouse(env)).OK().Apply(nil)
		if !result.Diagnostics.HasError() || !result.State.Gone() {
			t.Errorf("HTTP %d: state %v, said:\n%s", status, result.State.Values(), result.Diagnostics)
		}
	}
}

// What others made is never adopted, not even after a lost answer.
func TestConnectionCreateWhereOneStands(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*emulator.Fault{"refused": nil, "lost answer": {Method: http.MethodPost, Path: objects + "$", Drop: true}} {
		// It comes between plan and apply.
		env := acctest.Start(t)
		change := env.Provider(t).Plan(connection, nil, warehouse(env)).OK()
		createForeign(t, env, "warehouse")
		if fault != nil {
			env.AddFault(t, *fault)
		}
		result := change.Apply(env.Provider(t))
		if !result.Diagnostics.HasError() || !result.State.Gone() {
			t.Errorf("%s: a foreign connection was adopted: %v", name, result.State.Values())
		}
		if said := result.Diagnostics.String(); fault == nil && (!strings.Contains(said, "key: Connection exists already") || !strings.Contains(said, env.WorkspaceID+"/warehouse")) {
			t.Errorf("%s: said:\n%s", name, said)
		}
	}
}

// Once the POST has succeeded nothing can fail, so nothing is tainted.
func TestConnectionCreateReadsNothingAfterwards(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	change := p.Plan(connection, nil, warehouse(env)).OK()
	env.ResetJournal()
	change.Apply(nil).OK()
	all := env.Journal("", objects)
	if len(all) != 1 || all[0].Method != http.MethodPost {
		t.Errorf("requests: %d", len(all))
		for _, e := range all {
			t.Logf("%s %s", e.Method, e.Path)
		}
	}
	// One list serves all creates of a walk.
	for _, key := range []string{"a", "b", "c"} {
		p.Create(connection, warehouse(env, having("key", key)))
	}
	if gets := env.Requests("GET", objects); gets != 0 {
		t.Errorf("%d more lists for three more creates", gets)
	}
}

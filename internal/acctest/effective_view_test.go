package acctest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// mergingView makes the API answer its own resolved view, and merge members of
// extra in it, which is what the provider assumes (API facts, E.7).
func mergingView() acctest.Option {
	return acctest.Switches(func(s *emulator.Switches) {
		s.ResolveLinkedFails, s.ResolvedExtraReplaced, s.OverrideExtraVisibleReplaced = false, false, false
	})
}

// sharedKeys lets a Deployment have a connection of a key that its Workspace
// has as well.
func sharedKeys() acctest.Option {
	return acctest.Switches(func(s *emulator.Switches) { s.SameKeyElsewhereRefused = false })
}

// defineConnection makes a connection as a person in the UI would.
func defineConnection(t *testing.T, env *acctest.Env, key string, autoLink bool, values *astro.ConnectionRequest) string {
	t.Helper()
	id, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: key, ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: env.WorkspaceID,
		AutoLinkDeployments: &autoLink, Connection: values,
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// ownConnection makes a connection of one Deployment.
func ownConnection(t *testing.T, env *acctest.Env, key, deploymentID string, values *astro.ConnectionRequest) string {
	t.Helper()
	id, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: key, ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeDeployment, ScopeEntityID: deploymentID, Connection: values,
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// mixedConnections fills the Workspace with one connection of every sort that
// two Deployments see differently.
func mixedConnections(t *testing.T, env *acctest.Env, first, second string) {
	t.Helper()
	full := func(host string) *astro.ConnectionRequest {
		return &astro.ConnectionRequest{
			Type: "generic", Host: &host, Login: ptr("airflow"), Password: ptr("hush"), Schema: ptr("public"), Port: ptr(int64(5432)),
			Extra: astro.Extra{"database": "DEV", "role": "READER", "nested": map[string]any{"a": 1}, "private_key": "hush"},
		}
	}
	auto := defineConnection(t, env, "auto", true, full("auto"))
	overrideNow(t, env, auto, first, astro.ConnectionOverrides{
		Host: ptr("auto.first"), Port: ptr(int64(1)), Password: ptr("hush2"), Extra: astro.Extra{"database": "PROD", "private_key": "hush2", "warehouse": "W"},
	})
	excluding := defineConnection(t, env, "excluding", true, full("excluding"))
	editConnection(t, env, excluding, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.ExcludeLinks = []astro.ExcludeLink{{Scope: astro.ScopeDeployment, ScopeEntityID: first}}
	})
	linked := defineConnection(t, env, "linked", false, full("linked"))
	editConnection(t, env, linked, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Links = []astro.LinkRequest{{Scope: astro.ScopeDeployment, ScopeEntityID: first}}
	})
	restricted := defineConnection(t, env, "restricted", false, full("restricted"))
	overrideNow(t, env, restricted, second, astro.ConnectionOverrides{Login: ptr("second"), Schema: ptr("s2"), Extra: astro.Extra{"nested": map[string]any{"b": true}}})
	defineConnection(t, env, "unreached", false, full("unreached"))
	defineConnection(t, env, "shadowed", true, full("shared"))
	ownConnection(t, env, "shadowed", first, full("own"))
	ownConnection(t, env, "own", second, &astro.ConnectionRequest{Type: "generic"})
}

// plainView is what both views of a connection have in common, without secrets.
func plainView(t *testing.T, row map[string]any) string {
	t.Helper()
	extra := map[string]any{}
	switch value := row["extra"].(type) {
	case string:
		if err := json.Unmarshal([]byte(value), &extra); err != nil {
			t.Fatal(err)
		}
	case map[string]any:
		extra = value
	}
	delete(extra, "private_key") // masked by the one, left out by the other
	plain := map[string]any{"extra": extra}
	for _, name := range []string{"type", "host", "port", "login", "schema"} {
		if row[name] != nil && row[name] != "" {
			plain[name] = fmt.Sprint(row[name])
		}
	}
	text, err := json.Marshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// resolvedByAPI is the API's own view of what a Deployment gets, by key.
func resolvedByAPI(t *testing.T, env *acctest.Env, deploymentID string) map[string]string {
	t.Helper()
	var answer struct {
		Rows []struct {
			Key        string         `json:"objectKey"`
			Connection map[string]any `json:"connection"`
		} `json:"environmentObjects"`
	}
	send(t, env, http.MethodGet, "/environment-objects?limit=1000&objectType=CONNECTION&showSecrets=false&resolveLinked=true&deploymentId="+deploymentID, "", &answer)
	views := map[string]string{}
	for _, row := range answer.Rows {
		views[row.Key] = plainView(t, row.Connection)
	}
	return views
}

// What astro_connections says of a Deployment is what the API says, key by key,
// and what astro_connection says of each is the same.
func TestEffectiveViewAgreesWithTheAPI(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, mergingView(), sharedKeys())
	first, second := development(t, env, named("first")).ID, development(t, env, named("second")).ID
	mixedConnections(t, env, first, second)
	for _, id := range []string{first, second} {
		want := resolvedByAPI(t, env, id)
		p := env.Provider(t)
		listed, single := map[string]string{}, map[string]string{}
		for _, row := range rowsOf(t, p.Data("astro_connections", acctest.Object{"deployment_id": id}).OK(), "connections") {
			key := fmt.Sprint(row["key"])
			listed[key] = plainView(t, row)
			found := p.Data("astro_connection", acctest.Object{"id": row["id"]}).OK()
			effective, ok := found.Get("effective").(acctest.Object)[id].(acctest.Object)
			if !ok {
				t.Errorf("astro_connection %s has no effective view for %s: %v", key, id, found.Get("effective"))
				continue
			}
			single[key] = plainView(t, effective)
		}
		if diff := cmp.Diff(want, listed); diff != "" {
			t.Errorf("astro_connections of %s (-API +provider):\n%s", id, diff)
		}
		if diff := cmp.Diff(want, single); diff != "" {
			t.Errorf("astro_connection for %s (-API +provider):\n%s", id, diff)
		}
	}
}

// Each field has its source, Deployments that are not reached are not in the
// map, and no secret is in any value.
func TestEffectiveViewSources(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, sharedKeys())
	first, second := development(t, env, named("first")).ID, development(t, env, named("second")).ID
	mixedConnections(t, env, first, second)
	p := env.Provider(t)
	read := func(key string) *acctest.State {
		return p.Data("astro_connection", acctest.Object{"workspace_id": env.WorkspaceID, "key": key}).OK()
	}
	how := func(key string) map[string]any {
		reached := map[string]any{}
		for id, view := range read(key).Get("effective").(acctest.Object) { //nolint:forcetypeassert // a test that panics fails
			reached[id] = view.(acctest.Object)["linked_by"] //nolint:forcetypeassert // as above
		}
		return reached
	}
	for key, want := range map[string]map[string]any{
		"auto":       {first: "LINK", second: "AUTO_LINK"},
		"excluding":  {second: "AUTO_LINK"},
		"linked":     {first: "LINK"},
		"restricted": {second: "LINK"},
		"unreached":  {},
	} {
		if diff := cmp.Diff(want, how(key)); diff != "" {
			t.Errorf("%s reaches (-want +got):\n%s", key, diff)
		}
	}

	auto := read("auto")
	view := auto.Get("effective").(acctest.Object)[first].(acctest.Object) //nolint:forcetypeassert // as above
	want := acctest.Object{
		"type": "CONNECTION", "host": "OVERRIDE", "port": "OVERRIDE", "login": "CONNECTION", "schema": "CONNECTION", "password": "OVERRIDE",
		"extra.database": "OVERRIDE", "extra.role": "CONNECTION", "extra.nested": "CONNECTION", "extra.private_key": "OVERRIDE", "extra.warehouse": "OVERRIDE",
	}
	if diff := cmp.Diff(want, view["sources"]); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	own := p.Data("astro_connection", acctest.Object{"deployment_id": first, "key": "shadowed"}).OK()
	if own.Text("host") != "own" || own.Get("workspace_id") != nil || own.Text("deployment_id") != first {
		t.Errorf("the Deployment's own connection reads as %v", own.Values())
	}
	for _, s := range []*acctest.State{
		auto, own, p.Data("astro_connections", acctest.Object{"deployment_id": first}).OK(), p.Data("astro_connections", acctest.Object{"workspace_id": env.WorkspaceID}).OK(),
	} {
		if text := fmt.Sprint(s.Values()); strings.Contains(text, "hush") {
			t.Errorf("a secret is in %s", text)
		}
	}
	if env.Writes() != 0 {
		t.Error("data sources have sent writes")
	}
}

// A list of the Workspace has its own connections as they are, and nothing of
// Deployments; excluded and linked Deployments are named by id.
func TestConnectionsOfAWorkspace(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, sharedKeys())
	first, second := development(t, env, named("first")).ID, development(t, env, named("second")).ID
	mixedConnections(t, env, first, second)
	hosts := map[string]string{}
	for _, row := range rowsOf(t, env.Provider(t).Data("astro_connections", acctest.Object{"workspace_id": env.WorkspaceID}).OK(), "connections") {
		linked, _ := row["linked_deployment_ids"].([]any)
		excluded, _ := row["excluded_deployment_ids"].([]any)
		hosts[fmt.Sprint(row["key"])] = fmt.Sprintf("%v linked %d excluded %d auto %v",
			row["host"], len(linked), len(excluded), row["auto_link_deployments"])
	}
	want := map[string]string{
		"auto":       "auto linked 1 excluded 0 auto true",
		"excluding":  "excluding linked 0 excluded 1 auto true",
		"linked":     "linked linked 1 excluded 0 auto false",
		"restricted": "restricted linked 1 excluded 0 auto false",
		"unreached":  "unreached linked 0 excluded 0 auto false",
		"shadowed":   "shared linked 0 excluded 0 auto true",
	}
	if diff := cmp.Diff(want, hosts); diff != "" {
		t.Errorf("connections (-want +got):\n%s", diff)
	}
}

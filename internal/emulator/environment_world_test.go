package emulator_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// Deployments of an environmentWorld: three in the Workspace, one in another.
const (
	deploymentA       = "caaaaaaaaaaaaaaaaaaaaaaaa"
	deploymentB       = "cbbbbbbbbbbbbbbbbbbbbbbbb"
	deploymentC       = "ccccccccccccccccccccccccc"
	deploymentForeign = "cffffffffffffffffffffffff"
	workspaceOther    = "cwwwwwwwwwwwwwwwwwwwwwwww"
	idOfNothing       = "c000000000000000000000000"
)

// shortNames make expectations readable.
var shortNames = strings.NewReplacer(
	deploymentA, "A", deploymentB, "B", deploymentC, "C", deploymentForeign, "F", `"scope":"DEPLOYMENT","scopeEntityId":`, `"id":`,
)

// environmentWorld is an emulator with two Workspaces and Deployments in them.
type environmentWorld struct {
	*client

	workspace string
}

// newWorld starts an emulator in the usual profile with some switches turned.
func newWorld(t *testing.T, turn func(*emulator.Switches)) *environmentWorld {
	t.Helper()
	return newWorldOf(t, emulator.Options{Switches: turn})
}

// newWorldOf starts an emulator with options; the seed is the world's.
func newWorldOf(t *testing.T, opts emulator.Options) *environmentWorld {
	t.Helper()
	demo, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatalf("New: %s", err)
	}
	text, err := demo.State()
	if err != nil {
		t.Fatalf("State: %s", err)
	}
	var state map[string]any
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatalf("state: %s", err)
	}
	info := demo.Info()
	workspaces, _ := state["workspaces"].([]any)
	state["workspaces"] = append(workspaces, map[string]any{"id": workspaceOther, "organizationId": info.OrganizationID, "name": "Other"})
	deployments := []any{}
	for id, workspace := range map[string]string{
		deploymentA: info.WorkspaceID, deploymentB: info.WorkspaceID, deploymentC: info.WorkspaceID, deploymentForeign: workspaceOther,
	} {
		deployments = append(deployments, map[string]any{"id": id, "organizationId": info.OrganizationID, "workspaceId": workspace, "name": id[:2]})
	}
	state["deployments"] = deployments
	if text, err = json.Marshal(state); err != nil {
		t.Fatalf("state: %s", err)
	}
	opts.SeedReader = bytes.NewReader(text)
	return &environmentWorld{client: start(t, opts), workspace: info.WorkspaceID}
}

// object is the body that creates an object in the Workspace; more members
// replace or add.
func (w *environmentWorld) object(objectType, key string, more map[string]any) map[string]any {
	body := map[string]any{"objectType": objectType, "objectKey": key, "scope": "WORKSPACE", "scopeEntityId": w.workspace}
	maps.Copy(body, more)
	return body
}

// make creates an object and returns the path of it.
func (w *environmentWorld) make(t *testing.T, body map[string]any) string {
	t.Helper()
	r := w.do(t, http.StatusOK, http.MethodPost, "environment-objects", body)
	if len(r.Body) != 1 {
		t.Fatalf("create answers more than the id: %s", r.Text)
	}
	return "environment-objects/" + r.text(t, "id")
}

// connection creates a Workspace connection from the JSON of its typed body and
// of further members.
func (w *environmentWorld) connection(t *testing.T, typed, more string) string {
	t.Helper()
	return w.make(t, w.object("CONNECTION", "warehouse", parsed(t, `{"connection":`+typed+more+`}`)))
}

// parsed decodes a JSON object in which A, B, C and F stand for Deployments.
func parsed(t *testing.T, text string) map[string]any {
	t.Helper()
	for short, id := range map[string]string{"A": deploymentA, "B": deploymentB, "C": deploymentC, "F": deploymentForeign, "-": idOfNothing, "bad": "not-an-id"} {
		text = strings.ReplaceAll(text, `{"id":"`+short+`"`, `{"scope":"DEPLOYMENT","scopeEntityId":"`+id+`"`)
	}
	var body map[string]any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&body); err != nil {
		t.Fatalf("%s: %s", text, err)
	}
	return body
}

// update sends an update and expects a status.
func (w *environmentWorld) update(t *testing.T, status int, path, body string) *reply {
	t.Helper()
	return w.do(t, status, http.MethodPost, path, parsed(t, body))
}

// shown reads an object by its path and renders members of it as compact JSON,
// with short names for Deployments.
func (w *environmentWorld) shown(t *testing.T, path string, members ...string) string {
	t.Helper()
	return render(t, w.do(t, http.StatusOK, http.MethodGet, path, nil).Body, members...)
}

// render writes members of an answer as compact JSON.
func render(t *testing.T, body map[string]any, members ...string) string {
	t.Helper()
	picked := map[string]any{}
	for _, m := range members {
		if value, there := body[m]; there {
			picked[m] = value
		}
	}
	text, err := json.Marshal(picked)
	if err != nil {
		t.Fatalf("marshal: %s", err)
	}
	return shortNames.Replace(string(text))
}

// effective lists what a Deployment sees, one row per key.
func (w *environmentWorld) effective(t *testing.T, deploymentID string) map[string]map[string]any {
	t.Helper()
	r := w.do(t, http.StatusOK, http.MethodGet, "environment-objects?resolveLinked=true&deploymentId="+deploymentID, nil)
	rows := map[string]map[string]any{}
	for _, row := range r.rows(t, "environmentObjects") {
		key, _ := row["objectKey"].(string)
		rows[key] = row
	}
	return rows
}

// same compares two texts.
func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// populate makes objects in both scopes and both Workspaces.
func (w *environmentWorld) populate(t *testing.T) {
	t.Helper()
	in := func(scope, id string) map[string]any {
		return map[string]any{"scope": scope, "scopeEntityId": id, "connection": map[string]any{"type": "t", "host": "h-" + id[:2], "password": "p"}}
	}
	w.make(t, w.object("CONNECTION", "alpha", in("WORKSPACE", w.workspace)))
	w.make(t, w.object("CONNECTION", "beta", in("WORKSPACE", w.workspace)))
	w.make(t, w.object("CONNECTION", "beta", in("DEPLOYMENT", deploymentA)))
	w.make(t, w.object("CONNECTION", "gamma", in("WORKSPACE", workspaceOther)))
	w.make(t, w.object("AIRFLOW_VARIABLE", "alpha", map[string]any{"airflowVariable": map[string]any{"value": "v", "isSecret": true}}))
}

func TestListOfEnvironmentObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.populate(t)
	for query, want := range map[string]string{
		"": "alpha beta beta gamma alpha",
		"workspaceId=" + w.workspace + "&sorts=objectKey:desc&objectType=CONNECTION": "beta alpha",
		"deploymentId=" + deploymentA:                                 "beta",
		"deploymentId=" + deploymentA + "&workspaceId=" + w.workspace: "",
		"objectKey=beta":                                            "beta beta",
		"objectKey=BETA":                                            "",
		"objectType=AIRFLOW_VARIABLE":                               "alpha",
		"sorts=objectType:asc&sorts=objectKey:asc":                  "alpha alpha beta beta gamma",
		"sorts=createdAt:asc&limit=2&offset=3":                      "gamma alpha",
		"sorts=updatedAt:desc&limit=0":                              "",
		"showSecrets=false&resolveLinked=false&objectKey=gamma":     "gamma",
		"resolveLinked=true&workspaceId=" + workspaceOther:          "gamma",
		"resolveLinked=true&deploymentId=" + deploymentForeign + "": "",
	} {
		var keys []string
		for _, row := range w.do(t, http.StatusOK, http.MethodGet, "environment-objects?"+query, nil).rows(t, "environmentObjects") {
			keys = append(keys, fmt.Sprint(row["objectKey"]))
		}
		same(t, query, strings.Join(keys, " "), want)
	}
	for query, status := range map[string]int{
		"objectType=SECRET":           http.StatusBadRequest,
		"showSecrets=perhaps":         http.StatusBadRequest,
		"sorts=host:asc":              http.StatusBadRequest,
		"workspaceId=x":               http.StatusInternalServerError,
		"workspaceId=" + idOfNothing:  http.StatusNotFound,
		"deploymentId=" + idOfNothing: http.StatusNotFound,
	} {
		w.do(t, status, http.MethodGet, "environment-objects?"+query, nil)
		newWorldOf(t, emulator.Options{Lenient: true}).do(t, status, http.MethodGet, "environment-objects?"+query, nil)
	}
	w.srv.SetSwitches(func(s *emulator.Switches) { s.UnknownScopeListsNothing, s.NameFilterFoldsCase = true, true })
	for query, total := range map[string]float64{"workspaceId=" + idOfNothing: 0, "objectKey=BETA": 2} {
		if r := w.do(t, http.StatusOK, http.MethodGet, "environment-objects?"+query, nil); r.Body["totalCount"] != total {
			t.Errorf("%s: %s", query, r.Text)
		}
	}
}

func TestListPagesOfEnvironmentObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for i := range 45 {
		w.make(t, w.object("CONNECTION", fmt.Sprintf("k%02d", i), map[string]any{"connection": map[string]any{"type": "t"}}))
	}
	var keys []string
	for offset := 0; offset < 60; offset += 20 {
		r := w.do(t, http.StatusOK, http.MethodGet, fmt.Sprintf("environment-objects?sorts=objectKey:asc&offset=%d", offset), nil)
		if r.Body["totalCount"] != float64(45) || r.Body["limit"] != float64(20) {
			t.Errorf("offset %d: %s", offset, r.Text)
		}
		for _, row := range r.rows(t, "environmentObjects") {
			keys = append(keys, fmt.Sprint(row["objectKey"]))
		}
	}
	if len(keys) != 45 || !slices.IsSorted(keys) {
		t.Errorf("pages: %v", keys)
	}
}

func TestShowSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.connection(t, `{"type":"t","password":"p","extra":{"token":"k","a":1}}`, `,"links":[{"id":"A","overrides":{"connection":{"password":"o"}}}]`)
	r := w.do(t, http.StatusMethodNotAllowed, http.MethodGet, "environment-objects?showSecrets=true", nil)
	same(t, "message", r.text(t, "message"), "showSecrets on organization with id "+w.org+" is not allowed")
	w.srv.SetSwitches(func(s *emulator.Switches) { s.ShowSecretsAllowed = true })
	row := w.do(t, http.StatusOK, http.MethodGet, "environment-objects?showSecrets=true", nil).rows(t, "environmentObjects")[0]
	same(t, "row", render(t, row, "connection", "links"),
		`{"connection":{"extra":{"a":1,"token":"k"},"password":"p","type":"t"},"links":[{"connectionOverrides":{"password":"o"},"id":"A","setFields":["password"]}]}`)
	row = w.do(t, http.StatusOK, http.MethodGet, "environment-objects", nil).rows(t, "environmentObjects")[0]
	same(t, "masked row", render(t, row, "connection", "links"), `{"connection":{"extra":{"a":1},"type":"t"},"links":[{"id":"A","setFields":["password"]}]}`)
}

func TestMaskingOfConnections(t *testing.T) {
	t.Parallel()
	const typed = `{"type":"snowflake","authTypeId":"snowflake-private-key","password":"p","extra":{"account":"acc","private_key_content":"pem","note":"n","my_token":"t"}}`
	const setFields = `"setFields":["extra.account","extra.my_token","extra.note","extra.private_key_content","password","type"]}`
	for _, test := range []struct {
		turn switchTurn
		want string
	}{
		// The auth type calls one member secret; no name makes another one so.
		{nil, `{"connection":{"extra":{"account":"acc","my_token":"t","note":"n"},"type":"snowflake"},` + setFields},
		{
			func(s *emulator.Switches) { s.MaskedExtraBlank, s.MaskedPasswordBlank = true, true },
			`{"connection":{"extra":{"account":"acc","my_token":"t","note":"n","private_key_content":""},"password":"","type":"snowflake"},` + setFields,
		},
		{
			func(s *emulator.Switches) { s.ExtraHidden = true },
			`{"connection":{"type":"snowflake"},` + setFields,
		},
		{
			func(s *emulator.Switches) { s.ExtraSetFields = true },
			`{"connection":{"extra":{"account":"acc","my_token":"t","note":"n"},"type":"snowflake"},"setFields":["authTypeId","extra.account","extra.my_token","extra.note","extra.private_key_content","password","type"]}`,
		},
	} {
		w := newWorld(t, test.turn)
		path := w.connection(t, typed, "")
		r := w.do(t, http.StatusOK, http.MethodGet, path, nil)
		body, ok := r.Body["connection"].(map[string]any)
		if !ok {
			t.Fatalf("no connection: %s", r.Text)
		}
		auth, ok := body["connectionAuthType"].(map[string]any)
		if !ok || auth["id"] != "snowflake-private-key" || auth["airflowType"] != "snowflake" {
			t.Errorf("auth type: %v", auth)
		}
		delete(body, "connectionAuthType")
		same(t, "object", render(t, r.Body, "connection", "setFields"), test.want)
	}
}

func TestAuthTypes(t *testing.T) {
	t.Parallel()
	authType := func(w *environmentWorld, path string) any {
		body, _ := w.do(t, http.StatusOK, http.MethodGet, path, nil).Body["connection"].(map[string]any)
		auth, _ := body["connectionAuthType"].(map[string]any)
		return auth["id"]
	}
	w := newWorld(t, nil)
	path := w.connection(t, `{"type":"postgres","authTypeId":"postgres-password"}`, "")
	w.srv.SetSwitches(func(s *emulator.Switches) { s.OmittedConnectionFieldKept = true })
	w.update(t, http.StatusOK, path, `{"connection":{"type":"postgres","host":"h"}}`)
	if got := authType(w, path); got != "postgres-password" {
		t.Errorf("after an update without authTypeId that keeps it: %v", got)
	}
	w.srv.SetSwitches(func(s *emulator.Switches) { s.OmittedConnectionFieldKept = false })
	w.update(t, http.StatusOK, path, `{"connection":{"type":"postgres","host":"h"}}`)
	if got := authType(w, path); got != nil {
		t.Errorf("after an update without authTypeId: %v", got)
	}
	w.update(t, http.StatusBadRequest, path, `{"connection":{"type":"postgres","authTypeId":"magic"}}`)
	w.update(t, http.StatusOK, path, `{"connection":{"type":"http"}}`)
	if got := authType(w, path); got != nil {
		t.Errorf("after a change of type: %v", got)
	}
	w.update(t, http.StatusOK, path, `{"connection":{"type":"http","authTypeId":"http-generic"}}`)
	if got := authType(w, path); got != "http-generic" {
		t.Errorf("after a change of auth type: %v", got)
	}
	w.srv.SetSwitches(func(s *emulator.Switches) { s.AuthTypeUnresolved, s.UnknownAuthTypeAccepted = true, true })
	if got := authType(w, path); got != nil {
		t.Errorf("unresolved: %v", got)
	}
	w.update(t, http.StatusOK, path, `{"connection":{"type":"http","authTypeId":"magic"}}`)
}

func TestRateLimitOfEnvironmentObjects(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	w := newWorldOf(t, emulator.Options{EnvironmentRateLimit: 2, Now: func() time.Time { return now }})
	path := w.connection(t, `{"type":"t"}`, "")
	w.update(t, http.StatusOK, path, `{"connection":{"type":"t"}}`)
	if r := w.update(t, http.StatusTooManyRequests, path, `{"connection":{"type":"t"}}`); r.Header.Get("Retry-After") != "" {
		t.Errorf("Retry-After %q", r.Header.Get("Retry-After"))
	}
	w.srv.SetSwitches(func(s *emulator.Switches) { s.RetryAfterSent = true })
	if r := w.update(t, http.StatusTooManyRequests, path, `{"connection":{"type":"t"}}`); r.Header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", r.Header.Get("Retry-After"))
	}
	w.srv.Advance(time.Second)
	w.update(t, http.StatusOK, path, `{"connection":{"type":"t"}}`)
}

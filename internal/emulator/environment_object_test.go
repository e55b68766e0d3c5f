package emulator_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestEnvironmentObjectLifecycle(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			w := newWorldOf(t, emulator.Options{Profile: profile, Now: func() time.Time { return now }})
			path := w.connection(t, `{"type":"postgres","host":"h"}`, "")
			made := w.do(t, http.StatusOK, http.MethodGet, path, nil)
			if made.text(t, "scope") != "WORKSPACE" || made.text(t, "scopeEntityId") != w.workspace || made.text(t, "objectKey") != "warehouse" {
				t.Errorf("identity: %s", made.Text)
			}
			w.srv.Advance(time.Minute)
			changed := w.update(t, http.StatusOK, path, `{"connection":{"type":"postgres","host":"h2"}}`)
			if !strings.HasPrefix(changed.text(t, "createdAt"), "2026-03-01T12:00:00") || !strings.HasPrefix(changed.text(t, "updatedAt"), "2026-03-01T12:01:00") {
				t.Errorf("times: %s", changed.Text)
			}
			if by, _ := changed.Body["updatedBy"].(map[string]any); by["id"] == "" || by["subjectType"] != "SERVICEKEY" {
				t.Errorf("updatedBy: %v", by)
			}
			w.do(t, http.StatusNoContent, http.MethodDelete, path, nil)
			w.do(t, http.StatusNotFound, http.MethodDelete, path, nil)
			w.do(t, http.StatusNotFound, http.MethodGet, path, nil)
			w.update(t, http.StatusNotFound, path, `{"connection":{"type":"postgres"}}`)
		})
	}
}

func TestCreateRules(t *testing.T) {
	t.Parallel()
	// The rules hold with and without the contract in front of them.
	for _, lenient := range []bool{false, true} {
		checkCreateRules(t, newWorldOf(t, emulator.Options{Lenient: lenient}))
	}
}

// checkCreateRules sends creates that are refused.
func checkCreateRules(t *testing.T, w *environmentWorld) {
	t.Helper()
	connection := map[string]any{"type": "t"}
	link := func(id string) []any { return []any{map[string]any{"scope": "DEPLOYMENT", "scopeEntityId": id}} }
	for name, test := range map[string]struct {
		status int
		kind   string
		more   map[string]any
	}{
		"no typed body":             {400, "CONNECTION", nil},
		"typed body of another":     {400, "CONNECTION", map[string]any{"metricsExport": map[string]any{"endpoint": "e", "exporterType": "PROMETHEUS"}}},
		"no type":                   {400, "CONNECTION", map[string]any{"connection": map[string]any{"host": "h"}}},
		"empty type":                {400, "CONNECTION", map[string]any{"connection": map[string]any{"type": ""}}},
		"unknown object type":       {400, "SECRET", map[string]any{"connection": connection}},
		"empty key":                 {400, "CONNECTION", map[string]any{"connection": connection, "objectKey": ""}},
		"unknown scope":             {400, "CONNECTION", map[string]any{"connection": connection, "scope": "ORGANIZATION"}},
		"malformed scope id":        {500, "CONNECTION", map[string]any{"connection": connection, "scopeEntityId": "x"}},
		"unknown Workspace":         {404, "CONNECTION", map[string]any{"connection": connection, "scopeEntityId": idOfNothing}},
		"unknown Deployment":        {404, "CONNECTION", map[string]any{"connection": connection, "scope": "DEPLOYMENT"}},
		"link in a Deployment":      {400, "CONNECTION", map[string]any{"connection": connection, "scope": "DEPLOYMENT", "scopeEntityId": deploymentA, "links": link(deploymentB)}},
		"exclude in a Deployment":   {400, "CONNECTION", map[string]any{"connection": connection, "scope": "DEPLOYMENT", "scopeEntityId": deploymentA, "excludeLinks": link(deploymentB)}},
		"auto-link in a Deployment": {400, "CONNECTION", map[string]any{"connection": connection, "scope": "DEPLOYMENT", "scopeEntityId": deploymentA, "autoLinkDeployments": true}},
		"link of another Workspace": {400, "CONNECTION", map[string]any{"connection": connection, "links": link(deploymentForeign)}},
		"unknown auth type":         {400, "CONNECTION", map[string]any{"connection": map[string]any{"type": "t", "authTypeId": "magic"}}},
		"no endpoint":               {400, "METRICS_EXPORT", map[string]any{"metricsExport": map[string]any{"exporterType": "PROMETHEUS"}}},
		"unknown exporter":          {400, "METRICS_EXPORT", map[string]any{"metricsExport": map[string]any{"endpoint": "e", "exporterType": "STATSD"}}},
		"header that is no text":    {400, "METRICS_EXPORT", map[string]any{"metricsExport": map[string]any{"endpoint": "e", "exporterType": "PROMETHEUS", "headers": map[string]any{"a": 1}}}},
	} {
		r := w.do(t, test.status, http.MethodPost, "environment-objects", w.object(test.kind, "k", test.more))
		if r.Body["requestId"] == "" || r.Body["message"] == "" {
			t.Errorf("%s: error body %s", name, r.Text)
		}
	}
	empty := map[string]any{"connection": connection, "scope": "DEPLOYMENT", "scopeEntityId": deploymentA, "links": []any{}, "excludeLinks": []any{}, "autoLinkDeployments": false}
	path := w.make(t, w.object("CONNECTION", "own", empty))
	w.update(t, http.StatusOK, path, `{"connection":{"type":"t"},"links":[],"excludeLinks":[],"autoLinkDeployments":false}`)
	w.update(t, http.StatusBadRequest, path, `{"connection":{"type":"t"},"links":[{"id":"A"}]}`)
	w.do(t, http.StatusInternalServerError, http.MethodGet, "environment-objects/x", nil)
}

func TestDuplicateKeys(t *testing.T) {
	t.Parallel()
	connection := map[string]any{"connection": map[string]any{"type": "t"}}
	inDeployment := map[string]any{"connection": map[string]any{"type": "t"}, "scope": "DEPLOYMENT", "scopeEntityId": deploymentA}
	inOther := map[string]any{"connection": map[string]any{"type": "t"}, "scope": "DEPLOYMENT", "scopeEntityId": deploymentForeign}
	for _, test := range []struct {
		refused   bool
		elsewhere int
	}{{false, http.StatusOK}, {true, http.StatusConflict}} {
		w := newWorld(t, func(s *emulator.Switches) { s.SameKeyElsewhereRefused = test.refused })
		create := func(status int, kind string, more map[string]any) {
			w.do(t, status, http.MethodPost, "environment-objects", w.object(kind, "k", more))
		}
		create(http.StatusOK, "CONNECTION", connection)
		create(http.StatusConflict, "CONNECTION", connection)
		create(http.StatusOK, "AIRFLOW_VARIABLE", map[string]any{"airflowVariable": map[string]any{"value": "v"}})
		create(test.elsewhere, "CONNECTION", inDeployment)
		create(http.StatusOK, "CONNECTION", inOther)
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	for kind, member := range map[string]string{"AIRFLOW_VARIABLE": "airflowVariable", "ENVIRONMENT_VARIABLE": "environmentVariable"} {
		for _, test := range []struct {
			name, typed, link, update, want string
			turn                            switchTurn
		}{
			{"plain", `{"value":"v"}`, ``, `{"value":"w"}`, `{"BODY":{"isSecret":false,"value":"w"},"links":[],"setFields":["value"]}`, nil},
			{"plain emptied", `{"value":"v"}`, ``, `{"value":""}`, `{"BODY":{"isSecret":false,"value":""},"links":[],"setFields":["value"]}`, nil},
			{"plain omitted", `{"value":"v"}`, ``, `{}`, `{"BODY":{"isSecret":false,"value":"v"},"links":[],"setFields":["value"]}`, nil},
			{"secret", `{"value":"v","isSecret":true}`, ``, `{"value":"w"}`, `{"BODY":{"isSecret":true,"value":""},"links":[],"setFields":["value"]}`, nil},
			{"secret sent empty", `{"value":"v","isSecret":true}`, ``, `{"value":""}`, `{"BODY":{"isSecret":true,"value":""},"links":[],"setFields":["value"]}`, nil},
			{"secret without value", `{"isSecret":true}`, ``, `{}`, `{"BODY":{"isSecret":true,"value":""},"links":[],"setFields":[]}`, nil},
			{
				"more in setFields", `{"value":"v","isSecret":true}`, ``, `{}`,
				`{"BODY":{"isSecret":true,"value":""},"links":[],"setFields":["isSecret","value"]}`,
				func(s *emulator.Switches) { s.ExtraSetFields = true },
			},
			{
				"plain omitted clears", `{"value":"v"}`, ``, `{}`, `{"BODY":{"isSecret":false,"value":""},"links":[],"setFields":["value"]}`,
				func(s *emulator.Switches) { s.OmittedPlainValueClears = true },
			},
			{
				"secret omitted with its axiom broken", `{"value":"v","isSecret":true}`, ``, `{}`, `{"BODY":{"isSecret":true,"value":""},"links":[],"setFields":[]}`,
				func(s *emulator.Switches) { s.AxiomBaseSecretKept = false },
			},
			{
				"bare entry loses a plain override", `{"value":"v"}`, `,"overrides":{"BODY":{"value":"o"}}`, `{}`,
				`{"BODY":{"isSecret":false,"value":"v"},"links":[{"id":"A","setFields":[]}],"setFields":["value"]}`, nil,
			},
			{
				"bare entry keeps everything", `{"value":"v"}`, `,"overrides":{"BODY":{"value":"o"}}`, `{}`,
				`{"BODY":{"isSecret":false,"value":"v"},"links":[{"BODYOverrides":{"value":"o"},"id":"A","setFields":["value"]}],"setFields":["value"]}`,
				func(s *emulator.Switches) { s.BareEntryKeepsEverything = true },
			},
			{
				"secret override with its axiom broken", `{"value":"v","isSecret":true}`, `,"overrides":{"BODY":{"value":"o"}}`, `{}`,
				`{"BODY":{"isSecret":true,"value":""},"links":[{"id":"A","setFields":[]}],"setFields":["value"]}`,
				func(s *emulator.Switches) { s.AxiomListedEntryKeepsSecrets = false },
			},
			{
				"secret override", `{"value":"v","isSecret":true}`, `,"overrides":{"BODY":{"value":"o"}}`, `{}`,
				`{"BODY":{"isSecret":true,"value":""},"links":[{"id":"A","setFields":["value"]}],"setFields":["value"]}`, nil,
			},
			{
				"secret override blank", `{"value":"v","isSecret":true}`, `,"overrides":{"BODY":{"value":"o"}}`, `{}`,
				`{"BODY":{"isSecret":true,"value":""},"links":[{"BODYOverrides":{"value":""},"id":"A","setFields":["value"]}],"setFields":["value"]}`,
				func(s *emulator.Switches) { s.MaskedPasswordBlank = true },
			},
		} {
			t.Run(kind+" "+test.name, func(t *testing.T) {
				t.Parallel()
				name := strings.NewReplacer("BODY", member)
				w := newWorld(t, test.turn)
				create, update := `{"BODY":`+test.typed, `{"BODY":`+test.update
				if test.link != "" {
					create += `,"links":[{"id":"A"` + test.link + `}]`
					update += `,"links":[{"id":"A"}]`
				}
				path := w.make(t, w.object(kind, "key-1.x", parsed(t, name.Replace(create)+`}`)))
				w.update(t, http.StatusOK, path, name.Replace(update)+`}`)
				same(t, "object", w.shown(t, path, member, "setFields", "links"), name.Replace(test.want))
			})
		}
	}
}

func TestVariableOverrideSentEmpty(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{false, true} {
		w := newWorld(t, func(s *emulator.Switches) { s.EmptyOverrideKept, s.BareEntryKeepsEverything = keep, true })
		path := w.make(t, w.object("AIRFLOW_VARIABLE", "v", parsed(t, `{"airflowVariable":{"value":"v"},"links":[{"id":"A","overrides":{"airflowVariable":{"value":"o"}}}]}`)))
		w.update(t, http.StatusOK, path, `{"airflowVariable":{},"links":[{"id":"A","overrides":{"airflowVariable":{}}}]}`)
		want := `{"links":[{"id":"A","setFields":[]}]}`
		if keep {
			want = `{"links":[{"airflowVariableOverrides":{"value":"o"},"id":"A","setFields":["value"]}]}`
		}
		same(t, fmt.Sprintf("keep %t", keep), w.shown(t, path, "links"), want)
		w.update(t, http.StatusOK, path, `{"airflowVariable":{},"links":[{"id":"A","overrides":{"unsetFields":["value"]}}]}`)
		same(t, "unset", w.shown(t, path, "links"), `{"links":[{"id":"A","setFields":[]}]}`)
	}
}

func TestMetricsExport(t *testing.T) {
	t.Parallel()
	const typed = `{"metricsExport":{"endpoint":"https://e","exporterType":"PROMETHEUS","authType":"BASIC","username":"u","password":"p","basicToken":"b","headers":{"X-Key":"k"},"labels":{"l":"1"}},
		"links":[{"id":"A","overrides":{"metricsExport":{"endpoint":"https://o","password":"q","basicToken":"t"}}}]}`
	for _, test := range []struct {
		turn switchTurn
		want string
	}{
		// The override of the password is lost at every update, that of the token is kept.
		{nil, `{"links":[{"metricsExportOverrides":{"endpoint":"https://o"},"id":"A","setFields":["basicToken","endpoint"]}],` +
			`"metricsExport":{"endpoint":"https://e2","exporterType":"PROMETHEUS","headers":{"X-Key":"k"},"labels":{"l":"1","m":"2"},"username":"u"},` +
			`"setFields":["authType","basicToken","endpoint","exporterType","headers.X-Key","labels.l","labels.m","password","username"]}`},
		{
			func(s *emulator.Switches) { s.MaskedPasswordBlank, s.MetricsMapsReplaced = true, true },
			`{"links":[{"metricsExportOverrides":{"basicToken":"","endpoint":"https://o"},"id":"A","setFields":["basicToken","endpoint"]}],` +
				`"metricsExport":{"authType":"","basicToken":"","endpoint":"https://e2","exporterType":"PROMETHEUS","headers":{"X-Key":"k"},"labels":{"m":"2"},"password":"","username":"u"},` +
				`"setFields":["authType","basicToken","endpoint","exporterType","headers.X-Key","labels.m","password","username"]}`,
		},
	} {
		w := newWorld(t, test.turn)
		path := w.make(t, w.object("METRICS_EXPORT", "m", parsed(t, typed)))
		w.update(t, http.StatusOK, path, `{"metricsExport":{"endpoint":"https://e2","labels":{"m":"2"}},"links":[{"id":"A","overrides":{"metricsExport":{"endpoint":"https://o"}}}]}`)
		same(t, "object", w.shown(t, path, "metricsExport", "setFields", "links"), test.want)
	}
}

func TestEnvironmentObjectsSurviveARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *emulator.Switches) { s.ShowSecretsAllowed = true })
	path := w.connection(t, `{"type":"t","port":1,"password":"p","extra":{"n":12345678901234567,"m":{"x":[1,null]}}}`,
		`,"links":[{"id":"A","overrides":{"connection":{"password":"o","extra":{"token":"s"}}}}],"excludeLinks":[{"id":"B"}],"autoLinkDeployments":true`)
	text, err := w.srv.State()
	if err != nil {
		t.Fatalf("State: %s", err)
	}
	before := w.do(t, http.StatusOK, http.MethodGet, "environment-objects?showSecrets=true", nil).Text
	if !strings.Contains(before, `"n":12345678901234567`) {
		t.Errorf("the number of extra has changed: %s", before)
	}
	again := &environmentWorld{client: start(t, emulator.Options{
		SeedReader: bytes.NewReader(text), Switches: func(s *emulator.Switches) { s.ShowSecretsAllowed = true },
	})}
	same(t, "after the restart", again.do(t, http.StatusOK, http.MethodGet, "environment-objects?showSecrets=true", nil).Text, before)
	again.update(t, http.StatusOK, path, `{"connection":{"type":"t"}}`)
}

func TestUpdatedByNamesTheLastWriter(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	path := w.connection(t, `{"type":"t"}`, "")
	author := func() string {
		by, _ := w.do(t, http.StatusOK, http.MethodGet, path, nil).Body["updatedBy"].(map[string]any)
		return fmt.Sprint(by["id"])
	}
	first := author()
	second := &environmentWorld{client: mint(t, w.client, emulator.TokenSpec{EntityType: "WORKSPACE", EntityID: w.workspace, Role: "WORKSPACE_OPERATOR"})}
	second.update(t, http.StatusOK, path, `{"connection":{"type":"t"}}`)
	if author() == first {
		t.Error("updatedBy is still the first writer")
	}
	second.do(t, http.StatusOK, http.MethodPost, path+"/exclude-linking", map[string]any{"scope": "DEPLOYMENT", "scopeEntityId": deploymentA})
	w.update(t, http.StatusOK, path, `{"connection":{"type":"t"}}`)
	if author() != first {
		t.Error("updatedBy is still the second writer")
	}
}

package emulator_test

import (
	"net/http"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestEffectiveView(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	path := w.connection(t, `{"type":"t","host":"h","login":"l","password":"p","extra":{"a":1,"b":2}}`,
		`,"description":"text","links":[{"id":"A","overrides":{"connection":{"host":"o","extra":{"b":3,"c":4}}}}],"excludeLinks":[{"id":"C"}]`)
	row := w.effective(t, deploymentA)["warehouse"]
	same(t, "linked", render(t, row, "connection", "setFields", "links", "excludeLinks", "description", "id", "scope", "scopeEntityId", "sourceScope"),
		`{"connection":{"extra":{"a":1,"b":3,"c":4},"host":"o","login":"l","type":"t"},"description":"text","id":"A",`+
			`"setFields":["extra.a","extra.b","extra.c","host","login","password","type"],"sourceScope":"WORKSPACE"}`)
	if _, there := row["id"]; there || row["sourceScopeEntityId"] != w.workspace {
		t.Errorf("row %v", row)
	}
	if rows := w.effective(t, deploymentB); len(rows) != 0 {
		t.Errorf("not linked: %v", rows)
	}
	w.update(t, http.StatusOK, path, `{"connection":{"type":"t","host":"h","login":"l"},"autoLinkDeployments":true,
		"links":[{"id":"A","overrides":{"connection":{"host":"o","extra":{"b":3,"c":4}}}}],"excludeLinks":[{"id":"C"}]}`)
	same(t, "auto-linked", render(t, w.effective(t, deploymentB)["warehouse"], "connection"), `{"connection":{"extra":{"a":1,"b":2},"host":"h","login":"l","type":"t"}}`)
	same(t, "links of an auto-linked object", w.shown(t, path, "links"),
		`{"links":[{"connectionOverrides":{"extra":{"b":3,"c":4},"host":"o"},"id":"A","setFields":["extra.b","extra.c","host"]}]}`)
	if rows := w.effective(t, deploymentC); len(rows) != 0 {
		t.Errorf("excluded: %v", rows)
	}
	if rows := w.effective(t, deploymentForeign); len(rows) != 0 {
		t.Errorf("other Workspace: %v", rows)
	}
	w.srv.SetSwitches(func(s *emulator.Switches) { s.ResolvedExtraReplaced, s.ResolvedIDBlank = true, true })
	same(t, "extra replaced", render(t, w.effective(t, deploymentA)["warehouse"], "connection"), `{"connection":{"extra":{"b":3,"c":4},"host":"o","login":"l","type":"t"}}`)
	if id := w.effective(t, deploymentA)["warehouse"]["id"]; id != "" {
		t.Errorf("id %v", id)
	}
	w.make(t, w.object("CONNECTION", "warehouse", parsed(t, `{"scope":"DEPLOYMENT","scopeEntityId":"`+deploymentA+`","connection":{"type":"own"}}`)))
	own := w.effective(t, deploymentA)
	same(t, "own object wins", render(t, own["warehouse"], "connection", "sourceScope"), `{"connection":{"type":"own"}}`)
	w.srv.SetSwitches(func(s *emulator.Switches) { s.ResolveLinkedFails = true })
	w.do(t, http.StatusInternalServerError, http.MethodGet, "environment-objects?resolveLinked=true&deploymentId="+deploymentA, nil)
	w.do(t, http.StatusOK, http.MethodGet, "environment-objects?resolveLinked=true&workspaceId="+w.workspace, nil)
}

func TestExcludeLinking(t *testing.T) {
	t.Parallel()
	exclude := func(id string) map[string]any { return map[string]any{"scope": "DEPLOYMENT", "scopeEntityId": id} }
	w := newWorld(t, nil)
	path := w.connection(t, `{"type":"t"}`, `,"links":[{"id":"A"},{"id":"B"}],"autoLinkDeployments":true`)
	do := func(status int, id string) {
		t.Helper()
		w.do(t, status, http.MethodPost, path+"/exclude-linking", exclude(id))
	}
	do(http.StatusOK, deploymentC)
	do(http.StatusOK, deploymentC)
	do(http.StatusBadRequest, deploymentA)
	do(http.StatusBadRequest, deploymentForeign)
	do(http.StatusNotFound, idOfNothing)
	do(http.StatusInternalServerError, "bad")
	same(t, "usual", w.shown(t, path, "links", "excludeLinks", "autoLinkDeployments"),
		`{"autoLinkDeployments":true,"excludeLinks":[{"id":"C"}],"links":[{"id":"A","setFields":[]},{"id":"B","setFields":[]}]}`)
	w.srv.SetSwitches(func(s *emulator.Switches) { s.ExcludeOfLinkedUnlinks, s.ExcludeLinkingAnswers204 = true, true })
	do(http.StatusNoContent, deploymentA)
	same(t, "contrary", w.shown(t, path, "links", "excludeLinks"), `{"excludeLinks":[{"id":"C"},{"id":"A"}],"links":[{"id":"B","setFields":[]}]}`)
	own := w.make(t, w.object("CONNECTION", "own", parsed(t, `{"scope":"DEPLOYMENT","scopeEntityId":"`+deploymentA+`","connection":{"type":"t"}}`)))
	w.do(t, http.StatusBadRequest, http.MethodPost, own+"/exclude-linking", exclude(deploymentB))
}

func TestDeletedDeployment(t *testing.T) {
	t.Parallel()
	const more = `,"links":[{"id":"A","overrides":{"connection":{"host":"o"}}},{"id":"B"}],"excludeLinks":[{"id":"C"}]`
	const bare = `{"connection":{"type":"t"},"links":[{"id":"A"},{"id":"B"}],"excludeLinks":[{"id":"C"}]}`
	for _, test := range []struct {
		name   string
		turn   switchTurn
		want   string
		status int // of an update that lists the stale entries
	}{
		{"vanish", nil, `{"excludeLinks":[],"links":[{"id":"B","setFields":[]}]}`, http.StatusNotFound},
		{
			"stay", func(s *emulator.Switches) { s.StaleLinksStay = true },
			`{"excludeLinks":[{"id":"C"}],"links":[{"connectionOverrides":{"host":"o"},"id":"A","setFields":["host"]},{"id":"B","setFields":[]}]}`, http.StatusOK,
		},
		{
			"stay and refuse", func(s *emulator.Switches) { s.StaleLinksStay, s.StaleLinkRefused = true, true },
			`{"excludeLinks":[{"id":"C"}],"links":[{"connectionOverrides":{"host":"o"},"id":"A","setFields":["host"]},{"id":"B","setFields":[]}]}`, http.StatusBadRequest,
		},
	} {
		w := newWorld(t, test.turn)
		path := w.connection(t, `{"type":"t"}`, more)
		own := w.make(t, w.object("CONNECTION", "own", parsed(t, `{"scope":"DEPLOYMENT","scopeEntityId":"`+deploymentA+`","connection":{"type":"t"}}`)))
		w.srv.RemoveDeployment(deploymentA)
		w.srv.RemoveDeployment(deploymentC)
		w.do(t, http.StatusNotFound, http.MethodGet, own, nil)
		same(t, test.name, w.shown(t, path, "links", "excludeLinks"), test.want)
		w.update(t, test.status, path, bare)
		w.update(t, http.StatusOK, path, `{"connection":{"type":"t"},"links":[{"id":"B"}]}`)
	}
}

func TestPermissionsOfEnvironmentObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.populate(t)
	path := w.connection(t, `{"type":"t"}`, "")
	as := func(id, role string) *environmentWorld {
		t.Helper()
		return &environmentWorld{client: mint(t, w.client, emulator.TokenSpec{EntityType: "WORKSPACE", EntityID: id, Role: role}), workspace: w.workspace}
	}
	reader := as(w.workspace, "WORKSPACE_MEMBER")
	reader.do(t, http.StatusOK, http.MethodGet, path, nil)
	reader.update(t, http.StatusForbidden, path, `{"connection":{"type":"t"}}`)
	reader.do(t, http.StatusForbidden, http.MethodDelete, path, nil)
	reader.do(t, http.StatusForbidden, http.MethodPost, path+"/exclude-linking", map[string]any{"scope": "DEPLOYMENT", "scopeEntityId": deploymentA})
	reader.do(t, http.StatusForbidden, http.MethodPost, "environment-objects", w.object("CONNECTION", "new", map[string]any{"connection": map[string]any{"type": "t"}}))
	reader.do(t, http.StatusForbidden, http.MethodGet, "environment-objects?workspaceId="+workspaceOther, nil)
	if total := reader.do(t, http.StatusOK, http.MethodGet, "environment-objects", nil).Body["totalCount"]; total != float64(5) {
		t.Errorf("a Workspace's token sees %v objects", total)
	}
	other := as(workspaceOther, "WORKSPACE_OPERATOR")
	other.do(t, http.StatusForbidden, http.MethodGet, path, nil)
}

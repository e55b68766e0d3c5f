package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestWorkspaceLifecycle(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	made := c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "Data"})
	id := made.text(t, "id")
	if _, shown := made.Body["description"]; shown {
		t.Errorf("an empty description is shown: %s", made.Text)
	}
	c.do(t, http.StatusBadRequest, http.MethodPost, "workspaces/"+id, map[string]any{"name": "Data"})
	c.do(t, http.StatusOK, http.MethodPost, "workspaces/"+id, map[string]any{
		"name": "Data 2", "description": "text", "cicdEnforcedDefault": true, "defaultCloudProvider": "AWS", "defaultRegion": "us-east-1",
	})
	kept := c.do(t, http.StatusOK, http.MethodPost, "workspaces/"+id, map[string]any{
		"name": "Data 2", "description": "text", "cicdEnforcedDefault": true,
	})
	if got := kept.text(t, "defaultRegion"); got != "us-east-1" {
		t.Errorf("omitted default region became %q", got)
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.OmittedWorkspaceDefaultsClear = true })
	cleared := c.do(t, http.StatusOK, http.MethodPost, "workspaces/"+id, map[string]any{
		"name": "Data 2", "description": "", "cicdEnforcedDefault": false,
	})
	if _, there := cleared.Body["defaultRegion"]; there {
		t.Errorf("the default region was to be cleared: %s", cleared.Text)
	}
	c.do(t, http.StatusNoContent, http.MethodDelete, "workspaces/"+id, nil)
	c.do(t, http.StatusNotFound, http.MethodDelete, "workspaces/"+id, nil)
	c.do(t, http.StatusNotFound, http.MethodGet, "workspaces/"+id, nil)
}

func TestWorkspaceRules(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for name, body := range map[string]map[string]any{
		"no name":                 {},
		"empty name":              {"name": ""},
		"long name":               {"name": fmt.Sprintf("%051d", 1)},
		"provider without region": {"name": "x", "defaultCloudProvider": "AWS"},
		"cluster and region":      {"name": "x", "defaultClusterId": "c", "defaultCloudProvider": "AWS", "defaultRegion": "r"},
		"unknown cluster":         {"name": "x", "defaultClusterId": "c000000000000000000000000"},
	} {
		r := c.do(t, http.StatusBadRequest, http.MethodPost, "workspaces", body)
		if r.Body["requestId"] == "" || r.Body["statusCode"] != float64(400) {
			t.Errorf("%s: error body %s", name, r.Text)
		}
	}
	c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "twin"})
	c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "twin"})
	c.srv.SetSwitches(func(s *emulator.Switches) { s.WorkspaceNamesUnique = true })
	c.do(t, http.StatusBadRequest, http.MethodPost, "workspaces", map[string]any{"name": "twin"})
}

func TestListPagesSortsAndFilters(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Seed: emulator.SeedEmpty})
	var want []string
	for i := range 25 {
		name := fmt.Sprintf("w%02d", i)
		want = append(want, name)
		c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": name})
	}
	for _, test := range []struct {
		query       string
		status      int
		count       int
		limit       float64
		first, last string
	}{
		{"", 200, 20, 20, "w00", "w19"},
		{"?offset=20", 200, 5, 20, "w20", "w24"},
		{"?limit=3&offset=2", 200, 3, 3, "w02", "w04"},
		{"?limit=1000&sorts=name:desc", 200, 25, 1000, "w24", "w00"},
		{"?limit=0", 200, 0, 0, "", ""},
		{"?offset=99", 200, 0, 20, "", ""},
		{"?names=w03&names=w07", 200, 2, 20, "w03", "w07"},
		{"?names=W03", 200, 0, 20, "", ""},
		{"?limit=1001", 400, 0, 0, "", ""},
		{"?limit=-1", 400, 0, 0, "", ""},
		{"?limit=x", 400, 0, 0, "", ""},
		{"?sorts=name", 400, 0, 0, "", ""},
		{"?sorts=colour:asc", 400, 0, 0, "", ""},
	} {
		r := c.do(t, test.status, http.MethodGet, "workspaces"+test.query, nil)
		if test.status != http.StatusOK {
			continue
		}
		rows := r.rows(t, "workspaces")
		if len(rows) != test.count || r.Body["limit"] != test.limit {
			t.Errorf("%q: %d rows, limit %v", test.query, len(rows), r.Body["limit"])
			continue
		}
		if test.count > 0 && (rows[0]["name"] != test.first || rows[test.count-1]["name"] != test.last) {
			t.Errorf("%q: from %v to %v", test.query, rows[0]["name"], rows[test.count-1]["name"])
		}
	}
	if total := c.do(t, http.StatusOK, http.MethodGet, "workspaces?limit=1", nil).Body["totalCount"]; total != float64(len(want)) {
		t.Errorf("totalCount %v", total)
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.NameFilterFoldsCase = true })
	if rows := c.do(t, http.StatusOK, http.MethodGet, "workspaces?names=W03&limit=1000", nil); rows.Body["limit"] != float64(1000) || rows.Body["totalCount"] != float64(1) {
		t.Errorf("contrary list: %s", rows.Text)
	}
}

func TestRandomOrderAndPageSize(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Seed: emulator.SeedEmpty, RandomOrder: true, PageSize: 7})
	for i := range 12 {
		c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": fmt.Sprintf("w%02d", i)})
	}
	names := func(query string) []string {
		var got []string
		for _, row := range c.do(t, http.StatusOK, http.MethodGet, "workspaces"+query, nil).rows(t, "workspaces") {
			got = append(got, fmt.Sprint(row["name"]))
		}
		return got
	}
	if got := names(""); len(got) != 7 {
		t.Errorf("default page has %d rows", len(got))
	}
	if got := names("?sorts=name:asc&limit=12"); !slices.IsSorted(got) {
		t.Errorf("sorted list is not sorted: %v", got)
	}
	moved := false
	for range 20 {
		moved = moved || !slices.IsSorted(names("?limit=12"))
	}
	if !moved {
		t.Error("twenty unsorted lists came in order of creation")
	}
}

func TestDeleteWorkspaceWithDeployments(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	workspace := c.srv.Info().WorkspaceID
	deployment := c.do(t, http.StatusOK, http.MethodPost, "deployments", map[string]any{
		"name": "inside", "workspaceId": workspace, "type": "STANDARD",
	}).text(t, "id")
	object := c.do(t, http.StatusOK, http.MethodPost, "environment-objects", map[string]any{
		"objectKey": "inside", "objectType": "CONNECTION", "scope": "WORKSPACE", "scopeEntityId": workspace, "connection": map[string]any{"type": "http"},
	}).text(t, "id")
	c.do(t, http.StatusBadRequest, http.MethodDelete, "workspaces/"+workspace, nil)
	c.srv.SetSwitches(func(s *emulator.Switches) { s.WorkspaceWithDeploymentsDeleted = true })
	c.do(t, http.StatusNoContent, http.MethodDelete, "workspaces/"+workspace, nil)
	for _, path := range []string{"workspaces/" + workspace, "deployments/" + deployment, "environment-objects/" + object} {
		c.do(t, http.StatusNotFound, http.MethodGet, path, nil)
	}
}

func TestRestless(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Restless: true})
	path := "workspaces/" + c.srv.Info().WorkspaceID
	first, second := c.do(t, http.StatusOK, http.MethodGet, path, nil), c.do(t, http.StatusOK, http.MethodGet, path, nil)
	for member, value := range first.Body {
		if same := fmt.Sprint(value) == fmt.Sprint(second.Body[member]); same == (member == "updatedAt") {
			t.Errorf("%s: %v, then %v", member, value, second.Body[member])
		}
	}
}

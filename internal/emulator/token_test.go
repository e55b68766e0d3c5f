package emulator_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// payload decodes the middle part of a token as clients do: without verifying.
func payload(t *testing.T, token string) (permissions []string, exp int64) {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("token %q has %d parts", token, len(parts))
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims struct {
		Permissions []string `json:"permissions"`
		Exp         int64    `json:"exp"`
	}
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	return claims.Permissions, claims.Exp
}

func TestSeededTokenIsStable(t *testing.T) {
	t.Parallel()
	a, b := start(t, emulator.Options{}), start(t, emulator.Options{})
	if a.token != b.token || a.org != b.org {
		t.Error("two servers with one seed differ")
	}
	permissions, exp := payload(t, a.token)
	if !slices.Contains(permissions, "organizationId:"+a.org) || exp != 0 {
		t.Errorf("permissions %v, exp %d", permissions, exp)
	}
	for _, p := range permissions {
		if !strings.Contains(p, ":") {
			t.Errorf("permission %q has no colon", p)
		}
	}
	if c := start(t, emulator.Options{Token: "plain"}); c.token != "plain" {
		t.Errorf("token %q", c.token)
	}
}

func TestTokenLifecycle(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c := start(t, emulator.Options{Now: func() time.Time { return now }})
	workspace := c.srv.Info().WorkspaceID
	made := c.do(t, http.StatusOK, http.MethodPost, "tokens", map[string]any{
		"name": "ci", "scope": "WORKSPACE", "entityId": workspace, "role": "WORKSPACE_OPERATOR", "tokenExpiryPeriodInDays": 2,
	})
	id, secret := made.text(t, "id"), made.text(t, "token")
	permissions, exp := payload(t, secret)
	if !slices.Contains(permissions, "workspaceId:"+workspace) || exp != now.AddDate(0, 0, 2).Unix() {
		t.Errorf("permissions %v, exp %d", permissions, exp)
	}
	read := c.do(t, http.StatusOK, http.MethodGet, "tokens/"+id, nil)
	if strings.Contains(read.Text, secret) || read.Body["value"] != nil || read.Body["rotations"] != nil {
		t.Errorf("a read shows the secret: %s", read.Text)
	}
	ci := c.as(secret)
	ci.do(t, http.StatusOK, http.MethodGet, "workspaces/"+workspace, nil)
	ci.do(t, http.StatusForbidden, http.MethodPost, "workspaces", map[string]any{"name": "no"})

	renamed := c.do(t, http.StatusOK, http.MethodPost, "tokens/"+id, map[string]any{"name": "ci 2"})
	if renamed.text(t, "name") != "ci 2" {
		t.Errorf("renamed: %s", renamed.Text)
	}
	roles := c.do(t, http.StatusOK, http.MethodPost, "tokens/"+id+"/roles", map[string]any{
		"roles": []map[string]any{{"entityType": "WORKSPACE", "entityId": workspace, "role": "WORKSPACE_MEMBER"}},
	})
	if got := roles.rows(t, "workspaceRoles"); len(got) != 1 || got[0]["role"] != "WORKSPACE_MEMBER" {
		t.Errorf("roles: %s", roles.Text)
	}
	fresh := c.do(t, http.StatusOK, http.MethodPost, "tokens/"+id+"/rotate", nil).text(t, "token")
	ci.do(t, http.StatusUnauthorized, http.MethodGet, "workspaces/"+workspace, nil)
	ci = c.as(fresh)
	ci.do(t, http.StatusOK, http.MethodGet, "workspaces/"+workspace, nil)
	c.srv.Advance(48 * time.Hour)
	ci.do(t, http.StatusUnauthorized, http.MethodGet, "workspaces/"+workspace, nil)
	c.do(t, http.StatusNoContent, http.MethodDelete, "tokens/"+id, nil)
	c.do(t, http.StatusNotFound, http.MethodDelete, "tokens/"+id, nil)
	if rows := c.do(t, http.StatusOK, http.MethodGet, "tokens?sorts=name:asc", nil).rows(t, "tokens"); len(rows) != 1 {
		t.Errorf("%d tokens are left", len(rows))
	}
}

func TestTokenRules(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	workspace := c.srv.Info().WorkspaceID
	role := func(entityType, entityID, role string) map[string]any {
		return map[string]any{"entityType": entityType, "entityId": entityID, "role": role}
	}
	for name, body := range map[string]map[string]any{
		"no name":            {"name": "", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER"},
		"long name":          {"name": strings.Repeat("x", 257), "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER"},
		"long description":   {"name": "x", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER", "description": strings.Repeat("x", 501)},
		"too many days":      {"name": "x", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER", "tokenExpiryPeriodInDays": 3651},
		"odd scope":          {"name": "x", "scope": "PLANET", "role": "ORGANIZATION_MEMBER"},
		"role of another":    {"name": "x", "scope": "ORGANIZATION", "role": "WORKSPACE_OWNER"},
		"no entity":          {"name": "x", "scope": "WORKSPACE", "role": "WORKSPACE_OWNER"},
		"unknown deployment": {"name": "x", "scope": "DEPLOYMENT", "entityId": "c000000000000000000000000", "role": "DEPLOYMENT_ADMIN"},
	} {
		if r := c.do(t, http.StatusBadRequest, http.MethodPost, "tokens", body); r.Body["fieldErrors"] == nil {
			t.Errorf("%s: no fieldErrors: %s", name, r.Text)
		}
	}
	id := c.do(t, http.StatusOK, http.MethodPost, "tokens", map[string]any{
		"name": "x", "scope": "WORKSPACE", "entityId": workspace, "role": "WORKSPACE_OWNER",
	}).text(t, "id")
	for name, roles := range map[string][]map[string]any{
		"none":              {},
		"organization role": {role("WORKSPACE", workspace, "WORKSPACE_OWNER"), role("ORGANIZATION", c.org, "ORGANIZATION_OWNER")},
		"two of its own":    {role("WORKSPACE", workspace, "WORKSPACE_OWNER"), role("WORKSPACE", workspace, "WORKSPACE_MEMBER")},
	} {
		if r := c.do(t, http.StatusBadRequest, http.MethodPost, "tokens/"+id+"/roles", map[string]any{"roles": roles}); r.Body["fieldErrors"] == nil {
			t.Errorf("%s: no fieldErrors: %s", name, r.Text)
		}
	}
}

func TestTokenFilters(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	workspace := c.srv.Info().WorkspaceID
	c.do(t, http.StatusOK, http.MethodPost, "tokens", map[string]any{
		"name": "x", "scope": "WORKSPACE", "entityId": workspace, "role": "WORKSPACE_OWNER", "kind": "DIRECT_ACCESS",
	})
	for query, want := range map[string]float64{
		"": 2, "?workspaceId=" + workspace: 1, "?includeOnlyOrganizationTokens=true": 1, "?kind=DIRECT_ACCESS": 1, "?deploymentId=c1": 0,
	} {
		if got := c.do(t, http.StatusOK, http.MethodGet, "tokens"+query, nil).Body["totalCount"]; got != want {
			t.Errorf("%q: %v tokens, want %v", query, got, want)
		}
	}
}

// Rows of the list have no roles; the token itself has.
func TestTokenListHasNoRoles(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for _, row := range c.do(t, http.StatusOK, http.MethodGet, "tokens", nil).rows(t, "tokens") {
		if roles, there := row["roles"]; there {
			t.Errorf("a row has roles %v", roles)
		}
		if got := c.do(t, http.StatusOK, http.MethodGet, fmt.Sprint("tokens/", row["id"]), nil).rows(t, "roles"); len(got) != 1 {
			t.Errorf("the token has roles %v", got)
		}
	}
}

// Tokens of Workspaces and Deployments are made by owners of the Workspace,
// Workspaces by owners of the organization.
func TestWhoMayMakeTokens(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	workspace, d := c.srv.Info().WorkspaceID, c.create(t, nil)
	body := map[string]object{
		"ORGANIZATION": {"name": "x", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER"},
		"WORKSPACE":    {"name": "x", "scope": "WORKSPACE", "entityId": workspace, "role": "WORKSPACE_MEMBER"},
		"DEPLOYMENT":   {"name": "x", "scope": "DEPLOYMENT", "entityId": d.ID, "role": "DEPLOYMENT_ADMIN"},
	}
	for _, test := range []struct {
		spec emulator.TokenSpec
		may  string
	}{
		{emulator.TokenSpec{}, "ORGANIZATION WORKSPACE DEPLOYMENT"},
		{emulator.TokenSpec{Role: "WORKSPACE_OWNER", EntityType: "WORKSPACE", EntityID: workspace}, "WORKSPACE DEPLOYMENT"},
		{emulator.TokenSpec{Role: "WORKSPACE_OPERATOR", EntityType: "WORKSPACE", EntityID: workspace}, ""},
		{emulator.TokenSpec{Role: "DEPLOYMENT_ADMIN", EntityType: "DEPLOYMENT", EntityID: d.ID}, ""},
		{emulator.TokenSpec{Role: "ORGANIZATION_MEMBER"}, ""},
	} {
		who := mint(t, c, test.spec)
		for scope, wanted := range body {
			status := http.StatusForbidden
			if slices.Contains(strings.Fields(test.may), scope) {
				status = http.StatusOK
			}
			who.do(t, status, http.MethodPost, "tokens", wanted)
		}
		status := http.StatusForbidden
		if test.spec.Role == "" {
			status = http.StatusOK
		}
		who.do(t, status, http.MethodPost, "workspaces", object{"name": "w"})
	}
}

// A token of the kind DIRECT_ACCESS goes on with the permissions that it had when
// its text was made; any other follows its roles.
func TestDirectAccessFreezesPermissions(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	workspace := c.srv.Info().WorkspaceID
	for kind, frozen := range map[string]bool{"STANDARD": false, "DIRECT_ACCESS": true} {
		made := c.do(t, http.StatusOK, http.MethodPost, "tokens", object{
			"name": kind, "kind": kind, "scope": "WORKSPACE", "entityId": workspace, "role": "WORKSPACE_OPERATOR",
		})
		id, ci := made.text(t, "id"), c.as(made.text(t, "token"))
		ci.do(t, http.StatusOK, http.MethodPost, "deployments", c.minimal())
		c.do(t, http.StatusOK, http.MethodPost, "tokens/"+id+"/roles", object{
			"roles": []object{{"entityType": "WORKSPACE", "entityId": workspace, "role": "WORKSPACE_MEMBER"}},
		})
		status := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}
		ci.do(t, status[frozen], http.MethodPost, "deployments", c.minimal())
		read := c.do(t, http.StatusOK, http.MethodGet, "tokens/"+id, nil)
		if read.rows(t, "roles")[0]["role"] != "WORKSPACE_MEMBER" || read.Body["frozenRoles"] != nil {
			t.Errorf("%s: %s", kind, read.Text)
		}
		ci = c.as(c.do(t, http.StatusOK, http.MethodPost, "tokens/"+id+"/rotate", nil).text(t, "token"))
		ci.do(t, http.StatusForbidden, http.MethodPost, "deployments", c.minimal())
	}
}

func TestNamesakeTokens(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	organization := object{"name": "ci", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER"}
	workspace := object{"name": "ci", "scope": "WORKSPACE", "entityId": c.srv.Info().WorkspaceID, "role": "WORKSPACE_MEMBER"}
	c.do(t, http.StatusOK, http.MethodPost, "tokens", organization)
	c.do(t, http.StatusOK, http.MethodPost, "tokens", organization)
	c.srv.SetSwitches(func(s *emulator.Switches) { s.NamesakeTokenRefused = true })
	c.do(t, http.StatusConflict, http.MethodPost, "tokens", organization)
	id := c.do(t, http.StatusOK, http.MethodPost, "tokens", workspace).text(t, "id")
	c.do(t, http.StatusOK, http.MethodPost, "tokens/"+id, object{"name": "ci", "description": "d"})
	c.do(t, http.StatusConflict, http.MethodPost, "tokens", workspace)
	other := c.do(t, http.StatusOK, http.MethodPost, "tokens", with(workspace, object{"name": "cd"})).text(t, "id")
	c.do(t, http.StatusConflict, http.MethodPost, "tokens/"+other, object{"name": "ci"})
}

func TestExpiryAfterRotation(t *testing.T) {
	t.Parallel()
	for keep, want := range map[bool]string{false: "2026-03-12T12:00:00Z", true: "2026-03-11T12:00:00Z"} {
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		c := start(t, emulator.Options{Now: func() time.Time { return now }, Switches: func(s *emulator.Switches) { s.RotationKeepsExpiry = keep }})
		id := c.do(t, http.StatusOK, http.MethodPost, "tokens", object{
			"name": "x", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER", "tokenExpiryPeriodInDays": 10,
		}).text(t, "id")
		c.srv.Advance(24 * time.Hour)
		rotated := c.do(t, http.StatusOK, http.MethodPost, "tokens/"+id+"/rotate", nil)
		if got := rotated.text(t, "endAt"); got != want {
			t.Errorf("kept %v: ends %s, want %s", keep, got, want)
		}
		if _, exp := payload(t, rotated.text(t, "token")); time.Unix(exp, 0).UTC().Format(time.RFC3339) != want {
			t.Errorf("kept %v: the text ends at %d", keep, exp)
		}
	}
}

// Tokens of what is deleted vanish, or stay and are good for nothing.
func TestTokensOfDeletedObjects(t *testing.T) {
	t.Parallel()
	for _, stay := range []bool{false, true} {
		c := start(t, emulator.Options{Switches: func(s *emulator.Switches) { s.TokensOfDeletedStay = stay }})
		workspace := c.do(t, http.StatusOK, http.MethodPost, "workspaces", object{"name": "w"}).text(t, "id")
		d := c.create(t, object{"workspaceId": workspace})
		read, use := http.StatusNotFound, http.StatusUnauthorized
		if stay {
			read, use = http.StatusOK, http.StatusOK
		}
		for _, gone := range []struct{ scope, id, role, path string }{
			{"DEPLOYMENT", d.ID, "DEPLOYMENT_ADMIN", d.Path}, {"WORKSPACE", workspace, "WORKSPACE_OWNER", "workspaces/" + workspace},
		} {
			made := c.do(t, http.StatusOK, http.MethodPost, "tokens", object{"name": "x", "scope": gone.scope, "entityId": gone.id, "role": gone.role})
			c.do(t, http.StatusNoContent, http.MethodDelete, gone.path, nil)
			c.do(t, read, http.MethodGet, "tokens/"+made.text(t, "id"), nil)
			list := c.as(made.text(t, "token")).do(t, use, http.MethodGet, "deployments", nil)
			if stay && list.Body["totalCount"] != float64(0) {
				t.Errorf("%s: the token sees %s", gone.scope, list.Text)
			}
		}
	}
}

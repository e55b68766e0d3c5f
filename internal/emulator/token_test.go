package emulator_test

import (
	"encoding/base64"
	"encoding/json"
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

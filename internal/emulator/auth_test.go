package emulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// mint makes a client with a new token.
func mint(t *testing.T, c *client, spec emulator.TokenSpec) *client {
	t.Helper()
	token, err := c.srv.MintToken(spec)
	if err != nil {
		t.Fatalf("MintToken: %s", err)
	}
	return c.as(token)
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for name, other := range map[string]*client{
		"none":    c.as(""),
		"unknown": c.as("unknown"),
		"expired": mint(t, c, emulator.TokenSpec{ExpiresIn: -time.Second}),
	} {
		r := other.do(t, http.StatusUnauthorized, http.MethodGet, "workspaces", nil)
		if r.Body["requestId"] == "" || r.Body["message"] == "" || r.Body["statusCode"] != float64(401) {
			t.Errorf("%s: %s", name, r.Text)
		}
	}
	soon := mint(t, c, emulator.TokenSpec{ExpiresIn: time.Hour})
	soon.do(t, http.StatusOK, http.MethodGet, "workspaces", nil)
	c.srv.Advance(time.Hour)
	soon.do(t, http.StatusUnauthorized, http.MethodGet, "workspaces", nil)
}

func TestRoles(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	mine := c.srv.Info().WorkspaceID
	other := c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "other"}).text(t, "id")
	settings := map[string]any{"name": "n", "description": "", "cicdEnforcedDefault": false}
	for _, test := range []struct {
		name                      string
		spec                      emulator.TokenSpec
		visible                   float64
		readMine, readOther, edit int
	}{
		{"owner", emulator.TokenSpec{}, 2, 200, 200, 200},
		{"custom organization role", emulator.TokenSpec{Role: "READER"}, 2, 200, 200, 403},
		{"organization member", emulator.TokenSpec{Role: "ORGANIZATION_MEMBER"}, 0, 403, 403, 403},
		{"workspace owner", emulator.TokenSpec{Role: "WORKSPACE_OWNER", EntityType: "WORKSPACE", EntityID: mine}, 1, 200, 403, 200},
		{"workspace operator", emulator.TokenSpec{Role: "WORKSPACE_OPERATOR", EntityType: "WORKSPACE", EntityID: mine}, 1, 200, 403, 403},
		{"workspace member", emulator.TokenSpec{Role: "WORKSPACE_MEMBER", EntityType: "WORKSPACE", EntityID: mine}, 1, 200, 403, 403},
		{"elsewhere", emulator.TokenSpec{Role: "WORKSPACE_OWNER", EntityType: "WORKSPACE", EntityID: other}, 1, 403, 200, 403},
	} {
		as := mint(t, c, test.spec)
		if got := as.do(t, http.StatusOK, http.MethodGet, "workspaces", nil).Body["totalCount"]; got != test.visible {
			t.Errorf("%s sees %v Workspaces", test.name, got)
		}
		as.do(t, test.readMine, http.MethodGet, "workspaces/"+mine, nil)
		as.do(t, test.readOther, http.MethodGet, "workspaces/"+other, nil)
		as.do(t, test.edit, http.MethodPost, "workspaces/"+mine, settings)
		as.do(t, http.StatusOK, http.MethodGet, "/v1/organizations/"+c.org, nil)
	}
}

func TestForeignOrganization(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	foreign, err := c.srv.AddOrganization("Elsewhere")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", "/workspaces", "/workspaces/" + foreign.WorkspaceID} {
		c.do(t, http.StatusNotFound, http.MethodGet, "/v1/organizations/"+foreign.OrganizationID+path, nil)
	}
	c.do(t, http.StatusNotFound, http.MethodGet, "workspaces/"+foreign.WorkspaceID, nil)
	c.as(foreign.Token).do(t, http.StatusOK, http.MethodGet, "/v1/organizations/"+foreign.OrganizationID+"/workspaces/"+foreign.WorkspaceID, nil)
	c.srv.SetSwitches(func(s *emulator.Switches) { s.ForeignOrganizationForbidden = true })
	c.do(t, http.StatusForbidden, http.MethodGet, "/v1/organizations/"+foreign.OrganizationID+"/workspaces", nil)
}

func TestMintOverHTTP(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	reader := c.do(t, http.StatusOK, http.MethodPost, "/_emulator/tokens", map[string]any{"role": "READER", "expiresIn": "1h"}).text(t, "token")
	c.as(reader).do(t, http.StatusOK, http.MethodGet, "workspaces", nil)
	c.as(reader).do(t, http.StatusForbidden, http.MethodPost, "workspaces", map[string]any{"name": "x"})
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/tokens", map[string]any{"expiresIn": "soon"})
	if _, err := c.srv.MintToken(emulator.TokenSpec{Organization: "c0"}); err == nil {
		t.Error("a token of an unknown organization was minted")
	}
}

func TestTokenOfADeployment(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	workspace := c.srv.Info().WorkspaceID
	deploy := func(name string) string {
		return c.do(t, http.StatusOK, http.MethodPost, "deployments", map[string]any{
			"name": name, "workspaceId": workspace, "type": "STANDARD",
		}).text(t, "id")
	}
	mine, other := deploy("mine"), deploy("other")
	made := c.do(t, http.StatusOK, http.MethodPost, "tokens", map[string]any{
		"name": "ci", "scope": "DEPLOYMENT", "entityId": mine, "role": "DEPLOYMENT_ADMIN",
	})
	ci := c.as(made.text(t, "token"))
	ci.do(t, http.StatusOK, http.MethodGet, "deployments/"+mine, nil)
	ci.do(t, http.StatusForbidden, http.MethodGet, "deployments/"+other, nil)
	ci.do(t, http.StatusOK, http.MethodGet, "workspaces/"+workspace, nil)
	if rows := ci.do(t, http.StatusOK, http.MethodGet, "deployments", nil).rows(t, "deployments"); len(rows) != 1 || rows[0]["id"] != mine {
		t.Errorf("the token sees %v", rows)
	}
	ci.do(t, http.StatusForbidden, http.MethodDelete, "workspaces/"+workspace, nil)
	ci.do(t, http.StatusOK, http.MethodGet, "tokens/"+made.text(t, "id"), nil)
	reader := mint(t, c, emulator.TokenSpec{Role: "READER"})
	reader.do(t, http.StatusOK, http.MethodGet, "deployments/"+mine, nil)
	reader.do(t, http.StatusForbidden, http.MethodDelete, "deployments/"+mine, nil)
	ci.do(t, http.StatusNoContent, http.MethodDelete, "deployments/"+mine, nil)
}

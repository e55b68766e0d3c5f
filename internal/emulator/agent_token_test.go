package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// Agent tokens are made, read and deleted, never changed; their text is answered
// once and is no key to the API; they go with their Deployment.
func TestAgentTokens(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, nil)
	made := c.do(t, http.StatusOK, http.MethodPost, d.Path+"/agent-tokens", object{"name": "agents", "tokenExpiryPeriodInDays": 2})
	id, secret := made.text(t, "id"), made.text(t, "token")
	one := d.Path + "/agent-tokens/" + id
	read := c.do(t, http.StatusOK, http.MethodGet, one, nil)
	if read.text(t, "name") != "agents" || strings.Contains(read.Text, secret) || read.Body["roles"] != nil || read.Body["endAt"] == nil {
		t.Errorf("read: %s", read.Text)
	}
	rows := c.do(t, http.StatusOK, http.MethodGet, d.Path+"/agent-tokens?sorts=createdById:asc", nil)
	if len(rows.rows(t, "tokens")) != 1 || strings.Contains(rows.Text, secret) {
		t.Errorf("list: %s", rows.Text)
	}
	if n := c.do(t, http.StatusOK, http.MethodGet, "tokens", nil).Body["totalCount"]; n != float64(1) {
		t.Errorf("%v API tokens, the owner's alone expected", n)
	}
	c.as(secret).do(t, http.StatusUnauthorized, http.MethodGet, d.Path, nil)
	for _, body := range []object{{"name": ""}, {"name": "x", "tokenExpiryPeriodInDays": 3651}, {"name": strings.Repeat("x", 257)}} {
		c.do(t, http.StatusBadRequest, http.MethodPost, d.Path+"/agent-tokens", body)
	}
	reader := mint(t, c, emulator.TokenSpec{Role: "WORKSPACE_OPERATOR", EntityType: "WORKSPACE", EntityID: c.srv.Info().WorkspaceID})
	reader.do(t, http.StatusOK, http.MethodGet, one, nil)
	reader.do(t, http.StatusForbidden, http.MethodPost, d.Path+"/agent-tokens", object{"name": "x"})
	reader.do(t, http.StatusForbidden, http.MethodDelete, one, nil)
	c.do(t, http.StatusNoContent, http.MethodDelete, one, nil)
	c.do(t, http.StatusNotFound, http.MethodGet, one, nil)
	c.do(t, http.StatusNotFound, http.MethodGet, "deployments/c000000000000000000000000/agent-tokens", nil)
	c.do(t, http.StatusOK, http.MethodPost, d.Path+"/agent-tokens", object{"name": "agents"})
	c.do(t, http.StatusNoContent, http.MethodDelete, d.Path, nil)
	state, err := c.srv.State()
	if err != nil || strings.Contains(string(state), "agentTokens") {
		t.Errorf("the token has outlived its Deployment, error %v", err)
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.AgentTokenNeedsRemoteExecution = true })
	c.do(t, http.StatusBadRequest, http.MethodPost, c.create(t, nil).Path+"/agent-tokens", object{"name": "agents"})
}

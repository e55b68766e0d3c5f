package token_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

const agentToken = "astro_agent_token"

// remoteDeployment makes one whose tasks run outside the platform.
func remoteDeployment(t *testing.T, env *acctest.Env) string {
	t.Helper()
	clusters, err := env.Client.ListClusters(t.Context(), astro.ClusterFilter{Names: []string{"dedicated"}})
	if err != nil || len(clusters) != 1 {
		t.Fatalf("clusters %v, error %v", clusters, err)
	}
	return env.Provider(t).Create("astro_deployment", acctest.Object{
		"workspace_id": env.WorkspaceID, "name": "remote", "cluster_id": clusters[0].ID, "remote_execution": acctest.Object{"enabled": true},
	}).Text("id")
}

func agentTokens(t *testing.T, env *acctest.Env, deploymentID string) []string {
	t.Helper()
	tokens, err := env.Client.ListAgentTokens(t.Context(), deploymentID)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, one := range tokens {
		ids = append(ids, one.ID)
	}
	return ids
}

// An agent token is sealed as an API token is; every change replaces it.
func TestAgentToken(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	d, agents, other := remoteDeployment(t, env), newRecipient(t), newRecipient(t)
	config := acctest.Object{"deployment_id": d, "name": "agents", "expiry_period_in_days": 30, "recipients": acctest.Object{"agents": agents.key()}}
	change := env.Provider(t).Plan(agentToken, nil, config).OK()
	if len(change.Diagnostics) != 0 {
		t.Errorf("said:\n%s", change.Diagnostics)
	}
	state := change.Apply(nil).OK()
	if text := agents.open(t, state, "agents"); !strings.HasPrefix(text, strings.TrimSuffix(state.Text("short_token"), "…")) || state.Get("token") != nil {
		t.Errorf("state %v", state.Values())
	}
	p := env.Provider(t)
	state = p.Read(state).OK()
	wantChanged(t, p.Plan(agentToken, state, config))
	for attribute, changed := range map[string]acctest.Object{
		"name": and(config, "name", "x"), "description": and(config, "description", "x"), "expiry_period_in_days": and(config, "expiry_period_in_days", nil),
		"recipients": and(config, "recipients", acctest.Object{"agents": agents.key(), "other": other.key()}),
	} {
		if change := p.Plan(agentToken, state, changed).OK(); !slices.Equal(change.Replaces, []string{attribute}) {
			t.Errorf("%s: replaces by %v", attribute, change.Replaces)
		}
	}
	for _, unknown := range []string{"deployment_id", "recipients"} {
		if change := p.Plan(agentToken, state, and(config, unknown, acctest.Unknown)).OK(); len(change.Replaces) != 0 {
			t.Errorf("unknown %s: replaces by %v", unknown, change.Replaces)
		}
	}
	// Another key of the same recipient waits for the next token.
	wantChanged(t, p.Plan(agentToken, state, and(config, "recipients", acctest.Object{"agents": other.key()})))
	imported := p.Import(agentToken, d+"/"+state.Text("id")).OK()
	wantChanged(t, p.Plan(agentToken, imported, config), "recipients", "sealed")
	if len(env.Journal("POST", "/agent-tokens$")) != 1 {
		t.Error("more than one token was made")
	}
	if result := p.Delete(state); result.Diagnostics.HasError() || len(agentTokens(t, env, d)) != 0 {
		t.Errorf("after the destroy %v, said:\n%s", agentTokens(t, env, d), result.Diagnostics)
	}
	if !p.Read(state).OK().Gone() {
		t.Error("a token that is gone stays in the state")
	}
}

func TestAgentTokenStoredAndLost(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	d := remoteDeployment(t, env)
	config := acctest.Object{"deployment_id": d, "name": "agents"}
	env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: "/agent-tokens$", Drop: true, Commit: true})
	change := env.Provider(t).Plan(agentToken, nil, config).OK()
	if warnings := change.Diagnostics.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0], "The state will hold the token") {
		t.Errorf("said:\n%s", change.Diagnostics)
	}
	state := change.Apply(nil).OK()
	if ids := agentTokens(t, env, d); !slices.Equal(ids, []string{state.Text("id")}) || state.Text("token") == "" {
		t.Errorf("tokens %v, the state knows %s", ids, state.Text("id"))
	}
	wantError(t, env.Provider(t).Plan(agentToken, nil, and(config, "deployment_id", nobody)).Diagnostics, "deployment_id: Deployment does not exist")
	wantError(t, env.Provider(t).Plan(agentToken, nil, and(config, "recipients", acctest.Object{"a": "b"})).Diagnostics, `recipients["a"]: Invalid public key`)
	for _, id := range []string{"", state.Text("id"), d + "/"} {
		if result := env.Provider(t).Import(agentToken, id); !strings.Contains(result.Diagnostics.String(), "deployment_id/id") {
			t.Errorf("importing %q, said:\n%s", id, result.Diagnostics)
		}
	}
}

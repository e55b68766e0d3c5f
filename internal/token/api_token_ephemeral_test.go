package token_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// ephemeralTokens are the tokens for one run that stand.
func ephemeralTokens(t *testing.T, env *acctest.Env) []astro.APIToken {
	t.Helper()
	tokens, err := env.Client.ListAPITokens(t.Context(), astro.APITokenFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var found []astro.APIToken
	for _, one := range tokens {
		if strings.HasPrefix(one.Name, "terraform-ephemeral-") {
			found = append(found, one)
		}
	}
	return found
}

// A token for one run works until it is closed, and would end by itself.
func TestEphemeralToken(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	config := acctest.Object{"workspace_id": env.WorkspaceID, "role": "WORKSPACE_MEMBER"}
	opened, other := p.Open(apiToken, config), p.Open(apiToken, config)
	if opened.Diagnostics.HasError() || other.Diagnostics.HasError() {
		t.Fatalf("said:\n%s\n%s", opened.Diagnostics, other.Diagnostics)
	}
	text, _ := opened.Result["token"].(string)
	endAt, _ := opened.Result["end_at"].(string)
	end, err := time.Parse(time.RFC3339, endAt)
	if err != nil || !works(t, env, text) || time.Until(end) > 25*time.Hour {
		t.Errorf("opened %v, error %v", opened.Result, err)
	}
	for _, one := range []*acctest.Opened{opened, other} {
		if said := p.Close(one); said.HasError() {
			t.Errorf("closing said:\n%s", said)
		}
	}
	if left := ephemeralTokens(t, env); len(left) != 0 || works(t, env, text) {
		t.Errorf("%d tokens are left", len(left))
	}
	// Somebody deleted it before.
	opened = p.Open(apiToken, config)
	id, _ := opened.Result["id"].(string)
	if err := env.Client.DeleteAPIToken(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if said := p.Close(opened); said.HasError() {
		t.Errorf("closing what is gone said:\n%s", said)
	}
}

func TestEphemeralTokenThatFails(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	for name, c := range map[string]struct {
		config acctest.Object
		says   string
	}{
		"role of another": {acctest.Object{"workspace_id": env.WorkspaceID, "role": "DEPLOYMENT_ADMIN"}, "role: Role of another scope"},
		"both places":     {acctest.Object{"workspace_id": env.WorkspaceID, "deployment_id": nobody, "role": "X"}, "workspace_id: "},
	} {
		if said := p.Open(apiToken, c.config).Diagnostics; !strings.Contains(said.String(), c.says) {
			t.Errorf("%s: said:\n%s", name, said)
		}
	}
	// A reader may not make tokens; a lost answer leaves none behind.
	reader := env.With(t, acctest.Variable("ASTRO_API_TOKEN", env.Mint(t, emulator.TokenSpec{Role: "WORKSPACE_MEMBER", EntityType: "WORKSPACE", EntityID: env.WorkspaceID})))
	config := acctest.Object{"workspace_id": env.WorkspaceID, "role": "WORKSPACE_MEMBER"}
	wantError(t, reader.Provider(t).Open(apiToken, config).Diagnostics, "Could not create API token", "403")
	env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: "/tokens$", Drop: true, Commit: true})
	opened := p.Open(apiToken, config)
	if left := ephemeralTokens(t, env); opened.Diagnostics.HasError() || len(left) != 1 {
		t.Errorf("%d tokens after a lost answer, said:\n%s", len(left), opened.Diagnostics)
	}
	if said := p.Close(opened); said.HasError() || len(ephemeralTokens(t, env)) != 0 {
		t.Errorf("closing said:\n%s", said)
	}
}

package token_test

import (
	"slices"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// Tokens are found by id and by name, with their roles and without their texts.
func TestDataSources(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.NamesakeTokenRefused = false }))
	d := deployment(t, env)
	workspace := env.Provider(t).Create(apiToken, workspaceToken(env, having("description", "for CI", "expiry_period_in_days", 9,
		"additional_roles", []any{acctest.Object{"deployment_id": d, "dag_tag": "finance", "role": "DAG_VIEWER"}})))
	own := env.Provider(t).Create(apiToken, acctest.Object{"name": "ci", "deployment_id": d, "role": "DEPLOYMENT_ADMIN"})
	p := env.Provider(t)
	for name, config := range map[string]acctest.Object{
		"by id": {"id": workspace.Text("id")}, "by name": {"name": "ci", "workspace_id": env.WorkspaceID},
	} {
		got := p.Data(apiToken, config).OK()
		rows, _ := got.Get("additional_roles").([]any)
		if got.Text("id") != workspace.Text("id") || got.Text("role") != "WORKSPACE_OPERATOR" || got.Text("workspace_id") != env.WorkspaceID || len(rows) != 1 {
			t.Errorf("%s: %v", name, got.Values())
		}
		if got.Text("description") != "for CI" || got.Get("expiry_period_in_days") != int64(9) || got.Text("end_at") == "" || got.Text("created_by") == "" {
			t.Errorf("%s: %v", name, got.Values())
		}
	}
	if got := p.Data(apiToken, acctest.Object{"id": own.Text("id")}).OK(); got.Text("deployment_id") != d || got.Get("workspace_id") != nil {
		t.Errorf("got %v", got.Values())
	}
	wantError(t, p.Data(apiToken, acctest.Object{"name": "ci"}).Diagnostics, "name: Could not find API token", "2 objects", own.Text("id"))
	wantError(t, p.Data(apiToken, acctest.Object{"name": "CI"}).Diagnostics, "name: Could not find API token")
	wantError(t, p.Data(apiToken, acctest.Object{"id": nobody}).Diagnostics, "id: Could not read API token")
	wantError(t, p.Data(apiToken, acctest.Object{}).Diagnostics, "id: ")

	for name, c := range map[string]struct {
		config acctest.Object
		want   []string
	}{
		"of a Deployment": {acctest.Object{"deployment_id": d}, []string{own.Text("id")}},
		"of a Workspace":  {acctest.Object{"workspace_id": env.WorkspaceID}, []string{workspace.Text("id")}},
	} {
		var ids []string
		rows, _ := p.Data("astro_api_tokens", c.config).OK().Get("api_tokens").([]any)
		for _, row := range rows {
			object, _ := row.(acctest.Object)
			id, _ := object["id"].(string)
			ids = append(ids, id)
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%s: %v, want %v", name, ids, c.want)
		}
	}
	if rows, _ := p.Data("astro_api_tokens", nil).OK().Get("api_tokens").([]any); len(rows) < 3 {
		t.Errorf("%d tokens in all", len(rows))
	}
}

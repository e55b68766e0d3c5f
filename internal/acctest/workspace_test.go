package acctest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

const workspaceType = "astro_workspace"

func workspaceNow(t *testing.T, env *acctest.Env, id string) *astro.Workspace {
	t.Helper()
	w, err := env.Client.GetWorkspace(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// nextPlan is what the next plan changes, after a refresh by a walk of its own.
func nextPlan(t *testing.T, env *acctest.Env, state *acctest.State, config acctest.Object) []string {
	t.Helper()
	p := env.Provider(t)
	return p.Plan(state.Type, p.Read(state).OK(), config).OK().Changed()
}

// The life of a Workspace with the one argument that it needs.
func TestWorkspaceMinimal(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := acctest.Object{"name": "Data Platform"}
	change := env.Provider(t).Plan(workspaceType, nil, config).OK()
	for _, name := range []string{"description", "default_cluster_id", "default_region"} {
		if change.Planned.Get(name) != nil {
			t.Errorf("%s is planned as %v", name, change.Planned.Get(name))
		}
	}
	state := change.Apply(env.Provider(t)).OK()
	id := state.Text("id")
	if n := env.Requests("POST", ""); n != 1 || workspaceNow(t, env, id).Name != "Data Platform" || state.Get("cicd_enforced_default") != false {
		t.Errorf("%d POSTs made %v", n, state.Values())
	}
	if changed := nextPlan(t, env, state, config); len(changed) != 0 {
		t.Errorf("the second plan changes %v", changed)
	}
	for _, form := range []string{id, "Data Platform"} {
		imported := env.Provider(t).Import(workspaceType, form).OK()
		if imported.Text("id") != id {
			t.Errorf("imported by %s: %v", form, imported.Values())
		}
		if changed := nextPlan(t, env, imported, config); len(changed) != 0 {
			t.Errorf("after the import by %s the plan changes %v", form, changed)
		}
	}
	if said := env.Provider(t).Import(workspaceType, "data platform").Diagnostics.Errors(); len(said) != 1 {
		t.Errorf("an import by a name in another case says %v", said)
	}
	if said := env.Provider(t).Delete(state).Diagnostics; said.HasError() {
		t.Error(said)
	}
	if _, err := env.Client.GetWorkspace(t.Context(), id); !astro.IsNotFound(err) {
		t.Errorf("after the destroy: %v", err)
	}
}

// An update changes what it is about, and carries everything else as it stands
// now, whatever the platform makes of defaults that are left out.
func TestWorkspaceUpdateCarriesTheRest(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"keep", "clear"} {
		env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) {
			if err := s.Set("omitted-workspace-defaults", word); err != nil {
				t.Error(err)
			}
		}))
		config := acctest.Object{"name": "Data"}
		state := env.Provider(t).Create(workspaceType, config)
		id := state.Text("id")
		// Somebody sets everything by hand.
		if _, err := env.Client.UpdateWorkspace(t.Context(), id, &astro.UpdateWorkspaceRequest{
			Name: "Data", Description: "by hand", CICDEnforcedDefault: true, DefaultCloudProvider: ptr("AWS"), DefaultRegion: ptr("us-east-1"),
		}); err != nil {
			t.Fatal(err)
		}
		if changed := nextPlan(t, env, state, config); len(changed) != 0 {
			t.Errorf("%s: what is not managed is planned: %v", word, changed)
		}
		p := env.Provider(t)
		change := p.Plan(workspaceType, p.Read(state).OK(), acctest.Object{"name": "Data 2"}).OK()
		if changed := change.Changed(); !slices.Equal(changed, []string{"name"}) {
			t.Errorf("%s: the plan of another name changes %v", word, changed)
		}
		// And changes the region between plan and apply.
		if _, err := env.Client.UpdateWorkspace(t.Context(), id, &astro.UpdateWorkspaceRequest{
			Name: "Data", Description: "by hand, later", CICDEnforcedDefault: true, DefaultCloudProvider: ptr("GCP"), DefaultRegion: ptr("us-central1"),
		}); err != nil {
			t.Fatal(err)
		}
		change.Apply(env.Provider(t)).OK()
		now := workspaceNow(t, env, id)
		if now.Name != "Data 2" || now.Description == nil || *now.Description != "by hand, later" || !now.CICDEnforcedDefault ||
			now.DefaultRegion == nil || *now.DefaultRegion != "us-central1" || *now.DefaultCloudProvider != "GCP" {
			t.Errorf("%s: after the update %+v", word, now)
		}
	}
}

// A cluster and a region take each other's place; what is dropped is cleared
// where Astro does that, and an error that leaves the truth in the state where not.
func TestWorkspaceDefaults(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"keep", "clear"} {
		env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) {
			if err := s.Set("omitted-workspace-defaults", word); err != nil {
				t.Error(err)
			}
		}))
		cluster := clusterNamed(t, env, "dedicated").ID
		region := acctest.Object{"name": "Data", "description": "d", "default_cloud_provider": "AWS", "default_region": "us-east-1"}
		state := env.Provider(t).Create(workspaceType, region)
		if changed := nextPlan(t, env, state, region); len(changed) != 0 {
			t.Errorf("%s: the second plan changes %v", word, changed)
		}
		other := acctest.Object{"name": "Data", "description": "d", "default_cluster_id": cluster}
		change := env.Provider(t).Plan(workspaceType, state, other).OK()
		if changed := change.Changed(); !slices.Equal(changed, []string{"default_cloud_provider", "default_cluster_id", "default_region"}) {
			t.Errorf("%s: to a cluster the plan changes %v", word, changed)
		}
		state = change.Apply(env.Provider(t)).OK()
		if changed := nextPlan(t, env, state, other); len(changed) != 0 || state.Text("default_cluster_id") != cluster {
			t.Errorf("%s: after the change to a cluster %v is planned", word, changed)
		}
		state = env.Provider(t).Update(state, region)
		if changed := nextPlan(t, env, state, region); len(changed) != 0 || state.Get("default_cluster_id") != nil {
			t.Errorf("%s: after the change back %v is planned", word, changed)
		}

		// Dropped, together with a change of something else and of the description.
		less := acctest.Object{"name": "Data", "cicd_enforced_default": true}
		change = env.Provider(t).Plan(workspaceType, state, less).OK()
		if changed := change.Changed(); !slices.Equal(changed, []string{"cicd_enforced_default", "default_cloud_provider", "default_region", "description"}) {
			t.Errorf("%s: without the defaults the plan changes %v", word, changed)
		}
		result := change.Apply(env.Provider(t))
		now := workspaceNow(t, env, state.Text("id"))
		if !now.CICDEnforcedDefault || now.Description != nil && *now.Description != "" {
			t.Errorf("%s: the rest was not changed: %+v", word, now)
		}
		if word == "clear" {
			if changed := nextPlan(t, env, result.OK(), less); len(changed) != 0 || now.DefaultRegion != nil {
				t.Errorf("after clearing, %v is planned, %+v", changed, now)
			}
			continue
		}
		contains(t, result.Diagnostics.Errors(), "default_region: Default could not be cleared", "us-east-1", "Astro UI")
		if result.State.Text("default_region") != "us-east-1" || result.State.Get("cicd_enforced_default") != true {
			t.Errorf("the state says %v", result.State.Values())
		}
		if changed := nextPlan(t, env, result.State, less); !slices.Equal(changed, []string{"default_cloud_provider", "default_region"}) {
			t.Errorf("the next plan changes %v", changed)
		}
		if changed := nextPlan(t, env, result.State, acctest.Object{"name": "Data", "default_cloud_provider": "AWS", "default_region": "us-east-1"}); len(changed) != 0 {
			t.Errorf("with the defaults back, %v is planned", changed)
		}
	}
}

// What the configuration alone decides, as literals and with unknown values.
func TestWorkspaceConfiguration(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	cluster := clusterNamed(t, env, "dedicated").ID
	for name, c := range map[string]struct {
		config acctest.Object
		says   string // beginning of the one error; "" for none
	}{
		"cluster":                 {acctest.Object{"name": "x", "default_cluster_id": cluster}, ""},
		"both kinds":              {acctest.Object{"name": "x", "default_cluster_id": cluster, "default_cloud_provider": "AWS", "default_region": "us-east-1"}, "default_cluster_id: Arguments exclude each other"},
		"both kinds, one unknown": {acctest.Object{"name": "x", "default_cluster_id": acctest.Unknown, "default_cloud_provider": "AWS", "default_region": "us-east-1"}, ""},
		"region alone":            {acctest.Object{"name": "x", "default_region": "us-east-1"}, "default_region: Argument is missing"},
		"cloud alone":             {acctest.Object{"name": "x", "default_cloud_provider": "AWS"}, "default_cloud_provider: Argument is missing"},
		"cloud unknown":           {acctest.Object{"name": "x", "default_cloud_provider": acctest.Unknown, "default_region": "us-east-1"}, ""},
		"region unknown":          {acctest.Object{"name": "x", "default_cloud_provider": "AWS", "default_region": acctest.Unknown}, ""},
		"small letters":           {acctest.Object{"name": "x", "default_cloud_provider": "aws", "default_region": "us-east-1"}, "default_cloud_provider: Value is misspelt"},
		"no name":                 {acctest.Object{"name": ""}, "name: "},
		"long name":               {acctest.Object{"name": strings.Repeat("ü", 51)}, "name: "},
		"longest name":            {acctest.Object{"name": strings.Repeat("ü", 50)}, ""},
		"name unknown":            {acctest.Object{"name": acctest.Unknown}, ""},
		"no id":                   {acctest.Object{"name": "x", "default_cluster_id": "main"}, "default_cluster_id: Invalid id"},
		"no such cluster":         {acctest.Object{"name": "x", "default_cluster_id": "clzqv4zop000908l5zzzzzzzz"}, "default_cluster_id: Cluster does not exist"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			errs := p.Plan(workspaceType, nil, c.config).Diagnostics.Errors()
			if c.says == "" && len(errs) > 0 || c.says != "" && (len(errs) != 1 || !strings.HasPrefix(errs[0], c.says)) {
				t.Errorf("said %q, want %q", errs, c.says)
			}
		})
	}
}

// A name that is taken is a warning at plan and refused at apply, with the import.
func TestWorkspaceNamesake(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	there, err := env.Client.CreateWorkspace(t.Context(), &astro.CreateWorkspaceRequest{Name: "Data"})
	if err != nil {
		t.Fatal(err)
	}
	change := env.Provider(t).Plan(workspaceType, nil, acctest.Object{"name": "Data"}).OK()
	contains(t, change.Diagnostics.Warnings(), "name: Workspace of this name exists already", "terraform import <address> "+there.ID)
	result := change.Apply(env.Provider(t))
	contains(t, result.Diagnostics.Errors(), "name: Could not create Workspace", there.ID, "Nothing was created")
	if !result.State.Gone() || env.Requests("POST", "") != 0 {
		t.Errorf("state %v, %d POSTs", result.State.Values(), env.Requests("POST", ""))
	}
}

// A lost answer: what this run made is found and recorded, nothing is made twice,
// and what somebody else made meanwhile is not taken for it.
func TestWorkspaceLostAnswer(t *testing.T) {
	t.Parallel()
	config := acctest.Object{"name": "Data", "description": "ours"}
	for name, fault := range map[string]emulator.Fault{
		"dropped":   {Drop: true},
		"gateway":   {Status: http.StatusBadGateway},
		"truncated": {Mangle: emulator.MangleTruncate},
		"no id":     {Members: map[string]any{"id": nil}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			fault.Method, fault.Path, fault.Commit = "POST", "/workspaces$", true
			env.AddFault(t, fault)
			state := env.Provider(t).Create(workspaceType, config)
			if n := env.Requests("POST", "/workspaces$"); n != 1 || workspaceNow(t, env, state.Text("id")).Name != "Data" {
				t.Errorf("%d POSTs, state %v", n, state.Values())
			}
			if changed := nextPlan(t, env, state, config); len(changed) != 0 {
				t.Errorf("the next plan changes %v", changed)
			}
		})
	}
	t.Run("not carried out", func(t *testing.T) {
		t.Parallel()
		env := acctest.Start(t)
		env.AddFault(t, emulator.Fault{Method: "POST", Path: "/workspaces$", Status: http.StatusBadGateway})
		result := env.Provider(t).Plan(workspaceType, nil, config).OK().Apply(nil)
		contains(t, result.Diagnostics.Errors(), "Could not create Workspace", "No Workspace named \"Data\" has appeared")
		if n := env.Requests("POST", "/workspaces$"); n != 1 || !result.State.Gone() {
			t.Errorf("%d POSTs, state %v", n, result.State.Values())
		}
	})
	t.Run("somebody else's", func(t *testing.T) {
		t.Parallel()
		env := acctest.Start(t)
		env.AddFault(t, emulator.Fault{Method: "POST", Path: "/workspaces$", Status: http.StatusBadGateway, After: func(*http.Request) {
			if _, err := env.Client.CreateWorkspace(t.Context(), &astro.CreateWorkspaceRequest{Name: "Data"}); err != nil {
				t.Error(err)
			}
		}})
		result := env.Provider(t).Plan(workspaceType, nil, config).OK().Apply(nil)
		contains(t, result.Diagnostics.Errors(), "Could not create Workspace", "cannot be told which")
		if !result.State.Gone() {
			t.Errorf("took %v", result.State.Values())
		}
	})
}

// Two of one name in one run: one is made, the other one refused.
func TestWorkspaceTwoOfOneName(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p := env.Provider(t)
	results := make(chan *acctest.Result, 2)
	for range 2 {
		change := p.Plan(workspaceType, nil, acctest.Object{"name": "Data"}).OK()
		go func() { results <- change.Apply(nil) }()
	}
	failed := 0
	for range 2 {
		if result := <-results; result.Diagnostics.HasError() {
			failed++
			contains(t, result.Diagnostics.Errors(), "name: Could not create Workspace", "already has a Workspace")
		}
	}
	if failed != 1 || env.Requests("POST", "") != 1 {
		t.Errorf("%d failed, %d POSTs", failed, env.Requests("POST", ""))
	}
}

// Protection: true refuses at plan; null refuses while something is in the
// Workspace and lists it; false leaves it to Astro. The state decides.
func TestWorkspaceProtection(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(workspaceType, acctest.Object{"name": "Data", "deletion_protection": true})
	env.ResetJournal()
	contains(t, env.Provider(t).Delete(state).Diagnostics.Errors(), "deletion_protection: Workspace is protected", "Data")
	state = env.Provider(t).Update(state, acctest.Object{"name": "Data"})
	if n := env.Writes(); n != 0 {
		t.Errorf("protection alone has sent %d writes", n)
	}

	id := state.Text("id")
	d := development(t, env, func(r *astro.CreateDeploymentRequest) { r.WorkspaceID, r.Name = id, "orders" })
	object, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: "warehouse", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: id, Connection: &astro.ConnectionRequest{Type: "postgres"},
	})
	if err != nil {
		t.Fatal(err)
	}
	refused := env.Provider(t).Delete(state)
	contains(t, refused.Diagnostics.Errors(), "deletion_protection: Workspace is in use", `Deployment "orders" (`+d.ID+`)`, `connection "warehouse"`)
	if n := env.Requests("DELETE", ""); n != 0 || refused.State.Gone() {
		t.Errorf("%d DELETEs, state %v", n, refused.State.Values())
	}
	if err := env.Client.DeleteDeployment(t.Context(), d.ID); err != nil {
		t.Fatal(err)
	}
	contains(t, env.Provider(t).Delete(state).Diagnostics.Errors(), "Workspace is in use", "warehouse")
	if err := env.Client.DeleteEnvironmentObject(t.Context(), object); err != nil {
		t.Fatal(err)
	}
	env.Provider(t).Delete(state).OK()

	open := env.Provider(t).Create(workspaceType, acctest.Object{"name": "Open", "deletion_protection": false})
	if _, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: "x", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: open.Text("id"), Connection: &astro.ConnectionRequest{Type: "postgres"},
	}); err != nil {
		t.Fatal(err)
	}
	env.Provider(t).Delete(open).OK()
	if _, err := env.Client.GetWorkspace(t.Context(), open.Text("id")); !astro.IsNotFound(err) {
		t.Errorf("after the destroy: %v", err)
	}
}

// A Workspace that somebody deleted leaves the state; one that cannot be seen
// does not; a destroy of what is gone already is done.
func TestWorkspaceGone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(workspaceType, acctest.Object{"name": "Data"})
	hidden := env.With(t, acctest.Variable("ASTRO_API_TOKEN", env.Mint(t, emulator.TokenSpec{EntityType: "WORKSPACE", EntityID: env.WorkspaceID, Role: "WORKSPACE_OWNER"})),
		acctest.Variable("ASTRO_ORGANIZATION_ID", env.OrganizationID))
	if result := hidden.Provider(t).Read(state); !result.Diagnostics.HasError() || result.State.Gone() {
		t.Errorf("a token of another Workspace reads %v:\n%s", result.State.Values(), result.Diagnostics)
	}
	if err := env.Client.DeleteWorkspace(t.Context(), state.Text("id")); err != nil {
		t.Fatal(err)
	}
	if !env.Provider(t).Read(state).OK().Gone() {
		t.Error("it is still in the state")
	}
	if said := env.Provider(t).Delete(state).Diagnostics; said.HasError() {
		t.Error(said)
	}
	// Where everything is 404, nothing is gone.
	env.AddFault(t, emulator.Fault{Method: "GET", Status: http.StatusNotFound, Message: "not found", Count: -1})
	if result := env.Provider(t).Read(state); !result.Diagnostics.HasError() || result.State.Gone() {
		t.Errorf("without an organization it is read as %v:\n%s", result.State.Values(), result.Diagnostics)
	}
}

// A token without the role gets an error that names the role.
func TestWorkspaceNeedsAnOwner(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	other := env.With(t, acctest.Variable("ASTRO_API_TOKEN", env.Mint(t, emulator.TokenSpec{Role: "ORGANIZATION_MEMBER"})))
	result := other.Provider(t).Plan(workspaceType, nil, acctest.Object{"name": "Data"}).OK().Apply(nil)
	contains(t, result.Diagnostics.Errors(), "Could not create Workspace", "role Organization Owner")
}

// An update that Astro gave no verdict on starts over from a fresh read.
func TestWorkspaceUpdateStartsOver(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(workspaceType, acctest.Object{"name": "Data"})
	id := state.Text("id")
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/workspaces/" + id, Status: http.StatusServiceUnavailable, After: func(*http.Request) {
		if _, err := env.Client.UpdateWorkspace(t.Context(), id, &astro.UpdateWorkspaceRequest{Name: "Data", Description: "meanwhile"}); err != nil {
			t.Error(err)
		}
	}})
	state = env.Provider(t).Update(state, acctest.Object{"name": "Data 2"})
	if now := workspaceNow(t, env, id); now.Name != "Data 2" || now.Description == nil || *now.Description != "meanwhile" {
		t.Errorf("after the update %+v", now)
	}
	env.AddFault(t, emulator.Fault{Method: "POST", Path: "/workspaces/" + id, Status: http.StatusBadRequest, Message: "no"})
	env.ResetJournal()
	result := env.Provider(t).Plan(workspaceType, state, acctest.Object{"name": "Data 3"}).OK().Apply(nil)
	if n := env.Requests("POST", ""); n != 1 || !result.Diagnostics.HasError() || result.State.Text("name") != "Data 2" {
		t.Errorf("%d POSTs, state %v", n, result.State.Values())
	}
}

// officialWorkspaceState is the state that the provider astronomer/astro writes
// for a Workspace, in the shape of its schema version 0.
func officialWorkspaceState(w *astro.Workspace) map[string]any {
	subject := map[string]any{"id": "cm1a2b3c4d5e6f7g8h9i0j1k2", "subject_type": "USER", "api_token_name": nil, "avatar_url": nil, "full_name": nil, "username": nil}
	description := ""
	if w.Description != nil {
		description = *w.Description
	}
	return map[string]any{
		"id": w.ID, "name": w.Name, "description": description, "cicd_enforced_default": w.CICDEnforcedDefault,
		"created_at": w.CreatedAt, "updated_at": w.UpdatedAt, "created_by": subject, "updated_by": subject,
	}
}

// A state of the other provider, upgraded or moved, plans empty with its
// configuration, defaults that somebody has set included.
func TestWorkspaceFromOfficialState(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	for name, request := range map[string]astro.CreateWorkspaceRequest{
		"described": {Name: "Described", Description: ptr("of Terraform"), CICDEnforcedDefault: ptr(true), DefaultCloudProvider: ptr("AWS"), DefaultRegion: ptr("us-east-1")},
		"bare":      {Name: "Bare"},
	} {
		w, err := env.Client.CreateWorkspace(t.Context(), &request)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(officialWorkspaceState(w))
		if err != nil {
			t.Fatal(err)
		}
		description := ""
		if request.Description != nil {
			description = *request.Description
		}
		config := acctest.Object{"name": w.Name, "description": description, "cicd_enforced_default": w.CICDEnforcedDefault}
		p := env.Provider(t)
		upgraded, err := p.Server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
			TypeName: workspaceType, Version: 0, RawState: &tfprotov6.RawState{JSON: raw},
		})
		if err != nil {
			t.Fatal(err)
		}
		moved, err := p.Server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
			SourceProviderAddress: "registry.opentofu.org/astronomer/astro", SourceTypeName: workspaceType, SourceSchemaVersion: 0,
			SourceState: &tfprotov6.RawState{JSON: raw}, TargetTypeName: workspaceType,
		})
		if err != nil {
			t.Fatal(err)
		}
		if said := append(acctest.Diagnostics(upgraded.Diagnostics), moved.Diagnostics...); said.HasError() {
			t.Fatal(said)
		}
		for _, dynamic := range []*tfprotov6.DynamicValue{upgraded.UpgradedState, moved.TargetState} {
			value, err := dynamic.Unmarshal(p.Schema.ResourceSchemas[workspaceType].ValueType())
			if err != nil {
				t.Fatal(err)
			}
			if changed := nextPlan(t, env, &acctest.State{Type: workspaceType, Raw: value}, config); len(changed) != 0 {
				t.Errorf("%s: the plan changes %v", name, changed)
			}
		}
	}
}

// The whole way with the CLI: a state file of version 0, the source changed, no changes.
func TestAccWorkspaceFromOfficialState(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	w, err := env.Client.CreateWorkspace(t.Context(), &astro.CreateWorkspaceRequest{Name: "Data", DefaultCloudProvider: ptr("AWS"), DefaultRegion: ptr("us-east-1")})
	if err != nil {
		t.Fatal(err)
	}
	work := env.Workdir(t, `
resource "astro_workspace" "it" {
  name                  = "Data"
  description           = ""
  cicd_enforced_default = false
}
`)
	attributes, err := json.Marshal(officialWorkspaceState(w))
	if err != nil {
		t.Fatal(err)
	}
	work.Write(t, "terraform.tfstate", fmt.Sprintf(`{
  "version": 4, "terraform_version": "1.5.7", "serial": 1, "lineage": "9d6c5a4e-0000-4000-8000-000000000000", "outputs": {},
  "resources": [{
    "mode": "managed", "type": "astro_workspace", "name": "it", "provider": "provider[\"registry.terraform.io/seed79f2c2aa/astro\"]",
    "instances": [{"schema_version": 0, "attributes": %s, "sensitive_attributes": []}]
  }]
}`, attributes))
	if said := work.Run("plan", "-no-color", "-detailed-exitcode"); said.Code != 0 || !strings.Contains(said.Text(), "No changes") {
		t.Errorf("the plan ends with %d:\n%s", said.Code, said.Text())
	}
	if n := env.Writes(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

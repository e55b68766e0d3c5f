package acctest_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// upgraded is a Deployment's state as the provider astronomer/astro left it,
// taken over and refreshed by this one.
func upgraded(t *testing.T, env *acctest.Env, id string, change func(map[string]any)) *acctest.State {
	t.Helper()
	old := officialState(t, deploymentNow(t, env, id))
	if change != nil {
		change(old)
	}
	raw, err := json.Marshal(old)
	if err != nil {
		t.Fatal(err)
	}
	p := env.Provider(t)
	resp, err := p.Server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: deploymentType, Version: 0, RawState: &tfprotov6.RawState{JSON: raw},
	})
	if err != nil || acctest.Diagnostics(resp.Diagnostics).HasError() {
		t.Fatal(err, acctest.Diagnostics(resp.Diagnostics))
	}
	value, err := resp.UpgradedState.Unmarshal(p.Schema.ResourceSchemas[deploymentType].ValueType())
	if err != nil {
		t.Fatal(err)
	}
	return p.Read(&acctest.State{Type: deploymentType, Raw: value}).OK()
}

// Every kind is taken over with an empty plan, also with a configuration that
// says no more than it must, and its first change is that change alone.
func TestDeploymentFromOfficialStateOfEveryKind(t *testing.T) {
	t.Parallel()
	for kind, full := range map[string]func(*testing.T, *acctest.Env) acctest.Object{
		"STANDARD":  func(_ *testing.T, env *acctest.Env) acctest.Object { return fullStandard(env) },
		"DEDICATED": fullDedicated,
		"HYBRID":    fullHybrid,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			config := full(t, env)
			delete(config, "environment_variables")
			delete(config, "workload_identity")
			id := env.Provider(t).Create(deploymentType, config).Text("id")
			delete(config, "deletion_protection") // neither the old state nor the old configuration has one
			config["original_astro_runtime_version"] = deploymentNow(t, env, id).AstroRuntimeVersion
			state := upgraded(t, env, id, func(old map[string]any) { old["description"] = config["description"] })
			two := acctest.Object{"workspace_id": env.WorkspaceID, "name": "orders"}
			for name, c := range map[string]acctest.Object{"full": config, "two arguments": two} {
				if changed := env.Provider(t).Plan(deploymentType, state, c).OK().Changed(); len(changed) != 0 {
					t.Errorf("%s: the plan changes %v", name, changed)
				}
			}
			before := writable(t, deploymentNow(t, env, id))
			two["description"] = "Taken over"
			change := env.Provider(t).Plan(deploymentType, state, two).OK()
			if changed := change.Changed(); !slices.Equal(changed, []string{"description"}) {
				t.Errorf("the first change changes %v", changed)
			}
			change.Apply(env.Provider(t)).OK()
			before["description"] = "Taken over"
			if diff := difference(before, writable(t, deploymentNow(t, env, id))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Secrets of a state that holds no values, and secrets that become write-only,
// are an update of environment_variables; plain ones beside them stay.
func TestDeploymentFromOfficialStateSecrets(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	d := development(t, env)
	for name, c := range map[string]struct {
		stored any
		secret acctest.Object
	}{
		"no value stored":    {nil, acctest.Object{"secret_value": "hush"}},
		"empty value stored": {"", acctest.Object{"secret_value": "hush"}},
		"write-only":         {"hush", acctest.Object{"value_wo": "hush", "value_wo_version": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			state := upgraded(t, env, d.ID, func(old map[string]any) {
				old["environment_variables"] = []any{
					map[string]any{"key": "PLAIN", "value": "1", "is_secret": false}, map[string]any{"key": "SECRET", "value": c.stored, "is_secret": true},
				}
			})
			config := editedConfig(d, "")
			config["environment_variables"] = acctest.Object{"PLAIN": acctest.Object{"value": "1"}, "SECRET": c.secret}
			p := env.Provider(t)
			change := p.Plan(deploymentType, state, config).OK()
			if changed := change.Changed(); !slices.Equal(changed, []string{"environment_variables"}) {
				t.Errorf("the plan changes %v", changed)
			}
			state = change.Apply(env.Provider(t)).OK()
			if got, want := variableTexts(deploymentNow(t, env, d.ID)), []string{"PLAIN=1", "SECRET=*"}; !slices.Equal(got, want) {
				t.Errorf("variables = %v", got)
			}
			p = env.Provider(t)
			if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
				t.Errorf("the next plan changes %v", changed)
			}
		})
	}
}

// What the old state does not say plans nothing either: optional lists that are null.
func TestDeploymentFromOfficialStateWithNulls(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := env.Provider(t).Create(deploymentType, deploymentObject(env)).Text("id")
	state := upgraded(t, env, id, func(old map[string]any) {
		for _, name := range []string{"contact_emails", "environment_variables", "worker_queues", "external_ips", "description", "scaling_spec", "workload_identity"} {
			old[name] = nil
		}
	})
	config := acctest.Object{"workspace_id": env.WorkspaceID, "name": "orders", "contact_emails": []string{}}
	if changed := env.Provider(t).Plan(deploymentType, state, config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the plan changes %v", changed)
	}
}

package acctest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// variableTexts lists a Deployment's variables as KEY=value, secrets as KEY=*.
func variableTexts(d *astro.Deployment) []string {
	found := []string{}
	for _, v := range d.EnvironmentVariables {
		value := "*"
		if !v.IsSecret && v.Value != nil {
			value = *v.Value
		}
		found = append(found, v.Key+"="+value)
	}
	slices.Sort(found)
	return found
}

// One step after the other: only declared keys change, and a secret's value is
// sent when it changes and never again.
func TestDeploymentVariables(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID // PLAIN=1 and the secret SECRET belong to somebody else
	p := env.Provider(t)
	state := p.Import(deploymentType, id).OK()
	base := acctest.Object{"workspace_id": env.WorkspaceID, "name": "dev"}
	for _, step := range []struct {
		name  string
		set   any
		want  []string
		sends map[string]bool // secret texts that the write must or must not hold
	}{
		{
			"add",
			acctest.Object{"A": acctest.Object{"value": "1"}, "S": acctest.Object{"secret_value": "hush1"}, "W": acctest.Object{"value_wo": "wo1", "value_wo_version": 1}},
			[]string{"A=1", "PLAIN=1", "S=*", "SECRET=*", "W=*"},
			map[string]bool{"hush1": true, "wo1": true},
		},
		{
			"change one",
			acctest.Object{"A": acctest.Object{"value": "2"}, "S": acctest.Object{"secret_value": "hush1"}, "W": acctest.Object{"value_wo": "wo2", "value_wo_version": 1}},
			[]string{"A=2", "PLAIN=1", "S=*", "SECRET=*", "W=*"},
			map[string]bool{"hush1": false, "wo1": false, "wo2": false},
		},
		{
			"change the secret",
			acctest.Object{"A": acctest.Object{"value": "2"}, "S": acctest.Object{"secret_value": "hush2"}, "W": acctest.Object{"value_wo": "wo2", "value_wo_version": 1}},
			[]string{"A=2", "PLAIN=1", "S=*", "SECRET=*", "W=*"},
			map[string]bool{"hush2": true, "wo2": false},
		},
		{
			"raise the version",
			acctest.Object{"A": acctest.Object{"value": "2"}, "S": acctest.Object{"secret_value": "hush2"}, "W": acctest.Object{"value_wo": "wo3", "value_wo_version": 2}},
			[]string{"A=2", "PLAIN=1", "S=*", "SECRET=*", "W=*"},
			map[string]bool{"hush2": false, "wo3": true},
		},
		{
			"plain to secret",
			acctest.Object{"A": acctest.Object{"secret_value": "hush3"}, "S": acctest.Object{"secret_value": "hush2"}},
			[]string{"A=*", "PLAIN=1", "S=*", "SECRET=*"},
			map[string]bool{"hush3": true, "hush2": false},
		},
		{
			"secret to plain",
			acctest.Object{"A": acctest.Object{"value": "open"}, "S": acctest.Object{"secret_value": "hush2"}},
			[]string{"A=open", "PLAIN=1", "S=*", "SECRET=*"},
			map[string]bool{"hush2": false},
		},
		{
			"a foreign key is taken over",
			acctest.Object{"A": acctest.Object{"value": "open"}, "PLAIN": acctest.Object{"value": "3"}},
			[]string{"A=open", "PLAIN=3", "SECRET=*"},
			nil,
		},
		{"no map any more", nil, []string{"SECRET=*"}, nil},
	} {
		config := acctest.Object{"environment_variables": step.set}
		maps.Copy(config, base)
		p := env.Provider(t)
		change := p.Plan(deploymentType, p.Read(state).OK(), config).OK()
		if changed := change.Changed(); !slices.Equal(changed, []string{"environment_variables"}) {
			t.Errorf("%s: the plan changes %v", step.name, changed)
		}
		env.ResetJournal()
		state = change.Apply(env.Provider(t)).OK()
		if got := variableTexts(deploymentNow(t, env, id)); !slices.Equal(got, step.want) {
			t.Errorf("%s: variables = %v, want %v", step.name, got, step.want)
		}
		sent := ""
		for _, entry := range env.Journal("POST", "/deployments/") {
			sent += entry.Body
		}
		for secret, wanted := range step.sends {
			if strings.Contains(sent, secret) != wanted {
				t.Errorf("%s: %q sent = %v, want %v", step.name, secret, !wanted, wanted)
			}
		}
		if strings.Contains(sent, `"isSecret":true,"value":""`) || strings.Contains(sent, `"value":"","isSecret":true`) {
			t.Errorf("%s: a secret was sent empty", step.name)
		}
		if held := fmt.Sprint(state.Raw, string(state.Private), change.Planned.Raw, string(change.Planned.Private)); strings.Contains(held, "wo1") ||
			strings.Contains(held, "wo2") || strings.Contains(held, "wo3") {
			t.Errorf("%s: plan or state holds a write-only value", step.name)
		}
		p = env.Provider(t)
		if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
			t.Errorf("%s: the next plan changes %v", step.name, changed)
		}
	}
}

// A stored secret survives updates that it is not part of: the emulator would
// show it cleared.
func TestDeploymentSecretsSurvive(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env, with("environment_variables", acctest.Object{"S": acctest.Object{"secret_value": "hush"}}))
	state := env.Provider(t).Create(deploymentType, config)
	config["description"] = "Orders"
	env.Provider(t).Update(state, config)
	stored, err := env.Emulator.State()
	if err != nil || !strings.Contains(string(stored), "hush") {
		t.Errorf("the secret's value is gone (%v)", err)
	}
}

// Changes of declared keys elsewhere show key by key, and are put right.
func TestDeploymentVariablesDrift(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := deploymentObject(env, with("environment_variables", acctest.Object{
		"GONE": acctest.Object{"value": "1"}, "CHANGED": acctest.Object{"value": "1"}, "HIDDEN": acctest.Object{"value": "1"},
		"OPENED": acctest.Object{"value_wo": "hush", "value_wo_version": 1}, "STAYS": acctest.Object{"secret_value": "silence"},
	}))
	state := env.Provider(t).Create(deploymentType, config)
	id := state.Text("id")
	edit := func(list ...astro.EnvironmentVariableRequest) {
		request := ownership.CarryDeployment(deploymentNow(t, env, id), env.Emulator.Now())
		list = append(list, astro.EnvironmentVariableRequest{Key: "STAYS", IsSecret: true})
		request.EnvironmentVariables = list
		if _, err := env.Client.UpdateDeployment(t.Context(), id, request); err != nil {
			t.Fatal(err)
		}
	}
	edit()
	edit(astro.EnvironmentVariableRequest{Key: "CHANGED", Value: ptr("2")}, astro.EnvironmentVariableRequest{Key: "HIDDEN", Value: ptr("1"), IsSecret: true},
		astro.EnvironmentVariableRequest{Key: "OPENED", Value: ptr("seen")}, astro.EnvironmentVariableRequest{Key: "NEW", Value: ptr("theirs")})

	p := env.Provider(t)
	state = p.Read(state).OK()
	held, _ := state.Get("environment_variables").(acctest.Object)
	if keys := len(held); keys != 4 {
		t.Errorf("the state has %v", held)
	}
	state = p.Plan(deploymentType, state, config).OK().Apply(env.Provider(t)).OK()
	want := []string{"CHANGED=1", "GONE=1", "HIDDEN=1", "NEW=theirs", "OPENED=*", "STAYS=*"}
	if got := variableTexts(deploymentNow(t, env, id)); !slices.Equal(got, want) {
		t.Errorf("variables = %v, want %v", got, want)
	}
	p = env.Provider(t)
	if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the next plan changes %v", changed)
	}
}

// The token of a plan needs to read only.
func TestDeploymentPlansWithReader(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := fullStandard(env)
	state := env.Provider(t).Create(deploymentType, config)
	reader := env.With(t, acctest.Variable("ASTRO_API_TOKEN", env.Mint(t, emulator.TokenSpec{Role: "READER"})))
	p := reader.Provider(t)
	if changed := p.Plan(deploymentType, p.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
		t.Errorf("the reader's plan changes %v", changed)
	}
	p.Plan(deploymentType, nil, deploymentObject(env, with("name", "other"))).OK()
	if env.Requests("", "showSecrets") != 0 {
		t.Error("secrets were asked for")
	}
}

package emulator_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// variable is an environment variable as sent; a nil value is left out.
func variable(key string, secret bool, value any) object {
	return with(object{"key": key, "isSecret": secret, "value": ""}, object{"value": value})
}

// variables is a request with environment variables.
func variables(list ...any) object { return object{"environmentVariables": list} }

// storedVariables reads the values, secrets included, from the store.
func (d *deployment) storedVariables(t *testing.T) string {
	t.Helper()
	text, err := d.srv.State()
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Deployments []struct {
			ID                   string `json:"id"`
			EnvironmentVariables []struct {
				Key, Value string
				IsSecret   bool
			} `json:"environmentVariables"`
		} `json:"deployments"`
	}
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}
	for _, one := range state.Deployments {
		if one.ID == d.ID {
			return fmt.Sprint(one.EnvironmentVariables)
		}
	}
	t.Fatalf("no Deployment %s in the state", d.ID)
	return ""
}

func TestDeploymentVariables(t *testing.T) {
	t.Parallel()
	start0 := []any{variable("PLAIN", false, "p"), variable("SECRET", true, "s")}
	for _, test := range []struct {
		name   string
		turn   func(*emulator.Switches)
		change object
		want   string // stored afterwards; empty means a 400
	}{
		{"secret without value is kept", nil, variables(variable("SECRET", true, nil)), "[{SECRET s true}]"},
		{
			"broken axiom", func(s *emulator.Switches) { s.AxiomSecretVariableKept = false },
			variables(variable("SECRET", true, nil)), "[{SECRET  true}]",
		},
		{"secret with empty value is blank", nil, variables(variable("SECRET", true, "")), "[{SECRET  true}]"},
		{"secret with null is kept", nil, variables(object{"key": "SECRET", "isSecret": true, "value": nil}), "[{SECRET s true}]"},
		{"secret with new value", nil, variables(variable("SECRET", true, "n")), "[{SECRET n true}]"},
		{"full replacement", nil, variables(variable("NEW", false, "n")), "[{NEW n false}]"},
		{"all gone", nil, object{"environmentVariables": []any{}}, "[]"},
		{"plain to secret", nil, variables(variable("PLAIN", true, "x")), "[{PLAIN x true}]"},
		{"plain to secret without value", nil, variables(variable("PLAIN", true, nil)), "[{PLAIN p true}]"},
		{"new secret without value", nil, variables(variable("NEW", true, nil)), ""},
		{"secret to plain", nil, variables(variable("SECRET", false, "x")), ""},
		{
			"secret to plain shows nothing", func(s *emulator.Switches) { s.SecretToPlainAccepted = true },
			variables(variable("SECRET", false, nil)), "[{SECRET  false}]",
		},
		{"twice", nil, variables(variable("A", false, "1"), variable("A", false, "2")), ""},
		{
			"last wins", func(s *emulator.Switches) { s.DuplicateVariablesLastWins = true },
			variables(variable("A", false, "1"), variable("B", false, "b"), variable("A", false, "2")), "[{A 2 false} {B b false}]",
		},
		{"empty key", nil, variables(variable("", false, "1")), ""},
	} {
		c := start(t, emulator.Options{Switches: test.turn})
		d := c.create(t, object{"environmentVariables": start0})
		if test.want == "" {
			d.refuseUpdate(t, test.change)
			continue
		}
		for _, v := range d.do(t, 200, "POST", d.Path, with(d.Full, test.change)).rows(t, "environmentVariables") {
			if _, shown := v["value"]; shown == (v["isSecret"] == true) {
				t.Errorf("%s: answered %v", test.name, v)
			}
		}
		if got := d.storedVariables(t); got != test.want {
			t.Errorf("%s: stored %s, want %s", test.name, got, test.want)
		}
	}
}

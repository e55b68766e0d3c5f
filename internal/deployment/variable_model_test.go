package deployment

import (
	"errors"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

func plain(value string) variableModel { return variableModel{Value: types.StringValue(value)} }

func secret(value string) variableModel { return variableModel{SecretValue: types.StringValue(value)} }

func writeOnly(value string, version int64) variableModel {
	return variableModel{ValueWO: types.StringValue(value), ValueWOVersion: types.Int64Value(version)}
}

func text(v string) *string { return &v }

// described writes requests as KEY=value, secrets as KEY!value, "-" for no value.
func described(list []astro.EnvironmentVariableRequest) []string {
	found := []string{}
	for _, v := range list {
		sign, value := "=", "-"
		if v.IsSecret {
			sign = "!"
		}
		if v.Value != nil {
			value = *v.Value
		}
		found = append(found, v.Key+sign+value)
	}
	return found
}

func TestVariablesChange(t *testing.T) {
	t.Parallel()
	foreign := []astro.EnvironmentVariableRequest{{Key: "F", Value: text("1")}, {Key: "G", IsSecret: true}}
	for _, c := range []struct {
		name     string
		declared map[string]variableModel
		wanted   map[string]variableModel
		carried  []astro.EnvironmentVariableRequest
		want     []string
	}{
		{"nothing", nil, nil, nil, []string{"F=1", "G!-"}},
		{"new", nil, map[string]variableModel{"B": plain("2"), "A": secret("s"), "W": writeOnly("w", 1)}, nil, []string{"F=1", "G!-", "A!s", "B=2", "W!w"}},
		{"removed", map[string]variableModel{"A": plain("1")}, nil, []astro.EnvironmentVariableRequest{{Key: "A", Value: text("1")}}, []string{"F=1", "G!-"}},
		{
			"unchanged secrets go without value",
			map[string]variableModel{"A": secret("s"), "W": {ValueWOVersion: types.Int64Value(1)}},
			map[string]variableModel{"A": secret("s"), "W": writeOnly("new", 1)},
			[]astro.EnvironmentVariableRequest{{Key: "A", IsSecret: true}, {Key: "W", IsSecret: true}},
			[]string{"A!-", "W!-", "F=1", "G!-"},
		},
		{
			"changed secrets go with value",
			map[string]variableModel{"A": secret("s"), "W": {ValueWOVersion: types.Int64Value(1)}},
			map[string]variableModel{"A": secret("t"), "W": writeOnly("new", 2)},
			[]astro.EnvironmentVariableRequest{{Key: "A", IsSecret: true}, {Key: "W", IsSecret: true}},
			[]string{"A!t", "W!new", "F=1", "G!-"},
		},
		{
			"lost elsewhere", map[string]variableModel{"A": secret("s")}, map[string]variableModel{"A": secret("s")}, nil, []string{"F=1", "G!-", "A!s"},
		},
		{
			"one secret form for another",
			map[string]variableModel{"A": secret("s")},
			map[string]variableModel{"A": writeOnly("w", 1)},
			[]astro.EnvironmentVariableRequest{{Key: "A", IsSecret: true}},
			[]string{"A!w", "F=1", "G!-"},
		},
		{
			"taken over", nil, map[string]variableModel{"A": secret("s")}, []astro.EnvironmentVariableRequest{{Key: "A", IsSecret: true}}, []string{"A!s", "F=1", "G!-"},
		},
	} {
		got, err := variablesChange{declared: c.declared, wanted: c.wanted}.apply(append(c.carried, foreign...))
		if err != nil || !slices.Equal(described(got), c.want) {
			t.Errorf("%s: %v (%v), want %v", c.name, described(got), err, c.want)
		}
	}
}

func TestSecretToPlainIsTwoWrites(t *testing.T) {
	t.Parallel()
	change := variablesChange{wanted: map[string]variableModel{"A": plain("1")}}
	carried := []astro.EnvironmentVariableRequest{{Key: "A", IsSecret: true}, {Key: "F", Value: text("1")}}
	if _, err := change.apply(carried); !errors.Is(err, errSecretToPlain) {
		t.Fatalf("err = %v", err)
	}
	got, err := change.apply(change.withoutSecretsBecomingPlain(carried))
	if err != nil || !slices.Equal(described(got), []string{"F=1", "A=1"}) {
		t.Errorf("second write: %v (%v)", described(got), err)
	}
}

func TestVariablesStand(t *testing.T) {
	t.Parallel()
	change := variablesChange{
		declared: map[string]variableModel{"GONE": plain("1")},
		wanted:   map[string]variableModel{"A": plain("1"), "S": secret("s")},
	}
	good := []astro.EnvironmentVariable{{Key: "A", Value: text("1")}, {Key: "S", IsSecret: true}, {Key: "F", Value: text("x")}}
	if err := change.stands(good); err != nil {
		t.Errorf("stands: %v", err)
	}
	for name, spoil := range map[string][]astro.EnvironmentVariable{
		"still there":   append(slices.Clone(good), astro.EnvironmentVariable{Key: "GONE"}),
		"missing":       good[:1],
		"another value": {{Key: "A", Value: text("2")}, good[1]},
		"not secret":    {good[0], {Key: "S", Value: text("s")}},
	} {
		if change.stands(spoil) == nil {
			t.Errorf("%s: nothing said", name)
		}
	}
}

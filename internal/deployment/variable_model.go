package deployment

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// variableModel is one element of environment_variables: a plain value, or a
// secret by one of the other two ways.
type variableModel struct {
	Value          types.String `tfsdk:"value"`
	SecretValue    types.String `tfsdk:"secret_value"`
	ValueWO        types.String `tfsdk:"value_wo"`
	ValueWOVersion types.Int64  `tfsdk:"value_wo_version"`
}

func variableType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"value": types.StringType, "secret_value": types.StringType,
		"value_wo": types.StringType, "value_wo_version": types.Int64Type,
	}}
}

// isSecret tells a secret from a plain variable, in configuration and in state.
func (v *variableModel) isSecret() bool {
	return !v.SecretValue.IsNull() || !v.ValueWO.IsNull() || !v.ValueWOVersion.IsNull()
}

func variablesOf(ctx context.Context, value types.Map) map[string]variableModel {
	return decodeMap[variableModel](ctx, value)
}

// readVariables looks at the keys that the state declares and at no others:
// those belong to somebody else. The API never returns a secret's value, so it
// keeps what stood; a key that has become plain elsewhere shows its value,
// and one that has become secret shows none (API facts, C.4).
func readVariables(ctx context.Context, prior types.Map, variables []astro.EnvironmentVariable, diags *diag.Diagnostics) types.Map {
	if prior.IsNull() || prior.IsUnknown() {
		return types.MapNull(variableType())
	}
	read := map[string]variableModel{}
	for key, model := range variablesOf(ctx, prior) {
		i := slices.IndexFunc(variables, func(v astro.EnvironmentVariable) bool { return v.Key == key })
		if i < 0 {
			continue
		}
		model.ValueWO = types.StringNull()
		switch onServer := variables[i]; {
		case onServer.IsSecret && !model.isSecret():
			model.Value = types.StringNull()
		case !onServer.IsSecret && model.isSecret():
			model = variableModel{Value: types.StringValue(valueOf(onServer.Value))}
		case !onServer.IsSecret:
			model.Value = types.StringValue(valueOf(onServer.Value))
		}
		read[key] = model
	}
	value, problems := types.MapValueFrom(ctx, variableType(), read)
	diags.Append(problems...)
	return value
}

// errSecretToPlain tells that a secret is to become plain. What the API makes of
// that in one write is not known (API facts, J.1), so it is removed first.
var errSecretToPlain = errors.New("a secret variable becomes a plain one")

// variablesChange is what one apply does to the variables of a Deployment.
type variablesChange struct {
	declared map[string]variableModel // by the prior state
	wanted   map[string]variableModel // by the configuration
}

// apply changes the declared keys in a list and leaves all others as they are.
func (c variablesChange) apply(list []astro.EnvironmentVariableRequest) ([]astro.EnvironmentVariableRequest, error) {
	kept := []astro.EnvironmentVariableRequest{}
	found := map[string]bool{}
	for _, variable := range list {
		wanted, ok := c.wanted[variable.Key]
		_, declared := c.declared[variable.Key]
		switch {
		case ok:
			if variable.IsSecret && !wanted.isSecret() {
				return nil, fmt.Errorf("variable %q: %w", variable.Key, errSecretToPlain)
			}
			found[variable.Key] = true
			request, err := c.request(variable.Key, variable.IsSecret)
			if err != nil {
				return nil, err
			}
			kept = append(kept, request)
		case !declared:
			kept = append(kept, variable)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.wanted)) {
		if found[key] {
			continue
		}
		request, err := c.request(key, false)
		if err != nil {
			return nil, err
		}
		kept = append(kept, request)
	}
	return kept, nil
}

// request writes one wanted variable. A secret that is stored and has not
// changed goes without its value, which keeps it. One that must go with it may
// not be at hand, when somebody removed the variable after the plan.
func (c variablesChange) request(key string, stored bool) (astro.EnvironmentVariableRequest, error) {
	wanted := c.wanted[key]
	request := astro.EnvironmentVariableRequest{Key: key, IsSecret: wanted.isSecret()}
	prior, declared := c.declared[key]
	switch {
	case !wanted.isSecret():
		request.Value = textOf(wanted.Value)
	case stored && declared && wanted.sameSecret(&prior):
	case !wanted.SecretValue.IsNull():
		request.Value = textOf(wanted.SecretValue)
	case wanted.ValueWO.ValueString() == "":
		return request, fmt.Errorf("the secret variable %s has to be sent, because the Deployment does not have it, and its value_wo is null or empty. "+
			"Nothing was written: plan again with the secret at hand", key)
	default:
		request.Value = textOf(wanted.ValueWO)
	}
	return request, nil
}

// sameSecret tells whether a secret is as the state has it: by its value, or by the
// version of a write-only one.
func (v *variableModel) sameSecret(prior *variableModel) bool {
	if !v.SecretValue.IsNull() || !prior.SecretValue.IsNull() {
		return v.SecretValue.Equal(prior.SecretValue)
	}
	return v.ValueWOVersion.Equal(prior.ValueWOVersion)
}

// withoutSecretsBecomingPlain removes the variables whose secrecy is to be lifted.
func (c variablesChange) withoutSecretsBecomingPlain(list []astro.EnvironmentVariableRequest) []astro.EnvironmentVariableRequest {
	return slices.DeleteFunc(slices.Clone(list), func(v astro.EnvironmentVariableRequest) bool {
		wanted, ok := c.wanted[v.Key]
		return ok && v.IsSecret && !wanted.isSecret()
	})
}

// stands tells whether the declared keys are as wanted, as far as can be seen:
// a secret's value cannot.
func (c variablesChange) stands(variables []astro.EnvironmentVariable) error {
	for key := range c.declared {
		if _, wanted := c.wanted[key]; !wanted && slices.ContainsFunc(variables, func(v astro.EnvironmentVariable) bool { return v.Key == key }) {
			return fmt.Errorf("the environment variable %s is still there", key)
		}
	}
	for key, wanted := range c.wanted {
		i := slices.IndexFunc(variables, func(v astro.EnvironmentVariable) bool { return v.Key == key })
		switch {
		case i < 0:
			return fmt.Errorf("the environment variable %s is not there", key)
		case variables[i].IsSecret != wanted.isSecret():
			return fmt.Errorf("the environment variable %s has another secrecy", key)
		case !wanted.isSecret() && valueOf(variables[i].Value) != wanted.Value.ValueString():
			return fmt.Errorf("the environment variable %s has another value", key)
		}
	}
	return nil
}

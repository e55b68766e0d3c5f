package deployment

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var pathVariables = path.Root("environment_variables")

// posixKey is how keys of environment variables look that every shell takes.
var posixKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// checkVariables judges the variables by themselves. Null elements are judged
// here and not at plan: Terraform panics at one on its way to the write-only
// argument inside, after it has validated and before it plans.
func checkVariables(ctx context.Context, config *deploymentModel) []fwkit.Finding {
	findings := checkNullElements(pathVariables, config.EnvironmentVariables, "variable", "{ value = … }")
	variables := variablesOf(ctx, config.EnvironmentVariables)
	for _, key := range slices.Sorted(maps.Keys(variables)) {
		variable, at := variables[key], pathVariables.AtMapKey(key)
		findings = append(findings, checkVariableKey(at, key)...)
		findings = append(findings, variable.check(at, key)...)
	}
	return findings
}

// checkNullElements refuses null elements of a map of objects, sorted by key. An
// element that is to be left out must not be in the map: Terraform has no way to
// say that it is not managed.
func checkNullElements(at path.Path, elements types.Map, noun, example string) []fwkit.Finding {
	var findings []fwkit.Finding
	for _, key := range slices.Sorted(maps.Keys(elements.Elements())) {
		if !elements.Elements()[key].IsNull() {
			continue
		}
		findings = append(findings, problem(at.AtMapKey(key), "Element is null",
			"The %[1]s %[2]q of %[3]s is null. A %[1]s that is to be left out must not be in the map. Where a condition decides, filter the map:\n\n"+
				"  %[3]s = { for k, v in { %[4]s = var.x == null ? null : %[5]s } : k => v if v != null }",
			noun, key, at, keyText(key), example))
	}
	return findings
}

// keyText writes a key as a configuration does.
func keyText(key string) string {
	if posixKey.MatchString(key) {
		return key
	}
	return fmt.Sprintf("%q", key)
}

// checkVariableKey refuses what no process can have as the name of a variable
// (API facts, C.4), and warns of what some shells cannot read.
func checkVariableKey(at path.Path, key string) []fwkit.Finding {
	switch {
	case key == "":
		return []fwkit.Finding{problem(at, "Key is empty", "A variable in environment_variables has an empty key. Give it a name, such as \"ENVIRONMENT\", or remove it.")}
	case strings.ContainsFunc(key, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '=' }):
		return []fwkit.Finding{problem(at, "Key is not valid",
			"The key %q holds a blank, a control character or an equals sign, which the name of an environment variable cannot have. Use letters, digits and underscores.", key)}
	case !posixKey.MatchString(key):
		return []fwkit.Finding{caution(at, "Key is unusual",
			"The key %q is not made of letters, digits and underscores only, so that shells may not be able to read the variable.", key)}
	}
	return nil
}

// check judges that exactly one way of giving the value is used. A version alone
// is a way: the secret may not be at hand where none is sent.
func (v *variableModel) check(at path.Path, key string) []fwkit.Finding {
	ways, unknown := 0, false
	for _, way := range []struct{ isGiven, isUnknown bool }{
		{!v.Value.IsNull(), v.Value.IsUnknown()},
		{!v.SecretValue.IsNull(), v.SecretValue.IsUnknown()},
		{!v.ValueWO.IsNull() || !v.ValueWOVersion.IsNull(), v.ValueWO.IsUnknown() || v.ValueWOVersion.IsUnknown()},
	} {
		if way.isGiven {
			ways++
		}
		unknown = unknown || way.isUnknown
	}
	switch {
	case ways == 0:
		return []fwkit.Finding{problem(at, "Variable has no value",
			"The variable %s needs one of value, secret_value and value_wo (with value_wo_version).", key)}
	case ways > 1 && v.ValueWO.IsNull() && !v.ValueWOVersion.IsNull():
		return []fwkit.Finding{problem(at.AtName("value_wo_version"), "Argument does not fit", "The variable %s has value_wo_version, which belongs to value_wo, beside another value. Remove it.", key)}
	case ways > 1 && !unknown:
		return []fwkit.Finding{problem(at, "Variable has several values", "The variable %s has more than one of value, secret_value and value_wo. Keep one.", key)}
	}
	return v.writeOnly(at, key, types.Int64Null()).CheckConfig()
}

// writeOnly is value_wo with its version, beside the version in the state.
func (v *variableModel) writeOnly(at path.Path, key string, prior types.Int64) fwkit.WriteOnly {
	return fwkit.WriteOnly{
		Path: at.AtName("value_wo"), VersionPath: at.AtName("value_wo_version"), Owner: "The variable " + key,
		Value: v.ValueWO, Version: v.ValueWOVersion, Prior: prior,
	}
}

// checkSecrets judges the secrets that a plan sends.
func (s *subject) checkSecrets(ctx context.Context) []fwkit.Finding {
	before := map[string]variableModel{}
	if s.prior != nil {
		before = variablesOf(ctx, s.prior.EnvironmentVariables)
	}
	var findings []fwkit.Finding
	variables := variablesOf(ctx, s.config.EnvironmentVariables)
	for _, key := range slices.Sorted(maps.Keys(variables)) {
		variable, prior, at := variables[key], before[key], pathVariables.AtMapKey(key)
		if !variable.SecretValue.Equal(prior.SecretValue) {
			findings = append(findings, fwkit.CheckMask(at.AtName("secret_value"), variable.SecretValue)...)
		}
		findings = append(findings, variable.writeOnly(at, key, prior.ValueWOVersion).CheckPlan()...)
	}
	return findings
}

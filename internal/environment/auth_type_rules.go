package environment

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// checkField judges a plain field against the parameters of the connection's
// auth type. A field that the connection itself uses passes in any case.
func checkField(base baseValues, name, value string, unknown bool) []fwkit.Finding {
	parameter := fieldParameter(base.authType, name)
	if parameter == nil {
		if base.uses(name) {
			return nil
		}
		return []fwkit.Finding{fwkit.Refuse(path.Root(name), "Field does not exist for this connection",
			fmt.Sprintf("Connection %q uses the authentication method %q, which has no %s. It takes %s.%s",
				base.key, base.authType.Name, name, quoteNames(parameterNames(base.authType)), didYouMean(name, parameterNames(base.authType))))}
	}
	if unknown {
		return nil
	}
	return checkValue(base, path.Root(name), name, parameter, value)
}

// checkMember judges a member of extra. Drivers take more members than the auth
// type describes, so an unknown one is an error only when its name is close to
// a known one.
func checkMember(base baseValues, attribute, name string, value any) []fwkit.Finding {
	parameter := extraParameter(base.authType, name)
	if parameter != nil {
		findings := checkValue(base, path.Root(attribute), "the member "+strconv.Quote(name)+" of "+attribute, parameter, value)
		if parameter.IsSecret && attribute == "extra" && !validate.LooksSecret(name) {
			findings = append(findings, secretMemberWarning(name))
		}
		return findings
	}
	names := parameterNames(base.authType)
	if _, used := base.values.Extra[name]; used || slices.Contains(base.unknown, "extra") {
		return nil
	}
	text := fmt.Sprintf("Connection %q uses the authentication method %q, which describes no member %q of extra. It takes %s.",
		base.key, base.authType.Name, name, quoteNames(names))
	if hint := didYouMean(name, names); hint != "" {
		return []fwkit.Finding{fwkit.Refuse(path.Root(attribute), "Member of extra does not exist for this connection", text+hint)}
	}
	return []fwkit.Finding{fwkit.Warn(path.Root(attribute), "Member of extra is not known for this connection", text+" If the driver takes it all the same, nothing is wrong.")}
}

// uses tells whether the connection itself has a plain field.
func (b baseValues) uses(name string) bool {
	if slices.Contains(b.unknown, name) {
		return true
	}
	switch name {
	case "host":
		return textOf(b.values.Host) != ""
	case "login":
		return textOf(b.values.Login) != ""
	case "schema":
		return textOf(b.values.Schema) != ""
	case "port":
		return b.values.Port != nil
	case "password":
		return b.password
	}
	return false
}

// checkValue judges data type and pattern. The value of a secret is never repeated.
func checkValue(base baseValues, at path.Path, what string, parameter *astro.AuthTypeParameter, value any) []fwkit.Finding {
	example := ""
	if parameter.Example != nil && *parameter.Example != "" {
		example = fmt.Sprintf(" An example is %q.", *parameter.Example)
	}
	if !fitsDataType(parameter.DataType, value) {
		return []fwkit.Finding{fwkit.Refuse(at, "Value has the wrong type",
			fmt.Sprintf("The override of connection %q sets %s, which must be of type %s.%s", base.key, what, parameter.DataType, example))}
	}
	text, isText := value.(string)
	if parameter.Pattern == nil || *parameter.Pattern == "" || !isText {
		return nil
	}
	pattern, err := regexp.Compile(*parameter.Pattern)
	if err != nil || pattern.MatchString(text) {
		return nil // a pattern that Go cannot read is not judged
	}
	return []fwkit.Finding{fwkit.Refuse(at, "Value has the wrong form",
		fmt.Sprintf("The override of connection %q sets %s, which must match %s.%s", base.key, what, *parameter.Pattern, example))}
}

// fitsDataType is lenient: Airflow reads numbers and flags from texts as well,
// and names of types it does not know are not judged.
func fitsDataType(dataType string, value any) bool {
	switch strings.ToLower(dataType) {
	case "integer", "int":
		return fitsNumber(value, func(text string) error { _, err := strconv.ParseInt(text, 10, 64); return err })
	case "number", "float", "double":
		return fitsNumber(value, func(text string) error { _, err := strconv.ParseFloat(text, 64); return err })
	case "boolean", "bool":
		if text, isText := value.(string); isText {
			_, err := strconv.ParseBool(strings.ToLower(text))
			return err == nil
		}
		_, isFlag := value.(bool)
		return isFlag
	case "string", "text":
		switch value.(type) {
		case map[string]any, []any:
			return false
		}
	case "object", "json":
		switch value := value.(type) {
		case string:
			return json.Valid([]byte(value))
		case map[string]any, []any:
			return true
		default:
			return false
		}
	}
	return true
}

func fitsNumber(value any, parse func(string) error) bool {
	switch value := value.(type) {
	case string:
		return parse(value) == nil
	case json.Number:
		return parse(value.String()) == nil
	default:
		return false
	}
}

func parameterNames(authType *astro.ConnectionAuthType) []string {
	var names []string
	for i := range authType.Parameters {
		names = append(names, authType.Parameters[i].AirflowParamName)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// didYouMean proposes the closest of some names, or nothing.
func didYouMean(name string, names []string) string {
	best, distance := "", max(1, len(name)/3)+1
	for _, candidate := range names {
		if d := editDistance(strings.ToLower(name), strings.ToLower(candidate)); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" || best == name {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", best)
}

// editDistance counts the letters to insert, delete or change.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

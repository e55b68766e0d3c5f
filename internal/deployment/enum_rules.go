package deployment

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// enums are the values known when this was written. Others may have come since,
// so that they are a warning and not an error; a misspelt one is an error.
func enums() map[string][]string {
	return map[string][]string{
		"type":           {astro.DeploymentTypeStandard, astro.DeploymentTypeDedicated, astro.DeploymentTypeHybrid},
		"executor":       {astro.ExecutorAstro, astro.ExecutorCelery, astro.ExecutorKubernetes},
		"scheduler_size": {"SMALL", "MEDIUM", "LARGE", "EXTRA_LARGE"},
		"cloud_provider": {"AWS", "AZURE", "GCP"},
	}
}

// checkSpelling refuses values that are a known one but for case or spelling.
func checkSpelling(config *deploymentModel) []fwkit.Finding {
	var findings []fwkit.Finding
	for name, value := range strangeValues(config) {
		if meant := misspelt(value, enums()[name]); meant != "" {
			findings = append(findings, problem(path.Root(name), "Value is misspelt", "%s is %q. Did you mean %q?", name, value, meant))
		}
	}
	return sortedFindings(findings)
}

// checkUnknownValues warns of new values that are like none this provider knows.
// Where Astro's options decide about them, they do so alone.
func (s *subject) checkUnknownValues(known facts) []fwkit.Finding {
	decided := map[string]bool{
		"scheduler_size": known.options != nil && len(known.options.SchedulerMachines) > 0,
		"cloud_provider": len(known.clusterOptions) > 0,
	}
	var findings []fwkit.Finding
	for name, value := range strangeValues(s.config) {
		if !s.changed(name) || decided[name] || misspelt(value, enums()[name]) != "" {
			continue
		}
		findings = append(findings, caution(path.Root(name), "Value is not known to this provider",
			"%s is %q; this version of the provider knows %s. It is sent as it is, and Astro decides.", name, value, strings.Join(enums()[name], ", ")))
	}
	return sortedFindings(findings)
}

// strangeValues are the configured values of enums that are not known here.
func strangeValues(config *deploymentModel) map[string]string {
	strange := map[string]string{}
	for name, known := range enums() {
		text, ok := config.attribute(name).(types.String)
		if ok && given(text) && !slices.Contains(known, text.ValueString()) {
			strange[name] = text.ValueString()
		}
	}
	return strange
}

func sortedFindings(findings []fwkit.Finding) []fwkit.Finding {
	slices.SortFunc(findings, func(a, b fwkit.Finding) int { return strings.Compare(a.Path.String(), b.Path.String()) })
	return findings
}

// misspelt gives the known value that a text is meant to be: the same letters and
// digits in another case, with other separators or blanks, or one letter off in a
// word that is long enough to tell. "" when there is none.
func misspelt(text string, known []string) string {
	folded := foldedValue(text)
	for _, value := range known {
		if text != value && folded == foldedValue(value) {
			return value
		}
	}
	for _, value := range known {
		if text != value && len(value) >= shortestWord && isOneLetterOff(folded, foldedValue(value)) {
			return value
		}
	}
	return ""
}

// shortestWord is how long a value must be for one wrong letter to be a slip and
// not another value.
const shortestWord = 5

// foldedValue keeps letters and digits, in upper case.
func foldedValue(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
}

// isOneLetterOff tells texts apart by one letter that is wrong, missing, added or
// has changed places with the next one. Digits are never a slip: they number versions.
func isOneLetterOff(a, b string) bool {
	left, right := []rune(a), []rune(b)
	if len(left) > len(right) {
		left, right = right, left
	}
	start := 0
	for start < len(left) && left[start] == right[start] {
		start++
	}
	restLeft, restRight := left[start:], right[start:]
	if strings.ContainsFunc(string(restLeft[:min(1, len(restLeft))])+string(restRight[:min(1, len(restRight))]), unicode.IsDigit) {
		return false
	}
	switch len(right) - len(left) {
	case 0:
		swapped := len(restLeft) >= 2 && restLeft[0] == restRight[1] && restLeft[1] == restRight[0] && slices.Equal(restLeft[2:], restRight[2:])
		return swapped || len(restLeft) >= 1 && slices.Equal(restLeft[1:], restRight[1:])
	case 1:
		return slices.Equal(restLeft, restRight[1:])
	}
	return false
}

// offers says what there is to choose from, and what was meant where that is clear.
func offers(text string, names []string) string {
	said := fmt.Sprintf("It offers %s.", strings.Join(names, ", "))
	if meant := misspelt(text, names); meant != "" {
		said += fmt.Sprintf(" Did you mean %q?", meant)
	}
	return said
}

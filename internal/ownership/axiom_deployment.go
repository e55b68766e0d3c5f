package ownership

import (
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// keptOfDeployment lists the secret variables that an update sends without a
// value, under axiom three.
//
// A secret's value is never read, so a lost one shows in two ways only. A read
// may show the value as an empty text instead of leaving it out. Or the API may
// have written the variable: its updatedAt moved. That alone means nothing,
// because the API may move the time of every variable at every write; it is
// evidence only when a plain variable that was sent unchanged kept its time.
func keptOfDeployment(before *astro.Deployment, request *astro.UpdateDeploymentRequest, after *astro.Deployment) []holding {
	bare := map[string]bool{}
	for _, v := range request.EnvironmentVariables {
		bare[v.Key] = v.IsSecret && v.Value == nil
	}
	timesTell := timesTell(before, after)
	var kept []holding
	for _, v := range before.EnvironmentVariables {
		if !v.IsSecret || !bare[v.Key] {
			continue
		}
		kept = append(kept, holding{keepsVariable, "", secretShape(v)})
		if timesTell {
			kept = append(kept, holding{keepsVariableValue, "", variableTime(v)})
		}
	}
	return kept
}

// holdsOfDeployment lists the secret variables of a Deployment, and when each was written.
func holdsOfDeployment(d *astro.Deployment) holdings {
	have := newHoldings()
	for _, v := range d.EnvironmentVariables {
		if v.IsSecret {
			have.add("", secretShape(v), variableTime(v))
		}
	}
	return have
}

// carriesInDeployment reports whether the key of a secret variable is there.
func carriesInDeployment(d *astro.Deployment, thing holding) bool {
	return slices.ContainsFunc(d.EnvironmentVariables, func(v astro.EnvironmentVariable) bool { return v.Key == thing.key() })
}

// timesTell reports whether the times of variables tell which were written: a
// plain one is the same as before, its time included, and none moved without a change.
func timesTell(before, after *astro.Deployment) bool {
	was := map[string]astro.EnvironmentVariable{}
	for _, v := range before.EnvironmentVariables {
		was[v.Key] = v
	}
	told := false
	for _, v := range after.EnvironmentVariables {
		old, known := was[v.Key]
		if v.IsSecret || !known || old.IsSecret || valueOr(old.Value, "") != valueOr(v.Value, "") {
			continue
		}
		if old.UpdatedAt != v.UpdatedAt {
			return false
		}
		told = true
	}
	return told
}

// secretShape is what a read tells of a secret: its key, and whether the value
// is left out, which it is while there is one, or shown as an empty text (API
// facts, C.4).
func secretShape(v astro.EnvironmentVariable) string {
	if v.Value == nil {
		return v.Key
	}
	return v.Key + " (shown as an empty text)"
}

// variableTime says when a variable was written.
func variableTime(v astro.EnvironmentVariable) string {
	return v.Key + " (written at " + v.UpdatedAt + ")"
}

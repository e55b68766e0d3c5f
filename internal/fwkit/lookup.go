package fwkit

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Candidate is one object that a look-up by name could have meant.
type Candidate struct {
	ID   string
	Name string
}

// maxCandidates is how many candidates an error lists.
const maxCandidates = 20

// Lookup is a search for the one object of a name. Names are not unique in
// Astro (API facts, C.10), so "several" is an answer like "none".
type Lookup struct {
	// Noun is what is looked for, as in "Could not find Workspace".
	Noun string
	// Where names the parent in an error: "in organization x"; may be empty.
	Where string
	// Attribute is the argument that holds the name.
	Attribute path.Path
	// Name is the name, compared exactly.
	Name string
}

// Only returns the one row whose name is the one looked for. Otherwise it adds
// an error that lists the candidates: those of that name, or all that there are
// when there is none. It never settles for the only row of another name.
func Only[T any](l Lookup, rows []T, describe func(T) Candidate, diags *diag.Diagnostics) (T, bool) {
	var matches []T
	candidates := make([]Candidate, 0, len(rows))
	for _, row := range rows {
		candidate := describe(row)
		candidates = append(candidates, candidate)
		if candidate.Name == l.Name {
			matches = append(matches, row)
		}
	}
	if len(matches) == 1 {
		return matches[0], true
	}

	where := ""
	if l.Where != "" {
		where = " " + l.Where
	}
	summary := "Could not find " + l.Noun
	if len(matches) > 1 {
		same := make([]Candidate, 0, len(matches))
		for _, row := range matches {
			same = append(same, describe(row))
		}
		diags.AddAttributeError(l.Attribute, summary, fmt.Sprintf(
			"%d objects%s are called %q: %s. Look it up by id instead.", len(matches), where, l.Name, listCandidates(same)))
	} else {
		diags.AddAttributeError(l.Attribute, summary, fmt.Sprintf(
			"Nothing%s that this token can see is called %q. Names are compared exactly, upper and lower case included. %s",
			where, l.Name, knownCandidates(candidates)))
	}
	var none T
	return none, false
}

func knownCandidates(candidates []Candidate) string {
	if len(candidates) == 0 {
		return "There are none at all; check the organization and what the token's role lets it see."
	}
	return "There are: " + listCandidates(candidates) + "."
}

// listCandidates writes `"name" (id), …`, at most maxCandidates of them.
func listCandidates(candidates []Candidate) string {
	var texts []string
	for i, c := range candidates {
		if i == maxCandidates {
			texts = append(texts, fmt.Sprintf("and %d more", len(candidates)-maxCandidates))
			break
		}
		texts = append(texts, fmt.Sprintf("%q (%s)", c.Name, c.ID))
	}
	return strings.Join(texts, ", ")
}

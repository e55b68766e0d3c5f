package ownership

import (
	"fmt"
	"strings"
)

// axiomClass is one sort of thing that the API is assumed to keep. Sorts are
// judged apart, because the API might keep one and lose another.
type axiomClass int

const (
	keepsBaseSecret axiomClass = iota
	keepsOverrideSecret
	keepsVariable
	keepsVariableValue
)

// axiom says in words what a class assumes.
func (c axiomClass) axiom() string {
	switch c {
	case keepsBaseSecret:
		return "an update that leaves out a secret of an environment object (a password, a secret member of extra, a secret value) keeps it"
	case keepsOverrideSecret:
		return "an update that lists a link without the secret fields of its override keeps them"
	case keepsVariable, keepsVariableValue:
		return "an update that sends a secret environment variable without a value keeps its value"
	}
	return "an update keeps what it does not name"
}

// holding is one thing that a write leaves to the API to keep.
type holding struct {
	class axiomClass
	// owner is what the thing hangs on: the id of a link's Deployment, or "".
	owner string
	name  string
}

// holdings is what an object has: owners that are there at all, and the things
// of each.
type holdings struct {
	owners map[string]bool
	things map[string]bool
}

func newHoldings() holdings {
	return holdings{owners: map[string]bool{"": true}, things: map[string]bool{}}
}

func (h holdings) add(owner string, names ...string) {
	h.owners[owner] = true
	for _, name := range names {
		h.things[owner+"\n"+name] = true
	}
}

func (h holdings) has(owner, name string) bool { return h.things[owner+"\n"+name] }

// AxiomError says that the API did not keep something that a write left out,
// although no client could be safe without that. Every later write of the same
// Editor fails with it too, because each would destroy more.
type AxiomError struct {
	// Axiom is the assumption that does not hold.
	Axiom string
	// Object is the kind, id and name of the object.
	Object string
	// Lost names what is missing after the write; values are never known.
	Lost []string
}

// Error says what was lost, what it means and what to do.
func (e *AxiomError) Error() string {
	return fmt.Sprintf("a write to %s lost %s, which this run did not change. "+
		"Either somebody else removed exactly this in the same moment: then nothing is broken, and another terraform apply carries on. "+
		"Or Astro does not do any more what the provider relies on: %s. Each further write might lose more, so this run makes none. "+
		"Restore what was lost unless somebody removed it; if this happens again, stop using this provider version and report it to the provider's developers",
		e.Object, strings.Join(e.Lost, ", "), e.Axiom)
}

// key is the variable's, without what it was recognised by.
func (h holding) key() string {
	key, _, _ := strings.Cut(h.name, " (")
	return key
}

func (h holding) text() string {
	switch {
	case h.class == keepsVariable || h.class == keepsVariableValue:
		return fmt.Sprintf("the value of the secret environment variable %q", h.key())
	case h.owner != "":
		return fmt.Sprintf("the override of %q for Deployment %s", h.name, h.owner)
	}
	return fmt.Sprintf("%q", h.name)
}

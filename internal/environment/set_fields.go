package environment

import (
	"slices"
	"strings"
)

const extraPrefix = "extra."

// setFields are the names of the fields that have a value, as the API gives
// them for an object and for each link; members of extra are dotted (API facts, E.4).
type setFields []string

// reliable tells whether the list can be believed: one that is empty although
// the answer shows a value says nothing about what it masks.
func (s setFields) reliable(showsValue bool) bool { return len(s) > 0 || !showsValue }

func (s setFields) has(field string) bool { return slices.Contains(s, field) }

// hasMember tells whether a member of extra is set. A list that names extra as
// a whole and no member of it leaves that open: then it is taken to be set.
func (s setFields) hasMember(name string) bool {
	return s.has(extraPrefix+name) || (s.has("extra") && len(s.members()) == 0)
}

// members are the names of the members of extra that are set.
func (s setFields) members() []string {
	var names []string
	for _, field := range s {
		if name, found := strings.CutPrefix(field, extraPrefix); found {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

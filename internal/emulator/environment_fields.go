package emulator

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// maxPort is the highest TCP port.
const maxPort = 65535

// checkFields validates the fields of a typed body and drops those that it
// does not know and those that are null. at is the path of the body, for
// messages; override says that the body is one of a link.
func (s *bodyShape) checkFields(sent fieldValues, at string, override bool) (fieldValues, *apiError) {
	known := fieldValues{}
	for i := range s.fields {
		f := &s.fields[i]
		value, there := sent[f.name]
		if !there || value == nil || (override && f.baseOnly) {
			continue
		}
		checked, fail := f.check(value, at+"."+f.name)
		if fail != nil {
			return nil, fail
		}
		known[f.name] = checked
	}
	return known, nil
}

// check validates one value.
func (f *bodyField) check(value any, at string) (any, *apiError) {
	var right bool
	switch f.kind {
	case kindText:
		var text string
		text, right = value.(string)
		if right && text != "" && len(f.oneOf) > 0 && !slices.Contains(f.oneOf, text) {
			return nil, invalidField(at, "oneof", "%s must be one of %s", at, strings.Join(f.oneOf, ", "))
		}
		if right && text == "" && f.required {
			return nil, invalidField(at, "required", "%s must not be empty", at)
		}
	case kindFlag:
		_, right = value.(bool)
	case kindNumber:
		return checkPort(value, at)
	case kindMap:
		_, right = value.(map[string]any)
	case kindTextMap:
		var members map[string]any
		members, right = value.(map[string]any)
		for _, member := range members {
			_, text := member.(string)
			right = right && text
		}
	}
	if !right {
		return nil, invalidField(at, "type", "%s has the wrong type", at)
	}
	return value, nil
}

// checkPort validates a port: the only number in a typed body.
func checkPort(value any, at string) (any, *apiError) {
	number, right := value.(json.Number)
	if !right {
		return nil, invalidField(at, "type", "%s must be a number", at)
	}
	port, err := strconv.Atoi(number.String())
	if err != nil || port < 1 || port > maxPort {
		return nil, invalidField(at, "range", "%s must be a whole number from 1 to %d", at, maxPort)
	}
	return number, nil
}

// requireFields refuses a body that lacks a field.
func (s *bodyShape) requireFields(sent fieldValues, update bool) *apiError {
	for _, f := range s.fields {
		if _, there := sent[f.name]; !there && (f.requiredInUpdate || (f.required && !update)) {
			at := s.member + "." + f.name
			return invalidField(at, "required", "%s is required", at)
		}
	}
	return nil
}

// mergeRules say how sent fields change stored ones; see Switches.
type mergeRules struct {
	shape *bodyShape
	// secret tells which fields, and members of fields, are secret.
	secret func(field, member string) bool
	// mergeMaps keeps the visible members of a map that are not sent; secret ones
	// are kept in any case (API facts, E.5).
	mergeMaps bool
	// nullMember says what a member of a map sent as JSON null does.
	nullMember nullMember
	// emptyStored stores "" as a value instead of unsetting the field.
	emptyStored bool
	// emptySecretClears unsets a secret sent as "" instead of keeping it.
	emptySecretClears bool
}

// nullMember is what a member of a map that is sent as JSON null does.
type nullMember int

const (
	nullStored nullMember = iota
	nullRemoves
	nullIgnored
)

// apply puts sent fields into stored ones, in place.
func (m *mergeRules) apply(stored, sent fieldValues) {
	for i := range m.shape.fields {
		f := &m.shape.fields[i]
		value, there := sent[f.name]
		if !there {
			continue
		}
		if f.isMap() {
			m.applyMap(stored, f.name, sent.members(f.name))
			continue
		}
		text, isText := value.(string)
		if !isText || text != "" {
			stored[f.name] = value
			continue
		}
		m.applyEmpty(stored, f)
	}
}

// applyEmpty is apply for a text that is "".
func (m *mergeRules) applyEmpty(stored fieldValues, f *bodyField) {
	switch {
	case m.secret(f.name, ""):
		if m.emptySecretClears {
			delete(stored, f.name)
		}
	case f.emptyIsValue, m.emptyStored && len(f.oneOf) == 0 && !f.hidden:
		stored[f.name] = ""
	default:
		delete(stored, f.name)
	}
}

// applyMap is apply for a field with members. The stored map is never changed
// itself, because copies of a record share it.
func (m *mergeRules) applyMap(stored fieldValues, field string, sent map[string]any) {
	old := stored.members(field)
	next := map[string]any{}
	for name, value := range old {
		if m.mergeMaps || m.secret(field, name) {
			next[name] = value
		}
	}
	for name, value := range sent {
		kept, there := old[name]
		switch {
		case value == "" && m.secret(field, name):
			if there && !m.emptySecretClears {
				next[name] = kept
			} else {
				delete(next, name)
			}
		case value == nil && m.nullMember == nullRemoves:
			delete(next, name)
		case value == nil && m.nullMember == nullIgnored:
			if there {
				next[name] = kept
			}
		default:
			next[name] = value
		}
	}
	stored.setMap(field, next)
}

// kept returns the fields, and the members of fields, that are secret or,
// with visible, all of them. The maps in it are copies.
func (v fieldValues) kept(secret func(field, member string) bool, visible bool) fieldValues {
	kept := fieldValues{}
	for field, value := range v {
		members, isMap := value.(map[string]any)
		switch {
		case isMap:
			some := maps.Clone(members)
			maps.DeleteFunc(some, func(name string, _ any) bool { return !visible && !secret(field, name) })
			kept.setMap(field, some)
		case visible || secret(field, ""):
			kept[field] = value
		}
	}
	return kept
}

// dropSecretMembers removes the secret members of all fields that have members.
func (v fieldValues) dropSecretMembers(secret func(field, member string) bool) {
	for field, value := range v {
		if members, isMap := value.(map[string]any); isMap {
			some := maps.Clone(members)
			maps.DeleteFunc(some, func(name string, _ any) bool { return secret(field, name) })
			v.setMap(field, some)
		}
	}
}

// setMap stores a map; one without members is the same as none.
func (v fieldValues) setMap(field string, members map[string]any) {
	if len(members) == 0 {
		delete(v, field)
		return
	}
	v[field] = members
}

// unset removes fields, and members of fields written as field.member.
func (v fieldValues) unset(names []string) {
	for _, name := range names {
		field, member, dotted := strings.Cut(name, ".")
		if !dotted {
			delete(v, field)
			continue
		}
		members := maps.Clone(v.members(field))
		delete(members, member)
		v.setMap(field, members)
	}
}

// checkUnset validates the names of unsetFields, none of which may be set by the
// same request (API facts, E.5).
func (s *bodyShape) checkUnset(names []string, sent fieldValues, at string) *apiError {
	for _, name := range names {
		field, member, dotted := strings.Cut(name, ".")
		f := s.field(field)
		if f == nil || f.baseOnly || (dotted && (!f.isMap() || member == "")) {
			return invalidField(at, "oneof", "%s: %q is not a field that an override can have", at, name)
		}
		value, set := sent[field]
		if set && dotted {
			members, _ := value.(map[string]any)
			_, set = members[member]
		}
		if set {
			return invalidField(at, "excluded_with", "%s: %q is set and unset at once", at, name)
		}
	}
	return nil
}

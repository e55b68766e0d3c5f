package emulator

import (
	"regexp"
	"slices"
)

// secretName matches members of extra that are masked where no auth type tells
// secret ones apart. What the platform does there is not known (API facts, E.4).
var secretName = regexp.MustCompile(`(?i)password|passphrase|secret|token|private_key|api_?key|credential`)

// secretIn tells which fields of a typed body are secret, and which members of
// its fields; base are the object's own fields, also for an override.
func secretIn(shape *bodyShape, base fieldValues) func(field, member string) bool {
	auth := authTypeByID(base.text("authTypeId"))
	return func(field, member string) bool {
		switch {
		case field == "value":
			return base.secret()
		case field != "extra" || member == "":
			f := shape.field(field)
			return f != nil && f.secret
		}
		if auth != nil {
			// Exactly the members that the auth type calls secret (API facts, E.4).
			p := auth.extraParameter(member)
			return p != nil && p.IsSecret
		}
		return secretName.MatchString(member)
	}
}

// masker renders fields for answers.
type masker struct {
	c      *call
	shape  *bodyShape
	secret func(field, member string) bool
	// show answers secrets too: showSecrets of a list.
	show bool
}

// masker returns the masker of an object.
func (c *call) masker(o *environmentObject, show bool) *masker {
	return &masker{c: c, shape: o.shape(), secret: secretIn(o.shape(), o.Fields), show: show}
}

// body renders the typed body of an object.
func (m *masker) body(fields fieldValues) map[string]any {
	view := m.fields(fields)
	switch m.shape.objectType {
	case typeAirflowVariable, typeEnvironmentVariable:
		// Both members are required in answers; a secret value is "".
		view["isSecret"] = fields.secret()
		if _, there := view["value"]; !there {
			view["value"] = ""
		}
	case typeConnection:
		if auth := authTypeByID(fields.text("authTypeId")); auth != nil && !m.c.sw().AuthTypeUnresolved {
			view["connectionAuthType"] = auth
		}
	}
	return view
}

// fields renders set fields. The authType of a metrics export is not echoed
// (API facts, E.4).
func (m *masker) fields(fields fieldValues) map[string]any {
	view := map[string]any{}
	for i := range m.shape.fields {
		f := &m.shape.fields[i]
		value, there := fields[f.name]
		switch {
		case !there || f.hidden, f.name == "extra" && m.c.sw().ExtraHidden:
		case f.isMap():
			if members := m.members(f.name, fields.members(f.name)); len(members) > 0 {
				view[f.name] = members
			}
		case f.name == "authType", m.secret(f.name, "") && !m.show:
			if m.c.sw().MaskedPasswordBlank {
				view[f.name] = ""
			}
		default:
			view[f.name] = value
		}
	}
	return view
}

// members renders a field with members.
func (m *masker) members(field string, members map[string]any) map[string]any {
	view := map[string]any{}
	for name, value := range members {
		switch {
		case !m.secret(field, name) || m.show:
			view[name] = value
		case m.c.sw().MaskedExtraBlank:
			view[name] = ""
		}
	}
	return view
}

// setFields names the fields that have a value, secret ones too, and members
// of maps as field.member (API facts, E.4).
func (m *masker) setFields(fields fieldValues) []string {
	names := []string{}
	for i := range m.shape.fields {
		f := &m.shape.fields[i]
		switch _, there := fields[f.name]; {
		case !there, f.unlisted && !m.c.sw().ExtraSetFields:
		case f.isMap():
			for member := range fields.members(f.name) {
				names = append(names, f.name+"."+member)
			}
		default:
			names = append(names, f.name)
		}
	}
	slices.Sort(names)
	return names
}

package ownership

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

const (
	fieldPassword = "password"
	fieldExtra    = "extra"
	extraPrefix   = "extra."
)

// keptOfObject lists what an update leaves to axioms one and two: the fields
// that have a value, may be secret, and are not named by the request. Members
// of a map count one by one, also when the request sends other members of it.
func keptOfObject(before *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) []holding {
	kept := keptOfBase(before, request)
	for i := range request.Links {
		sent := &request.Links[i]
		stood := FindLink(before, sent.ScopeEntityID)
		if stood == nil || changesOverriddenType(stood, sent) {
			continue
		}
		named := namedByOverride(sent.Overrides)
		for _, field := range stood.SetFields {
			if mayBeSecret(before, field, true) && !isNamed(named, field) {
				kept = append(kept, holding{keepsOverrideSecret, sent.ScopeEntityID, field})
			}
		}
	}
	return kept
}

// keptOfBase lists the secrets of the object itself, unless the update changes
// the type or auth type that says which of them there are.
func keptOfBase(before *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) []holding {
	if c := request.Connection; c != nil && before.Connection != nil {
		if c.Type != before.Connection.Type {
			return nil
		}
		if was := before.Connection.ConnectionAuthType; was != nil && valueOr(c.AuthTypeID, "") != was.ID {
			return nil
		}
	}
	named := namesIn(request.Connection, request.AirflowVariable, request.EnvironmentVariable, request.MetricsExport)
	var kept []holding
	for _, field := range before.SetFields {
		if mayBeSecret(before, field, false) && !isNamed(named, field) && !carriedMember(before.Connection, field) {
			kept = append(kept, holding{keepsBaseSecret, "", field})
		}
	}
	return kept
}

// carriedMember tells a member of extra that every request carries: one that does
// not name it has left it out, so that it goes.
func carriedMember(c *astro.Connection, field string) bool {
	name, isMember := strings.CutPrefix(field, extraPrefix)
	if c == nil || !isMember {
		return false
	}
	_, carried := carryExtra(c.Extra, c.ConnectionAuthType)[name]
	return carried
}

// mayBeSecret tells the fields that reads may hide (API facts, E.4). The
// platform loses an overridden password of a metrics export whatever is sent,
// so nobody can hold it to that (API facts, E.5).
func mayBeSecret(object *astro.EnvironmentObject, field string, overridden bool) bool {
	switch {
	case object.Connection != nil:
		return field == fieldPassword || isExtra(field)
	case object.AirflowVariable != nil:
		return field == "value" && object.AirflowVariable.IsSecret
	case object.EnvironmentVariable != nil:
		return field == "value" && object.EnvironmentVariable.IsSecret
	case object.MetricsExport != nil:
		return field == "basicToken" || strings.HasPrefix(field, "headers.") || (field == fieldPassword && !overridden)
	}
	return false
}

// changesOverriddenType tells that an update gives an entry another type, which
// may take members of extra along.
func changesOverriddenType(stood *astro.Link, sent *astro.LinkRequest) bool {
	if sent.Overrides == nil || sent.Overrides.Connection == nil || sent.Overrides.Connection.Type == nil {
		return false
	}
	return stood.ConnectionOverrides == nil || valueOr(stood.ConnectionOverrides.Type, "") != *sent.Overrides.Connection.Type
}

// namedByOverride lists the fields that an entry of a request sets or unsets.
func namedByOverride(sent *astro.OverridesRequest) []string {
	if sent == nil {
		return nil
	}
	return append(namesIn(sent.Connection, sent.AirflowVariable, sent.EnvironmentVariable, sent.MetricsExport), sent.UnsetFields...)
}

// namesIn lists the fields of typed bodies as setFields names them: members of
// maps dotted. A body that is not there has none.
func namesIn(bodies ...any) []string {
	var names []string
	for _, body := range bodies {
		var fields map[string]json.RawMessage
		if json.Unmarshal([]byte(asText(body)), &fields) != nil {
			continue
		}
		for name, value := range fields {
			var members map[string]json.RawMessage
			if json.Unmarshal(value, &members) != nil || members == nil {
				names = append(names, name)
				continue
			}
			for member := range members {
				names = append(names, name+"."+member)
			}
		}
	}
	return names
}

// isNamed tells whether a list names a field, or the map that it is a member
// of. A name of a map as a whole stands for any member of it.
func isNamed(named []string, field string) bool {
	whole, _, _ := strings.Cut(field, ".")
	return slices.ContainsFunc(named, func(name string) bool {
		return name == field || name == whole || (field == whole && strings.HasPrefix(name, whole+"."))
	})
}

// holdsOfObject lists the set fields of an object and of its links.
func holdsOfObject(object *astro.EnvironmentObject) holdings {
	have := newHoldings()
	have.add("", object.SetFields...)
	for _, link := range object.Links {
		have.add(link.ScopeEntityID, link.SetFields...)
	}
	return have
}

// carriesInObject reports whether the entry of an override field is there.
func carriesInObject(object *astro.EnvironmentObject, thing holding) bool {
	return thing.owner != "" && FindLink(object, thing.owner) != nil
}

func isExtra(field string) bool { return field == fieldExtra || strings.HasPrefix(field, extraPrefix) }

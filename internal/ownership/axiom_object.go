package ownership

import (
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

const (
	fieldPassword = "password"
	fieldExtra    = "extra"
	extraPrefix   = "extra."
)

// keptOfObject lists what an update leaves to axioms one and two.
func keptOfObject(before *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest, _ *astro.EnvironmentObject) []holding {
	kept := keptOfBase(before, request)
	for i := range request.Links {
		sent := &request.Links[i]
		stood := FindLink(before, sent.ScopeEntityID)
		if stood == nil {
			continue
		}
		for _, field := range stood.SetFields {
			switch {
			case sent.Overrides == nil && visibleOverride(stood, field):
				kept = append(kept, holding{keepsOverrideField, sent.ScopeEntityID, field})
			case sent.Overrides == nil:
				kept = append(kept, holding{keepsOverrideSecret, sent.ScopeEntityID, field})
			case !namedByOverride(sent.Overrides, field):
				kept = append(kept, holding{keepsUnnamedField, sent.ScopeEntityID, field})
			}
		}
	}
	return kept
}

// keptOfBase lists password and extra of a connection, unless the update
// changes them, or the type or auth type that says which of them there are.
func keptOfBase(before *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) []holding {
	connection := request.Connection
	if connection == nil || before.Connection == nil || connection.Type != before.Connection.Type {
		return nil
	}
	if was := before.Connection.ConnectionAuthType; was != nil && valueOr(connection.AuthTypeID, "") != was.ID {
		return nil
	}
	var kept []holding
	for _, field := range before.SetFields {
		switch {
		case field == fieldPassword && connection.Password == nil:
			kept = append(kept, holding{keepsBaseSecret, "", field})
		case !isExtra(field) || connection.Extra != nil:
		case visibleMember(before.Connection.Extra, field):
			kept = append(kept, holding{keepsBaseExtra, "", field})
		default:
			kept = append(kept, holding{keepsBaseSecret, "", field})
		}
	}
	return kept
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

// visibleMember tells a member of extra that is read in the clear from a masked
// one. "extra" itself stands for all of them.
func visibleMember(extra astro.Extra, field string) bool {
	if field == fieldExtra {
		return len(extra) > 0
	}
	value, ok := extra[strings.TrimPrefix(field, extraPrefix)]
	return ok && value != nil && value != ""
}

func visibleOverride(link *astro.Link, field string) bool {
	switch {
	case field == fieldPassword:
		return false
	case isExtra(field):
		return link.ConnectionOverrides != nil && visibleMember(link.ConnectionOverrides.Extra, field)
	}
	return link.ConnectionOverrides != nil
}

// namedByOverride tells whether an update of an entry sets or unsets a field. A
// changed type, or any member of extra, may take members of extra along.
func namedByOverride(sent *astro.OverridesRequest, field string) bool {
	for _, unset := range sent.UnsetFields {
		if unset == field || (isExtra(unset) && isExtra(field)) {
			return true
		}
	}
	set := sent.Connection
	if set == nil {
		return false
	}
	if set.Type != nil || (set.Extra != nil && isExtra(field)) {
		return true
	}
	switch field {
	case "host":
		return set.Host != nil
	case "login":
		return set.Login != nil
	case fieldPassword:
		return set.Password != nil
	case "schema":
		return set.Schema != nil
	case "port":
		return set.Port != nil
	}
	return false
}

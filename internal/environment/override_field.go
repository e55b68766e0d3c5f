package environment

import (
	"slices"
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// overrideTextAt gives the place of a plain text in an override by the API's name.
func overrideTextAt(o *astro.ConnectionOverrides, name string) **string {
	switch name {
	case "type":
		return &o.Type
	case "host":
		return &o.Host
	case "login":
		return &o.Login
	case "schema":
		return &o.Schema
	case "password":
		return &o.Password
	}
	return nil
}

// sameField compares one field of two overrides; the second may be nil.
func sameField(want, shown *astro.ConnectionOverrides, name string) bool {
	if shown == nil {
		return false
	}
	if member, isMember := strings.CutPrefix(name, extraPrefix); isMember {
		value, there := shown.Extra[member]
		return there && sameJSON(value, want.Extra[member])
	}
	if name == "port" {
		return want.Port != nil && shown.Port != nil && *want.Port == *shown.Port
	}
	place := overrideTextAt(want, name)
	return place != nil && textOf(*place) == textOf(*overrideTextAt(shown, name))
}

// showsField tells whether an answer shows the value of a field: an absent or
// blank one is either not set or masked.
func showsField(shown *astro.ConnectionOverrides, name string) bool {
	if shown == nil {
		return false
	}
	if member, isMember := strings.CutPrefix(name, extraPrefix); isMember {
		value, there := shown.Extra[member]
		return there && value != ""
	}
	return slices.Contains(shownFields(shown), name)
}

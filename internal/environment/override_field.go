package environment

import (
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// textField gives the place of a plain text in an override by the API's name.
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

// dropField takes one field out of an override of a request, which may be nil.
func dropField(o *astro.ConnectionOverrides, name string) {
	if o == nil {
		return
	}
	member, isMember := strings.CutPrefix(name, extraPrefix)
	switch {
	case isMember:
		delete(o.Extra, member)
		if len(o.Extra) == 0 {
			o.Extra = nil
		}
	case name == "port":
		o.Port = nil
	default:
		if place := overrideTextAt(o, name); place != nil {
			*place = nil
		}
	}
}

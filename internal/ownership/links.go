package ownership

import (
	"slices"
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// FindLink returns the explicit entry of a Deployment, nil when there is none.
// Auto-link makes no entries (API facts, E.6).
func FindLink(object *astro.EnvironmentObject, deploymentID string) *astro.Link {
	for i := range object.Links {
		if object.Links[i].Scope == astro.ScopeDeployment && object.Links[i].ScopeEntityID == deploymentID {
			return &object.Links[i]
		}
	}
	return nil
}

// EnsureLink returns the entry of a Deployment in a request and adds a bare one
// when there is none. The pointer is good until the request's links change again.
func EnsureLink(request *astro.UpdateEnvironmentObjectRequest, deploymentID string) *astro.LinkRequest {
	for i := range request.Links {
		if request.Links[i].Scope == astro.ScopeDeployment && request.Links[i].ScopeEntityID == deploymentID {
			return &request.Links[i]
		}
	}
	request.Links = append(request.Links, astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: deploymentID})
	return &request.Links[len(request.Links)-1]
}

// RemoveLink takes the entry of a Deployment out of a request, with all that it
// overrides, and reports whether there was one.
func RemoveLink(request *astro.UpdateEnvironmentObjectRequest, deploymentID string) bool {
	before := len(request.Links)
	request.Links = slices.DeleteFunc(request.Links, func(l astro.LinkRequest) bool {
		return l.Scope == astro.ScopeDeployment && l.ScopeEntityID == deploymentID
	})
	return len(request.Links) < before
}

// SetOverride adds override fields to an entry. Fields that set leaves nil stay
// as they are, members of extra are merged, and what was to be unset before is
// set now: a field is never both (API facts, E.5).
func SetOverride(entry *astro.LinkRequest, set *astro.ConnectionOverrides) {
	into := overridesOf(entry)
	if into.Connection == nil {
		into.Connection = &astro.ConnectionOverrides{}
	}
	for field, copyField := range overrideFields(into.Connection, set) {
		if copyField() {
			into.UnsetFields = without(into.UnsetFields, field)
		}
	}
	for name, value := range set.Extra {
		if into.Connection.Extra == nil {
			into.Connection.Extra = astro.Extra{}
		}
		into.Connection.Extra[name] = value
		into.UnsetFields = without(without(into.UnsetFields, extraPrefix+name), fieldExtra)
	}
}

// UnsetOverride removes override fields from an entry: "host", "password",
// "extra.account". What was to be set before is unset now.
func UnsetOverride(entry *astro.LinkRequest, fields ...string) {
	into := overridesOf(entry)
	for _, field := range fields {
		if into.Connection != nil {
			clearField(into.Connection, field)
		}
		if !slices.Contains(into.UnsetFields, field) {
			into.UnsetFields = append(into.UnsetFields, field)
		}
	}
	if into.Connection != nil && isEmptyOverride(into.Connection) {
		into.Connection = nil
	}
	if into.Connection == nil && len(into.UnsetFields) == 0 {
		entry.Overrides = nil
	}
}

func overridesOf(entry *astro.LinkRequest) *astro.OverridesRequest {
	if entry.Overrides == nil {
		entry.Overrides = &astro.OverridesRequest{}
	}
	return entry.Overrides
}

// overrideFields gives, by field, a function that copies it when it is set.
func overrideFields(into, from *astro.ConnectionOverrides) map[string]func() bool {
	return map[string]func() bool{
		"type":        func() bool { return copyIfSet(&into.Type, from.Type) },
		"host":        func() bool { return copyIfSet(&into.Host, from.Host) },
		"login":       func() bool { return copyIfSet(&into.Login, from.Login) },
		fieldPassword: func() bool { return copyIfSet(&into.Password, from.Password) },
		"schema":      func() bool { return copyIfSet(&into.Schema, from.Schema) },
		"port":        func() bool { return copyIfSet(&into.Port, from.Port) },
	}
}

func copyIfSet[T any](into **T, from *T) bool {
	if from == nil {
		return false
	}
	*into = from
	return true
}

func clearField(c *astro.ConnectionOverrides, field string) {
	switch field {
	case "type":
		c.Type = nil
	case "host":
		c.Host = nil
	case "login":
		c.Login = nil
	case fieldPassword:
		c.Password = nil
	case "schema":
		c.Schema = nil
	case "port":
		c.Port = nil
	case fieldExtra:
		c.Extra = nil
	default:
		delete(c.Extra, strings.TrimPrefix(field, extraPrefix))
		if len(c.Extra) == 0 {
			c.Extra = nil
		}
	}
}

func isEmptyOverride(c *astro.ConnectionOverrides) bool {
	return c.Type == nil && c.Host == nil && c.Login == nil && c.Password == nil && c.Schema == nil && c.Port == nil && len(c.Extra) == 0
}

func without(fields []string, field string) []string {
	return slices.DeleteFunc(fields, func(f string) bool { return f == field })
}

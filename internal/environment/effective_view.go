package environment

import (
	"maps"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// Where a field of the effective view comes from.
const (
	sourceConnection = "CONNECTION"
	sourceOverride   = "OVERRIDE"
)

// How a Deployment gets a connection.
const (
	linkedByEntry    = "LINK"
	linkedByAutoLink = "AUTO_LINK"
	linkedByOwn      = "OWN"
)

// effectiveView is a connection as one Deployment sees it: base values with the
// override laid over them field by field, extra member by member (API facts,
// E.7). Secrets have no value here, only a source.
type effectiveView struct {
	deploymentID string
	linkedBy     string
	fields       astro.ConnectionOverrides
	sources      map[string]string
}

// viewFor is what a Deployment of the object's Workspace sees, false when the
// connection does not reach it. It is computed from links and overrides because
// the API's own resolved view has no ids and failed in places (API facts, E.4).
func viewFor(object *astro.EnvironmentObject, deploymentID string) (effectiveView, bool) {
	view := baseView(object)
	view.deploymentID = deploymentID
	entry := ownership.FindLink(object, deploymentID)
	switch {
	case object.Scope == astro.ScopeDeployment:
		view.linkedBy = linkedByOwn
		return view, object.ScopeEntityID == deploymentID
	case isExcluded(object, deploymentID):
		return view, false
	case entry != nil:
		view.linkedBy = linkedByEntry
	case autoLinks(object):
		view.linkedBy = linkedByAutoLink
	default:
		return view, false
	}
	if entry != nil {
		view.lay(entry)
	}
	return view, true
}

// baseView is the connection without overrides, secrets left out.
func baseView(object *astro.EnvironmentObject) effectiveView {
	view := effectiveView{sources: map[string]string{}}
	c := object.Connection
	if c == nil {
		return view
	}
	view.fields = astro.ConnectionOverrides{
		Type: &c.Type, Host: nonEmpty(c.Host), Login: nonEmpty(c.Login), Schema: nonEmpty(c.Schema), Port: c.Port,
		Extra: plainMembers(c.ConnectionAuthType, c.Extra),
	}
	for _, name := range append(shownFields(&view.fields), secretNames(object.SetFields, c.ConnectionAuthType)...) {
		view.sources[name] = sourceConnection
	}
	return view
}

// lay puts an entry's override over the view.
func (v *effectiveView) lay(entry *astro.Link) {
	if o := entry.ConnectionOverrides; o != nil {
		shown := *o
		shown.Password, shown.Extra = nil, plainMembers(nil, o.Extra)
		over(&v.fields.Type, nonEmpty(shown.Type))
		over(&v.fields.Host, nonEmpty(shown.Host))
		over(&v.fields.Login, nonEmpty(shown.Login))
		over(&v.fields.Schema, nonEmpty(shown.Schema))
		over(&v.fields.Port, shown.Port)
		v.fields.Extra = merged(v.fields.Extra, shown.Extra)
		for _, name := range shownFields(&shown) {
			v.sources[name] = sourceOverride
		}
	}
	for _, name := range secretNames(entry.SetFields, nil) {
		v.sources[name] = sourceOverride
	}
}

// secretNames are the set fields whose values are never shown.
func secretNames(set []string, authType *astro.ConnectionAuthType) []string {
	var names []string
	for _, member := range setFields(set).members() {
		if isSecretMember(authType, member) {
			names = append(names, extraPrefix+member)
		}
	}
	if setFields(set).has("password") {
		names = append(names, "password")
	}
	return names
}

// plainMembers leaves out members that are or look secret, and blank ones,
// which is how the API masks.
func plainMembers(authType *astro.ConnectionAuthType, members astro.Extra) astro.Extra {
	plain := astro.Extra{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !isSecretMember(authType, name) {
			plain[name] = members[name]
		}
	}
	return plain
}

func nonEmpty(text *string) *string {
	if text == nil || *text == "" {
		return nil
	}
	return text
}

func over[T any](base **T, override *T) {
	if override != nil {
		*base = override
	}
}

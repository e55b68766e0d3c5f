package environment

import (
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// findLink is the entry of a Deployment in an object as read, or nil. A
// Deployment that only auto-link reaches has none (API facts, E.6).
func findLink(object *astro.EnvironmentObject, deploymentID string) *astro.Link {
	for i := range object.Links {
		if object.Links[i].ScopeEntityID == deploymentID {
			return &object.Links[i]
		}
	}
	return nil
}

// isExcluded tells whether a Deployment is excluded from an object.
func isExcluded(object *astro.EnvironmentObject, deploymentID string) bool {
	return slices.ContainsFunc(object.ExcludeLinks, func(e astro.ExcludeLink) bool { return e.ScopeEntityID == deploymentID })
}

// autoLinks tells whether an object reaches all Deployments of its Workspace;
// false reads as absent (API facts, E.5).
func autoLinks(object *astro.EnvironmentObject) bool {
	return object.AutoLinkDeployments != nil && *object.AutoLinkDeployments
}

// overriddenFields names what an entry overrides, members of extra dotted: what
// setFields says and what the answer shows.
func overriddenFields(link *astro.Link) []string {
	if link == nil {
		return nil
	}
	names := slices.Clone(link.SetFields)
	if o := link.ConnectionOverrides; o != nil {
		names = append(names, shownFields(o)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// shownFields names the fields with a value in an override.
func shownFields(o *astro.ConnectionOverrides) []string {
	var names []string
	for name, text := range map[string]*string{
		"type": o.Type, "host": o.Host, "login": o.Login, "password": o.Password, "schema": o.Schema,
	} {
		if text != nil && *text != "" {
			names = append(names, name)
		}
	}
	if o.Port != nil {
		names = append(names, "port")
	}
	for name := range o.Extra {
		names = append(names, extraPrefix+name)
	}
	return names
}

// requestedEntry is the entry of a Deployment in a request, or nil.
func requestedEntry(request *astro.UpdateEnvironmentObjectRequest, deploymentID string) *astro.LinkRequest {
	for i := range request.Links {
		if request.Links[i].ScopeEntityID == deploymentID {
			return &request.Links[i]
		}
	}
	return nil
}

// ensureEntry gives the entry of a Deployment in a request, adding a bare one
// where there is none; it reports whether it did.
func ensureEntry(request *astro.UpdateEnvironmentObjectRequest, deploymentID string) (entry *astro.LinkRequest, added bool) {
	if entry = requestedEntry(request, deploymentID); entry != nil {
		return entry, false
	}
	request.Links = append(request.Links, astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: deploymentID})
	return &request.Links[len(request.Links)-1], true
}

// removeEntry takes the entry of a Deployment out of a request and reports
// whether there was one.
func removeEntry(request *astro.UpdateEnvironmentObjectRequest, deploymentID string) bool {
	before := len(request.Links)
	request.Links = slices.DeleteFunc(request.Links, func(l astro.LinkRequest) bool { return l.ScopeEntityID == deploymentID })
	return len(request.Links) < before
}

// fieldsAfter names what an entry will override once a request is written:
// other edits of the same cycle may have changed it already.
func fieldsAfter(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest, deploymentID string) []string {
	entry := requestedEntry(request, deploymentID)
	if entry == nil {
		return nil
	}
	names := overriddenFields(findLink(fresh, deploymentID))
	if entry.Overrides == nil {
		return names
	}
	names = slices.DeleteFunc(names, func(n string) bool { return slices.Contains(entry.Overrides.UnsetFields, n) })
	if entry.Overrides.Connection != nil {
		names = append(names, shownFields(entry.Overrides.Connection)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

package environment

import (
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

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

// fieldsAfter names what an entry will override once a request is written:
// other edits of the same cycle may have changed it already.
func fieldsAfter(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest, deploymentID string) []string {
	entry := requestedEntry(request, deploymentID)
	if entry == nil {
		return nil
	}
	names := overriddenFields(ownership.FindLink(fresh, deploymentID))
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

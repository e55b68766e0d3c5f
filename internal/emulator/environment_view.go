package emulator

import "slices"

// viewEnvironmentObject renders an object with its secrets masked.
func (c *call) viewEnvironmentObject(o *environmentObject) any {
	return c.renderEnvironmentObject(o, false)
}

// renderEnvironmentObject renders an object as gets and lists answer it (API
// facts, E.2).
func (c *call) renderEnvironmentObject(o *environmentObject, showSecrets bool) map[string]any {
	m := c.masker(o, showSecrets)
	view := c.renderHead(o)
	view["id"] = o.ID
	view[m.shape.member] = m.body(o.Fields)
	view["setFields"] = m.setFields(o.Fields)
	if o.AutoLinkDeployments {
		// False reads back as absent (API facts, E.5).
		view["autoLinkDeployments"] = true
	}
	if len(o.Links) > 0 || !c.sw().EmptyLinksAbsent {
		view["links"] = c.renderLinks(m, o.Links)
	}
	if len(o.ExcludeLinks) > 0 || !c.sw().EmptyLinksAbsent {
		excludes := append([]deploymentRef{}, o.ExcludeLinks...)
		if c.sw().NestedOrderShuffled {
			slices.Reverse(excludes)
		}
		view["excludeLinks"] = excludes
	}
	return view
}

// renderHead renders what describes an object besides its body and links.
func (c *call) renderHead(o *environmentObject) map[string]any {
	view := map[string]any{
		"objectKey":     o.ObjectKey,
		"objectType":    o.ObjectType,
		"scope":         o.Scope,
		"scopeEntityId": o.ScopeEntityID,
		"createdAt":     o.CreatedAt,
		"createdBy":     o.CreatedBy,
		"updatedAt":     c.unsettledTime(o.UpdatedAt),
		"updatedBy":     o.UpdatedBy,
	}
	if description := c.shownText(o.Description); description != nil {
		view["description"] = *description
	}
	return view
}

// renderLinks renders entries. An override of which nothing can be shown is
// left out of its entry; setFields still names it (API facts, E.4).
func (c *call) renderLinks(m *masker, links []*environmentLink) []map[string]any {
	views := make([]map[string]any, 0, len(links))
	for _, l := range links {
		view := map[string]any{"scope": l.Scope, "scopeEntityId": l.ScopeEntityID, "setFields": m.setFields(l.Overrides)}
		if overrides := m.fields(l.Overrides); len(overrides) > 0 {
			view[m.shape.overridesMember] = overrides
		}
		views = append(views, view)
	}
	if c.sw().NestedOrderShuffled {
		slices.Reverse(views)
	}
	return views
}

package emulator

import (
	"maps"
)

// environmentRow is one row of a list.
type environmentRow struct {
	*environmentObject

	// source is the Workspace's object that a row of the effective view comes
	// from; nil for an object in its own scope.
	source *environmentObject
}

// effectiveRows reduces the objects that the caller sees to those that a
// Deployment sees: its own, and the Workspace's that are linked to it. Of two
// with one type and key the Deployment's own wins (API facts, E.7).
func (c *call) effectiveRows(all []*environmentRow, deploymentID string) []*environmentRow {
	d := c.store().deployment(c.caller.OrganizationID, deploymentID)
	own := map[string]bool{}
	var rows []*environmentRow
	for _, row := range all {
		if row.ScopeEntityID == deploymentID {
			own[row.ObjectType+" "+row.ObjectKey] = true
			rows = append(rows, row)
		}
	}
	for _, row := range all {
		if row.ScopeEntityID == d.WorkspaceID && row.reaches(deploymentID) && !own[row.ObjectType+" "+row.ObjectKey] {
			rows = append(rows, c.resolved(row.environmentObject, deploymentID))
		}
	}
	return rows
}

// reaches reports whether a Deployment of its Workspace sees the object: linked
// or auto-linked, and not excluded (API facts, E.6).
func (o *environmentObject) reaches(deploymentID string) bool {
	return (o.AutoLinkDeployments || o.link(deploymentID) != nil) && !o.excludes(deploymentID)
}

// resolved is a Workspace's object as one Deployment sees it: the fields of the
// override in place of the object's.
func (c *call) resolved(source *environmentObject, deploymentID string) *environmentRow {
	seen := *source
	seen.Scope, seen.ScopeEntityID = entityDeployment, deploymentID
	seen.Fields = maps.Clone(source.Fields)
	if link := source.link(deploymentID); link != nil {
		for name, value := range link.Overrides {
			members, isMap := value.(map[string]any)
			if !isMap || c.sw().ResolvedExtraReplaced {
				seen.Fields[name] = value
				continue
			}
			merged := map[string]any{}
			maps.Copy(merged, source.Fields.members(name))
			maps.Copy(merged, members)
			seen.Fields[name] = merged
		}
	}
	return &environmentRow{environmentObject: &seen, source: source}
}

// viewResolved renders a row of the effective view: without id, because it
// cannot be addressed, and without links (API facts, E.4).
func (c *call) viewResolved(row *environmentRow, showSecrets bool) any {
	m := c.masker(row.environmentObject, showSecrets)
	view := c.renderHead(row.environmentObject)
	view[m.shape.member] = m.body(row.Fields)
	view["setFields"] = m.setFields(row.Fields)
	if c.sw().ResolvedIDBlank {
		view["id"] = ""
	}
	if row.source != nil {
		view["sourceScope"] = row.source.Scope
		view["sourceScopeEntityId"] = row.source.ScopeEntityID
	}
	return view
}

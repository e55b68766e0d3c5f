package emulator

import (
	"net/url"
	"strconv"
)

// environmentFilter is the query of a list (API facts, E.4).
type environmentFilter struct {
	workspaceID   string
	deploymentID  string
	objectType    string
	objectKey     string
	showSecrets   bool
	resolveLinked bool
}

// environmentSorts are the sort fields of the list (API facts, A.4).
var environmentSorts = sorts[environmentRow]{
	"objectKey":  func(a, b *environmentRow) int { return compareText(a.ObjectKey, b.ObjectKey) },
	"objectType": func(a, b *environmentRow) int { return compareText(a.ObjectType, b.ObjectType) },
	"createdAt":  func(a, b *environmentRow) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt":  func(a, b *environmentRow) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
}

// listEnvironmentObjects answers objects as they are stored, or with
// resolveLinked the effective view.
func listEnvironmentObjects(c *call) (any, *apiError) {
	f, fail := readEnvironmentFilter(c.query())
	if fail != nil {
		return nil, fail
	}
	if f.showSecrets && !c.sw().ShowSecretsAllowed {
		return nil, c.secretsRefused()
	}
	if f.resolveLinked && f.deploymentID != "" && c.sw().ResolveLinkedFails {
		return nil, internalError()
	}
	there, fail := c.checkFilterScope(f)
	if fail != nil {
		return nil, fail
	}
	var rows []*environmentRow
	if there {
		rows = c.environmentRows(f)
	}
	return answerList(c, "environmentObjects", rows, environmentSorts, func(row *environmentRow) any {
		if f.resolveLinked {
			return c.viewResolved(row, f.showSecrets)
		}
		return c.renderEnvironmentObject(row.environmentObject, f.showSecrets)
	})
}

// readEnvironmentFilter reads the query of a list.
func readEnvironmentFilter(query url.Values) (*environmentFilter, *apiError) {
	f := &environmentFilter{
		workspaceID:  query.Get("workspaceId"),
		deploymentID: query.Get("deploymentId"),
		objectType:   query.Get("objectType"),
		objectKey:    query.Get("objectKey"),
	}
	if f.objectType != "" && shapeOf(f.objectType) == nil {
		return nil, invalidField("objectType", "oneof", "objectType: %q is not a type of environment objects", f.objectType)
	}
	for name, into := range map[string]*bool{"showSecrets": &f.showSecrets, "resolveLinked": &f.resolveLinked} {
		text := query.Get(name)
		if text == "" {
			continue
		}
		value, err := strconv.ParseBool(text)
		if err != nil {
			return nil, invalidField(name, "type", "%s must be true or false", name)
		}
		*into = value
	}
	return f, nil
}

// checkFilterScope finds the Workspace and Deployment that a list is for, which
// the caller must see. There is false when one does not exist and the list is
// to be empty.
func (c *call) checkFilterScope(f *environmentFilter) (there bool, fail *apiError) {
	for _, id := range []string{f.workspaceID, f.deploymentID} {
		if id != "" && !isID(id) {
			return false, internalError()
		}
	}
	st, organizationID := c.store(), c.caller.OrganizationID
	if f.workspaceID != "" {
		if st.workspace(organizationID, f.workspaceID) == nil {
			return c.scopeMissing("Workspace", f.workspaceID)
		}
		if fail := c.require(f.workspaceID, "", accessRead, "workspace.environmentObjects.get"); fail != nil {
			return false, fail
		}
	}
	if f.deploymentID != "" {
		d := st.deployment(organizationID, f.deploymentID)
		if d == nil {
			return c.scopeMissing("Deployment", f.deploymentID)
		}
		if fail := c.require(d.WorkspaceID, d.ID, accessRead, "workspace.environmentObjects.get"); fail != nil {
			return false, fail
		}
	}
	return true, nil
}

// scopeMissing decides about a list for something that does not exist.
func (c *call) scopeMissing(what, id string) (bool, *apiError) {
	if c.sw().UnknownScopeListsNothing {
		return false, nil
	}
	return false, notFound(what, id)
}

// environmentRows collects the rows of a list.
func (c *call) environmentRows(f *environmentFilter) []*environmentRow {
	var rows []*environmentRow
	for _, o := range c.store().EnvironmentObjects {
		workspaceID, deploymentID := c.placeOf(o)
		if o.OrganizationID == c.caller.OrganizationID && c.sees(workspaceID, deploymentID) && c.matchesKind(f, o) {
			rows = append(rows, &environmentRow{environmentObject: o})
		}
	}
	if f.resolveLinked && f.deploymentID != "" {
		return c.effectiveRows(rows, f.deploymentID)
	}
	var kept []*environmentRow
	for _, row := range rows {
		// Each filter alone gives the objects of that entity; no object is of both.
		if (f.workspaceID == "" || row.ScopeEntityID == f.workspaceID) && (f.deploymentID == "" || row.ScopeEntityID == f.deploymentID) {
			kept = append(kept, row)
		}
	}
	return kept
}

// matchesKind compares an object with the filters for type and key.
func (c *call) matchesKind(f *environmentFilter, o *environmentObject) bool {
	return (f.objectType == "" || f.objectType == o.ObjectType) && (f.objectKey == "" || c.sameName(f.objectKey, o.ObjectKey))
}

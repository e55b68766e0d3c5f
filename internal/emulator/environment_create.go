package emulator

import (
	"strings"
)

// createEnvironmentObject makes an object and answers nothing but its id (API
// facts, E.1).
func createEnvironmentObject(c *call) (any, *apiError) {
	if fail := c.limitEnvironment(); fail != nil {
		return nil, fail
	}
	var body environmentRequest
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	o := &environmentObject{
		OrganizationID: c.caller.OrganizationID,
		ObjectKey:      body.ObjectKey,
		ObjectType:     body.ObjectType,
		Scope:          body.Scope,
		ScopeEntityID:  body.ScopeEntityID,
		Fields:         fieldValues{},
		audit:          c.created(),
	}
	if fail := o.checkIdentity(); fail != nil {
		return nil, fail
	}
	if fail := c.checkScope(o); fail != nil {
		return nil, fail
	}
	if fail := c.fillNew(o, &body); fail != nil {
		return nil, fail
	}
	if fail := c.checkUnique(o); fail != nil {
		return nil, fail
	}
	o.ID = c.newID()
	c.store().EnvironmentObjects = append(c.store().EnvironmentObjects, o)
	return map[string]any{"id": o.ID}, nil
}

// checkIdentity validates what can never be changed later.
func (o *environmentObject) checkIdentity() *apiError {
	switch {
	case o.shape() == nil:
		return invalidField("objectType", "oneof", "objectType must be one of CONNECTION, AIRFLOW_VARIABLE, ENVIRONMENT_VARIABLE, METRICS_EXPORT")
	case strings.TrimSpace(o.ObjectKey) == "":
		return invalidField("objectKey", "required", "objectKey is required")
	case o.Scope != entityWorkspace && o.Scope != entityDeployment:
		return invalidField("scope", "oneof", "scope must be WORKSPACE or DEPLOYMENT")
	case o.ScopeEntityID == "":
		return invalidField("scopeEntityId", "required", "scopeEntityId is required")
	case !isID(o.ScopeEntityID):
		return internalError()
	}
	return nil
}

// checkScope finds the Workspace or Deployment of a new object, in which the
// caller must be allowed to write.
func (c *call) checkScope(o *environmentObject) *apiError {
	if o.Scope == entityWorkspace && c.store().workspace(o.OrganizationID, o.ScopeEntityID) == nil {
		return notFound("Workspace", o.ScopeEntityID)
	}
	if o.Scope == entityDeployment && c.store().deployment(o.OrganizationID, o.ScopeEntityID) == nil {
		return notFound("Deployment", o.ScopeEntityID)
	}
	workspaceID, deploymentID := c.placeOf(o)
	return c.require(workspaceID, deploymentID, accessWrite, "workspace.environmentObjects.create")
}

// fillNew takes over the rest of a create request.
func (c *call) fillNew(o *environmentObject, body *environmentRequest) *apiError {
	shape := o.shape()
	sent, fail := body.read(shape, "", false)
	if fail != nil {
		return fail
	}
	if sent == nil {
		return invalidField(shape.member, "required", "%s is required for an object of type %s", shape.member, o.ObjectType)
	}
	if fail := shape.requireFields(sent, false); fail != nil {
		return fail
	}
	if fail := c.checkAuthType(sent); fail != nil {
		return fail
	}
	if fail := body.checkLimits(); fail != nil {
		return fail
	}
	if body.Description != nil {
		o.Description = *body.Description
	}
	c.baseRules(o).apply(o.Fields, sent)
	return c.fillLinks(o, body, false)
}

// checkUnique refuses a second object of one scope entity, type and key (API
// facts, E.3).
func (c *call) checkUnique(o *environmentObject) *apiError {
	for _, other := range c.store().EnvironmentObjects {
		if other.OrganizationID != o.OrganizationID || other.ObjectType != o.ObjectType || other.ObjectKey != o.ObjectKey {
			continue
		}
		if other.ScopeEntityID == o.ScopeEntityID || (c.sw().SameKeyElsewhereRefused && c.sameLineage(o, other)) {
			return conflict("An environment object of type %s with the key %s already exists in %s %s",
				o.ObjectType, o.ObjectKey, strings.ToLower(other.Scope), other.ScopeEntityID)
		}
	}
	return nil
}

// sameLineage reports whether one object belongs to a Workspace and the other
// to a Deployment in it.
func (c *call) sameLineage(a, b *environmentObject) bool {
	workspaceA, _ := c.placeOf(a)
	workspaceB, _ := c.placeOf(b)
	return a.Scope != b.Scope && workspaceA == workspaceB
}

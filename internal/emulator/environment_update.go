package emulator

import (
	"maps"
)

// updateEnvironmentObject changes an object. Links, excludes and the auto-link
// flag become what the body says, absent ones empty. Of the typed body a
// connection is stored as sent, secrets and extra excepted; the others are
// partial updates (API facts, E.5).
func updateEnvironmentObject(c *call) (any, *apiError) {
	if fail := c.limitEnvironment(); fail != nil {
		return nil, fail
	}
	o, fail := c.findEnvironmentObject(accessWrite, "workspace.environmentObjects.update")
	if fail != nil {
		return nil, fail
	}
	var body environmentRequest
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	if fail := body.checkLimits(); fail != nil {
		return nil, fail
	}
	changed := *o
	changed.Fields = maps.Clone(o.Fields)
	if fail := c.updateFields(&changed, &body); fail != nil {
		return nil, fail
	}
	switch {
	case body.Description != nil:
		changed.Description = *body.Description
	case c.sw().OmittedObjectDescriptionClears:
		changed.Description = ""
	}
	if fail := c.fillLinks(&changed, &body, true); fail != nil {
		return nil, fail
	}
	c.touch(&changed.audit)
	*o = changed
	return c.viewEnvironmentObject(o), nil
}

// updateFields merges the typed body of an update into an object's fields.
func (c *call) updateFields(o *environmentObject, body *environmentRequest) *apiError {
	shape := o.shape()
	sent, fail := body.read(shape, "", false)
	if fail != nil {
		return fail
	}
	if sent == nil {
		return invalidField(shape.member, "required", "%s is required, also when only links change", shape.member)
	}
	if fail := shape.requireFields(sent, true); fail != nil {
		return fail
	}
	for _, f := range shape.fields {
		if f.createOnly {
			delete(sent, f.name)
		}
	}
	if o.ObjectType == typeConnection {
		if fail := c.checkConnectionUpdate(o, sent); fail != nil {
			return fail
		}
	}
	c.dropOmitted(o, sent)
	c.baseRules(o).apply(o.Fields, sent)
	return nil
}

// checkConnectionUpdate validates what an update of a connection must not do.
func (c *call) checkConnectionUpdate(o *environmentObject, sent fieldValues) *apiError {
	newType := sent.text("type")
	if newType != o.Fields.text("type") {
		if c.sw().ConnectionTypeImmutable {
			return badRequest("The type of a connection cannot be changed")
		}
		// The auth type of another connection type does not survive.
		if auth := authTypeByID(o.Fields.text("authTypeId")); auth != nil && auth.AirflowType != newType {
			delete(o.Fields, "authTypeId")
		}
	}
	return c.checkAuthType(sent)
}

// dropOmitted removes the fields that an update omits and the platform does not
// keep: visible ones of a connection, and secrets when their axiom is broken.
func (c *call) dropOmitted(o *environmentObject, sent fieldValues) {
	secret := secretIn(o.shape(), o.Fields)
	for _, f := range o.shape().fields {
		if _, there := sent[f.name]; there || f.isMap() {
			continue
		}
		var drop bool
		switch {
		case secret(f.name, ""):
			drop = !c.sw().AxiomBaseSecretKept
		case o.ObjectType == typeConnection:
			drop = !c.sw().OmittedConnectionFieldKept
		case f.emptyIsValue && c.sw().OmittedPlainValueClears:
			o.Fields[f.name] = ""
		}
		if drop {
			delete(o.Fields, f.name)
		}
	}
	if !c.sw().AxiomBaseSecretKept {
		o.Fields.dropSecretMembers(secret)
	}
}

// baseRules are the merge rules of an object's own fields.
func (c *call) baseRules(o *environmentObject) *mergeRules {
	rules := &mergeRules{
		shape: o.shape(),
		// The object's fields are looked at when they are asked about, because
		// the auth type and isSecret come with the same body.
		secret:            func(field, member string) bool { return secretIn(o.shape(), o.Fields)(field, member) },
		mergeMaps:         !c.sw().MetricsMapsReplaced,
		nullMember:        nullRemoves,
		emptyStored:       c.sw().EmptyConnectionFieldStored,
		emptySecretClears: c.sw().EmptyPasswordClears && o.ObjectType == typeConnection,
	}
	if o.ObjectType == typeConnection {
		rules.mergeMaps = !c.sw().BaseExtraVisibleReplaced
	}
	if c.sw().NullExtraMemberIgnored {
		rules.nullMember = nullIgnored
	}
	return rules
}

// overrideRules are the merge rules of the overrides of an object's links.
func (c *call) overrideRules(o *environmentObject) *mergeRules {
	return &mergeRules{
		shape:             o.shape(),
		secret:            secretIn(o.shape(), o.Fields),
		mergeMaps:         !c.sw().OverrideExtraVisibleReplaced,
		emptyStored:       c.sw().EmptyConnectionFieldStored,
		emptySecretClears: c.sw().EmptyOverrideSecretClears,
	}
}

package emulator

import (
	"fmt"
	"unicode/utf8"
)

// environmentRequest is the body of create and update; an update ignores what
// cannot be changed (API facts, E.2). null is the same as absent.
type environmentRequest struct {
	typedBodies

	ObjectKey           string          `json:"objectKey"`
	ObjectType          string          `json:"objectType"`
	Scope               string          `json:"scope"`
	ScopeEntityID       string          `json:"scopeEntityId"`
	Description         *string         `json:"description"`
	AutoLinkDeployments bool            `json:"autoLinkDeployments"`
	Links               []linkRequest   `json:"links"`
	ExcludeLinks        []deploymentRef `json:"excludeLinks"`
}

// linkRequest is one entry of links.
type linkRequest struct {
	deploymentRef

	Overrides *overridesRequest `json:"overrides"`
}

// overridesRequest changes the override of an entry; only updates have
// unsetFields.
type overridesRequest struct {
	typedBodies

	UnsetFields []string `json:"unsetFields"`
}

// Limits of a request (API facts, E.5 and the emulator's checklist).
const (
	maxObjectDescription = 500
	maxUnsetFields       = 100
)

// checkLimits refuses texts and lists that are too long.
func (r *environmentRequest) checkLimits() *apiError {
	if r.Description != nil && utf8.RuneCountInString(*r.Description) > maxObjectDescription {
		return invalidField("description", "max", "description must be at most %d characters long", maxObjectDescription)
	}
	for i := range r.Links {
		if o := r.Links[i].Overrides; o != nil && len(o.UnsetFields) > maxUnsetFields {
			at := fmt.Sprintf("links[%d].overrides.unsetFields", i)
			return invalidField(at, "max", "%s must have at most %d items", at, maxUnsetFields)
		}
	}
	return nil
}

// typedBodies are the four typed bodies, of which a request has one; nil when
// absent.
type typedBodies struct {
	Connection          fieldValues `json:"connection"`
	AirflowVariable     fieldValues `json:"airflowVariable"`
	EnvironmentVariable fieldValues `json:"environmentVariable"`
	MetricsExport       fieldValues `json:"metricsExport"`
}

// all returns the bodies by the name of their member.
func (b *typedBodies) all() map[string]fieldValues {
	return map[string]fieldValues{
		"connection":          b.Connection,
		"airflowVariable":     b.AirflowVariable,
		"environmentVariable": b.EnvironmentVariable,
		"metricsExport":       b.MetricsExport,
	}
}

// read returns the body of a shape with its fields validated, nil when it is
// absent; the body of another shape is refused.
func (b *typedBodies) read(shape *bodyShape, prefix string, override bool) (fieldValues, *apiError) {
	for member, body := range b.all() {
		if body != nil && member != shape.member {
			return nil, invalidField(prefix+member, "excluded", "%s%s does not fit an object of type %s", prefix, member, shape.objectType)
		}
	}
	body := b.all()[shape.member]
	if body == nil {
		return nil, nil
	}
	return shape.checkFields(body, prefix+shape.member, override)
}

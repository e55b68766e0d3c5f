package emulator

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

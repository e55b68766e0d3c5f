package emulator

import (
	"bytes"
	"encoding/json"
	"slices"
)

// fieldKind is the JSON type of a field of a typed body.
type fieldKind int

const (
	kindText fieldKind = iota
	kindNumber
	kindFlag
	// kindMap is an object with members of any type.
	kindMap
	// kindTextMap is an object with texts.
	kindTextMap
)

// bodyField is one field of a typed body.
type bodyField struct {
	name string
	kind fieldKind
	// secret fields are masked in answers.
	secret bool
	// required fields must be in a create, and stay set.
	required bool
	// requiredInUpdate fields must be in an update too (API facts, E.2).
	requiredInUpdate bool
	// baseOnly fields cannot be overridden by a link.
	baseOnly bool
	// createOnly fields are ignored in an update.
	createOnly bool
	// hidden fields are never answered.
	hidden bool
	// unlisted fields are named in setFields only when the switch ExtraSetFields is on.
	unlisted bool
	// emptyIsValue fields may be set to the empty text.
	emptyIsValue bool
	// oneOf lists the allowed texts; empty allows all.
	oneOf []string
}

// isMap reports whether the field has members.
func (f *bodyField) isMap() bool { return f.kind == kindMap || f.kind == kindTextMap }

// bodyShape describes the typed body of one object type (API facts, E.2).
type bodyShape struct {
	objectType string
	// member is the body's name in the object and under overrides of requests;
	// overridesMember its name in the links of answers.
	member          string
	overridesMember string
	fields          []bodyField
}

// bodyShapes are the typed bodies of all object types.
var bodyShapes = []*bodyShape{
	{typeConnection, "connection", "connectionOverrides", []bodyField{
		// The auth type comes first because it decides which members of extra
		// are secret.
		{name: "authTypeId", baseOnly: true, hidden: true, unlisted: true},
		{name: "type", required: true, requiredInUpdate: true},
		{name: "host"},
		{name: "login"},
		{name: "password", secret: true},
		{name: "schema"},
		{name: "port", kind: kindNumber},
		{name: "extra", kind: kindMap},
	}},
	{typeAirflowVariable, "airflowVariable", "airflowVariableOverrides", variableFields},
	{typeEnvironmentVariable, "environmentVariable", "environmentVariableOverrides", variableFields},
	{typeMetricsExport, "metricsExport", "metricsExportOverrides", []bodyField{
		{name: "endpoint", required: true},
		{name: "exporterType", required: true, oneOf: []string{"PROMETHEUS"}},
		{name: "authType", oneOf: []string{"AUTH_TOKEN", "BASIC", "SIGV4"}},
		{name: "basicToken", secret: true},
		{name: "username"},
		{name: "password", secret: true},
		{name: "sigV4AssumeArn"},
		{name: "sigV4StsRegion"},
		{name: "headers", kind: kindTextMap},
		{name: "labels", kind: kindTextMap},
	}},
}

// variableFields are the typed body of both sorts of variables; isSecret cannot
// be changed (API facts, E.2).
var variableFields = []bodyField{
	{name: "isSecret", kind: kindFlag, baseOnly: true, createOnly: true, unlisted: true},
	{name: "value", emptyIsValue: true},
}

// shapeOf returns the shape of an object type; nil for an unknown one.
func shapeOf(objectType string) *bodyShape {
	return find(bodyShapes, func(s *bodyShape) bool { return s.objectType == objectType })
}

// field returns a field by name; nil when there is none.
func (s *bodyShape) field(name string) *bodyField {
	if i := slices.IndexFunc(s.fields, func(f bodyField) bool { return f.name == name }); i >= 0 {
		return &s.fields[i]
	}
	return nil
}

// fieldValues are fields of a typed body by name: string, json.Number, bool or
// map[string]any. A field that is not set is not in it.
type fieldValues map[string]any

// UnmarshalJSON keeps numbers as they are written.
func (v *fieldValues) UnmarshalJSON(text []byte) error {
	var members map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&members); err != nil {
		return err
	}
	*v = members
	return nil
}

// text returns a field as text; "" when it is not set.
func (v fieldValues) text(name string) string {
	text, _ := v[name].(string)
	return text
}

// members returns a field with members; nil when it is not set.
func (v fieldValues) members(name string) map[string]any {
	members, _ := v[name].(map[string]any)
	return members
}

// flag returns a field as a flag.
func (v fieldValues) flag(name string) bool {
	flag, _ := v[name].(bool)
	return flag
}

// secret reports whether a variable is a secret one.
func (v fieldValues) secret() bool { return v.flag("isSecret") }

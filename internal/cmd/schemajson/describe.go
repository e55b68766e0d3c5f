package main

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// providerJSON is one provider in the output.
type providerJSON struct {
	Provider                 *schemaJSON              `json:"provider"`
	ResourceSchemas          map[string]*schemaJSON   `json:"resource_schemas,omitempty"`
	DataSourceSchemas        map[string]*schemaJSON   `json:"data_source_schemas,omitempty"`
	EphemeralResourceSchemas map[string]*schemaJSON   `json:"ephemeral_resource_schemas,omitempty"`
	ListResourceSchemas      map[string]*schemaJSON   `json:"list_resource_schemas,omitempty"`
	ActionSchemas            map[string]*schemaJSON   `json:"action_schemas,omitempty"`
	Functions                map[string]*functionJSON `json:"functions,omitempty"`
	ResourceIdentitySchemas  map[string]*identityJSON `json:"resource_identity_schemas,omitempty"`
}

type schemaJSON struct {
	Version int64      `json:"version"`
	Block   *blockJSON `json:"block"`
}

type blockJSON struct {
	Attributes      map[string]*attributeJSON   `json:"attributes,omitempty"`
	BlockTypes      map[string]*nestedBlockJSON `json:"block_types,omitempty"`
	Description     string                      `json:"description,omitempty"`
	DescriptionKind string                      `json:"description_kind"`
	Deprecated      bool                        `json:"deprecated,omitempty"`
}

type attributeJSON struct {
	Type            any         `json:"type,omitempty"`
	NestedType      *nestedJSON `json:"nested_type,omitempty"`
	Description     string      `json:"description,omitempty"`
	DescriptionKind string      `json:"description_kind"`
	Deprecated      bool        `json:"deprecated,omitempty"`
	Required        bool        `json:"required,omitempty"`
	Optional        bool        `json:"optional,omitempty"`
	Computed        bool        `json:"computed,omitempty"`
	Sensitive       bool        `json:"sensitive,omitempty"`
	WriteOnly       bool        `json:"write_only,omitempty"`
}

type nestedJSON struct {
	Attributes  map[string]*attributeJSON `json:"attributes"`
	NestingMode string                    `json:"nesting_mode"`
}

type nestedBlockJSON struct {
	NestingMode string     `json:"nesting_mode"`
	Block       *blockJSON `json:"block"`
	MinItems    int64      `json:"min_items,omitempty"`
	MaxItems    int64      `json:"max_items,omitempty"`
}

type functionJSON struct {
	Description       string           `json:"description,omitempty"`
	Summary           string           `json:"summary,omitempty"`
	ReturnType        any              `json:"return_type"`
	Parameters        []*parameterJSON `json:"parameters,omitempty"`
	VariadicParameter *parameterJSON   `json:"variadic_parameter,omitempty"`
}

type parameterJSON struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	IsNullable  bool   `json:"is_nullable,omitempty"`
	Type        any    `json:"type"`
}

type identityJSON struct {
	Version    int64                             `json:"version"`
	Attributes map[string]*identityAttributeJSON `json:"attributes"`
}

type identityAttributeJSON struct {
	Type              any    `json:"type"`
	Description       string `json:"description,omitempty"`
	RequiredForImport bool   `json:"required_for_import,omitempty"`
	OptionalForImport bool   `json:"optional_for_import,omitempty"`
}

func describe(s *tfprotov6.GetProviderSchemaResponse, ids *tfprotov6.GetResourceIdentitySchemasResponse) *providerJSON {
	p := &providerJSON{
		Provider:                 schemaOf(s.Provider),
		ResourceSchemas:          mapOf(s.ResourceSchemas, schemaOf),
		DataSourceSchemas:        mapOf(s.DataSourceSchemas, schemaOf),
		EphemeralResourceSchemas: mapOf(s.EphemeralResourceSchemas, schemaOf),
		ListResourceSchemas:      mapOf(s.ListResourceSchemas, schemaOf),
		Functions:                mapOf(s.Functions, functionOf),
		ActionSchemas: mapOf(s.ActionSchemas, func(a *tfprotov6.ActionSchema) *schemaJSON {
			return schemaOf(a.Schema)
		}),
	}
	p.ResourceIdentitySchemas = mapOf(ids.IdentitySchemas, func(i *tfprotov6.ResourceIdentitySchema) *identityJSON {
		identity := &identityJSON{Version: i.Version, Attributes: map[string]*identityAttributeJSON{}}
		for _, a := range i.IdentityAttributes {
			identity.Attributes[a.Name] = &identityAttributeJSON{
				Type: a.Type, Description: a.Description,
				RequiredForImport: a.RequiredForImport, OptionalForImport: a.OptionalForImport,
			}
		}
		return identity
	})
	return p
}

func mapOf[K comparable, A, B any](from map[K]A, convert func(A) B) map[K]B {
	to := make(map[K]B, len(from))
	for key, value := range from {
		to[key] = convert(value)
	}
	return to
}

func schemaOf(s *tfprotov6.Schema) *schemaJSON {
	return &schemaJSON{Version: s.Version, Block: blockOf(s.Block)}
}

func blockOf(b *tfprotov6.SchemaBlock) *blockJSON {
	block := &blockJSON{
		Attributes: attributesOf(b.Attributes), BlockTypes: map[string]*nestedBlockJSON{},
		Description: b.Description, DescriptionKind: kindOf(b.DescriptionKind), Deprecated: b.Deprecated,
	}
	for _, nested := range b.BlockTypes {
		block.BlockTypes[nested.TypeName] = &nestedBlockJSON{
			NestingMode: blockNesting[nested.Nesting], Block: blockOf(nested.Block),
			MinItems: nested.MinItems, MaxItems: nested.MaxItems,
		}
	}
	return block
}

func attributesOf(list []*tfprotov6.SchemaAttribute) map[string]*attributeJSON {
	attributes := make(map[string]*attributeJSON, len(list))
	for _, a := range list {
		attribute := &attributeJSON{
			Description: a.Description, DescriptionKind: kindOf(a.DescriptionKind), Deprecated: a.Deprecated,
			Required: a.Required, Optional: a.Optional, Computed: a.Computed,
			Sensitive: a.Sensitive, WriteOnly: a.WriteOnly,
		}
		if a.NestedType != nil {
			attribute.NestedType = &nestedJSON{
				Attributes: attributesOf(a.NestedType.Attributes), NestingMode: objectNesting[a.NestedType.Nesting],
			}
		} else {
			attribute.Type = a.Type
		}
		attributes[a.Name] = attribute
	}
	return attributes
}

func functionOf(f *tfprotov6.Function) *functionJSON {
	function := &functionJSON{Description: f.Description, Summary: f.Summary, ReturnType: f.Return.Type}
	for _, p := range f.Parameters {
		function.Parameters = append(function.Parameters, parameterOf(p))
	}
	if f.VariadicParameter != nil {
		function.VariadicParameter = parameterOf(f.VariadicParameter)
	}
	return function
}

func parameterOf(p *tfprotov6.FunctionParameter) *parameterJSON {
	return &parameterJSON{Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: p.Type}
}

func kindOf(kind tfprotov6.StringKind) string {
	if kind == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

var blockNesting = map[tfprotov6.SchemaNestedBlockNestingMode]string{
	tfprotov6.SchemaNestedBlockNestingModeSingle: "single",
	tfprotov6.SchemaNestedBlockNestingModeList:   "list",
	tfprotov6.SchemaNestedBlockNestingModeSet:    "set",
	tfprotov6.SchemaNestedBlockNestingModeMap:    "map",
	tfprotov6.SchemaNestedBlockNestingModeGroup:  "group",
}

var objectNesting = map[tfprotov6.SchemaObjectNestingMode]string{
	tfprotov6.SchemaObjectNestingModeSingle: "single",
	tfprotov6.SchemaObjectNestingModeList:   "list",
	tfprotov6.SchemaObjectNestingModeSet:    "set",
	tfprotov6.SchemaObjectNestingModeMap:    "map",
}

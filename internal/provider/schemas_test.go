package provider

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// schemasOf asks the provider for its schemas as Terraform does; the framework
// validates all of them on the way.
func schemasOf(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	server := providerserver.NewProtocol6(New("1.2.3"))()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range schemas.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	if _, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{}); err != nil {
		t.Fatal(err)
	}
	return schemas
}

// each walks all attributes of all schemas, nested ones included.
func each(schemas *tfprotov6.GetProviderSchemaResponse, visit func(at string, a *tfprotov6.SchemaAttribute, siblings []*tfprotov6.SchemaAttribute)) {
	var walk func(at string, attributes []*tfprotov6.SchemaAttribute)
	walk = func(at string, attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			visit(at+"."+a.Name, a, attributes)
			if a.NestedType != nil {
				walk(at+"."+a.Name, a.NestedType.Attributes)
			}
		}
	}
	var block func(at string, b *tfprotov6.SchemaBlock)
	block = func(at string, b *tfprotov6.SchemaBlock) {
		walk(at, b.Attributes)
		for _, nested := range b.BlockTypes {
			block(at+"."+nested.TypeName, nested.Block)
		}
	}
	block("provider", schemas.Provider.Block)
	for name, s := range schemas.ResourceSchemas {
		block(name, s.Block)
	}
	for name, s := range schemas.DataSourceSchemas {
		block("data."+name, s.Block)
	}
	for name, s := range schemas.EphemeralResourceSchemas {
		block("ephemeral."+name, s.Block)
	}
}

// isSentence tells a description that can stand in the documentation.
func isSentence(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) < 10 || !strings.ContainsRune(text, ' ') {
		return false
	}
	first := []rune(text)[0]
	return (unicode.IsUpper(first) || strings.ContainsRune("`[*\"", first)) && strings.HasSuffix(text, ".")
}

// Functions are documented as attributes are, by sentences.
func TestEveryFunctionIsDescribed(t *testing.T) {
	t.Parallel()
	functions := schemasOf(t).Functions
	with, ok := New("1.2.3").(provider.ProviderWithFunctions)
	if !ok || len(functions) != len(with.Functions(t.Context())) {
		t.Errorf("%d functions", len(functions))
	}
	for name, f := range functions {
		if f.Summary == "" || strings.HasSuffix(f.Summary, ".") || !isSentence(f.Description) {
			t.Errorf("%s: summary %q, description %q", name, f.Summary, f.Description)
		}
		parameters := f.Parameters
		if f.VariadicParameter != nil {
			parameters = append(parameters, f.VariadicParameter)
		}
		for _, p := range parameters {
			if !isSentence(p.Description) || p.DescriptionKind != tfprotov6.StringKindMarkdown {
				t.Errorf("%s: parameter %s is described as %q", name, p.Name, p.Description)
			}
		}
	}
}

func TestEveryAttributeIsDescribed(t *testing.T) {
	t.Parallel()
	schemas := schemasOf(t)
	each(schemas, func(at string, a *tfprotov6.SchemaAttribute, _ []*tfprotov6.SchemaAttribute) {
		if !isSentence(a.Description) {
			t.Errorf("%s has no full sentence as description: %q", at, a.Description)
		}
	})
	described := map[string]*tfprotov6.Schema{"provider": schemas.Provider}
	maps.Copy(described, schemas.ResourceSchemas)
	for name, s := range schemas.DataSourceSchemas {
		described["data."+name] = s
	}
	for name, s := range schemas.EphemeralResourceSchemas {
		described["ephemeral."+name] = s
	}
	for name, s := range described {
		if !isSentence(s.Block.Description) {
			t.Errorf("%s has no full sentence as description: %q", name, s.Block.Description)
		}
	}
}

// The framework finds write-only mistakes only when a user validates.
func TestWriteOnlyArguments(t *testing.T) {
	t.Parallel()
	found := 0
	each(schemasOf(t), func(at string, a *tfprotov6.SchemaAttribute, siblings []*tfprotov6.SchemaAttribute) {
		if a.WriteOnly != strings.HasSuffix(a.Name, "_wo") {
			t.Errorf("%s: write-only arguments, and only those, end in _wo", at)
		}
		if !a.WriteOnly {
			return
		}
		found++
		if a.Computed || a.Required || !a.Optional || !a.Sensitive {
			t.Errorf("%s must be optional and sensitive, and not computed", at)
		}
		if !slices.ContainsFunc(siblings, func(s *tfprotov6.SchemaAttribute) bool {
			return s.Name == a.Name+"_version" && s.Optional && !s.Sensitive
		}) {
			t.Errorf("%s has no %s_version, so a new value would never be sent", at, a.Name)
		}
	})
	if found == 0 {
		t.Error("no write-only argument was found")
	}
}

func TestSecretsAreSensitive(t *testing.T) {
	t.Parallel()
	secret := regexp.MustCompile(`^(token|.*password|.*secret.*|private_key)$`)
	// They are told by name; these are about secrets and none themselves.
	harmless := regexp.MustCompile(`^(is_secret|allow_.*|has_.*|secret_fields|.*_set)$`)
	each(schemasOf(t), func(at string, a *tfprotov6.SchemaAttribute, _ []*tfprotov6.SchemaAttribute) {
		if secret.MatchString(a.Name) && !harmless.MatchString(a.Name) && !a.Sensitive {
			t.Errorf("%s is not sensitive", at)
		}
	})
}

// A planned change must not make everything that refers to an id unknown.
func TestIDsKeepTheirState(t *testing.T) {
	t.Parallel()
	keeps := reflect.TypeOf(stringplanmodifier.UseStateForUnknown())
	for name, s := range resourceSchemas(t) {
		id, ok := s.Attributes["id"].(schema.StringAttribute)
		if !ok {
			continue
		}
		if !id.Computed || id.Optional {
			t.Errorf("%s.id must be computed alone", name)
		}
		if !slices.ContainsFunc(id.PlanModifiers, func(m planmodifier.String) bool { return reflect.TypeOf(m) == keeps }) {
			t.Errorf("%s.id does not keep its state in plans", name)
		}
	}
}

// resourceSchemas are the framework's schemas of all resources.
func resourceSchemas(t *testing.T) map[string]schema.Schema {
	t.Helper()
	schemas := map[string]schema.Schema{}
	for _, create := range resources() {
		r := create()
		var name resource.MetadataResponse
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: typeName}, &name)
		var described resource.SchemaResponse
		r.Schema(t.Context(), resource.SchemaRequest{}, &described)
		schemas[name.TypeName] = described.Schema
		if _, ok := r.(resource.ResourceWithImportState); !ok {
			t.Errorf("%s cannot be imported", name.TypeName)
		}
		if _, ok := r.(resource.ResourceWithConfigure); !ok {
			t.Errorf("%s is not configured", name.TypeName)
		}
	}
	return schemas
}

// The state of another provider's astro_deployment has version 0, which is ours to upgrade.
func TestDeploymentSchemaVersion(t *testing.T) {
	t.Parallel()
	if s, ok := resourceSchemas(t)["astro_deployment"]; !ok || s.Version != 1 {
		t.Errorf("astro_deployment has schema version %d, want 1", s.Version)
	}
}

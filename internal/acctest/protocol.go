package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Protocol is the provider as Terraform's core talks to it, without a CLI. One
// Protocol is one walk: Terraform starts another provider process for plan and
// for apply, so use another Protocol where that matters.
type Protocol struct {
	// Server is for requests that have no helper here.
	Server tfprotov6.ProviderServer
	// Schema is what the provider says it can do.
	Schema *tfprotov6.GetProviderSchemaResponse

	tb testing.TB
}

// Provider returns a configured provider, with an empty provider block.
func (e *Env) Provider(tb testing.TB) *Protocol {
	tb.Helper()
	p, said := e.ProviderWith(tb, nil)
	if said.HasError() {
		tb.Fatalf("configuring the provider:\n%s", said)
	}
	return p
}

// ProviderWith returns a provider and what it said about a provider block.
func (e *Env) ProviderWith(tb testing.TB, block Object) (*Protocol, Diagnostics) {
	tb.Helper()
	server, err := e.server()
	if err != nil {
		tb.Fatalf("serving the provider: %v", err)
	}
	p := &Protocol{Server: server, tb: tb}
	if p.Schema, err = server.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		tb.Fatalf("asking for the schema: %v", err)
	}
	if said := Diagnostics(p.Schema.Diagnostics); said.HasError() {
		tb.Fatalf("the schema is not valid:\n%s", said)
	}
	typ := p.Schema.Provider.ValueType()
	if block == nil {
		block = Object{}
	}
	config := toDynamic(tb, typ, toValue(tb, typ, block))
	validated, err := server.ValidateProviderConfig(tb.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if err != nil {
		tb.Fatalf("validating the provider block: %v", err)
	}
	if said := Diagnostics(validated.Diagnostics); said.HasError() {
		return p, said
	}
	configured, err := server.ConfigureProvider(tb.Context(), &tfprotov6.ConfigureProviderRequest{Config: config, TerraformVersion: "1.11.4"})
	if err != nil {
		tb.Fatalf("configuring the provider: %v", err)
	}
	return p, configured.Diagnostics
}

// State is a resource's state, or a data source's value.
type State struct {
	// Type is the resource's type; Raw the value; Private what the provider keeps beside it.
	Type    string
	Raw     tftypes.Value
	Private []byte
}

// Values are the attributes, nil when there is no object.
func (s *State) Values() Object {
	object, _ := fromValue(s.Raw).(Object)
	return object
}

// Get is one attribute at the top level.
func (s *State) Get(name string) any { return s.Values()[name] }

// Text is one attribute as text; empty when it is none.
func (s *State) Text(name string) string {
	text, _ := s.Get(name).(string)
	return text
}

// Gone reports whether there is no object.
func (s *State) Gone() bool { return s == nil || s.Raw.IsNull() }

// Result is a state and what was said on the way to it.
type Result struct {
	State       *State
	Diagnostics Diagnostics

	tb   testing.TB
	what string
}

// OK fails the test when there are errors, and returns the state.
func (r *Result) OK() *State {
	r.tb.Helper()
	if r.Diagnostics.HasError() {
		r.tb.Fatalf("%s:\n%s", r.what, r.Diagnostics)
	}
	return r.State
}

// Validate says what the provider finds in a resource's configuration alone.
func (p *Protocol) Validate(typeName string, config Object) Diagnostics {
	p.tb.Helper()
	typ := p.resource(typeName).ValueType()
	resp, err := p.Server.ValidateResourceConfig(p.tb.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName, Config: toDynamic(p.tb, typ, toValue(p.tb, typ, config)),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		p.tb.Fatalf("validating %s: %v", typeName, err)
	}
	return resp.Diagnostics
}

// Read refreshes a state.
func (p *Protocol) Read(s *State) *Result {
	p.tb.Helper()
	typ := p.resource(s.Type).ValueType()
	resp, err := p.Server.ReadResource(p.tb.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: s.Type, CurrentState: toDynamic(p.tb, typ, s.Raw), Private: s.Private,
	})
	if err != nil {
		p.tb.Fatalf("reading %s: %v", s.Type, err)
	}
	return &Result{
		tb: p.tb, what: "reading " + s.Type, Diagnostics: resp.Diagnostics,
		State: &State{Type: s.Type, Raw: fromDynamic(p.tb, typ, resp.NewState), Private: resp.Private},
	}
}

// Import imports by an id and reads the result, as Terraform does.
func (p *Protocol) Import(typeName, id string) *Result {
	p.tb.Helper()
	typ := p.resource(typeName).ValueType()
	resp, err := p.Server.ImportResourceState(p.tb.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	if err != nil {
		p.tb.Fatalf("importing %s: %v", typeName, err)
	}
	said := Diagnostics(resp.Diagnostics)
	if said.HasError() || len(resp.ImportedResources) != 1 {
		return &Result{tb: p.tb, what: "importing " + typeName, Diagnostics: said, State: &State{Type: typeName, Raw: tftypes.NewValue(typ, nil)}}
	}
	imported := resp.ImportedResources[0]
	read := p.Read(&State{Type: typeName, Raw: fromDynamic(p.tb, typ, imported.State), Private: imported.Private})
	read.what = "importing " + typeName
	if read.State.Gone() && !read.Diagnostics.HasError() {
		read.Diagnostics = append(read.Diagnostics, &tfprotov6.Diagnostic{
			Severity: tfprotov6.DiagnosticSeverityError, Summary: "Cannot import non-existent remote object", Detail: "the read after the import found nothing",
		})
	}
	return read
}

// Data reads a data source.
func (p *Protocol) Data(typeName string, config Object) *Result {
	p.tb.Helper()
	schema := p.Schema.DataSourceSchemas[typeName]
	if schema == nil {
		p.tb.Fatalf("no data source %s", typeName)
	}
	typ := schema.ValueType()
	dynamic := toDynamic(p.tb, typ, toValue(p.tb, typ, config))
	validated, err := p.Server.ValidateDataResourceConfig(p.tb.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: dynamic})
	if err != nil {
		p.tb.Fatalf("validating %s: %v", typeName, err)
	}
	result := &Result{
		tb: p.tb, what: "reading data source " + typeName, Diagnostics: validated.Diagnostics,
		State: &State{Type: typeName, Raw: tftypes.NewValue(typ, nil)},
	}
	if result.Diagnostics.HasError() {
		return result
	}
	resp, err := p.Server.ReadDataSource(p.tb.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: dynamic})
	if err != nil {
		p.tb.Fatalf("reading %s: %v", typeName, err)
	}
	result.Diagnostics = append(result.Diagnostics, resp.Diagnostics...)
	result.State.Raw = fromDynamic(p.tb, typ, resp.State)
	return result
}

func (p *Protocol) resource(typeName string) *tfprotov6.Schema {
	p.tb.Helper()
	schema := p.Schema.ResourceSchemas[typeName]
	if schema == nil {
		p.tb.Fatalf("no resource %s", typeName)
	}
	return schema
}

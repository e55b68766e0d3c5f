package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Opened is an ephemeral resource between Open and Close.
type Opened struct {
	// Result is the value; Diagnostics what was said when it was opened.
	Result      Object
	Diagnostics Diagnostics

	typeName string
	private  []byte
}

// Open validates and opens an ephemeral resource, as each walk that needs it does.
func (p *Protocol) Open(typeName string, config Object) *Opened {
	p.tb.Helper()
	schema := p.Schema.EphemeralResourceSchemas[typeName]
	if schema == nil {
		p.tb.Fatalf("no ephemeral resource %s", typeName)
	}
	typ := schema.ValueType()
	dynamic := toDynamic(p.tb, typ, toValue(p.tb, typ, config))
	validated, err := p.Server.ValidateEphemeralResourceConfig(p.tb.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: typeName, Config: dynamic})
	if err != nil {
		p.tb.Fatalf("validating %s: %v", typeName, err)
	}
	opened := &Opened{typeName: typeName, Diagnostics: validated.Diagnostics}
	if opened.Diagnostics.HasError() {
		return opened
	}
	resp, err := p.Server.OpenEphemeralResource(p.tb.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: typeName, Config: dynamic})
	if err != nil {
		p.tb.Fatalf("opening %s: %v", typeName, err)
	}
	opened.Diagnostics = append(opened.Diagnostics, resp.Diagnostics...)
	opened.private = resp.Private
	value := tftypes.NewValue(typ, nil)
	if resp.Result != nil {
		value = fromDynamic(p.tb, typ, resp.Result)
	}
	opened.Result, _ = fromValue(value).(Object)
	return opened
}

// Close closes what Open has opened.
func (p *Protocol) Close(opened *Opened) Diagnostics {
	p.tb.Helper()
	resp, err := p.Server.CloseEphemeralResource(p.tb.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: opened.typeName, Private: opened.private})
	if err != nil {
		p.tb.Fatalf("closing %s: %v", opened.typeName, err)
	}
	return resp.Diagnostics
}

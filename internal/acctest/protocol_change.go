package acctest

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Change is a planned change of one resource.
type Change struct {
	// Planned is the planned state; its values hold Unknown where they are known after apply.
	Planned *State
	// Replaces are the attributes that require a replacement.
	Replaces []string
	// Diagnostics are what was said at plan.
	Diagnostics Diagnostics

	prior  *State
	config tftypes.Value
	p      *Protocol
}

// Plan plans a change: of nothing to a configuration (prior nil: create), of a
// state to another configuration (update), or of a state to nothing (config
// nil: destroy). Findings of the configuration alone come with the others.
func (p *Protocol) Plan(typeName string, prior *State, config Object) *Change {
	p.tb.Helper()
	schema := p.resource(typeName)
	typ := schema.ValueType()
	if prior == nil {
		prior = &State{Type: typeName, Raw: tftypes.NewValue(typ, nil)}
	}
	change := &Change{p: p, prior: prior, config: tftypes.NewValue(typ, nil), Planned: &State{Type: typeName, Raw: tftypes.NewValue(typ, nil)}}
	if config != nil {
		change.config = toValue(p.tb, typ, config)
		if change.Diagnostics = p.Validate(typeName, config); change.Diagnostics.HasError() {
			return change
		}
	}
	resp, err := p.Server.PlanResourceChange(p.tb.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: toDynamic(p.tb, typ, prior.Raw), PriorPrivate: prior.Private,
		ProposedNewState: toDynamic(p.tb, typ, proposed(schema.Block, prior.Raw, change.config)),
		Config:           toDynamic(p.tb, typ, change.config),
	})
	if err != nil {
		p.tb.Fatalf("planning %s: %v", typeName, err)
	}
	change.Diagnostics = append(change.Diagnostics, resp.Diagnostics...)
	change.Planned.Raw, change.Planned.Private = fromDynamic(p.tb, typ, resp.PlannedState), resp.PlannedPrivate
	for _, at := range resp.RequiresReplace {
		change.Replaces = append(change.Replaces, pathText(at))
	}
	return change
}

// Replace plans a replacement that an attribute or -replace asks for, as Terraform
// does: first as if the resource stayed, then once more as a new one with the
// private state of the first plan. Both halves are applied with what the second
// plan left in it. Diagnostics are those of the first plan; of the second one
// Terraform shows errors only.
func (p *Protocol) Replace(prior *State, config Object) (destroy, create *Change) {
	p.tb.Helper()
	null := tftypes.NewValue(p.resource(prior.Type).ValueType(), nil)
	first := p.Plan(prior.Type, prior, config)
	create = p.Plan(prior.Type, &State{Type: prior.Type, Raw: null, Private: first.Planned.Private}, config)
	destroy = &Change{
		p: p, prior: prior, config: null, Planned: &State{Type: prior.Type, Raw: null, Private: create.Planned.Private},
		Replaces: first.Replaces, Diagnostics: first.Diagnostics,
	}
	create.Diagnostics = errorsOf(create.Diagnostics)
	return destroy, create
}

func errorsOf(all Diagnostics) Diagnostics {
	return slices.DeleteFunc(slices.Clone(all), func(one *tfprotov6.Diagnostic) bool { return one.Severity != tfprotov6.DiagnosticSeverityError })
}

// OK fails the test when there are errors, and returns the change.
func (c *Change) OK() *Change {
	c.p.tb.Helper()
	if c.Diagnostics.HasError() {
		c.p.tb.Fatalf("planning %s:\n%s", c.Planned.Type, c.Diagnostics)
	}
	return c
}

// Changed names the attributes at the top level that the change is about; none
// means an empty plan.
func (c *Change) Changed() []string {
	before, after := membersOf(c.prior.Raw), membersOf(c.Planned.Raw)
	changed := []string{}
	for _, a := range c.p.resource(c.Planned.Type).Block.Attributes {
		b, a2 := before[a.Name], after[a.Name]
		if (before == nil || after == nil) || !b.Equal(a2) {
			changed = append(changed, a.Name)
		}
	}
	return changed
}

// Apply carries the change out, with a provider of its own walk when other than
// nil. Terraform's own check that the result is what was planned is part of it.
func (c *Change) Apply(other *Protocol) *Result {
	p := c.p
	if other != nil {
		p = other
	}
	p.tb.Helper()
	typeName := c.Planned.Type
	typ := p.resource(typeName).ValueType()
	resp, err := p.Server.ApplyResourceChange(p.tb.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: toDynamic(p.tb, typ, c.prior.Raw), PlannedState: toDynamic(p.tb, typ, c.Planned.Raw),
		Config: toDynamic(p.tb, typ, c.config), PlannedPrivate: c.Planned.Private,
	})
	if err != nil {
		p.tb.Fatalf("applying %s: %v", typeName, err)
	}
	result := &Result{
		tb: p.tb, what: "applying " + typeName, Diagnostics: resp.Diagnostics,
		State: &State{Type: typeName, Raw: fromDynamic(p.tb, typ, resp.NewState), Private: resp.Private},
	}
	if !result.Diagnostics.HasError() {
		if where := broken(typeName, c.Planned.Raw, result.State.Raw); where != "" {
			result.Diagnostics = append(result.Diagnostics, &tfprotov6.Diagnostic{
				Severity: tfprotov6.DiagnosticSeverityError, Summary: "Provider produced inconsistent result after apply", Detail: where,
			})
		}
	}
	return result
}

// Create plans and creates, and fails the test on errors.
func (p *Protocol) Create(typeName string, config Object) *State {
	p.tb.Helper()
	return p.Plan(typeName, nil, config).OK().Apply(nil).OK()
}

// Update plans and updates, and fails the test on errors.
func (p *Protocol) Update(prior *State, config Object) *State {
	p.tb.Helper()
	return p.Plan(prior.Type, prior, config).OK().Apply(nil).OK()
}

// Delete plans and deletes; the state of its result is null when it went well.
func (p *Protocol) Delete(prior *State) *Result {
	p.tb.Helper()
	change := p.Plan(prior.Type, prior, nil)
	if change.Diagnostics.HasError() {
		return &Result{tb: p.tb, what: "planning to destroy " + prior.Type, Diagnostics: change.Diagnostics, State: prior}
	}
	return change.Apply(nil)
}

// pathText writes a path as in worker_queues["default"].min_worker_count.
func pathText(at *tftypes.AttributePath) string {
	var text strings.Builder
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			if text.Len() > 0 {
				text.WriteByte('.')
			}
			text.WriteString(string(step))
		case tftypes.ElementKeyString:
			text.WriteString("[\"" + string(step) + "\"]")
		default:
			text.WriteString("[…]")
		}
	}
	return text.String()
}

// DestroyOf is the destruction of a state within the plan of a create, as
// Terraform makes it of a tainted resource: it plans such a one like a new one.
func DestroyOf(create *Change, tainted *State) *Change {
	null := tftypes.NewValue(create.p.resource(tainted.Type).ValueType(), nil)
	return &Change{
		p: create.p, prior: tainted, config: null,
		Planned: &State{Type: tainted.Type, Raw: null, Private: create.Planned.Private},
	}
}

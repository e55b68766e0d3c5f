package acctest

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// proposed merges a configuration with the prior state as Terraform does before
// it asks a provider for a plan: what the configuration says, else the prior
// value of computed attributes, else null; write-only arguments never.
func proposed(block *tfprotov6.SchemaBlock, prior, config tftypes.Value) tftypes.Value {
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	priors, configs := membersOf(prior), membersOf(config)
	merged := map[string]tftypes.Value{}
	for _, a := range block.Attributes {
		merged[a.Name] = proposedAttribute(a, orNull(priors, a.Name, configs[a.Name].Type()), configs[a.Name])
	}
	for _, b := range block.BlockTypes {
		c := configs[b.TypeName]
		p := orNull(priors, b.TypeName, c.Type())
		if b.Nesting == tfprotov6.SchemaNestedBlockNestingModeSingle || b.Nesting == tfprotov6.SchemaNestedBlockNestingModeGroup {
			c = proposed(b.Block, p, c)
		}
		merged[b.TypeName] = c
	}
	return tftypes.NewValue(config.Type(), merged)
}

func proposedAttribute(a *tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	switch {
	case a.WriteOnly:
		return tftypes.NewValue(config.Type(), nil)
	case config.IsNull() && a.Computed:
		return prior
	case config.IsNull() || !config.IsKnown() || a.NestedType == nil:
		return config
	}
	switch a.NestedType.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return proposedObject(a.NestedType, prior, config)
	case tfprotov6.SchemaObjectNestingModeMap:
		priors, merged := membersOf(prior), map[string]tftypes.Value{}
		for name, c := range membersOf(config) {
			merged[name] = proposedObject(a.NestedType, orNull(priors, name, c.Type()), c)
		}
		return tftypes.NewValue(config.Type(), merged)
	case tfprotov6.SchemaObjectNestingModeList:
		priors := map[string]tftypes.Value{}
		for i, p := range elementsOf(prior) {
			priors[strconv.Itoa(i)] = p
		}
		merged := []tftypes.Value{}
		for i, c := range elementsOf(config) {
			merged = append(merged, proposedObject(a.NestedType, orNull(priors, strconv.Itoa(i), c.Type()), c))
		}
		return tftypes.NewValue(config.Type(), merged)
	}
	return config
}

func proposedObject(o *tfprotov6.SchemaObject, prior, config tftypes.Value) tftypes.Value {
	return proposed(&tfprotov6.SchemaBlock{Attributes: o.Attributes}, prior, config)
}

func orNull(values map[string]tftypes.Value, name string, typ tftypes.Type) tftypes.Value {
	if v, ok := values[name]; ok {
		return v
	}
	return tftypes.NewValue(typ, nil)
}

func membersOf(v tftypes.Value) map[string]tftypes.Value {
	var members map[string]tftypes.Value
	if v.IsKnown() && !v.IsNull() {
		mustAs(v, &members)
	}
	return members
}

func elementsOf(v tftypes.Value) []tftypes.Value {
	var elements []tftypes.Value
	if v.IsKnown() && !v.IsNull() {
		mustAs(v, &elements)
	}
	return elements
}

// broken names the first place where a result breaks what was promised: a known
// value that became another one. It is what Terraform calls an inconsistent
// result. The empty text means that the promise was kept.
func broken(at string, promised, result tftypes.Value) string {
	switch {
	case !promised.IsKnown():
		return ""
	case !result.IsKnown():
		return at + " is still unknown"
	case promised.IsNull() != result.IsNull():
		return at + " was " + promised.String() + ", now " + result.String()
	case promised.IsNull() || promised.IsFullyKnown() && promised.Equal(result):
		return ""
	}
	promisedMembers, resultMembers := pieces(promised), pieces(result)
	if promisedMembers == nil || len(promisedMembers) != len(resultMembers) {
		return at + " was " + promised.String() + ", now " + result.String()
	}
	for name, p := range promisedMembers {
		r, ok := resultMembers[name]
		if !ok {
			return at + "." + name + " is missing"
		}
		if where := broken(at+"."+name, p, r); where != "" {
			return where
		}
	}
	return ""
}

// pieces are the parts of a structured value; nil for others. Elements of sets
// have no names of their own, so sets with unknown elements are not compared.
func pieces(v tftypes.Value) map[string]tftypes.Value {
	switch v.Type().(type) {
	case tftypes.Object, tftypes.Map:
		return membersOf(v)
	case tftypes.List:
		parts := map[string]tftypes.Value{}
		for i, element := range elementsOf(v) {
			parts[strconv.Itoa(i)] = element
		}
		return parts
	}
	return nil
}

package fwkit_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// Only a value that is known to differ from the state's replaces: one that is
// not known yet is in place, and so is a create.
func TestRequiresReplaceIfKnown(t *testing.T) {
	t.Parallel()
	known := schema.Schema{Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{Required: true}}}
	object := func(value any) tftypes.Value {
		typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}
		if value == nil {
			return tftypes.NewValue(typ, nil)
		}
		return tftypes.NewValue(typ, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, value)})
	}
	for name, c := range map[string]struct {
		state, plan any
		values      [2]types.String
		want        bool
	}{
		"another value": {"a", "b", [2]types.String{types.StringValue("a"), types.StringValue("b")}, true},
		"the same":      {"a", "a", [2]types.String{types.StringValue("a"), types.StringValue("a")}, false},
		"unknown":       {"a", tftypes.UnknownValue, [2]types.String{types.StringValue("a"), types.StringUnknown()}, false},
		"no longer set": {"a", "", [2]types.String{types.StringValue("a"), types.StringNull()}, true},
		"create":        {nil, "b", [2]types.String{types.StringNull(), types.StringValue("b")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := planmodifier.StringRequest{
				Path: path.Root("id"), StateValue: c.values[0], PlanValue: c.values[1], ConfigValue: c.values[1],
				State: tfsdk.State{Schema: known, Raw: object(c.state)}, Plan: tfsdk.Plan{Schema: known, Raw: object(c.plan)},
			}
			response := planmodifier.StringResponse{PlanValue: c.values[1]}
			fwkit.RequiresReplaceIfKnown().PlanModifyString(t.Context(), request, &response)
			if response.RequiresReplace != c.want || response.Diagnostics.HasError() {
				t.Errorf("replaces %v, want %v; said %v", response.RequiresReplace, c.want, response.Diagnostics)
			}
		})
	}
}

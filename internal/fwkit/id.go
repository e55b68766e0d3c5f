package fwkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// The form of an id is judged where a plan is made or an object read, never by a
// validator of the schema: `terraform test` with a mocked provider validates
// configurations whose ids are random characters, but neither plans nor reads
// with the provider.

// CUIDAtPlan returns a plan modifier for attributes that hold an id of Astro. It
// changes nothing; it refuses a configured value that cannot be one.
func CUIDAtPlan() planmodifier.String { return cuidAtPlan{} }

type cuidAtPlan struct{}

// Description says what is allowed.
func (cuidAtPlan) Description(context.Context) string {
	return "an id of Astro such as \"clx4n1abc0000000000000001\""
}

// MarkdownDescription says what is allowed.
func (m cuidAtPlan) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString adds an error for a known value that is no id.
func (cuidAtPlan) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	AddFindings(&resp.Diagnostics, checkCUID(req.Path, req.ConfigValue)...)
}

// RequireCUIDs refuses arguments at the top level of a data source that cannot be
// ids of Astro, and reports whether all can.
func RequireCUIDs(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics, arguments ...string) bool {
	for _, argument := range arguments {
		var value types.String
		diags.Append(config.GetAttribute(ctx, path.Root(argument), &value)...)
		AddFindings(diags, checkCUID(path.Root(argument), value)...)
	}
	return !diags.HasError()
}

func checkCUID(at path.Path, value types.String) []Finding {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	if err := validate.CUID(value.ValueString()); err != nil {
		return []Finding{Refuse(at, "Invalid id",
			fmt.Sprintf("%q is not an id of Astro: %v. It looks like \"clx4n1abc0000000000000001\".", value.ValueString(), err))}
	}
	return nil
}

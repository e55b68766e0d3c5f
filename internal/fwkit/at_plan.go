package fwkit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// BetweenAtPlan returns a plan modifier for numbers that other resources often
// compute, such as the port of a database. It changes nothing; it refuses a
// configured number outside the limits. Like CUIDAtPlan it judges no mock's value,
// which is zero.
func BetweenAtPlan(least, most int64) planmodifier.Int64 {
	return betweenAtPlan{least: least, most: most}
}

type betweenAtPlan struct{ least, most int64 }

// Description says what is allowed.
func (m betweenAtPlan) Description(context.Context) string {
	return fmt.Sprintf("a number between %d and %d", m.least, m.most)
}

// MarkdownDescription says what is allowed.
func (m betweenAtPlan) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyInt64 adds an error for a known number outside the limits.
func (m betweenAtPlan) PlanModifyInt64(_ context.Context, req planmodifier.Int64Request, resp *planmodifier.Int64Response) {
	number := req.ConfigValue
	if number.IsNull() || number.IsUnknown() || number.ValueInt64() >= m.least && number.ValueInt64() <= m.most {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Number is out of range",
		fmt.Sprintf("%s is %d; it must be between %d and %d.", nameOf(req.Path), number.ValueInt64(), m.least, m.most))
}

// RequireOneOf refuses an argument at the top level of a data source that is none
// of the values which the API takes, and reports whether it is one, or null.
func RequireOneOf(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics, argument string, values ...string) bool {
	var value types.String
	diags.Append(config.GetAttribute(ctx, path.Root(argument), &value)...)
	if value.IsNull() || value.IsUnknown() || slices.Contains(values, value.ValueString()) {
		return !diags.HasError()
	}
	diags.AddAttributeError(path.Root(argument), "Value is not valid",
		fmt.Sprintf("%s is %q; it must be one of %s.", argument, value.ValueString(), strings.Join(values, ", ")))
	return false
}

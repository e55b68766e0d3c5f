package environment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// keepSpelling plans the state's text where the configuration means the same:
// the framework compares meaning on read and apply, but not at plan, and a new
// order of members would show as a change.
type keepSpelling struct{}

// Description says what the modifier does.
func (keepSpelling) Description(context.Context) string {
	return "Another spelling of the same JSON is no change."
}

// MarkdownDescription says what the modifier does.
func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString plans the state's spelling.
func (keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || req.StateValue.IsNull() {
		return
	}
	if (extraValue{req.StateValue}).means(extraValue{req.ConfigValue}) {
		resp.PlanValue = req.StateValue
	}
}

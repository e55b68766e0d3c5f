package environment

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// jsonObject refuses at plan a text that is no JSON object. A secret of another
// provider is such a text in `terraform test` with mocks, which validates and
// does not plan.
type jsonObject struct{}

// Description says what is allowed.
func (jsonObject) Description(context.Context) string { return "A JSON object." }

// MarkdownDescription says what is allowed.
func (m jsonObject) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString adds an error for a known text that is no JSON object. The
// text is not repeated: it may hold secrets.
func (jsonObject) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	const summary = "Invalid JSON object"
	_, err := parseExtra(req.ConfigValue.ValueString())
	switch {
	case errors.Is(err, errNull):
		resp.Diagnostics.AddAttributeError(req.Path, summary,
			fmt.Sprintf("%[1]s must hold a JSON object, but it is the JSON null, which is what jsonencode makes of null. "+
				"Where the value may be null, leave the argument out then: %[1]s = x == null ? null : jsonencode(x).", req.Path))
	case err != nil:
		resp.Diagnostics.AddAttributeError(req.Path, summary,
			fmt.Sprintf("%s must hold a JSON object, but %v. Write it with jsonencode, for example jsonencode({ account = \"ab12345\" }).", req.Path, err))
	}
}

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

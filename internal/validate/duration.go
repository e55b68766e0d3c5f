package validate

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Duration reads a span of time such as "2.5s" or "1m30s" that lies between two bounds.
func Duration(text string, minimum, maximum time.Duration) (time.Duration, error) {
	span, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is not a span of time such as \"500ms\", \"2.5s\" or \"1m30s\"", text)
	case span < minimum || span > maximum:
		return 0, fmt.Errorf("%q is not between %s and %s", text, minimum, maximum)
	}
	return span, nil
}

// DurationString returns a validator for attributes that hold a span of time.
func DurationString(minimum, maximum time.Duration) validator.String {
	return durationValidator{minimum: minimum, maximum: maximum}
}

type durationValidator struct{ minimum, maximum time.Duration }

// Description says what is allowed.
func (v durationValidator) Description(context.Context) string {
	return fmt.Sprintf("a span of time between %s and %s", v.minimum, v.maximum)
}

// MarkdownDescription says what is allowed.
func (v durationValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString adds an error for a known value outside the bounds.
func (v durationValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := Duration(req.ConfigValue.ValueString(), v.minimum, v.maximum); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid span of time", fmt.Sprintf("The value %v.", err))
	}
}

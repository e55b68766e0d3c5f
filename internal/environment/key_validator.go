package environment

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// keyValidator refuses what cannot be a conn_id: nothing, or a text that
// blanks surround. Everything else is for Astro to judge (API facts, E.3).
type keyValidator struct{}

// Description says what is allowed.
func (keyValidator) Description(context.Context) string {
	return "a text that is not empty and has no blanks around it"
}

// MarkdownDescription says what is allowed.
func (v keyValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString adds an error for a known value that cannot be a key.
func (keyValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if key := req.ConfigValue.ValueString(); key == "" || strings.TrimSpace(key) != key {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid key",
			fmt.Sprintf("The key %q must not be empty or have blanks around it. It is the conn_id that DAGs use, such as \"snowflake_default\".", key))
	}
}

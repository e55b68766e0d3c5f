package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// hostValidator refuses hosts that the client would refuse, already at validate.
type hostValidator struct{}

// Description says what is allowed.
func (hostValidator) Description(context.Context) string {
	return "an https URL, or an http URL of the loopback interface"
}

// MarkdownDescription says what is allowed.
func (v hostValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString adds an error for a known value that is no base URL.
func (hostValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := astro.ParseHost(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid host", hostDetail(err))
	}
}

func hostDetail(err error) string {
	return fmt.Sprintf("The base URL of the Astro API cannot be used: %v. The default is %q.", err, astro.DefaultHost)
}

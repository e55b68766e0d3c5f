package validate

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// cuid is anchored: a longer text that contains an id is no id.
var cuid = regexp.MustCompile(`^c[0-9a-z]{24}$`)

// CUID checks an id of Astro: the letter c and 24 lower-case letters or digits.
// Astro answers an id of another form with a server error, not a clear refusal
// (API facts, A.3), so it has to be told apart before a request.
func CUID(id string) error {
	if !cuid.MatchString(id) {
		return errors.New("an id of Astro is the letter c followed by 24 lower-case letters or digits")
	}
	return nil
}

// CUIDString returns a validator for attributes that hold an id of Astro.
func CUIDString() validator.String { return cuidValidator{} }

type cuidValidator struct{}

// Description says what is allowed.
func (cuidValidator) Description(context.Context) string {
	return "an id of Astro such as \"clx4n1abc0000000000000001\""
}

// MarkdownDescription says what is allowed.
func (v cuidValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString adds an error for a known value that is no id.
func (cuidValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := CUID(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid id",
			fmt.Sprintf("%q is not an id of Astro: %v. It looks like \"clx4n1abc0000000000000001\".", req.ConfigValue.ValueString(), err))
	}
}

package validate_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

func TestCUID(t *testing.T) {
	t.Parallel()
	for id, ok := range map[string]bool{
		"clx4n1abc0000000000000001":   true,
		"clx4n1abc000000000000000":    false,
		"clx4n1abc00000000000000011":  false,
		"dlx4n1abc0000000000000001":   false,
		"cLX4n1abc0000000000000001":   false,
		"clx4n1abc000000000000000-":   false,
		"clx4n1abc 0000000000000001":  false,
		"clx4n1abc0000000000000001\n": false,
		"":                            false,
		"Demo":                        false,
	} {
		if err := validate.CUID(id); (err == nil) != ok {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// Null and unknown values are never judged; a known one is judged with its path.
func TestStringValidators(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		validator validator.String
		good, bad string
	}{
		"id":   {validate.CUIDString(), "clx4n1abc0000000000000001", "Demo"},
		"span": {validate.DurationString(1e9, 60e9), "2.5s", "2m"},
		"cron": {validate.CronString(), "0 18 * * 1-5", "daily"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(test.validator.Description(t.Context()), " ") || test.validator.MarkdownDescription(t.Context()) == "" {
				t.Error("the validator is not described")
			}
			for value, errors := range map[types.String]int{
				types.StringNull(): 0, types.StringUnknown(): 0, types.StringValue(test.good): 0, types.StringValue(test.bad): 1,
			} {
				var resp validator.StringResponse
				test.validator.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("it"), ConfigValue: value}, &resp)
				if n := resp.Diagnostics.ErrorsCount(); n != errors {
					t.Errorf("%s: %d errors, want %d", value, n, errors)
				}
				for _, d := range resp.Diagnostics {
					if !strings.Contains(d.Detail(), test.bad) || !strings.HasSuffix(d.Detail(), ".") {
						t.Errorf("the detail is no sentence about the value: %s", d.Detail())
					}
				}
			}
		})
	}
}

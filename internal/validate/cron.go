package validate

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/adhocore/gronx"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// cronFields is how many fields Astro's crons have: minute, hour, day of the
// month, month, day of the week (API facts, D.2).
const cronFields = 5

var (
	cronCharacters = regexp.MustCompile(`^[0-9A-Za-z*,/-]+$`)
	cronNames      = regexp.MustCompile(`[A-Za-z]+`)
)

// knownCronNames are the names that a field may have, by its place.
func knownCronNames(field int) string {
	return map[int]string{
		3: "|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|",
		4: "|SUN|MON|TUE|WED|THU|FRI|SAT|",
	}[field]
}

// Cron checks a five-field cron in UTC. Which dialect the platform takes beyond
// numbers, lists, ranges and steps is not documented (API facts, D.2 and J.2),
// so names of months and days are let through and everything else is refused.
func Cron(expression string) error {
	fields := strings.Fields(expression)
	if len(fields) != cronFields {
		return fmt.Errorf("a cron has five fields (minute, hour, day of month, month, day of week), this one has %d", len(fields))
	}
	for i, field := range fields {
		if !cronCharacters.MatchString(field) {
			return fmt.Errorf("the field %q may contain digits, names of months or days, and * , - / only", field)
		}
		for _, name := range cronNames.FindAllString(field, -1) {
			if !strings.Contains(knownCronNames(i), "|"+strings.ToUpper(name)+"|") {
				return fmt.Errorf("the field %q contains %q: names stand for months (JAN, in the fourth field) and days of the week (MON, in the fifth) only", field, name)
			}
		}
	}
	if !gronx.IsValid(strings.Join(fields, " ")) {
		return errors.New("a field is malformed or out of range: minute 0-59, hour 0-23, day of month 1-31, month 1-12, day of week 0-7")
	}
	return nil
}

// CronString returns a validator for attributes that hold a cron.
func CronString() validator.String { return cronValidator{} }

type cronValidator struct{}

// Description says what is allowed.
func (cronValidator) Description(context.Context) string {
	return "a cron of five fields, evaluated in UTC, such as \"0 18 * * 1-5\""
}

// MarkdownDescription says what is allowed.
func (v cronValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString adds an error for a known value that is no cron.
func (cronValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := Cron(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid cron",
			fmt.Sprintf("%q is not a cron that Astro takes: %v. Crons are evaluated in UTC; an example is \"0 18 * * 1-5\" (18:00 UTC on weekdays).",
				req.ConfigValue.ValueString(), err))
	}
}

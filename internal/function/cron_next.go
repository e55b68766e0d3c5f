package function

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cron"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// cronNext is provider::astro::cron_next.
type cronNext struct{}

// NewCronNext returns the function cron_next.
func NewCronNext() function.Function { return cronNext{} }

// Metadata names the function.
func (cronNext) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "cron_next"
}

// Definition says what it takes and gives.
func (cronNext) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Tells when a cron fires next",
		MarkdownDescription: "Tells the first time after another one at which a cron of `astro_hibernation_schedule` fires, in UTC (RFC 3339, for example `2026-03-02T18:00:00Z`). " +
			"The time itself does not count, so that the result can be given once more for the time after. " +
			"Use it in `check` blocks and outputs: in an argument, a clock such as `plantimestamp()` would change the plan of every run.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "cron", MarkdownDescription: "A cron of five fields, evaluated in UTC, for example `0 18 * * 1-5`."},
			function.StringParameter{Name: "from", MarkdownDescription: "The time to start from (RFC 3339, any zone), for example `plantimestamp()` or `2026-03-02T12:00:00Z`."},
		},
		Return: function.StringReturn{},
	}
}

// Run tells the time.
func (cronNext) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	const failed = "Could not tell when the cron fires: "
	var expression, from string
	if resp.Error = req.Arguments.Get(ctx, &expression, &from); resp.Error != nil {
		return
	}
	if err := validate.Cron(expression); err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%s%q is not a cron that Astro takes: %v.", failed, expression, err))
		return
	}
	start, err := time.Parse(time.RFC3339, from)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(1, fmt.Sprintf("%s%q is not a time such as 2026-03-02T12:00:00Z.", failed, from))
		return
	}
	next := cron.Next(expression, start)
	if next.IsZero() {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%s%q never fires, as on a 30th of February.", failed, expression))
		return
	}
	resp.Error = resp.Result.Set(ctx, next.Format(time.RFC3339))
}

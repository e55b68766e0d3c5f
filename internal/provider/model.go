package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// model is the provider block.
type model struct {
	OrganizationID types.String     `tfsdk:"organization_id"`
	Token          types.String     `tfsdk:"token"`
	Host           types.String     `tfsdk:"host"`
	UseCLI         types.Bool       `tfsdk:"use_cli"`
	MaxRetries     types.Int64      `tfsdk:"max_retries"`
	RequestTimeout types.String     `tfsdk:"request_timeout"`
	RateLimits     *rateLimitsModel `tfsdk:"rate_limits"`
	SettleTime     types.String     `tfsdk:"settle_time"`
}

// rateLimitsModel is the object rate_limits.
type rateLimitsModel struct {
	Get    types.Float64 `tfsdk:"get"`
	Post   types.Float64 `tfsdk:"post"`
	Delete types.Float64 `tfsdk:"delete"`
}

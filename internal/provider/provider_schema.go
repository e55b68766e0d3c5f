package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// Bounds of the provider block's settings.
const (
	maxRetriesLimit       = 20
	minRequestTimeout     = time.Second
	maxRequestTimeout     = 10 * time.Minute
	maxSettleTime         = time.Minute
	lowestRate            = 0.1
	highestRate           = 1000.0
	organizationAttribute = "organization_id"
	tokenAttribute        = "token"
	hostAttribute         = "host"
	useCLIAttribute       = "use_cli"
)

// Schema describes the provider block; its texts are the index page of the documentation.
func (p *astroProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages Deployments, hibernation schedules, connections, and the links and overrides between them on [Astronomer Astro](https://www.astronomer.io/product/). " +
			"Every resource owns only what it declares, so that several configurations and people can share a Workspace, a connection and a Deployment.",
		Attributes: map[string]schema.Attribute{
			organizationAttribute: schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "ID of the Astro organization to work in, for example `\"clx4n1abc0000000000000001\"`. " +
					"When null, it is taken from the environment variable `ASTRO_ORGANIZATION_ID`, else from the API token, which names its organization, else from the Astro CLI's current context when the token comes from there. " +
					"When none of these says it, the only organization that the token can see is used; several are an error that lists them. A token of another organization is an error.",
				Validators: []validator.String{validate.CUIDString()},
			},
			tokenAttribute: schema.StringAttribute{
				Optional:  true,
				Sensitive: true,
				MarkdownDescription: "API token of an organization, a Workspace or a Deployment, with or without a leading `Bearer `. When null, it is taken from the environment variable `ASTRO_API_TOKEN`, " +
					"else from the Astro CLI's current context (see `use_cli`). Prefer the environment variable: it stays out of configuration and plan files. " +
					"A missing, malformed or expired token is an error before any request.",
			},
			hostAttribute: schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Base URL of the Astro API without a version, for example `\"https://api.astronomer.io\"`, which is the default. When null, it is taken from the environment variable `ASTRO_API_HOST`, " +
					"else from the Astro CLI's current context when the token comes from there. `http` is allowed for the loopback interface only, for example an emulator at `\"http://127.0.0.1:8888\"`.",
				Validators: []validator.String{hostValidator{}},
			},
			useCLIAttribute: schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether the login of the Astro CLI may be used when no token is given otherwise. When null or `true`, `$ASTRO_HOME/.astro/config.yaml`, or `~/.astro/config.yaml` without `ASTRO_HOME`, is read; " +
					"`ASTRO_DOMAIN` chooses another of its contexts than the current one. Token, organization and host of a context come together: a token of the CLI is never sent to another host. " +
					"Set it to `false`, for example in CI, so that a personal login is never used by accident.",
			},
			"max_retries": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "How often a failed request is repeated, from `0` to `20`. When null, `4`. It counts lost connections and server errors of requests that can be repeated without harm; a create is never repeated once it was sent. " +
					"Requests that Astro refuses for their rate (HTTP 429) are repeated until the operation's timeout and do not count.",
				Validators: []validator.Int64{int64validator.Between(0, maxRetriesLimit)},
			},
			"request_timeout": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "How long one request may take, from `\"1s\"` to `\"10m\"`, for example `\"90s\"`. When null, `\"60s\"`. " +
					"A write that was sent is awaited for this long even when Terraform is interrupted, so that its outcome gets into the state.",
				Validators: []validator.String{validate.DurationString(minRequestTimeout, maxRequestTimeout)},
			},
			"rate_limits": schema.SingleNestedAttribute{
				Optional: true,
				MarkdownDescription: "Requests per second that this provider sends at most, by method. When null, the limits that Astro documents per token. " +
					"Lower them when other automation uses the same token at the same time, for example `{ get = 12, post = 5, delete = 2 }`.",
				Attributes: map[string]schema.Attribute{
					"get":    rateAttribute("GET", "25"),
					"post":   rateAttribute("POST", "10"),
					"delete": rateAttribute("DELETE", "5"),
				},
			},
			"settle_time": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "How long a change of a shared object (a connection's links and overrides, a Deployment's schedules) waits after its write before it is read again and reported as done, from `\"0s\"` to `\"1m\"`. " +
					"When null, `\"2.5s\"`. This is how two runs that write at the same time notice each other. `\"0s\"` is for those who know that nobody else writes. " +
					"All configurations that share objects must use the same value.",
				Validators: []validator.String{validate.DurationString(0, maxSettleTime)},
			},
		},
	}
}

func rateAttribute(method, documented string) schema.Float64Attribute {
	return schema.Float64Attribute{
		Optional: true,
		MarkdownDescription: method + " requests per second, from `0.1` to `1000`, for example `2`. When null, `" + documented +
			"`, the limit that Astro documents.",
		Validators: []validator.Float64{float64validator.Between(lowestRate, highestRate)},
	}
}

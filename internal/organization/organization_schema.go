package organization

import "github.com/hashicorp/terraform-plugin-framework/datasource/schema"

// dataSourceSchema is the schema of astro_organization.
func dataSourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Reads the organization that the provider works in: the one of the provider block, of the token or of the Astro CLI, in that order.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Id of the organization, for example `clzqv4zop000008l5hx9r2c1v`.",
			},
			"name": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Name of the organization.",
			},
			"product": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "`HOSTED` or `HYBRID`; null when the token may not see it.",
			},
			"status": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "`ACTIVE`, `INACTIVE` or `SUSPENDED`; null when the token may not see it.",
			},
			"billing_email": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "E-mail address for invoices; null when there is none or the token may not see it.",
			},
			"payment_method": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "How the organization pays; null when it is not known or the token may not see it.",
			},
			"is_scim_enabled": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether users and teams come from an identity provider by SCIM.",
			},
			"should_enforce_dedicated_clusters": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether new Deployments have to be on dedicated clusters.",
			},
			"has_allowed_ip_address_ranges": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether access is limited to listed IP address ranges.",
			},
			"trial_expires_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the trial ends (RFC 3339, UTC); null when this is no trial.",
			},
			"created_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the organization was created (RFC 3339, UTC).",
			},
			"created_by": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "User or API token that created the organization.",
			},
			"updated_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the organization was last changed (RFC 3339, UTC).",
			},
			"updated_by": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "User or API token that last changed the organization.",
			},
		},
	}
}

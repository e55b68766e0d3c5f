package token

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// rowAttributes are the attributes of one token, all computed.
func rowAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id":          text("Id of the token, for example `clzqv4zop000108l5bkmq6yfe`."),
		"name":        text("Name of the token."),
		"description": text("Description of the token; null when it has none."),
		"scope":       text("What the token belongs to: `ORGANIZATION`, `WORKSPACE` or `DEPLOYMENT`."),
		"kind":        text("Kind of the token, as a rule `STANDARD`."),
		"short_token": text("The beginning of the token's text."),
		"expiry_period_in_days": schema.Int64Attribute{
			Computed: true, MarkdownDescription: "After how many days the token ends; null when it never does.",
		},
		"start_at":        text("When the token began to work (RFC 3339)."),
		"end_at":          text("When the token ends (RFC 3339); null when it never does."),
		"last_used_at":    text("When the token was last used (RFC 3339); null when it never was."),
		"last_rotated_at": text("When the token was last rotated (RFC 3339); null when it never was."),
		"created_at":      text("When the token was made (RFC 3339)."),
		"created_by":      text("User or API token that made the token."),
		"updated_at":      text("When the token was last changed (RFC 3339)."),
		"updated_by":      text("User or API token that last changed the token."),
	}
}

// dataSourceSchema is the schema of the data source astro_api_token.
func dataSourceSchema() schema.Schema {
	attributes := rowAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Id of the token, for example `clzqv4zop000108l5bkmq6yfe`. Exactly one of `id` and `name` is given; the other one is read.",
			Validators:          []validator.String{validate.ExactlyOneOf("name")},
		},
		"name": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Name of the token, compared exactly, among the tokens that have a role in `workspace_id` or `deployment_id`, " +
				"or among all that this token may see. No token or several of that name is an error that lists what there is.",
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"workspace_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Id of the Workspace that the token belongs to, to find it by `name`; null for a token of something else.",
			Validators:          []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("deployment_id"), path.MatchRoot("id"))},
		},
		"deployment_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Id of the Deployment that the token belongs to, to find it by `name`; null for a token of something else.",
			Validators:          []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("id"))},
		},
		"role": schema.StringAttribute{
			Computed: true, MarkdownDescription: "Role of the token in what it belongs to.",
		},
		"additional_roles": schema.SetNestedAttribute{
			Computed: true, MarkdownDescription: "Further roles of the token.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"role":          schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the role."},
				"workspace_id":  schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the Workspace that the role is for; null for one in a Deployment."},
				"deployment_id": schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the Deployment that the role is for, or that its DAGs are in."},
				"dag_id":        schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the DAG that the role is for; null for other roles."},
				"dag_tag":       schema.StringAttribute{Computed: true, MarkdownDescription: "Tag of the DAGs that the role is for; null for other roles."},
			}},
		},
	})
	return schema.Schema{
		MarkdownDescription: "Reads one API token by id or by name, with its roles and never with its text.",
		Attributes:          attributes,
	}
}

// dataSourcesSchema is the schema of astro_api_tokens.
func dataSourcesSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists API tokens, for example to find those that end soon. The list has neither texts nor roles; `astro_api_token` tells the roles of one.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Only tokens that have a role in this Workspace. Null does not limit the list.",
				Validators: []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("deployment_id"))},
			},
			"deployment_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Only tokens that have a role in this Deployment. Null does not limit the list.",
			},
			"api_tokens": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The tokens that this token may see, by name and then by id.",
				NestedObject: schema.NestedAttributeObject{Attributes: rowAttributes()},
			},
		},
	}
}

package token

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// apiTokenSchema is the schema of astro_api_token.
func apiTokenSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An API token of the organization, of a Workspace or of a Deployment, made for those who need it: with `recipients` its text leaves Terraform " +
			"in sealed boxes only, and stands in no state, plan or log.\n\n" +
			"Astro shows the text once, when the token is made or rotated. So whatever needs the text anew rotates the token: " +
			"a new recipient, any change of `rotate_when_changed`, and a rotation that somebody else has made. The plan shows `sealed` as known after apply then, " +
			"so that whatever takes it from there is updated in the same apply. A rotation ends the text before at once; how to change it without a gap is in the guide " +
			"[Tokens for CI](../guides/tokens.md).\n\n" +
			"A token that was deleted or has ended is made anew. Making and changing tokens needs an owner of the Workspace, or of the organization; plans only read. " +
			"The token that the provider itself works with is never rotated, replaced or deleted.",
		Attributes: mergeAttributes(map[string]schema.Attribute{
			"id": idAttribute("token"),
			"name": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The name of the token, up to 256 characters, such as `github-actions-dev`. It is changed in place. " +
					"Astro shows it wherever the token has changed something.",
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, maxName)},
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "What the token is for, up to 500 characters. null and `\"\"` mean none; it is changed in place.",
				Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(maxDescription)},
			},
			"workspace_id": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The id of the Workspace that the token is for. At most one of `workspace_id` and `deployment_id` is given; " +
					"without both the token is the organization's. A change replaces the token.",
				Validators:    []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("deployment_id"))},
				PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan(), fwkit.RequiresReplaceIfKnown()},
			},
			"deployment_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The id of the Deployment that the token is for. A change replaces the token.",
				PlanModifiers:       []planmodifier.String{fwkit.CUIDAtPlan(), fwkit.RequiresReplaceIfKnown()},
			},
			"role": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "What the token may do where it belongs: `DEPLOYMENT_ADMIN` or the name of a custom role for a Deployment; `WORKSPACE_OWNER`, `WORKSPACE_OPERATOR`, " +
					"`WORKSPACE_AUTHOR`, `WORKSPACE_MEMBER` or `WORKSPACE_ACCESSOR` for a Workspace; `ORGANIZATION_OWNER`, `ORGANIZATION_MEMBER`, `ORGANIZATION_BILLING_ADMIN`, " +
					"`ORGANIZATION_OBSERVE_ADMIN` or `ORGANIZATION_OBSERVE_MEMBER` for the organization. It is changed in place.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"additional_roles":      additionalRolesAttribute(),
			"expiry_period_in_days": expiryAttribute("token"),
			"rotate_when_changed": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Values of your choice that decide when the token is rotated: whenever one of them changes, comes or goes, such as " +
					"`{ quarter = time_rotating.quarter.id, key = data.github_actions_public_key.pipelines.key_id }`. null means never.",
				Validators: []validator.Map{mapvalidator.SizeAtLeast(1)},
			},
			"short_token":     computedText("The beginning of the text, by which a token can be told in the Astro UI."),
			"end_at":          computedText("When the token ends (RFC 3339), null when it never does."),
			"last_rotated_at": computedText("When the token was last rotated (RFC 3339), null when it never was."),
		}, secretAttributes("Adding a recipient rotates the token, removing one does not.")),
	}
}

func additionalRolesAttribute() schema.Attribute {
	return schema.SetNestedAttribute{
		Optional: true,
		MarkdownDescription: "Further roles of the token, for Workspaces, Deployments and DAGs, up to what its scope allows: a Workspace's token has roles in Deployments and DAGs, " +
			"a Deployment's in DAGs. The set is the whole of them. null means that roles beyond `role` are not managed and stay as they are; " +
			"removing the argument takes away the roles that it had. Example: `[{ deployment_id = astro_deployment.dev.id, role = \"DEPLOYMENT_ADMIN\" }]`.",
		Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
		NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"role": schema.StringAttribute{
					Required: true, MarkdownDescription: "The name of the role, built in or custom, such as `DEPLOYMENT_ADMIN`.",
					Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				},
				"workspace_id": schema.StringAttribute{
					Optional: true, MarkdownDescription: "The id of the Workspace that the role is for. Exactly one of `workspace_id` and `deployment_id` is given.",
				},
				"deployment_id": schema.StringAttribute{
					Optional: true, MarkdownDescription: "The id of the Deployment that the role is for, or that the DAGs are in.",
				},
				"dag_id": schema.StringAttribute{
					Optional: true, MarkdownDescription: "The id of the one DAG of the Deployment that the role is for, such as `daily_orders`.",
				},
				"dag_tag": schema.StringAttribute{
					Optional: true, MarkdownDescription: "The tag of the DAGs of the Deployment that the role is for, such as `finance`. Not together with `dag_id`.",
				},
			},
		},
	}
}

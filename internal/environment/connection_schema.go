package environment

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

const (
	maxPort = 65535
	// maxDescription is the longest description of an environment object, in
	// characters (API facts, the emulator's checklist).
	maxDescription = 500
)

// Schema describes astro_connection.
func (r *connectionResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An Airflow connection in the Environment Manager of Astro, defined once for a Workspace or for one Deployment.\n\n" +
			"The resource owns the connection's own fields and its `auto_link_deployments` flag, and nothing else of it: links are " +
			"`astro_connection_link`, values that differ in one Deployment are `astro_connection_override`. Links, overrides and excludes made by other " +
			"configurations, in the Astro UI or by the CLI stay as they are whenever this resource is changed.\n\n" +
			"**Omitted arguments.** An optional argument that was never set shows what Astro has and is never written. One that was set and is then removed " +
			"is cleared. What Astro does not clear is left behind: the apply says so and succeeds, plans do not show it any more, and the connection is never replaced for it. " +
			"A password cannot be cleared at all: the plan warns that it stays. For texts `\"\"` means the same as no value.\n\n" +
			"**Secrets.** `password_wo` and `extra_wo` (Terraform 1.11, OpenTofu 1.11 or newer) reach Astro and are stored nowhere else. Astro never returns a secret; " +
			"when one was removed elsewhere, the next plan sends it again. A secret is needed only where it is sent, that is when its version is another one: " +
			"plans without that, destroy plans and destroys pass with a null value.",
		Attributes: mergeAttributes(connectionIdentity(), connectionFields(), connectionSettings(), map[string]schema.Attribute{
			"timeouts": operationTimeouts(ctx, "the connection"),
		}),
	}
}

func connectionIdentity() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The id of the connection in Astro, such as `clx4n1abc0000000000000001`. Links and overrides refer to it.",
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"workspace_id": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The id of the Workspace that the connection belongs to. Exactly one of `workspace_id` and `deployment_id` is given. " +
				"A change replaces the connection; a value that is not known before the apply counts as the old one.",
			PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan(), fwkit.RequiresReplaceIfKnown()},
			Validators:    []validator.String{validate.ExactlyOneOf("deployment_id")},
		},
		"deployment_id": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The id of the one Deployment that the connection is for. Such a connection has no links, no overrides and no " +
				"`auto_link_deployments`. A change replaces the connection; a value that is not known before the apply counts as the old one.",
			PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan(), fwkit.RequiresReplaceIfKnown()},
		},
		"key": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The connection id that DAGs use (`conn_id`), such as `snowflake_default`. It is unique among the connections of its Workspace or " +
				"Deployment. A change replaces the connection.",
			PlanModifiers: []planmodifier.String{fwkit.RequiresReplaceIfKnown()},
			Validators:    []validator.String{keyValidator{}},
		},
	}
}

func connectionFields() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"type": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The Airflow connection type, such as `postgres`, `snowflake`, `aws` or `generic`. It is changed in place.",
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"host":   textField("The host name or URL of the system, such as `db.example.com`."),
		"login":  textField("The user name, such as `airflow`."),
		"schema": textField("The schema, for many types the name of the database, such as `orders`."),
		"port": schema.Int64Attribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The TCP port, from 1 to 65535, such as `5432`. null shows what Astro has; removing it from the configuration clears it.",
			PlanModifiers:       []planmodifier.Int64{fwkit.BetweenAtPlan(1, maxPort)},
		},
		"password": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "The password. It is stored in the Terraform state; prefer `password_wo` where Terraform 1.11 or newer is used. " +
				"null means that this resource does not manage it. Removing it from the configuration leaves it on the connection, because Astro cannot clear a password; " +
				"the plan warns of it. An empty text is refused.",
			Validators: []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("password_wo"))},
		},
		"password_wo": schema.StringAttribute{
			Optional: true, Sensitive: true, WriteOnly: true,
			MarkdownDescription: "The password, sent to Astro and stored nowhere else. It is sent when `password_wo_version` changes: then null and an empty text are refused, " +
				"and otherwise it may be null. Needs Terraform or OpenTofu 1.11.",
		},
		"password_wo_version": secretVersion("password_wo", "the password"),
		"extra": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: extraType{},
			MarkdownDescription: "Further parameters as a JSON object, such as `jsonencode({ account = \"ab12345\", warehouse = \"TRANSFORM_WH\" })`. " +
				"Order and spacing do not matter. Changes made elsewhere show member by member. It is not a place for secrets: use `extra_wo`. " +
				"null shows what Astro has; removing a member, or all of it, from the configuration clears it. Members that are null are refused, they would not mean \"no member\".",
			PlanModifiers: []planmodifier.String{jsonObject{}, keepSpelling{}},
		},
		"extra_wo": schema.StringAttribute{
			Optional: true, Sensitive: true, WriteOnly: true,
			MarkdownDescription: "Secret members of `extra` as a JSON object, such as `jsonencode({ private_key_content = var.key })`, merged over `extra` when they are sent " +
				"and stored nowhere else. They are sent when `extra_wo_version` changes: then null and empty values are refused, and otherwise they may be null. " +
				"Where they are at hand they also go along when `extra` changes. Needs Terraform or OpenTofu 1.11.",
			PlanModifiers: []planmodifier.String{jsonObject{}},
		},
		"extra_wo_version": secretVersion("extra_wo", "the secret members"),
		"auth_type_id": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The id of the authentication method in Astro, such as `snowflake-password`, which tells the UI what parameters the connection takes. " +
				"The API does not return it everywhere, so it is not imported. null means that it is not managed.",
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	}
}

func connectionSettings() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"description": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "What the connection is for, such as `Warehouse of the orders team`, of at most 500 characters. null shows what Astro has; " +
				"removing it from the configuration clears it.",
			Validators: []validator.String{stringvalidator.UTF8LengthAtMost(maxDescription)},
		},
		"auto_link_deployments": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether all Deployments of the Workspace, those to come included, get the connection. Created as `false` when it is omitted: " +
				"then the connection is Restricted to linked Deployments. Switching it off takes the connection from every Deployment without a link; " +
				"the plan names them. Removing it from the configuration switches it off.",
		},
		"allow_secret_loss": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether `extra` may be changed although the connection has members of `extra` that Astro does not show, that this configuration does not declare, " +
				"and that the connection's authentication method does not call secret, for example a private key entered in the Astro UI. They cannot be sent along, and whether Astro " +
				"keeps them is not established. null means `false`: the plan refuses such a change and names them. Other arguments can be changed in any case.",
		},
		"force_destroy": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether the connection may be destroyed or replaced while Deployments that this configuration does not manage still use it. " +
				"null means `false`: the destroy is refused and lists their links and overrides.",
		},
	}
}

func textField(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description + " null shows what Astro has; removing it from the configuration clears it.",
	}
}

// secretVersion is the version of a write-only secret, which may itself be null
// where the version does not change.
func secretVersion(of, what string) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true,
		MarkdownDescription: "Any number, such as `1`; set another one, higher by convention, to send " + what + " again. It is required with `" + of + "`. " +
			"It reads as null when Astro no longer has a value, so that the next plan sends it again.",
	}
}

func operationTimeouts(ctx context.Context, what string) schema.Attribute {
	return fwkit.Timeouts(ctx, timeouts.Opts{
		Create: true, Update: true, Delete: true,
		CreateDescription: "How long creating " + what + " may take, waiting for other writers and for rate limits included. Defaults to `10m`.",
		UpdateDescription: "How long changing " + what + " may take. Defaults to `10m`.",
		DeleteDescription: "How long removing " + what + " may take. Defaults to `10m`.",
	})
}

func mergeAttributes(parts ...map[string]schema.Attribute) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

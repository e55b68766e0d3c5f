package environment

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
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

const maxPort = 65535

// Schema describes astro_connection.
func (r *connectionResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An Airflow connection in the Environment Manager of Astro, defined once for a Workspace or for one Deployment.\n\n" +
			"The resource owns the connection's own fields and its `auto_link_deployments` flag, and nothing else of it: links are " +
			"`astro_connection_link`, values that differ in one Deployment are `astro_connection_override`. Links, overrides and excludes made by other " +
			"configurations, in the Astro UI or by the CLI stay as they are whenever this resource is changed.\n\n" +
			"**Omitted arguments.** An optional argument that was never set shows what Astro has and is never written. One that was set and is then removed " +
			"is cleared; when Astro does not clear it, the apply fails and says so, and the connection is never replaced for it. `\"\"` means the same as no value.\n\n" +
			"**Secrets.** `password_wo` and `extra_wo` (Terraform 1.11, OpenTofu 1.11 or newer) reach Astro and are stored nowhere else. Astro never returns a secret; " +
			"when one was removed elsewhere, the next plan sends it again.",
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
				"A change replaces the connection.",
			PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan(), stringplanmodifier.RequiresReplace()},
			Validators:    []validator.String{validate.ExactlyOneOf("deployment_id")},
		},
		"deployment_id": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The id of the one Deployment that the connection is for. Such a connection has no links, no overrides and no " +
				"`auto_link_deployments`. A change replaces the connection.",
			PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan(), stringplanmodifier.RequiresReplace()},
		},
		"key": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The connection id that DAGs use (`conn_id`), such as `snowflake_default`. It is unique among the connections of its Workspace or " +
				"Deployment. A change replaces the connection.",
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
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
			Validators:          []validator.Int64{int64validator.Between(1, maxPort)},
		},
		"password": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "The password. It is stored in the Terraform state; prefer `password_wo` where Terraform 1.11 or newer is used. " +
				"null means that this resource does not manage it; removing it from the configuration clears it.",
			Validators: []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("password_wo"))},
		},
		"password_wo": schema.StringAttribute{
			Optional: true, Sensitive: true, WriteOnly: true,
			MarkdownDescription: "The password, sent to Astro and stored nowhere else. It is sent when `password_wo_version` changes. Needs Terraform or OpenTofu 1.11.",
			Validators:          []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("password_wo_version"))},
		},
		"password_wo_version": writeOnlyVersion("password_wo", "the password"),
		"extra": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: extraType{},
			MarkdownDescription: "Further parameters as a JSON object, such as `jsonencode({ account = \"ab12345\", warehouse = \"TRANSFORM_WH\" })`. " +
				"Order and spacing do not matter. Changes made elsewhere show member by member. It is not a place for secrets: use `extra_wo`. " +
				"null shows what Astro has; removing it from the configuration clears it.",
			PlanModifiers: []planmodifier.String{keepSpelling{}},
		},
		"extra_wo": schema.StringAttribute{
			Optional: true, Sensitive: true, WriteOnly: true,
			MarkdownDescription: "Secret members of `extra` as a JSON object, such as `jsonencode({ private_key_content = var.key })`, merged over `extra` when they are sent " +
				"and stored nowhere else. They are sent when `extra_wo_version` or `extra` changes. Needs Terraform or OpenTofu 1.11.",
			Validators: []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("extra_wo_version"))},
		},
		"extra_wo_version": writeOnlyVersion("extra_wo", "the secret members"),
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
			MarkdownDescription: "What the connection is for, such as `Warehouse of the orders team`. null shows what Astro has; removing it from the configuration clears it.",
		},
		"auto_link_deployments": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether all Deployments of the Workspace, those to come included, get the connection. Created as `false` when it is omitted: " +
				"then the connection is Restricted to linked Deployments. Switching it off takes the connection from every Deployment without a link; " +
				"the plan names them. Removing it from the configuration switches it off.",
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

func writeOnlyVersion(of, what string) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true,
		MarkdownDescription: "Any number, such as `1`; raise it to send " + what + " again. It is required with `" + of + "`. " +
			"It reads as null when Astro no longer has a value, so that the next plan sends it again.",
		Validators: []validator.Int64{int64validator.AlsoRequires(path.MatchRoot(of))},
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

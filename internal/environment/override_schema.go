package environment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// Schema describes astro_connection_override.
func (r *overrideResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Values of a connection that differ in one Deployment, such as the production database.\n\n" +
			"The resource owns exactly the fields, and the members of `extra`, that its configuration names. Everything else of the entry, and all other entries of the connection, " +
			"stay as they are; another configuration may override other fields of the same Deployment. Everything that is not overridden is the connection's own: " +
			"overridden `extra` is merged member by member over the connection's.\n\n" +
			"An override is a link with values, so it links the Deployment when it is not linked yet. Let it refer to its link " +
			"(`connection_id = astro_connection_link.x.connection_id`): then Terraform creates and destroys them in the right order. " +
			"Destroying an override unsets its fields and leaves the link.\n\n" +
			"Creating an override, or adding a field to one, is refused when the field is overridden already by somebody else, with the command to import it. " +
			"What another resource of the same configuration gives up in the same apply changes hands. Importing an override takes over its secrets by name, " +
			"so that destroying it unsets them as well; the import names them.",
		Attributes: mergeAttributes(pairAttributes("override"), overrideFields(), overrideSecrets(), map[string]schema.Attribute{
			"timeouts": operationTimeouts(ctx, "the override"),
		}),
	}
}

func overrideFields() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"type":   overrideText("The connection type in this Deployment, such as `postgres`."),
		"host":   overrideText("The host name or URL in this Deployment, such as `db.prod.example.com`."),
		"login":  overrideText("The user name in this Deployment, such as `airflow_prod`."),
		"schema": overrideText("The schema in this Deployment, for many types the name of the database, such as `orders_prod`."),
		"port": schema.Int64Attribute{
			Optional:            true,
			MarkdownDescription: "The TCP port in this Deployment, from 1 to 65535, such as `5433`. null means that this resource does not override it; removing it unsets the override.",
			PlanModifiers:       []planmodifier.Int64{fwkit.BetweenAtPlan(1, maxPort)},
		},
		"extra": schema.StringAttribute{
			Optional: true, CustomType: extraType{},
			MarkdownDescription: "The members of `extra` that differ in this Deployment, as a JSON object, such as `jsonencode({ database = \"CONN_DEMO_PROD\" })`. " +
				"Only the named members are owned; a member that is null overrides nothing, as if it were left out, so optional values of a module can be given as they are. " +
				"It is not a place for secrets: use `extra_wo`. null means that this resource overrides no member; removing a member unsets it.",
			PlanModifiers: []planmodifier.String{jsonObject{}, keepSpelling{}},
		},
	}
}

func overrideSecrets() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"password": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "The password in this Deployment. It is stored in the Terraform state; prefer `password_wo` where Terraform 1.11 or newer is used. " +
				"null means that this resource does not override it; removing it unsets the override.",
			Validators: []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ConflictsWith(path.MatchRoot("password_wo"))},
		},
		"password_wo": schema.StringAttribute{
			Optional: true, Sensitive: true, WriteOnly: true,
			MarkdownDescription: "The password in this Deployment, sent to Astro and stored nowhere else. It is sent when `password_wo_version` changes, and only then it is needed: it may be null in a plan or a destroy that does not send it. An empty text is refused where it would be sent. " +
				"Needs Terraform or OpenTofu 1.11.",
		},
		"password_wo_version": secretVersion("password_wo", "the password"),
		"extra_wo": schema.StringAttribute{
			Optional: true, Sensitive: true, WriteOnly: true,
			MarkdownDescription: "Secret members of `extra` in this Deployment as a JSON object, such as `jsonencode({ private_key_content = var.key })`, sent to Astro and stored nowhere else. " +
				"They are sent when `extra_wo_version` changes, and only then they are needed: the argument may be null in a plan or a destroy that does not send it. Members that are null or an empty text are refused where they would be sent. Needs Terraform or OpenTofu 1.11.",
			PlanModifiers: []planmodifier.String{jsonObject{}},
		},
		"extra_wo_version": secretVersion("extra_wo", "the secret members"),
	}
}

func overrideText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: description + " null means that this resource does not override it; removing it unsets the override.",
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

package environment

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// fieldAttributes are the fields of a connection, without secrets, and where
// each comes from.
func fieldAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"type":   text("Airflow connection type, for example `snowflake`."),
		"host":   text("Host; null when it is not set."),
		"port":   schema.Int64Attribute{Computed: true, MarkdownDescription: "Port; null when it is not set."},
		"login":  text("Login; null when it is not set."),
		"schema": text("Schema; null when it is not set."),
		"extra": text("Members of extra as a JSON object, for example `{\"database\":\"CONN_DEMO_DEV\"}`, without those that are or look secret; " +
			"null when there are none. Read one by `jsondecode(….extra).database`."),
		"sources": schema.MapAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Where each field that is set comes from: `CONNECTION` (the connection's own value) or `OVERRIDE`. " +
				"Members of extra have names such as `extra.database`. Secrets appear here by name and nowhere by value, for example `password = \"CONNECTION\"`.",
		},
	}
}

// connectionRowAttributes are the attributes of one connection, all computed.
func connectionRowAttributes() map[string]schema.Attribute {
	attributes := fieldAttributes()
	for name, description := range map[string]string{
		"id":            "Id of the connection, for example `cm1a2b3c4d5e6f7g8h9i0j1k2`.",
		"key":           "Key of the connection, the Airflow conn_id.",
		"scope":         "What the connection is defined in: `WORKSPACE` or `DEPLOYMENT`.",
		"workspace_id":  "Id of the Workspace that the connection is defined in; null for a connection of one Deployment.",
		"deployment_id": "Id of the Deployment that the connection is defined in; null for a connection of a Workspace.",
		"description":   "Description of the connection; null when it has none.",
		"updated_at":    "When the connection, one of its links or one of its overrides was last changed (UTC).",
		"updated_by":    "User or API token that made the last change.",
	} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	attributes["auto_link_deployments"] = schema.BoolAttribute{
		Computed:            true,
		MarkdownDescription: "Whether the connection is linked to all present and future Deployments of its Workspace. `false` means Restricted: only explicit links count.",
	}
	attributes["linked_deployment_ids"] = schema.SetAttribute{
		Computed: true, ElementType: types.StringType,
		MarkdownDescription: "Ids of the Deployments with an explicit link. Deployments that auto-link reaches are not among them.",
	}
	attributes["excluded_deployment_ids"] = schema.SetAttribute{
		Computed: true, ElementType: types.StringType, MarkdownDescription: "Ids of the Deployments that are excluded from auto-link.",
	}
	return attributes
}

// connectionDataSourceSchema is the schema of the data source astro_connection.
func connectionDataSourceSchema() schema.Schema {
	attributes := connectionRowAttributes()
	attributes["id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Id of the connection, for example `cm1a2b3c4d5e6f7g8h9i0j1k2`. Give either `id`, or `key` with `workspace_id` or `deployment_id`.",
		Validators:          []validator.String{validate.Lookup("key", "workspace_id", "deployment_id")},
	}
	attributes["key"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Key of the connection, the Airflow conn_id, compared exactly. No connection of that key is an error that lists what there is.",
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["workspace_id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "With `key`: the Workspace that the connection is defined in. null after reading a connection that is defined in one Deployment.",
	}
	attributes["deployment_id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "With `key`: a Deployment that gets the connection. That is its own one of this key, else the one of its Workspace, if it is linked to the Deployment " +
			"explicitly or by auto-link; `scope` tells which. The fields are then those that this Deployment gets, with its override laid over the connection. " +
			"Without it: the Deployment that the connection is defined in, null for one of a Workspace.",
	}
	effective := fieldAttributes()
	effective["linked_by"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "How the Deployment gets the connection: `LINK` (an explicit link), `AUTO_LINK`, or `OWN` (it is defined in the Deployment).",
	}
	attributes["effective"] = schema.MapNestedAttribute{
		Computed: true,
		MarkdownDescription: "The connection as each Deployment that it reaches sees it, by Deployment id: the base values with that Deployment's override laid " +
			"over them, field by field and member by member of extra. Deployments that are excluded are not in it.",
		NestedObject: schema.NestedAttributeObject{Attributes: effective},
	}
	return schema.Schema{
		MarkdownDescription: "Reads one connection of the Environment Manager by id, by key in a Workspace, or by key as one Deployment gets it, with the values that each Deployment gets. " +
			"Secrets are never read.",
		Attributes: attributes,
	}
}

// connectionsDataSourceSchema is the schema of the data source astro_connections.
func connectionsDataSourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the connections that are defined in a Workspace, or those that one Deployment gets, with the values it gets. Secrets are never read.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "List the connections defined in this Workspace, with their own values. Exactly one of `workspace_id` and `deployment_id` is given.",
				Validators:          []validator.String{validate.ExactlyOneOf("deployment_id")},
			},
			"deployment_id": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "List the connections that this Deployment gets: its own, and those of its Workspace that are linked to it, with its overrides laid over them. " +
					"Its own connection wins over one of the Workspace with the same key.",
			},
			"connections": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The connections, by key.",
				NestedObject: schema.NestedAttributeObject{Attributes: connectionRowAttributes()},
			},
		},
	}
}

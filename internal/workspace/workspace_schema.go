package workspace

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// rowAttributes are the attributes of one Workspace, all computed.
func rowAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Id of the Workspace, for example `clzqv4zop000108l5bkmq6yfe`.",
		},
		"name": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Name of the Workspace.",
		},
		"description": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Description of the Workspace; null when it has none.",
		},
		"organization_id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Id of the organization that the Workspace belongs to.",
		},
		"cicd_enforced_default": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Whether new Deployments of the Workspace accept deploys from CI/CD only, unless they say otherwise.",
		},
		"default_cluster_id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Cluster of new Deployments that name neither a cluster nor a region; null when there is none.",
		},
		"default_cloud_provider": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Cloud provider (`AWS`, `AZURE` or `GCP`) of new Deployments that name neither a cluster nor a region; null when there is none.",
		},
		"default_region": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Region of new Deployments that name neither a cluster nor a region, for example `us-east-1`; null when there is none.",
		},
		"created_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "When the Workspace was created (RFC 3339, UTC).",
		},
		"created_by": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "User or API token that created the Workspace.",
		},
		"updated_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "When the Workspace was last changed (RFC 3339, UTC).",
		},
		"updated_by": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "User or API token that last changed the Workspace.",
		},
	}
}

// dataSourceSchema is the schema of astro_workspace.
func dataSourceSchema() schema.Schema {
	attributes := rowAttributes()
	attributes["id"] = schema.StringAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: "Id of the Workspace, for example `clzqv4zop000108l5bkmq6yfe`. " +
			"Exactly one of `id` and `name` is given; the other one is read.",
		Validators: []validator.String{
			validate.ExactlyOneOf("name"),
		},
	}
	attributes["name"] = schema.StringAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: "Name of the Workspace, compared exactly. " +
			"No Workspace or several of that name is an error that lists what there is.",
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	return schema.Schema{
		MarkdownDescription: "Reads one Workspace by id or by name.",
		Attributes:          attributes,
	}
}

// dataSourcesSchema is the schema of astro_workspaces.
func dataSourcesSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the Workspaces of the organization that the token can see.",
		Attributes: map[string]schema.Attribute{
			"names": schema.SetAttribute{
				ElementType: types.StringType,
				Optional:    true,
				MarkdownDescription: "Only Workspaces of these names, compared exactly, for example `[\"Data\", \"Reporting\"]`. " +
					"A name that no Workspace has is left out without an error. Null lists all.",
				Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
			},
			"workspaces": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The Workspaces, by name and then by id.",
				NestedObject:        schema.NestedAttributeObject{Attributes: rowAttributes()},
			},
		},
	}
}

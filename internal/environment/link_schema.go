package environment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// Schema describes astro_connection_link.
func (r *linkResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The link of one Deployment to one connection of its Workspace.\n\n" +
			"The resource owns exactly one entry of the connection's list of links. A link that exists already is taken over, so several configurations may declare " +
			"the same one. Links of other Deployments are never touched. On a connection with `auto_link_deployments = true` a link is not needed to reach the Deployment; " +
			"it keeps the Deployment linked when auto-link is switched off.\n\n" +
			"**Destroying a link.** On a Restricted connection, and where no override stands, the entry goes with all that is in it; the plan names the overridden fields. " +
			"On a connection with auto-link the entry stays for the override.\n\n" +
			"**Replacing a link.** A link that the same plan makes again, as `-replace` does, keeps its entry with everybody's overrides. One that moves to another Deployment " +
			"leaves the old entry where an override stands in it, and the plan says so.",
		Attributes: mergeAttributes(pairAttributes("link"), map[string]schema.Attribute{
			"timeouts": operationTimeouts(ctx, "the link"),
		}),
	}
}

// pairAttributes are what links and overrides have in common.
func pairAttributes(noun string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"connection_id": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The id of the connection, such as `clx4n1abc0000000000000001`. It must be a connection of a Workspace. " +
				"A change replaces the " + noun + "; an id that is only not known yet does not.",
			PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan(), fwkit.RequiresReplaceIfKnown()},
		},
		"deployment_id": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The id of the Deployment, such as `clx4n1abc0000000000000002`. It must belong to the connection's Workspace. " +
				"A change replaces the " + noun + "; an id that is only not known yet does not.",
			PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan(), fwkit.RequiresReplaceIfKnown()},
		},
		"workspace_id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The id of the Workspace that the connection and the Deployment belong to.",
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
}

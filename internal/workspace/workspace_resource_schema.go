package workspace

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// maxName is the longest name of a Workspace (API facts, B.2).
const maxName = 50

// Schema describes astro_workspace. Version 0 belongs to the state of the
// provider astronomer/astro, which UpgradeState reads.
func (r *workspaceResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "A Workspace: it groups Deployments, the connections and other objects of the Environment Manager, and the roles of people and tokens.\n\n" +
			"One argument is enough, `name`. An argument that is left out is not managed: its value is shown and left as it is, whoever set it. " +
			"Creating a Workspace needs a token with the role Organization Owner; changing and deleting one, Workspace Owner.\n\n" +
			"Nothing destroys a Workspace that is in use by surprise: see `deletion_protection`.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The id of the Workspace, such as `clzqv4zop000108l5bkmq6yfe`.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"name": schema.StringAttribute{
				Required: true,
				MarkdownDescription: fmt.Sprintf("The name of the Workspace, 1 to %d characters, such as `Data Platform`. It can be changed in place. "+
					"This provider refuses to create a second Workspace of one name, and names the one that is there to be imported.", maxName),
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, maxName)},
			},
			"description": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "A description for people. null leaves it as it is; removing the argument after it was applied clears it, and so does an empty text.",
			},
			"cicd_enforced_default": schema.BoolAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Whether new Deployments of the Workspace accept deploys from CI/CD only, unless they set `is_cicd_enforced` themselves. " +
					"Deployments that exist are not changed. null leaves it as it is; `false` for a new Workspace.",
			},
			"default_cluster_id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "The id of the cluster that new Deployments run in when they name neither a cluster nor a region, such as `clzqv4zop000308l5cq0s8h2v`. " +
					"It excludes `default_cloud_provider` and `default_region`: setting either kind takes the place of the other. " + dropped,
				PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan()},
			},
			"default_cloud_provider": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "The cloud of new Deployments that name neither a cluster nor a region: `AWS`, `AZURE` or `GCP`, given together with `default_region`. " + dropped,
			},
			"default_region": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "The region of new Deployments that name neither a cluster nor a region, such as `us-east-1`, given together with `default_cloud_provider`. " + dropped,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"deletion_protection": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "What may destroy the Workspace. `true` refuses it. null refuses it while Deployments or environment objects (connections, variables, metrics exports) " +
					"are in the Workspace, and lists them; those that the same run destroys are gone by then. `false` leaves it to Astro, which may delete what is in it. " +
					"The value in the state decides: it is switched off in one apply and used in the next.",
			},
		},
	}
}

// dropped is the sentence that the descriptions of the defaults end with.
const dropped = "null leaves it as it is. Removing the argument after it was applied asks Astro to clear it, and is an error where Astro keeps it all the same; clear it in the Astro UI then."

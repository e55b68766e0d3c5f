package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

const (
	// maxSchedules is how many schedules one Deployment can have (API facts, D.2).
	maxSchedules = 10
	// maxScheduleDescription is in characters (API facts, D.2).
	maxScheduleDescription = 200
)

// Schema describes astro_hibernation_schedule.
func (r *hibernationScheduleResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One hibernation schedule of a development Deployment: when it goes to sleep and when it wakes up again.\n\n" +
			"The resource owns exactly one entry of the Deployment's list of schedules. Schedules made by other configurations, in the Astro UI or by the CLI " +
			"stay as they are, and so does a manual override (hibernate now, stay awake), which belongs to whoever set it.\n\n" +
			"Astro tells schedules of one Deployment apart by their two crons alone. A schedule with the same crons that stands already is taken over and brought " +
			"to what is declared here; no import is needed. When it belongs to another configuration as well, both own the one entry: let both declare the same, " +
			"and know that **the destroy of one removes it for both**. Schedules of one configuration may change places at will (a list under `count` that loses its head, " +
			"two that are swapped, a resource that is renamed): one apply ends with exactly those that are declared.\n\n" +
			"All crons are evaluated in **UTC**; they do not follow daylight saving time. A schedule needs a Deployment with `is_development_mode = true`, " +
			"`scheduler_size = \"SMALL\"` and `is_high_availability = false`. While a Deployment hibernates, its running tasks are ended, the Airflow UI is not " +
			"reachable and code cannot be deployed to it.",
		Attributes: map[string]schema.Attribute{
			"deployment_id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The id of the Deployment that hibernates, such as `cm1a2b3c4d5e6f7g8h9i0j1k2`. A change moves the schedule: " +
					"it is removed from the old Deployment and created on the new one. An id that is not known at plan replaces nothing: " +
					"the plan shows an update, which moves the schedule only if the id turns out to be another.",
				PlanModifiers: []planmodifier.String{fwkit.CUIDAtPlan()},
			},
			"hibernate_at_cron": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "When the Deployment goes to sleep: a cron of five fields (minute, hour, day of month, month, day of week), " +
					"evaluated in UTC. Example: `0 18 * * 1-5`, 18:00 UTC on weekdays.",
				Validators: []validator.String{validate.CronString()},
			},
			"wake_at_cron": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "When the Deployment wakes up: a cron of five fields, evaluated in UTC; it must differ from `hibernate_at_cron`. " +
					"Example: `0 7 * * 1-5`, 07:00 UTC on weekdays.",
				Validators: []validator.String{validate.CronString()},
			},
			"is_enabled": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether the schedule has an effect. A disabled schedule stays in Astro's list without doing anything. Defaults to `true`.",
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "A note that Astro shows beside the schedule, 1 to 200 characters. null means that it has none. Example: `Nights`.",
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, maxScheduleDescription)},
			},
			"timeouts": fwkit.Timeouts(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "How long creating the schedule may take, waiting for other writers of the Deployment included. Defaults to `10m`.",
				UpdateDescription: "How long changing the schedule may take. Defaults to `10m`.",
				DeleteDescription: "How long removing the schedule may take. Defaults to `10m`.",
			}),
		},
	}
}

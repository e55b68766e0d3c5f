package deployment

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var _ datasource.DataSourceWithConfigure = (*hibernationStatusDataSource)(nil)

// shownTransitions is how many coming transitions of a schedule are shown.
const shownTransitions = 3

// NewHibernationStatusDataSource returns the data source astro_hibernation_status.
func NewHibernationStatusDataSource() datasource.DataSource {
	return &hibernationStatusDataSource{fwkit.DataSourceBase{Name: "hibernation_status"}}
}

type hibernationStatusDataSource struct{ fwkit.DataSourceBase }

// hibernationStatusModel is astro_hibernation_status in configuration and state.
type hibernationStatusModel struct {
	DeploymentID  types.String            `tfsdk:"deployment_id"`
	Status        types.String            `tfsdk:"status"`
	IsHibernating types.Bool              `tfsdk:"is_hibernating"`
	Reason        types.String            `tfsdk:"reason"`
	NextEventAt   types.String            `tfsdk:"next_event_at"`
	NextEventType types.String            `tfsdk:"next_event_type"`
	Override      *hibernationOverrideRow `tfsdk:"override"`
	Schedules     []scheduleStatusRow     `tfsdk:"schedules"`
}

// scheduleStatusRow is a schedule with what it does next.
type scheduleStatusRow struct {
	HibernateAtCron types.String    `tfsdk:"hibernate_at_cron"`
	WakeAtCron      types.String    `tfsdk:"wake_at_cron"`
	IsEnabled       types.Bool      `tfsdk:"is_enabled"`
	Description     types.String    `tfsdk:"description"`
	NextTransitions []transitionRow `tfsdk:"next_transitions"`
}

type transitionRow struct {
	At   types.String `tfsdk:"at"`
	Type types.String `tfsdk:"type"`
}

// Schema describes the data source.
func (d *hibernationStatusDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	schedule := scheduleRowAttributes()
	schedule["next_transitions"] = schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: "The next three times, in UTC, at which this schedule alone hibernates or wakes the Deployment; empty while it is disabled.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"at":   rowTextAttribute("When (RFC 3339, UTC)."),
			"type": rowTextAttribute("`HIBERNATE` or `WAKE`."),
		}},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Whether a Deployment hibernates now, why, and what happens next. The values move by themselves with time, so they suit outputs and " +
			"checks rather than arguments of resources. To wake a Deployment by hand use the Astro UI or `astro deployment wake-up <id>`.",
		Attributes: map[string]schema.Attribute{
			"deployment_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "Id of the Deployment, for example `cm1a2b3c4d5e6f7g8h9i0j1k2`.",
			},
			"status":          rowTextAttribute("State of the Deployment, for example `HEALTHY` or `HIBERNATING`."),
			"is_hibernating":  rowBoolAttribute("Whether the Deployment hibernates now."),
			"reason":          rowTextAttribute("Why, in Astro's words; null when Astro gives no reason."),
			"next_event_at":   rowTextAttribute("When the Deployment next hibernates or wakes (UTC); null when nothing is planned."),
			"next_event_type": rowTextAttribute("`HIBERNATE` or `WAKE`; null when nothing is planned."),
			"override": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "The manual override; null when there is none. It may have expired: see `is_active`.",
				Attributes: overrideRowAttributes(),
			},
			"schedules": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "All schedules of the Deployment, whoever made them. Crons are in UTC.",
				NestedObject: schema.NestedAttributeObject{Attributes: schedule},
			},
		},
	}
}

// Read asks for the Deployment.
func (d *hibernationStatusDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config hibernationStatusModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !fwkit.RequireCUIDs(ctx, req.Config, &resp.Diagnostics, "deployment_id") || !d.Data.Require(&resp.Diagnostics) {
		return
	}
	read, err := d.Data.Walk.Deployment(ctx, config.DeploymentID.ValueString(), "")
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("deployment_id"), "Could not read hibernation status", fwkit.Explain(err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, hibernationStatusOf(read, time.Now()))...)
}

// hibernationStatusOf takes a Deployment's hibernation into the model, with the
// transitions that come after the given time.
func hibernationStatusOf(d *astro.Deployment, now time.Time) hibernationStatusModel {
	m := hibernationStatusModel{
		DeploymentID: types.StringValue(d.ID), Status: types.StringValue(d.Status),
		IsHibernating: types.BoolValue(d.Status == astro.DeploymentStatusHibernating),
		Override:      overrideRow(d), Schedules: []scheduleStatusRow{},
	}
	if d.ScalingStatus != nil && d.ScalingStatus.HibernationStatus != nil {
		status := d.ScalingStatus.HibernationStatus
		m.IsHibernating, m.Reason = types.BoolValue(status.IsHibernating), rowText(status.Reason)
		m.NextEventAt, m.NextEventType = rowText(status.NextEventAt), rowText(status.NextEventType)
	}
	for i, row := range scheduleRows(schedulesOf(d)) {
		m.Schedules = append(m.Schedules, scheduleStatusRow{
			HibernateAtCron: row.HibernateAtCron, WakeAtCron: row.WakeAtCron, IsEnabled: row.IsEnabled, Description: row.Description,
			NextTransitions: transitionRows(schedulesOf(d)[i], now),
		})
	}
	return m
}

func transitionRows(s astro.HibernationSchedule, now time.Time) []transitionRow {
	rows := []transitionRow{}
	if !s.IsEnabled {
		return rows
	}
	for _, next := range nextTransitions(s.HibernateAtCron, s.WakeAtCron, now, shownTransitions) {
		kind := "WAKE"
		if next.hibernate {
			kind = "HIBERNATE"
		}
		rows = append(rows, transitionRow{types.StringValue(next.at.Format(time.RFC3339)), types.StringValue(kind)})
	}
	return rows
}

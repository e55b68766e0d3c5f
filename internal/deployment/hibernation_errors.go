package deployment

import "github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"

// FieldAttributes names the attributes of a schedule by the fields of the
// Deployment's update (API facts, D.1).
func (r *hibernationScheduleResource) FieldAttributes() fwkit.FieldAttributes {
	const schedules = "scalingSpec.hibernationSpec.schedules."
	return fwkit.FieldAttributes{
		schedules + "hibernateAtCron": "hibernate_at_cron", schedules + "wakeAtCron": "wake_at_cron",
		schedules + "isEnabled": "is_enabled", schedules + "description": "description",
	}
}

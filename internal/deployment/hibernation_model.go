package deployment

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cron"
)

// hibernationScheduleModel is astro_hibernation_schedule in plan and state.
type hibernationScheduleModel struct {
	DeploymentID    types.String   `tfsdk:"deployment_id"`
	HibernateAtCron types.String   `tfsdk:"hibernate_at_cron"`
	WakeAtCron      types.String   `tfsdk:"wake_at_cron"`
	IsEnabled       types.Bool     `tfsdk:"is_enabled"`
	Description     types.String   `tfsdk:"description"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

// schedulePair tells one entry of a Deployment's schedules from another: the API
// gives entries no id (API facts, D.1).
type schedulePair struct {
	Hibernate string `json:"hibernate"`
	Wake      string `json:"wake"`
}

func pairOf(s astro.HibernationSchedule) schedulePair {
	return schedulePair{Hibernate: cron.Canonical(s.HibernateAtCron), Wake: cron.Canonical(s.WakeAtCron)}
}

func (m *hibernationScheduleModel) pair() schedulePair {
	return schedulePair{Hibernate: cron.Canonical(m.HibernateAtCron.ValueString()), Wake: cron.Canonical(m.WakeAtCron.ValueString())}
}

// known tells whether the pair can be compared yet.
func (m *hibernationScheduleModel) known() bool {
	return !m.DeploymentID.IsUnknown() && !m.HibernateAtCron.IsUnknown() && !m.WakeAtCron.IsUnknown()
}

// importID is what terraform import takes for this schedule.
func (m *hibernationScheduleModel) importID() string {
	return strings.Join([]string{m.DeploymentID.ValueString(), m.HibernateAtCron.ValueString(), m.WakeAtCron.ValueString()}, "|")
}

// parseScheduleID splits an import id.
func parseScheduleID(id string) (deploymentID, hibernate, wake string, err error) {
	parts := strings.Split(id, "|")
	if len(parts) != 3 || strings.TrimSpace(parts[0]) == "" || strings.TrimSpace(parts[1]) == "" || strings.TrimSpace(parts[2]) == "" {
		return "", "", "", fmt.Errorf("the import id %q must have the form deployment_id|hibernate_at_cron|wake_at_cron, "+
			"such as %q", id, "cm1a2b3c4d5e6f7g8h9i0j1k2|0 18 * * 1-5|0 8 * * 1-5")
	}
	return strings.TrimSpace(parts[0]), parts[1], parts[2], nil
}

// toAPI is the entry as it is written.
func (m *hibernationScheduleModel) toAPI() astro.HibernationSchedule {
	return astro.HibernationSchedule{
		HibernateAtCron: m.HibernateAtCron.ValueString(), WakeAtCron: m.WakeAtCron.ValueString(),
		IsEnabled: m.IsEnabled.ValueBool(), Description: m.Description.ValueStringPointer(),
	}
}

// fromAPI takes an entry into the state, keeping the spelling of a cron that
// means the same, and null for a description that reads as "".
func (m *hibernationScheduleModel) fromAPI(s astro.HibernationSchedule) {
	if cron.Canonical(m.HibernateAtCron.ValueString()) != cron.Canonical(s.HibernateAtCron) {
		m.HibernateAtCron = types.StringValue(s.HibernateAtCron)
	}
	if cron.Canonical(m.WakeAtCron.ValueString()) != cron.Canonical(s.WakeAtCron) {
		m.WakeAtCron = types.StringValue(s.WakeAtCron)
	}
	m.IsEnabled = types.BoolValue(s.IsEnabled)
	m.Description = types.StringPointerValue(s.Description)
	if m.Description.ValueString() == "" {
		m.Description = types.StringNull()
	}
}

// sameEntry tells whether an entry is as the model wants it.
func (m *hibernationScheduleModel) sameEntry(s astro.HibernationSchedule) bool {
	wanted := *m
	wanted.fromAPI(s)
	return m.pair() == pairOf(s) && wanted.IsEnabled.Equal(m.IsEnabled) && wanted.Description.Equal(m.Description)
}

package emulator

import (
	"strings"
	"unicode/utf8"

	"github.com/adhocore/gronx"
)

// Limits of schedules (API facts, D.2).
const (
	maxSchedules           = 10
	maxScheduleDescription = 200
	cronFields             = 5
)

// scalingSpecRequest is the scaling spec as sent.
type scalingSpecRequest struct {
	HibernationSpec *hibernationSpecRequest `json:"hibernationSpec"`
}

// hibernationSpecRequest is schedules and override as sent.
type hibernationSpecRequest struct {
	Schedules []scheduleRequest `json:"schedules"`
	Override  *overrideRequest  `json:"override"`
}

// scheduleRequest is one schedule as sent.
type scheduleRequest struct {
	HibernateAtCron *string `json:"hibernateAtCron"`
	WakeAtCron      *string `json:"wakeAtCron"`
	IsEnabled       *bool   `json:"isEnabled"`
	Description     *string `json:"description"`
}

// fillHibernation replaces schedules and override as one unit when a scaling
// spec is sent: an empty one clears both (API facts, D.5).
func (c *call) fillHibernation(d *deployment, body *deploymentRequest) *apiError {
	if body.ScalingSpec != nil {
		d.Schedules, d.Override = nil, nil
		if spec := body.ScalingSpec.HibernationSpec; spec != nil {
			if fail := c.readSpec(d, spec); fail != nil {
				return fail
			}
		}
	}
	return c.hibernationRule(d)
}

// readSpec checks a spec and takes it over.
func (c *call) readSpec(d *deployment, spec *hibernationSpecRequest) *apiError {
	const prefix = "scalingSpec.hibernationSpec."
	if len(spec.Schedules) > maxSchedules {
		return invalidField(prefix+"schedules", "max", "schedules must have at most %d entries", maxSchedules)
	}
	for _, sent := range spec.Schedules {
		fail := requireFields([]requiredField{
			{prefix + "schedules.hibernateAtCron", sent.HibernateAtCron != nil},
			{prefix + "schedules.wakeAtCron", sent.WakeAtCron != nil},
			{prefix + "schedules.isEnabled", sent.IsEnabled != nil},
		})
		if fail != nil {
			return fail
		}
		entry := hibernationSchedule{*sent.HibernateAtCron, *sent.WakeAtCron, *sent.IsEnabled, valueOr(sent.Description, "")}
		if utf8.RuneCountInString(entry.Description) > maxScheduleDescription {
			return invalidField(prefix+"schedules.description", "max", "the description of a schedule must have at most %d characters", maxScheduleDescription)
		}
		for _, cron := range []string{entry.HibernateAtCron, entry.WakeAtCron} {
			if !validCron(cron) && !c.sw().CronUnchecked {
				return invalidField(prefix+"schedules", "cron", "%q is not a cron expression of five fields", cron)
			}
		}
		d.Schedules = append(d.Schedules, entry)
	}
	// An override without any member is none.
	if o := spec.Override; o != nil && *o != (overrideRequest{}) {
		override, fail := c.readOverride(prefix+"override.", o)
		d.Override = override
		return fail
	}
	return nil
}

// hibernationRule says which Deployments may hibernate (API facts, D.2).
func (c *call) hibernationRule(d *deployment) *apiError {
	if !d.IsDevelopmentMode && (len(d.Schedules) > 0 || d.Override != nil) {
		return badRequest("Hibernation schedules and overrides need a Deployment in development mode")
	}
	if len(d.Schedules) == 0 || c.sw().SchedulesUnconstrained {
		return nil
	}
	if d.IsHighAvailability {
		return badRequest("Hibernation schedules are not available with high availability")
	}
	if d.SchedulerSize != "SMALL" {
		return badRequest("Hibernation schedules need the scheduler size SMALL, not %s", d.SchedulerSize)
	}
	return nil
}

// validCron reports whether a text is a cron expression of five fields.
func validCron(text string) bool {
	return len(strings.Fields(text)) == cronFields && gronx.IsValid(strings.TrimSpace(text))
}

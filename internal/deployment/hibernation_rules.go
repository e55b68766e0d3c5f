package deployment

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cron"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// hibernator is what the rules need to know of a Deployment, planned where a
// plan of it is known in this walk, else as read. nil fields are not known.
type hibernator struct {
	name              string
	deploymentType    *string
	isDevelopmentMode *bool
	schedulerSize     *string
	isHA              *bool
}

func hibernatorOf(d *astro.Deployment) hibernator {
	return hibernator{
		name: d.Name, deploymentType: d.Type, isDevelopmentMode: d.IsDevelopmentMode,
		schedulerSize: d.SchedulerSize, isHA: d.IsHighAvailability,
	}
}

// checkHibernator judges whether a Deployment can have schedules at all (API facts, D.2).
func checkHibernator(h hibernator) []fwkit.Finding {
	refuse := func(reason, wayOut string) []fwkit.Finding {
		return []fwkit.Finding{{
			Path: pathDeploymentID, Summary: "Deployment cannot hibernate",
			Detail: fmt.Sprintf("The Deployment %q %s. %s", h.name, reason, wayOut),
		}}
	}
	switch {
	case h.deploymentType != nil && *h.deploymentType == astro.DeploymentTypeHybrid:
		return refuse("is of type HYBRID, which has no hibernation", "Only STANDARD and DEDICATED Deployments hibernate.")
	case h.isDevelopmentMode != nil && !*h.isDevelopmentMode:
		return refuse("is not in development mode",
			"Set is_development_mode = true on the Deployment. It can be switched on only when a Deployment is created, so an existing one must be replaced.")
	case h.isHA != nil && *h.isHA:
		return refuse("has high availability, which rules out hibernation", "Set is_high_availability = false on the Deployment.")
	case h.schedulerSize != nil && *h.schedulerSize != schedulerSmall:
		return refuse(fmt.Sprintf("has scheduler size %s", *h.schedulerSize), "Only SMALL schedulers hibernate: set scheduler_size = \"SMALL\" on the Deployment.")
	}
	return nil
}

// schedulerSmall is the only scheduler size that hibernates (API facts, D.2).
const schedulerSmall = "SMALL"

// checkCrons judges the crons against each other. Crons that are not known yet
// must not be passed.
func checkCrons(hibernate, wake string, now time.Time) []fwkit.Finding {
	if cron.Canonical(hibernate) == cron.Canonical(wake) {
		return []fwkit.Finding{{
			Path: pathWakeAtCron, Summary: "Schedule wakes and hibernates at once",
			Detail: fmt.Sprintf("wake_at_cron is the same as hibernate_at_cron (%q). Choose two different times, in UTC.", wake),
		}}
	}
	if at, clash := cronClash(hibernate, wake, now); clash {
		return []fwkit.Finding{{
			Path: pathWakeAtCron, Warning: true, Summary: "Schedule wakes and hibernates in one minute",
			Detail: fmt.Sprintf("hibernate_at_cron %q and wake_at_cron %q both fire at %s. Which of the two wins is not defined.",
				hibernate, wake, at.Format("2006-01-02 15:04 MST")),
		}}
	}
	return nil
}

// checkContradiction warns when one enabled schedule wakes a Deployment in the
// very minute in which another puts it to sleep.
func checkContradiction(own astro.HibernationSchedule, others []astro.HibernationSchedule, now time.Time) []fwkit.Finding {
	if !own.IsEnabled {
		return nil
	}
	var findings []fwkit.Finding
	for _, other := range others {
		if !other.IsEnabled || pairOf(other) == pairOf(own) {
			continue
		}
		if at, clash := cronClash(own.HibernateAtCron, other.WakeAtCron, now); clash {
			findings = append(findings, contradiction("hibernate_at_cron", "hibernates", "wakes", own.HibernateAtCron, other, at))
		}
		if at, clash := cronClash(own.WakeAtCron, other.HibernateAtCron, now); clash {
			findings = append(findings, contradiction("wake_at_cron", "wakes", "hibernates", own.WakeAtCron, other, at))
		}
	}
	return findings
}

func contradiction(attribute, does, otherDoes, cron string, other astro.HibernationSchedule, at time.Time) fwkit.Finding {
	return fwkit.Finding{
		Path: path.Root(attribute), Warning: true, Summary: "Schedules contradict each other",
		Detail: fmt.Sprintf("At %s this schedule %s the Deployment (%q) while the schedule with hibernate_at_cron %q and wake_at_cron %q %s it. Which of the two wins is not defined.",
			at.Format("2006-01-02 15:04 MST"), does, cron, other.HibernateAtCron, other.WakeAtCron, otherDoes),
	}
}

// checkCount judges the limit of schedules per Deployment. declared are those
// this configuration wants; total includes schedules made elsewhere, some of
// which may be on their way out, so that passing the limit with them is a warning.
func checkCount(declared, total int) []fwkit.Finding {
	switch {
	case declared > maxSchedules:
		return []fwkit.Finding{{
			Path: pathDeploymentID, Summary: "Too many schedules",
			Detail: fmt.Sprintf("This configuration declares %d schedules for the Deployment; Astro allows %d.", declared, maxSchedules),
		}}
	case total > maxSchedules:
		return []fwkit.Finding{{
			Path: pathDeploymentID, Warning: true, Summary: "Deployment may have too many schedules",
			Detail: fmt.Sprintf("With the schedules made elsewhere the Deployment would have %d; Astro allows %d. "+
				"The apply is refused unless some of them are removed before.", total, maxSchedules),
		}}
	}
	return nil
}

// declaredTwice refuses a second resource for one pair.
func declaredTwice() fwkit.Finding {
	return fwkit.Refuse(pathHibernateAtCron, "Schedule is declared twice",
		"Another astro_hibernation_schedule of this configuration has the same deployment_id, hibernate_at_cron and wake_at_cron. "+
			"Astro tells schedules apart by their crons alone: remove one of the two.")
}

// heldTwice says why a resource leaves the state although its entry stands.
func heldTwice(state *hibernationScheduleModel, entry astro.HibernationSchedule) fwkit.Finding {
	return fwkit.Warn(pathHibernateAtCron, "Two resources of this state hold one schedule",
		fmt.Sprintf("The schedule with hibernate_at_cron %q and wake_at_cron %q of Deployment %s belongs to another resource of this state as well, as an apply leaves it that was stopped "+
			"while schedules changed places. An entry has one owner: this resource is planned anew, if the configuration still declares it, and nothing is removed that the configuration declares.",
			entry.HibernateAtCron, entry.WakeAtCron, state.DeploymentID.ValueString()))
}

// heldTwiceUnread refuses what a plan without a refresh cannot put right.
func heldTwiceUnread(prior *hibernationScheduleModel) fwkit.Finding {
	return fwkit.Refuse(pathHibernateAtCron, "Two resources of this state hold one schedule",
		fmt.Sprintf("The schedule with hibernate_at_cron %q and wake_at_cron %q of Deployment %s belongs to another resource of this state as well, as an apply leaves it that was stopped "+
			"while schedules changed places. Run terraform plan with a refresh, without -refresh=false: it gives the schedule one owner and plans the other resource anew.",
			prior.HibernateAtCron.ValueString(), prior.WakeAtCron.ValueString(), prior.DeploymentID.ValueString()))
}

// checkTakeover tells a create what it changes in an entry that stands already.
func checkTakeover(plan *hibernationScheduleModel, standing astro.HibernationSchedule) []fwkit.Finding {
	there := *plan
	there.fromAPI(standing)
	sameSwitch := plan.IsEnabled.IsUnknown() || plan.IsEnabled.Equal(there.IsEnabled)
	sameText := plan.Description.IsUnknown() || plan.Description.Equal(there.Description)
	if sameSwitch && sameText {
		return nil
	}
	return []fwkit.Finding{fwkit.Warn(pathHibernateAtCron, "Schedule stands already and is changed",
		fmt.Sprintf("The Deployment %s already has a schedule with these crons, with is_enabled = %t and the description %q. This resource takes it over and brings it to what is declared here. "+
			"If another configuration or the Astro UI made it, both own the one entry from then on: let them declare the same, and know that it is gone for both when one of them destroys it.",
			plan.DeploymentID.ValueString(), standing.IsEnabled, there.Description.ValueString()))}
}

// checkPlannedDeployments warns that none of the Deployments planned so far, which
// are named, can hibernate. It is a warning because the id may come from elsewhere.
func checkPlannedDeployments(names []string) []fwkit.Finding {
	if len(names) == 0 {
		return nil
	}
	return []fwkit.Finding{fwkit.Warn(pathDeploymentID, "Deployment may not be able to hibernate",
		fmt.Sprintf("The id of the Deployment is not known yet, and no Deployment that was planned before this schedule is in development mode (%s). "+
			"If it is one of them, the apply makes the Deployment and then fails: set is_development_mode = true on it now, because it can be switched on only when a Deployment is created. "+
			"If the id comes from elsewhere, nothing is wrong.", strings.Join(names, ", ")))}
}

// describeSchedules lists schedules for a text.
func describeSchedules(schedules []astro.HibernationSchedule) string {
	lines := make([]string, 0, len(schedules))
	for _, s := range schedules {
		lines = append(lines, fmt.Sprintf("hibernate %q, wake %q", s.HibernateAtCron, s.WakeAtCron))
	}
	return strings.Join(lines, "; ")
}

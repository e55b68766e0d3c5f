package deployment

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
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
			Path: path.Root("deployment_id"), Summary: "Deployment cannot hibernate",
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
	if canonicalCron(hibernate) == canonicalCron(wake) {
		return []fwkit.Finding{{
			Path: path.Root("wake_at_cron"), Summary: "Schedule wakes and hibernates at once",
			Detail: fmt.Sprintf("wake_at_cron is the same as hibernate_at_cron (%q). Choose two different times, in UTC.", wake),
		}}
	}
	if at, clash := cronClash(hibernate, wake, now); clash {
		return []fwkit.Finding{{
			Path: path.Root("wake_at_cron"), Warning: true, Summary: "Schedule wakes and hibernates in one minute",
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
			Path: path.Root("deployment_id"), Summary: "Too many schedules",
			Detail: fmt.Sprintf("This configuration declares %d schedules for the Deployment; Astro allows %d.", declared, maxSchedules),
		}}
	case total > maxSchedules:
		return []fwkit.Finding{{
			Path: path.Root("deployment_id"), Warning: true, Summary: "Deployment may have too many schedules",
			Detail: fmt.Sprintf("With the schedules made elsewhere the Deployment would have %d; Astro allows %d. "+
				"The apply is refused unless some of them are removed before.", total, maxSchedules),
		}}
	}
	return nil
}

// describeSchedules lists schedules for a text.
func describeSchedules(schedules []astro.HibernationSchedule) string {
	lines := make([]string, 0, len(schedules))
	for _, s := range schedules {
		lines = append(lines, fmt.Sprintf("hibernate %q, wake %q", s.HibernateAtCron, s.WakeAtCron))
	}
	return strings.Join(lines, "; ")
}

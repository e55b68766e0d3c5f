package deployment

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// scheduleFinding is what a rule has to say about one attribute.
type scheduleFinding struct {
	path    path.Path
	warning bool
	summary string
	detail  string
}

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
func checkHibernator(h hibernator) []scheduleFinding {
	refuse := func(reason, wayOut string) []scheduleFinding {
		return []scheduleFinding{{
			path: path.Root("deployment_id"), summary: "Deployment cannot hibernate",
			detail: fmt.Sprintf("The Deployment %q %s. %s", h.name, reason, wayOut),
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
func checkCrons(hibernate, wake string, now time.Time) []scheduleFinding {
	if canonicalCron(hibernate) == canonicalCron(wake) {
		return []scheduleFinding{{
			path: path.Root("wake_at_cron"), summary: "Schedule wakes and hibernates at once",
			detail: fmt.Sprintf("wake_at_cron is the same as hibernate_at_cron (%q). Choose two different times, in UTC.", wake),
		}}
	}
	if at, clash := cronClash(hibernate, wake, now); clash {
		return []scheduleFinding{{
			path: path.Root("wake_at_cron"), warning: true, summary: "Schedule wakes and hibernates in one minute",
			detail: fmt.Sprintf("hibernate_at_cron %q and wake_at_cron %q both fire at %s. Which of the two wins is not defined.",
				hibernate, wake, at.Format("2006-01-02 15:04 MST")),
		}}
	}
	return nil
}

// checkContradiction warns when one enabled schedule wakes a Deployment in the
// very minute in which another puts it to sleep.
func checkContradiction(own astro.HibernationSchedule, others []astro.HibernationSchedule, now time.Time) []scheduleFinding {
	if !own.IsEnabled {
		return nil
	}
	var findings []scheduleFinding
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

func contradiction(attribute, does, otherDoes, cron string, other astro.HibernationSchedule, at time.Time) scheduleFinding {
	return scheduleFinding{
		path: path.Root(attribute), warning: true, summary: "Schedules contradict each other",
		detail: fmt.Sprintf("At %s this schedule %s the Deployment (%q) while the schedule with hibernate_at_cron %q and wake_at_cron %q %s it. Which of the two wins is not defined.",
			at.Format("2006-01-02 15:04 MST"), does, cron, other.HibernateAtCron, other.WakeAtCron, otherDoes),
	}
}

// checkCount judges the limit of schedules per Deployment. declared are those
// this configuration wants; total includes schedules made elsewhere, some of
// which may be on their way out, so that passing the limit with them is a warning.
func checkCount(declared, total int) []scheduleFinding {
	switch {
	case declared > maxSchedules:
		return []scheduleFinding{{
			path: path.Root("deployment_id"), summary: "Too many schedules",
			detail: fmt.Sprintf("This configuration declares %d schedules for the Deployment; Astro allows %d.", declared, maxSchedules),
		}}
	case total > maxSchedules:
		return []scheduleFinding{{
			path: path.Root("deployment_id"), warning: true, summary: "Deployment may have too many schedules",
			detail: fmt.Sprintf("With the schedules made elsewhere the Deployment would have %d; Astro allows %d. "+
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

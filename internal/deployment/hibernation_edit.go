package deployment

import (
	"fmt"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// createEdit adds the entry. An identical one that was there before belongs to
// somebody else and is refused; one that stands after a write of ours whose
// answer was lost is ours.
func (m *hibernationScheduleModel) createEdit() ownership.DeploymentEdit {
	wanted, tried := m.toAPI(), false
	return ownership.DeploymentEdit{
		What: fmt.Sprintf("create a hibernation schedule of Deployment %s", m.DeploymentID.ValueString()),
		Apply: func(fresh *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
			schedules := requestSchedules(request)
			if i := indexOfPair(schedules, m.pair()); i >= 0 {
				if !tried {
					return false, &fwkit.Refusal{Findings: []fwkit.Finding{existsFinding(m)}}
				}
				return !m.sameEntry(schedules[i]), nil
			}
			if findings := m.refusalsOn(fresh, len(schedules)+1); len(findings) > 0 {
				return false, &fwkit.Refusal{Findings: findings}
			}
			tried = true
			setRequestSchedules(request, append(slices.Clone(schedules), wanted))
			return true, nil
		},
		Stands: m.stands,
	}
}

// updateEdit changes the entry that the prior state names, in place. When it is
// gone the entry is added: this configuration still declares it.
func (m *hibernationScheduleModel) updateEdit(prior *hibernationScheduleModel) ownership.DeploymentEdit {
	return ownership.DeploymentEdit{
		What: fmt.Sprintf("update a hibernation schedule of Deployment %s", m.DeploymentID.ValueString()),
		Apply: func(fresh *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
			schedules := slices.Clone(requestSchedules(request))
			own := indexOfPair(schedules, prior.pair())
			if taken := indexOfPair(schedules, m.pair()); taken >= 0 && taken != own {
				if own >= 0 {
					return false, &fwkit.Refusal{Findings: []fwkit.Finding{existsFinding(m)}}
				}
				own = taken // a lost answer: the change was made already
			}
			switch {
			case own < 0:
				schedules = append(schedules, m.toAPI())
			case m.sameEntry(schedules[own]):
				return false, nil
			default:
				schedules[own] = m.toAPI()
			}
			if findings := m.refusalsOn(fresh, len(schedules)); len(findings) > 0 {
				return false, &fwkit.Refusal{Findings: findings}
			}
			setRequestSchedules(request, schedules)
			return true, nil
		},
		Stands: m.stands,
	}
}

// deleteEdit removes the entry; one that is gone is done.
func (m *hibernationScheduleModel) deleteEdit() ownership.DeploymentEdit {
	return ownership.DeploymentEdit{
		What: fmt.Sprintf("remove a hibernation schedule of Deployment %s", m.DeploymentID.ValueString()),
		Apply: func(_ *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
			schedules := slices.Clone(requestSchedules(request))
			own := indexOfPair(schedules, m.pair())
			if own < 0 {
				return false, nil
			}
			setRequestSchedules(request, slices.Delete(schedules, own, own+1))
			return true, nil
		},
		Stands: func(d *astro.Deployment) error {
			if indexOfPair(schedulesOf(d), m.pair()) >= 0 {
				return fmt.Errorf("the schedule %s is still there", describeSchedules([]astro.HibernationSchedule{m.toAPI()}))
			}
			return nil
		},
	}
}

// stands tells whether the entry is on the Deployment as wanted.
func (m *hibernationScheduleModel) stands(d *astro.Deployment) error {
	schedules := schedulesOf(d)
	own := indexOfPair(schedules, m.pair())
	switch {
	case own < 0:
		return fmt.Errorf("the schedule %s is not there", describeSchedules([]astro.HibernationSchedule{m.toAPI()}))
	case !m.sameEntry(schedules[own]):
		return fmt.Errorf("the schedule %s has another description or is_enabled", describeSchedules(schedules[own:own+1]))
	}
	return nil
}

// refusalsOn judges the fresh Deployment by the same rules as the plan did, for
// what was not known then.
func (m *hibernationScheduleModel) refusalsOn(fresh *astro.Deployment, count int) []fwkit.Finding {
	findings := checkHibernator(hibernatorOf(fresh))
	return append(findings, checkCount(count, count)...)
}

// existsFinding refuses to take over an entry that this state does not own.
func existsFinding(m *hibernationScheduleModel) fwkit.Finding {
	return fwkit.Finding{
		Path: pathHibernateAtCron, Summary: "Schedule exists already",
		Detail: fmt.Sprintf("The Deployment %s already has a schedule with hibernate_at_cron %q and wake_at_cron %q. To manage that one here, import it:\n\n"+
			"  terraform import <address> '%s'\n\nElse choose other crons, or remove it where it was made.",
			m.DeploymentID.ValueString(), m.HibernateAtCron.ValueString(), m.WakeAtCron.ValueString(), m.importID()),
	}
}

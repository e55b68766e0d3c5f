package deployment

import (
	"fmt"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// scheduleChange is what one call does to a Deployment's schedules: a create
// wants an entry, a destroy gives one up, an update does both.
type scheduleChange struct {
	// what is done, for errors: "create a hibernation schedule".
	what         string
	deploymentID string
	// owner tells the resource from the others of the walk.
	owner    string
	wants    *hibernationScheduleModel
	gives    *hibernationScheduleModel
	exchange *scheduleExchange
}

// givenUp is the pair that the call gives up, if it is another one than it wants.
func (c *scheduleChange) givenUp() (schedulePair, bool) {
	if c.gives == nil || c.wants != nil && c.wants.pair() == c.gives.pair() {
		return schedulePair{}, false
	}
	return c.gives.pair(), true
}

// edit is the change as the ownership layer carries it out.
func (c *scheduleChange) edit() ownership.DeploymentEdit {
	return ownership.DeploymentEdit{
		What:    fmt.Sprintf("%s of Deployment %s", c.what, c.deploymentID),
		Removes: c.wants == nil,
		Apply:   c.apply,
		Stands:  c.stands,
	}
}

// apply makes the change in a request, which holds the changes of calls that
// share the write.
func (c *scheduleChange) apply(fresh *astro.Deployment, request *astro.UpdateDeploymentRequest) (bool, error) {
	before := requestSchedules(request)
	after, brought := c.bring(slices.Clone(before))
	if given, ok := c.givenUp(); ok && !c.exchange.keeps(given, c.owner) {
		after = slices.DeleteFunc(after, func(s astro.HibernationSchedule) bool { return pairOf(s) == given })
	}
	if brought {
		if findings := checkHibernator(hibernatorOf(fresh)); len(findings) > 0 {
			return false, &fwkit.Refusal{Findings: findings}
		}
		if after = c.makeRoom(after); len(after) > max(maxSchedules, len(before)) {
			return false, noRoomOn(fresh, len(after))
		}
	}
	changed := !slices.EqualFunc(before, after, identical)
	if changed {
		setRequestSchedules(request, after)
	}
	return changed, nil
}

// bring puts the wanted entry among the schedules and reports whether there was
// anything to do. One with its crons is taken over where it stands; else the
// entry takes the place of the one it follows.
func (c *scheduleChange) bring(schedules []astro.HibernationSchedule) ([]astro.HibernationSchedule, bool) {
	if c.wants == nil {
		return schedules, false
	}
	if at := indexOfPair(schedules, c.wants.pair()); at >= 0 {
		if c.wants.sameEntry(schedules[at]) {
			return schedules, false
		}
		schedules[at] = c.wants.toAPI()
		return schedules, true
	}
	if given, ok := c.givenUp(); ok && !c.exchange.keeps(given, c.owner) {
		if at := indexOfPair(schedules, given); at >= 0 {
			schedules[at] = c.wants.toAPI()
			return schedules, true
		}
	}
	return append(schedules, c.wants.toAPI()), true
}

// makeRoom takes out what other calls of the walk are about to give up, if the
// limit would be passed otherwise: theirs may come later in the same write, or after it.
func (c *scheduleChange) makeRoom(schedules []astro.HibernationSchedule) []astro.HibernationSchedule {
	if len(schedules) <= maxSchedules {
		return schedules
	}
	return slices.DeleteFunc(schedules, func(s astro.HibernationSchedule) bool { return c.exchange.leaves(pairOf(s)) })
}

// stands tells whether the object is as this call leaves it: the wanted entry is
// there as declared, and the other one is gone unless it has become another resource's.
func (c *scheduleChange) stands(d *astro.Deployment) error {
	schedules := schedulesOf(d)
	if c.wants != nil {
		own := indexOfPair(schedules, c.wants.pair())
		switch {
		case own < 0:
			return fmt.Errorf("the schedule %s is not there", describeSchedules([]astro.HibernationSchedule{c.wants.toAPI()}))
		case !c.wants.sameEntry(schedules[own]):
			return fmt.Errorf("the schedule %s has another description or is_enabled", describeSchedules(schedules[own:own+1]))
		}
	}
	if given, ok := c.givenUp(); ok && !c.exchange.keeps(given, c.owner) {
		if left := indexOfPair(schedules, given); left >= 0 {
			return fmt.Errorf("the schedule %s is still there", describeSchedules(schedules[left:left+1]))
		}
	}
	return nil
}

// noRoom is the refusal of a schedule beyond the limit.
type noRoom struct{ refusal *fwkit.Refusal }

// Error is the refusal's text.
func (n *noRoom) Error() string { return n.refusal.Error() }

// Unwrap gives the refusal, which becomes a diagnostic with its attribute.
func (n *noRoom) Unwrap() error { return n.refusal }

func noRoomOn(fresh *astro.Deployment, would int) error {
	return &noRoom{&fwkit.Refusal{Findings: []fwkit.Finding{fwkit.Refuse(pathDeploymentID, "Too many schedules",
		fmt.Sprintf("The Deployment %q would have %d schedules with this one; Astro allows %d, and those of other configurations and of the Astro UI count as well. "+
			"This one was not written. Remove one of them. What this configuration no longer declares is gone when terraform apply is run again.",
			fresh.Name, would, maxSchedules))}}}
}

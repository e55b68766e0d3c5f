package deployment

import (
	"sync"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// scheduleClaims are the schedules that this walk has planned so far. It lives
// in the walk, so that it starts empty with every plan.
type scheduleClaims struct {
	mu     sync.Mutex
	claims map[string]map[scheduleClaim]*claimedSchedule
}

// scheduleClaim keeps plans with and without a prior state apart: Terraform plans a
// replacement twice, once with its prior state and once without.
type scheduleClaim struct {
	pair     schedulePair
	creating bool
}

// claimedSchedule is a schedule as planned, and how many plans want it.
type claimedSchedule struct {
	planned astro.HibernationSchedule
	plans   int
}

// claim notes a planned schedule. It reports whether another resource of the
// configuration is planned with the same pair, and how many different pairs are
// wanted of the Deployment by now. The two plans of a replacement come from one
// configuration, so plans of both sorts that differ are two resources.
func (c *scheduleClaims) claim(deploymentID string, planned astro.HibernationSchedule, creating bool) (twice bool, declared int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.claims == nil {
		c.claims = map[string]map[scheduleClaim]*claimedSchedule{}
	}
	if c.claims[deploymentID] == nil {
		c.claims[deploymentID] = map[scheduleClaim]*claimedSchedule{}
	}
	pair := pairOf(planned)
	claimed := c.claims[deploymentID][scheduleClaim{pair, creating}]
	if claimed == nil {
		claimed = &claimedSchedule{planned: planned}
		c.claims[deploymentID][scheduleClaim{pair, creating}] = claimed
	}
	claimed.plans++
	other := c.claims[deploymentID][scheduleClaim{pair, !creating}]
	return claimed.plans > 1 || other != nil && !identical(planned, other.planned), len(c.pairs(deploymentID))
}

// pairs are the different pairs wanted of a Deployment; the caller holds the lock.
func (c *scheduleClaims) pairs(deploymentID string) map[schedulePair]astro.HibernationSchedule {
	pairs := map[schedulePair]astro.HibernationSchedule{}
	for claim, claimed := range c.claims[deploymentID] {
		pairs[claim.pair] = claimed.planned
	}
	return pairs
}

// declaredBeside lists the schedules wanted of a Deployment whose pairs are not
// among those it has.
func (c *scheduleClaims) declaredBeside(deploymentID string, existing map[schedulePair]bool) []astro.HibernationSchedule {
	c.mu.Lock()
	defer c.mu.Unlock()
	var beside []astro.HibernationSchedule
	for pair, planned := range c.pairs(deploymentID) {
		if !existing[pair] {
			beside = append(beside, planned)
		}
	}
	return beside
}

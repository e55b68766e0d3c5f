package deployment

import "sync"

// scheduleClaims are the schedules that this walk has planned so far. It lives
// in the walk, so that it starts empty with every plan.
type scheduleClaims struct {
	mu     sync.Mutex
	claims map[string]map[scheduleClaim]int
}

// scheduleClaim keeps plans with and without a prior state apart: Terraform plans a
// replacement twice, once with its prior state and once without.
type scheduleClaim struct {
	pair     schedulePair
	creating bool
}

// claim notes a planned schedule and reports how many plans of the same sort
// want this pair by now, and how many different pairs are wanted of the Deployment.
func (c *scheduleClaims) claim(deploymentID string, pair schedulePair, creating bool) (same, declared int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.claims == nil {
		c.claims = map[string]map[scheduleClaim]int{}
	}
	if c.claims[deploymentID] == nil {
		c.claims[deploymentID] = map[scheduleClaim]int{}
	}
	c.claims[deploymentID][scheduleClaim{pair, creating}]++
	return c.claims[deploymentID][scheduleClaim{pair, creating}], len(c.pairs(deploymentID))
}

// pairs are the different pairs wanted of a Deployment; the caller holds the lock.
func (c *scheduleClaims) pairs(deploymentID string) map[schedulePair]bool {
	pairs := map[schedulePair]bool{}
	for claim := range c.claims[deploymentID] {
		pairs[claim.pair] = true
	}
	return pairs
}

// declaredBeside counts the pairs wanted of a Deployment that are not among those it has.
func (c *scheduleClaims) declaredBeside(deploymentID string, existing map[schedulePair]bool) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	count := 0
	for pair := range c.pairs(deploymentID) {
		if !existing[pair] {
			count++
		}
	}
	return count
}

package deployment

import "sync"

// plannedDeployments are the Deployments that this walk has planned so far, by
// id. Rules of hibernation schedules judge these values rather than the
// server's, so that a Deployment that becomes able to hibernate and its first
// schedule fit in one plan.
type plannedDeployments struct {
	mu   sync.Mutex
	byID map[string]plannedDeployment
}

// plannedDeployment is what others need to know of a plan; a nil field is not known yet.
type plannedDeployment struct {
	isDevelopmentMode  *bool
	schedulerSize      *string
	isHighAvailability *bool
}

// note records the plan of a Deployment that exists.
func (p *plannedDeployments) note(id string, planned plannedDeployment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byID == nil {
		p.byID = map[string]plannedDeployment{}
	}
	p.byID[id] = planned
}

// lookup gives the plan of a Deployment, if this walk has made it already.
func (p *plannedDeployments) lookup(id string) (plannedDeployment, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	planned, ok := p.byID[id]
	return planned, ok
}

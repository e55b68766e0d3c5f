package deployment

import (
	"fmt"
	"slices"
	"sync"
)

// plannedDeployments are the Deployments that this walk has planned so far.
// Rules of hibernation schedules judge these values rather than the server's, so
// that a Deployment that becomes able to hibernate and its first schedule fit in
// one plan, and a new Deployment is judged before it exists.
type plannedDeployments struct {
	mu   sync.Mutex
	byID map[string]plannedDeployment
	// others names those that are certain not to be in development mode;
	// developing says that another one is or may be.
	others     []string
	developing bool
}

// plannedDeployment is what others need to know of a plan; a nil field is not known yet.
type plannedDeployment struct {
	isDevelopmentMode  *bool
	schedulerSize      *string
	isHighAvailability *bool
}

// note records the plan of a Deployment; the id is empty while it is not known.
func (p *plannedDeployments) note(id, name string, planned plannedDeployment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if planned.isDevelopmentMode == nil || *planned.isDevelopmentMode {
		p.developing = true
	} else {
		p.others = append(p.others, describeName(name))
	}
	if id == "" {
		return
	}
	if p.byID == nil {
		p.byID = map[string]plannedDeployment{}
	}
	p.byID[id] = planned
}

func describeName(name string) string {
	if name == "" {
		return "one whose name is not known yet"
	}
	return fmt.Sprintf("%q", name)
}

// hibernators tells whether a Deployment planned so far is, or may be, in
// development mode, and names the others.
func (p *plannedDeployments) hibernators() (others []string, possible bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	slices.Sort(p.others)
	return slices.Compact(slices.Clone(p.others)), p.developing
}

// lookup gives the plan of a Deployment, if this walk has made it already.
func (p *plannedDeployments) lookup(id string) (plannedDeployment, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	planned, ok := p.byID[id]
	return planned, ok
}

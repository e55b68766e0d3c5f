package deployment

import (
	"context"
	"fmt"
	"sync"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// scheduleExchanges are what the schedules of one apply tell each other. It
// lives in the walk, so that it starts empty with every apply.
type scheduleExchanges struct {
	mu           sync.Mutex
	byDeployment map[string]*scheduleExchange
}

// scheduleExchange lets the schedules of one Deployment end as the set that the
// configuration declares, in whatever order Terraform calls them. A list that
// is shifted by an index, two schedules that are swapped and a resource that is
// renamed make one resource write the pair that another one still has in its
// state: whoever wants a pair takes it over where it stands, and whoever gives
// one up leaves it where another resource of the walk wants it.
//
// A want counts for good only when it was written; while its call is under way
// others leave the pair alone and wait, and when the call fails they give it up
// after all.
type scheduleExchange struct {
	mu     sync.Mutex
	wanted map[schedulePair]*wantedPair
	// running are the calls that are under way.
	running map[*scheduleChange]bool
	// moved is closed, and made anew, whenever something changes here.
	moved chan struct{}
}

// wantedPair is a pair that a resource of this walk brings about.
type wantedPair struct {
	owner string
	// written says that the call succeeded; until then it is under way.
	written bool
}

// of gives the exchange of a Deployment.
func (e *scheduleExchanges) of(deploymentID string) *scheduleExchange {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.byDeployment == nil {
		e.byDeployment = map[string]*scheduleExchange{}
	}
	if e.byDeployment[deploymentID] == nil {
		e.byDeployment[deploymentID] = &scheduleExchange{
			wanted: map[schedulePair]*wantedPair{}, running: map[*scheduleChange]bool{}, moved: make(chan struct{}),
		}
	}
	return e.byDeployment[deploymentID]
}

// tell wakes those that wait; the caller holds the lock.
func (e *scheduleExchange) tell() {
	close(e.moved)
	e.moved = make(chan struct{})
}

// begin notes that a call is under way. It reports false when another resource
// of the walk has the pair that this one wants.
func (e *scheduleExchange) begin(c *scheduleChange) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.wants != nil {
		switch w := e.wanted[c.wants.pair()]; {
		case w == nil:
			e.wanted[c.wants.pair()] = &wantedPair{owner: c.owner}
		case w.owner != c.owner:
			return false
		}
	}
	e.running[c] = true
	e.tell()
	return true
}

// succeed notes that what a call wanted was written.
func (e *scheduleExchange) succeed(c *scheduleChange) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.wants != nil {
		e.wanted[c.wants.pair()] = &wantedPair{owner: c.owner, written: true}
	}
	if given, ok := c.givenUp(); ok && e.wanted[given] != nil && e.wanted[given].owner == c.owner {
		delete(e.wanted, given)
	}
	e.tell()
}

// end takes back what a call has noted, unless it was written.
func (e *scheduleExchange) end(c *scheduleChange) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.running, c)
	if c.wants != nil {
		if w := e.wanted[c.wants.pair()]; w != nil && w.owner == c.owner && !w.written {
			delete(e.wanted, c.wants.pair())
		}
	}
	e.tell()
}

// keeps tells whether another resource of the walk than the owner wants a pair.
func (e *scheduleExchange) keeps(pair schedulePair, owner string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	w := e.wanted[pair]
	return w != nil && w.owner != owner
}

// leaves tells whether a call that is under way gives a pair up and nobody wants it.
func (e *scheduleExchange) leaves(pair schedulePair) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.wanted[pair] != nil {
		return false
	}
	for c := range e.running {
		if given, ok := c.givenUp(); ok && given == pair {
			return true
		}
	}
	return false
}

// settleRelease waits until it is clear what becomes of the pair that a call has
// given up but left on the Deployment, because another resource was about to take
// it over. It reports true when that came to nothing: the pair has to go after all.
func (e *scheduleExchange) settleRelease(ctx context.Context, c *scheduleChange, after *astro.Deployment) (again bool, err error) {
	given, ok := c.givenUp()
	if !ok || indexOfPair(schedulesOf(after), given) < 0 {
		return false, nil
	}
	for {
		e.mu.Lock()
		w, moved := e.wanted[given], e.moved
		e.mu.Unlock()
		switch {
		case w == nil || w.owner == c.owner:
			return true, nil
		case w.written:
			return false, nil
		}
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("stopped while another resource of this configuration was taking over the schedule with hibernate_at_cron %q and wake_at_cron %q: %w",
				given.Hibernate, given.Wake, ctx.Err())
		case <-moved:
		}
	}
}

// next is closed when something changes here.
func (e *scheduleExchange) next() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.moved
}

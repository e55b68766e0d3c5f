package ownership

import (
	"context"
	"sync"
)

// alarm is what all cycles of an Editor know about the axioms: whether one is
// broken, and whether a cycle is finding that out just now. No write goes out
// in either case, because each might destroy more.
type alarm struct {
	mu     sync.Mutex
	broken *AxiomError
	doubts int
	// calm is closed when the last doubt ends; nil while there is none.
	calm chan struct{}
}

// raised returns the axiom that is broken, or nil.
func (a *alarm) raised() *AxiomError {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.broken
}

// silent reports whether writes may go out.
func (a *alarm) silent() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.broken == nil && a.doubts == 0
}

// wait waits while anybody doubts. Its error is the *AxiomError that came of it, or the context's.
func (a *alarm) wait(ctx context.Context) error {
	for {
		a.mu.Lock()
		broken, calm := a.broken, a.calm
		a.mu.Unlock()
		switch {
		case broken != nil:
			return broken
		case calm == nil:
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-calm:
		}
	}
}

// doubt holds all writes back until settle is called.
func (a *alarm) doubt() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.doubts++; a.calm == nil {
		a.calm = make(chan struct{})
	}
}

// settle ends a doubt, with the axiom that is broken or nil. The first alarm stays.
func (a *alarm) settle(broken *AxiomError) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken == nil {
		a.broken = broken
	}
	if a.doubts--; a.doubts == 0 {
		close(a.calm)
		a.calm = nil
	}
}

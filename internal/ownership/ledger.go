package ownership

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
)

// ledger is what the calls of one Editor owe together: parts that were written,
// and seen to be there, but not yet on an object at rest. A call may return while
// another one is in flight that can bear its debt; the last one waits until
// nothing is owed, and answers for all that could not be settled.
type ledger struct {
	mu sync.Mutex
	// bearers counts the calls in flight whose error would do no harm, but for
	// those that wait in leave.
	bearers int
	owed    map[*debt]bool
	failed  []*debt
	// changed is closed, and made anew, whenever any of that changes.
	changed chan struct{}
}

// debt is one written part.
type debt struct {
	// what was done, and to which object, for errors.
	what, object string
	// released says that its call has returned; settled and err how it ended.
	released, settled bool
	err               error
	// abandoned has the queue look after the debt no longer.
	abandoned func()
}

func newLedger() *ledger { return &ledger{owed: map[*debt]bool{}, changed: make(chan struct{})} }

// enter notes a call in flight.
func (l *ledger) enter(bears bool) {
	if !bears {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bearers++
	l.wake()
}

// owe notes a written part; a part that is written anew is owed once.
func (l *ledger) owe(d *debt) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owed[d] = true
}

// settle ends a debt, with what became of it or nil.
func (l *ledger) settle(d *debt, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d.settled {
		return
	}
	delete(l.owed, d)
	if d.settled, d.err = true, err; err != nil && d.released {
		l.failed = append(l.failed, d)
	}
	l.wake()
}

// leave lets a call return. own is its own debt, nil when it wrote nothing that
// is still owed. The error is that of the own debt, an *UnsettledError for those
// of calls that have returned already, or the context's.
func (l *ledger) leave(ctx context.Context, own *debt, bears bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if bears {
		l.bearers--
		l.wake()
	}
	for {
		open := own != nil && !own.settled
		switch {
		case l.bearers > 0:
			if open {
				own.released = true
			}
			return errOf(own)
		case bears && len(l.owed) == 0:
			return joinUnsettled(errOf(own), l.takeFailed())
		case !bears && !open:
			return errOf(own)
		}
		changed := l.changed
		l.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-changed:
		}
		l.mu.Lock()
		if settled := own != nil && own.settled; ctx.Err() != nil && (bears || !settled) {
			return l.giveUp(ctx, own, bears)
		}
	}
}

// giveUp lets a call whose context has ended go. The last bearer names what
// nobody will look after any more. The lock is held.
func (l *ledger) giveUp(ctx context.Context, own *debt, bears bool) error {
	err := errOf(own)
	if own != nil && !own.settled {
		err = &InterruptedError{What: own.what, Written: true, cause: ctx.Err()}
	}
	if !bears || l.bearers > 0 {
		return err
	}
	failed := l.takeFailed()
	for d := range l.owed {
		if d != own && d.released {
			failed = append(failed, d)
			delete(l.owed, d)
			d.settled = true
			d.abandoned()
		}
	}
	return joinUnsettled(err, failed)
}

func (l *ledger) takeFailed() []*debt {
	failed := l.failed
	l.failed = nil
	return failed
}

// isOpen tells whether anybody still wants a debt settled.
func (l *ledger) isOpen(d *debt) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !d.settled
}

// unborne tells whether a debt is open and nobody but its own call, which is about
// to return, looks after it.
func (l *ledger) unborne(d *debt) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !d.settled && !d.released
}

// wake lets those that wait look again; the lock is held.
func (l *ledger) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
}

func errOf(d *debt) error {
	if d == nil {
		return nil
	}
	return d.err
}

// UnsettledError says that parts which earlier calls of this run wrote could not
// be seen to stand on an object at rest. Those calls have returned: the last one
// in flight answers for them. It does not wrap its own failure, so that nobody
// takes a 404 in it for the whole answer.
type UnsettledError struct {
	// Parts say what was written, to which object, and what became of it.
	Parts []string
	// Own is the failure of the call that reports this, nil when its own part is
	// as wanted.
	Own error
}

// Error names the parts and says what to do.
func (e *UnsettledError) Error() string {
	var text strings.Builder
	text.WriteString("this run wrote the following and reported it as done, but could not see it stand while nobody else changed the object:")
	for _, part := range e.Parts {
		text.WriteString("\n  - " + part)
	}
	text.WriteString("\nRun terraform plan to see what stands, and terraform apply to write again what does not")
	return text.String()
}

// withOwn adds the reporting call's own failure to what it answers for.
func withOwn(borne, own error) error {
	var unsettled *UnsettledError
	switch {
	case own == nil:
		return borne
	case errors.As(borne, &unsettled):
		unsettled.Own = own
		return unsettled
	}
	return own
}

func joinUnsettled(own error, failed []*debt) error {
	if len(failed) == 0 {
		return own
	}
	joined := &UnsettledError{Own: own}
	for _, d := range failed {
		part := d.what + " (" + d.object + ")"
		if d.err != nil {
			part += ": " + d.err.Error()
		}
		joined.Parts = append(joined.Parts, part)
	}
	slices.Sort(joined.Parts)
	return joined
}

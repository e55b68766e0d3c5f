package ownership

import (
	"context"
	"slices"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// rest is what a queue knows of the object between cycles: what its calls have
// written and not settled yet. Only the queue's goroutine uses it.
type rest[O, R any] struct {
	// ctx is that of the last cycle, without its end.
	ctx context.Context
	// owed are the calls whose part was written and seen, and has to be seen again
	// on an object at rest.
	owed []*call[O, R]
	// last is the object as the last write or look left it, print its writable part.
	last  *O
	print string
	// superseded is the writable part before the last answered write. A read that
	// shows it is probably late.
	superseded string
	// restAt is when the object may be looked at: S after the last write or look.
	restAt time.Time
	// unsettled counts the writes since the object was last seen at rest, since
	// says when the first of them was answered, looks how often it was looked at
	// after the last.
	unsettled, looks int
	since            time.Time
}

// step is what a queue does next.
type step int

const (
	nothing step = iota
	writeNow
	settleNow
)

// next waits until there is something to do. Edits that arrive while the object
// rests are written at once, unless too much is unsettled already: others, who
// wait for the object to come to rest, must get their chance.
func (q *queue[O, R]) next() step {
	for {
		q.mu.Lock()
		q.pending = slices.DeleteFunc(q.pending, func(c *call[O, R]) bool { return c.left })
		waiting := len(q.pending) > 0
		if q.dropLeft(); !waiting && len(q.owed) == 0 {
			q.running = false
			q.mu.Unlock()
			return nothing
		}
		follows := slices.ContainsFunc(q.pending, q.follows)
		q.mu.Unlock()
		mayWrite := len(q.owed) == 0 || (!follows && q.unsettled < maxUnsettled && time.Since(q.since) < maxUnsettledTimes*q.engine.timing.settle)
		wait := time.Until(q.restAt)
		switch {
		case waiting && mayWrite:
			return writeNow
		case wait <= 0:
			return settleNow
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-q.stirred:
		}
		timer.Stop()
	}
}

// follows tells whether an edit is about a part that is not settled and of which
// more was promised than that it is there; the lock is held.
func (q *queue[O, R]) follows(next *call[O, R]) bool {
	if next.edit.Part == "" || next.deletes {
		return false
	}
	return slices.ContainsFunc(q.owed, func(c *call[O, R]) bool {
		bothRemove := c.edit.Removes && next.edit.Removes
		return c.edit.Part == next.edit.Part && !c.edit.Ensures && !bothRemove
	})
}

// dropLeft forgets debts that somebody has said to be open, so that nobody waits
// for them; the lock is held.
func (q *queue[O, R]) dropLeft() {
	q.owed = slices.DeleteFunc(q.owed, func(c *call[O, R]) bool {
		if c.left && !c.finished {
			q.engine.ledger.settle(c.debt, nil)
		}
		c.owes = !c.left && !c.finished && q.engine.ledger.isOpen(c.debt)
		return !c.owes
	})
}

// wrote notes an answered write.
func (q *queue[O, R]) wrote() {
	if q.unsettled == 0 {
		q.since = time.Now()
	}
	q.unsettled++
	q.looks = 0
	q.restAt = time.Now().Add(q.engine.timing.settle)
}

// see takes a state of the object for the latest one. Whoever changed it since
// the last look may have read before our last write, so the rest starts anew,
// whether a cycle or a settling look finds that out.
func (q *queue[O, R]) see(object *O) {
	was := q.print
	q.last, q.print = object, q.engine.kind.writable(object)
	if q.print != was {
		q.restAt = time.Now().Add(q.engine.timing.settle)
	}
	q.engine.kind.observe(object)
}

// settle looks at the object, S after the last write. If every part that is
// owed stands and the writable part of the object is as it was when last seen,
// every cycle of another process that read before our write has committed, and
// none undid it. If something else has changed, somebody wrote after us: what
// he read may be from before our write, and a third one may still hold such a
// read, so the object rests for S once more, without a write.
func (q *queue[O, R]) settle() {
	before := q.print
	now, err := q.engine.kind.get(q.ctx, q.id)
	if err != nil {
		q.failOwed(err)
		return
	}
	q.see(now)
	if q.print != q.superseded {
		q.superseded = ""
	}
	var lost []*call[O, R]
	for _, c := range q.owed {
		if c.standing(now) != nil {
			lost = append(lost, c)
		}
	}
	switch {
	case len(lost) > 0:
		q.repair(lost)
	case q.print == before:
		q.endOwed(func(*call[O, R]) error { return nil })
	default:
		q.looks++ // and see has let the rest start anew
		if q.looks >= maxLooks {
			q.endOwed(func(c *call[O, R]) error { return q.conflict(c, nil) })
		}
	}
}

// repair writes again what somebody has undone.
func (q *queue[O, R]) repair(lost []*call[O, R]) {
	q.mu.Lock()
	ctx := q.begin(q.ctx, 0)
	q.mu.Unlock()
	c := newCycle(ctx, q, nil)
	c.join(lost)
	c.giveUp(lost)
	if pause(ctx, q.engine.timing.jitter()) == nil {
		c.run()
	}
	q.endCycle(c.members)
}

// endOwed ends every debt, with what the function says of it.
func (q *queue[O, R]) endOwed(outcome func(*call[O, R]) error) {
	owed := q.owed
	q.owed, q.unsettled, q.looks = nil, 0, 0
	for _, c := range owed {
		c.owes = false
		q.finish(c, q.last, outcome(c))
	}
}

// failOwed ends every debt because the object cannot be looked at. What was
// to be removed is gone with an object that is.
func (q *queue[O, R]) failOwed(err error) {
	q.endOwed(func(c *call[O, R]) error {
		if c.edit.Removes && astro.IsNotFound(err) {
			return nil
		}
		return err
	})
}

// settled ends one debt: its part has made way for a later one of this run.
func (q *queue[O, R]) settled(c *call[O, R]) {
	c.owes = false
	q.owed = slices.DeleteFunc(q.owed, func(other *call[O, R]) bool { return other == c })
	q.finish(c, q.last, nil)
}

func (q *queue[O, R]) conflict(c *call[O, R], part error) *ConflictError {
	by := q.engine.kind.last(q.last)
	return &ConflictError{
		What: c.edit.What, Object: q.engine.kind.noun() + " " + q.id, Name: by.name,
		Part: part, UpdatedBy: by.by, UpdatedAt: by.at, Rounds: c.rounds,
	}
}

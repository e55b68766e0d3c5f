package ownership

import (
	"context"
	"slices"
	"sync"
	"time"
)

// call is one caller of an Editor, waiting for its edit or delete.
type call[O, R any] struct {
	edit    Edit[O, R]
	deletes bool
	allow   func(*O) error

	ctx context.Context // the caller's own, heard while others share its cycle
	// done is closed when the call has failed, or has nothing left to wait for;
	// shown when its part is written and seen, so that only the debt is open.
	done, shown chan struct{}
	debt        *debt

	// The queue's lock guards these.
	inCycle, finished, left bool
	// written says that a write with this change may have been carried out.
	written bool
	// writing is closed when the write that is out now is over.
	writing chan struct{}
	result  *O
	err     error

	// Only the queue's goroutine uses these.

	// answered says that the last write with this change was answered 2xx.
	answered bool
	// unsure says that a write with this change was sent and its outcome is not known.
	unsure bool
	// stood says that the change was seen after that write.
	stood bool
	// ignored counts the answered writes after which it was never seen.
	ignored int
	// rounds counts the writes that somebody undid.
	rounds int
	// owes says that the call is among those that the queue has to settle.
	owes bool
}

// bears tells whether the call may answer for what others of the run have written.
func (c *call[O, R]) bears() bool { return !c.edit.Fragile }

// standing is nil when the caller's own part of an object is as wanted.
func (c *call[O, R]) standing(object *O) error {
	if c.edit.Stands == nil {
		return nil
	}
	return c.edit.Stands(object)
}

// queue serialises what a process does to one object. Its goroutine runs while
// there is something to do.
type queue[O, R any] struct {
	engine *engine[O, R]
	id     string

	mu      sync.Mutex
	pending []*call[O, R]
	running bool
	// touched is when an edit last arrived or a caller was last released.
	touched time.Time
	// released counts the callers that the running cycle let go: as many slots of
	// Terraform are free and about to bring new edits. expected is how many edits
	// the next cycle may hope for: from those, and those that wait already.
	released, expected int
	// live counts the callers of the running cycle that still wait; stop ends
	// the cycle when there are none.
	live int
	stop context.CancelFunc
	// stirred is signalled when an edit arrives, or a caller leaves, while the queue rests.
	stirred chan struct{}

	// Only the queue's goroutine uses what follows.

	rest[O, R]
}

// submit queues a call and waits for its result.
func (q *queue[O, R]) submit(ctx context.Context, c *call[O, R]) (*O, error) {
	if broken := q.engine.alarm.raised(); broken != nil {
		return nil, broken
	}
	if err := ctx.Err(); err != nil {
		return nil, &InterruptedError{What: c.edit.What, cause: err}
	}
	c.ctx, c.done, c.shown = ctx, make(chan struct{}), make(chan struct{})
	c.debt = &debt{what: c.edit.What, object: q.engine.kind.noun() + " " + q.id, abandoned: q.stir}
	q.engine.ledger.enter(c.bears())
	q.mu.Lock()
	q.pending = append(q.pending, c)
	q.touched = time.Now()
	if !q.running {
		q.running = true
		go q.run()
	}
	q.mu.Unlock()
	q.stir()
	return q.await(c)
}

// stir has a queue that rests look whether there is something to do.
func (q *queue[O, R]) stir() {
	select {
	case q.stirred <- struct{}{}:
	default:
	}
}

// await waits for a call, and for what it has to bear. A caller whose context
// ends leaves at once, unless a write that carries its change is out: the
// outcome of that must be known.
func (q *queue[O, R]) await(c *call[O, R]) (*O, error) {
	select {
	case <-c.done:
		return q.answer(c, nil)
	case <-c.shown:
		return q.answer(c, c.debt)
	case <-c.ctx.Done():
	}
	for {
		q.mu.Lock()
		if c.finished || c.writing == nil {
			break
		}
		out := c.writing
		q.mu.Unlock()
		select {
		case <-c.done:
		case <-out:
		}
	}
	finished := c.finished
	q.leave(c)
	q.mu.Unlock()
	if finished {
		return q.answer(c, nil)
	}
	interrupted := &InterruptedError{What: c.edit.What, Written: c.written, cause: c.ctx.Err()}
	return c.result, withOwn(q.engine.ledger.leave(c.ctx, nil, c.bears()), interrupted)
}

// answer lets a call return whose own part has failed, or is written and seen.
func (q *queue[O, R]) answer(c *call[O, R], open *debt) (*O, error) {
	err := q.engine.ledger.leave(c.ctx, open, c.bears())
	q.mu.Lock()
	defer q.mu.Unlock()
	if open != nil && q.engine.ledger.unborne(open) {
		q.leave(c) // interrupted
	}
	if open == nil {
		err = withOwn(err, c.err)
	}
	return c.result, err
}

// leave marks that a caller waits no longer; the lock is held.
func (q *queue[O, R]) leave(c *call[O, R]) {
	if c.finished || c.left {
		return
	}
	c.left = true
	q.outOfCycle(c)
	q.stir()
}

// outOfCycle takes a call out of the running cycle; the lock is held.
func (q *queue[O, R]) outOfCycle(c *call[O, R]) {
	if !c.inCycle {
		return
	}
	c.inCycle = false
	if q.live--; q.live == 0 {
		q.stop()
	}
}

// run carries out what is queued and settles what was written, until there is
// nothing of either.
func (q *queue[O, R]) run() {
	for {
		switch q.next() {
		case nothing:
			return
		case settleNow:
			q.settle()
		case writeNow:
			q.gather()
			ctx, batch := q.take()
			if len(batch) == 0 {
				continue
			}
			if batch[0].deletes {
				q.delete(ctx, batch[0])
				q.endCycle(batch)
				continue
			}
			c := newCycle(ctx, q, batch)
			c.run()
			q.endCycle(c.members)
		}
	}
}

// endCycle ends what take or rejoin began.
func (q *queue[O, R]) endCycle(calls []*call[O, R]) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, c := range calls {
		c.inCycle = false
	}
	q.live = 0
	q.stop()
	q.expected, q.released = q.released+len(q.pending), 0
}

// gather waits until it is worth starting a cycle.
func (q *queue[O, R]) gather() {
	started := time.Now()
	for {
		q.mu.Lock()
		wait := min(time.Until(q.touched.Add(gatherQuiet)), time.Until(started.Add(gatherLatest)))
		if len(q.pending) < q.expected {
			wait = min(gatherQuiet, time.Until(started.Add(gatherRefill)))
		}
		q.pending = slices.DeleteFunc(q.pending, func(c *call[O, R]) bool { return c.left })
		if len(q.pending) == 0 || q.pending[0].deletes {
			wait = 0
		}
		q.mu.Unlock()
		if wait <= 0 {
			return
		}
		timer := time.NewTimer(wait)
		<-timer.C
	}
}

// take takes what one cycle may do: all edits up to the next delete, or one
// delete. The context ends when all of their callers have left.
func (q *queue[O, R]) take() (context.Context, []*call[O, R]) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var batch []*call[O, R]
	for len(q.pending) > 0 {
		next := q.pending[0]
		if (next.deletes && len(batch) > 0) || q.follows(next) {
			break
		}
		q.pending = q.pending[1:]
		if next.left {
			continue
		}
		next.inCycle = true
		batch = append(batch, next)
		if next.deletes {
			break
		}
	}
	if len(batch) == 0 {
		return nil, nil
	}
	return q.begin(batch[0].ctx, len(batch)), batch
}

// begin makes the context of a cycle with so many live callers; the lock is held.
func (q *queue[O, R]) begin(of context.Context, live int) context.Context {
	var ctx context.Context
	ctx, q.stop = context.WithCancel(context.WithoutCancel(of)) //nolint:gosec // endCycle calls stop
	q.live, q.ctx = live, context.WithoutCancel(of)
	return ctx
}

// finish ends a call, with an error or for good. Its debt, if it has one, ends too.
func (q *queue[O, R]) finish(c *call[O, R], result *O, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if c.finished {
		return
	}
	if !c.left {
		c.result, c.err = result, err
	}
	c.finished = true
	q.letGo()
	q.outOfCycle(c)
	q.engine.ledger.settle(c.debt, err)
	close(c.done)
}

// show tells a caller that its part is written and seen: only settling is left.
func (q *queue[O, R]) show(c *call[O, R], result *O) {
	q.engine.ledger.owe(c.debt)
	q.mu.Lock()
	defer q.mu.Unlock()
	c.result = result
	q.letGo()
	close(c.shown)
}

// letGo notes that a caller is about to return, and its slot to bring a new
// edit; the lock is held.
func (q *queue[O, R]) letGo() {
	q.touched = time.Now()
	q.released++
}

// waiting drops the calls whose callers are done or have left.
func (q *queue[O, R]) waiting(calls []*call[O, R]) []*call[O, R] {
	q.mu.Lock()
	defer q.mu.Unlock()
	var still []*call[O, R]
	for _, c := range calls {
		if !c.finished && !c.left {
			still = append(still, c)
		}
	}
	return still
}

// beginWrite marks that a write with the changes of these calls goes out. It
// refuses when one of their callers has left since: its change must not be written.
func (q *queue[O, R]) beginWrite(calls []*call[O, R]) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, c := range calls {
		if c.left {
			return false
		}
	}
	out := make(chan struct{})
	for _, c := range calls {
		c.writing = out
	}
	return true
}

// endWrite marks that the write is over, and what the object is after it.
func (q *queue[O, R]) endWrite(calls []*call[O, R], after *O, written bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var out chan struct{}
	for _, c := range calls {
		out, c.writing = c.writing, nil
		if written {
			c.written = true
		}
		if after != nil {
			c.result = after
		}
	}
	if out != nil {
		close(out)
	}
}

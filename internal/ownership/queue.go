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

	ctx  context.Context // the caller's own, heard while others share its cycle
	done chan struct{}

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
}

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

	// superseded is the writable part before the last answered write; only the
	// queue's goroutine uses it. A read that shows it is probably late.
	superseded string
}

// submit queues a call and waits for its result.
func (q *queue[O, R]) submit(ctx context.Context, c *call[O, R]) (*O, error) {
	if broken := q.engine.alarm.raised(); broken != nil {
		return nil, broken
	}
	if err := ctx.Err(); err != nil {
		return nil, &InterruptedError{What: c.edit.What, cause: err}
	}
	c.ctx, c.done = ctx, make(chan struct{})
	q.mu.Lock()
	q.pending = append(q.pending, c)
	q.touched = time.Now()
	if !q.running {
		q.running = true
		go q.run()
	}
	q.mu.Unlock()
	return q.await(c)
}

// await waits for a call. A caller whose context ends leaves at once, unless a
// write that carries its change is out: the outcome of that must be known.
func (q *queue[O, R]) await(c *call[O, R]) (*O, error) {
	select {
	case <-c.done:
		return c.result, c.err
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
	defer q.mu.Unlock()
	if c.finished {
		return c.result, c.err
	}
	c.left = true
	if c.inCycle {
		if q.live--; q.live == 0 {
			q.stop()
		}
	}
	return c.result, &InterruptedError{What: c.edit.What, Written: c.written, cause: c.ctx.Err()}
}

// run carries out what is queued, until nothing is.
func (q *queue[O, R]) run() {
	for q.gather() {
		ctx, batch := q.take()
		if len(batch) == 0 {
			continue
		}
		if batch[0].deletes {
			q.delete(ctx, batch[0])
		} else {
			newCycle(ctx, q, batch).run()
		}
		q.mu.Lock()
		q.stop()
		q.expected, q.released = q.released+len(q.pending), 0
		q.mu.Unlock()
	}
}

// gather waits until it is worth starting, and reports false when there is
// nothing left to start.
func (q *queue[O, R]) gather() bool {
	started := time.Now()
	for {
		q.mu.Lock()
		q.pending = slices.DeleteFunc(q.pending, func(c *call[O, R]) bool { return c.left })
		if len(q.pending) == 0 {
			q.running = false
			q.mu.Unlock()
			return false
		}
		wait := min(time.Until(q.touched.Add(gatherQuiet)), time.Until(started.Add(gatherLatest)))
		if len(q.pending) < q.expected {
			wait = min(gatherQuiet, time.Until(started.Add(gatherRefill)))
		}
		if q.pending[0].deletes {
			wait = 0
		}
		q.mu.Unlock()
		if wait <= 0 {
			return true
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
		if next.deletes && len(batch) > 0 {
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
	var ctx context.Context
	ctx, q.stop = context.WithCancel(context.WithoutCancel(batch[0].ctx)) //nolint:gosec // run calls stop when the batch is done
	q.live = len(batch)
	return ctx, batch
}

// finish hands a caller its result.
func (q *queue[O, R]) finish(c *call[O, R], result *O, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if c.finished || c.left {
		return
	}
	c.finished, c.result, c.err = true, result, err
	q.touched = time.Now()
	q.released++
	q.live--
	close(c.done)
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

package ownership

import (
	"context"
)

// cycle carries a batch of edits of one object out: it writes until every own
// part stands on an object at rest.
type cycle[O, R any] struct {
	queue   *queue[O, R]
	engine  *engine[O, R]
	ctx     context.Context // lives as long as the batch's callers
	members []*call[O, R]

	// last is the object as the last write or look left it, print its writable part.
	last  *O
	print string
	// gone are Deployments whose entries are left out, because the API refused
	// a write that listed them and they no longer exist.
	gone map[string]bool
	// searched says that a search for such Deployments has found no more of them.
	searched bool
}

func newCycle[O, R any](ctx context.Context, q *queue[O, R], batch []*call[O, R]) *cycle[O, R] {
	return &cycle[O, R]{queue: q, engine: q.engine, ctx: ctx, members: batch, gone: map[string]bool{}}
}

func (c *cycle[O, R]) run() {
	c.write(c.members, false)
	for {
		members := c.queue.waiting(c.members)
		if len(members) == 0 {
			return
		}
		lost := c.settle(members)
		if len(lost) == 0 {
			for _, m := range c.queue.waiting(members) {
				c.queue.finish(m, c.last, nil)
			}
			return
		}
		c.giveUp(lost)
		if c.engine.timing.settles() && pause(c.ctx, c.engine.timing.jitter()) != nil {
			return
		}
		c.write(c.queue.waiting(c.members), false)
	}
}

// giveUp ends the calls whose part was undone too often, or never came to be.
func (c *cycle[O, R]) giveUp(lost []*call[O, R]) {
	for _, m := range lost {
		part := m.standing(c.last)
		switch {
		case m.answered && !m.stood:
			if m.ignored++; m.ignored >= maxIgnored {
				c.queue.finish(m, c.last, &IgnoredError{What: m.edit.What, Part: part})
			}
		default:
			if m.rounds++; m.rounds >= maxRounds {
				c.queue.finish(m, c.last, c.conflict(m, part))
			}
		}
	}
}

func (c *cycle[O, R]) conflict(m *call[O, R], part error) *ConflictError {
	by := c.engine.kind.last(c.last)
	return &ConflictError{
		What: m.edit.What, Object: c.engine.kind.noun() + " " + c.queue.id, Name: by.name,
		Part: part, UpdatedBy: by.by, UpdatedAt: by.at, Rounds: m.rounds,
	}
}

// fail ends calls with an error.
func (c *cycle[O, R]) fail(calls []*call[O, R], err error) {
	for _, m := range calls {
		c.queue.finish(m, c.last, err)
	}
}

// see takes a state of the object for the latest one.
func (c *cycle[O, R]) see(object *O) {
	c.last, c.print = object, c.engine.kind.writable(object)
	c.engine.kind.observe(object)
	for _, m := range c.members {
		if m.standing(object) == nil {
			m.stood, m.ignored = true, 0
		}
	}
}

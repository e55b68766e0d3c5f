package ownership

import (
	"context"
	"slices"
)

// cycle writes a batch of edits of one object until every own part is seen on
// it. What it leaves behind is owed: the queue settles it.
type cycle[O, R any] struct {
	queue   *queue[O, R]
	engine  *engine[O, R]
	ctx     context.Context // lives as long as the batch's callers
	members []*call[O, R]

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
	group := c.queue.waiting(c.members)
	for {
		c.write(group, false)
		members := c.queue.waiting(c.members)
		if len(members) == 0 {
			return
		}
		group = c.unseen(members)
		if len(group) == 0 {
			c.owe(c.queue.waiting(members))
			return
		}
		c.giveUp(group)
		if c.engine.timing.settles() && pause(c.ctx, c.engine.timing.jitter()) != nil {
			return
		}
	}
}

// unseen lists the members whose part neither the answer of the write nor a read
// right after it shows. It ends calls that it must fail.
func (c *cycle[O, R]) unseen(members []*call[O, R]) []*call[O, R] {
	if len(c.fallen(members)) == 0 {
		return nil
	}
	now, err := c.engine.kind.get(c.ctx, c.queue.id)
	if err != nil {
		c.fail(members, err)
		return nil
	}
	c.see(now)
	if c.queue.print != c.queue.superseded {
		c.queue.superseded = ""
	}
	return c.fallen(members)
}

// owe hands the members over to be settled. Where nobody settles they are done.
func (c *cycle[O, R]) owe(members []*call[O, R]) {
	for _, m := range members {
		switch {
		case !c.engine.timing.settles():
			c.queue.finish(m, c.queue.last, nil)
		case !m.owes:
			m.owes = true
			c.queue.owed = append(c.queue.owed, m)
			c.queue.show(m, c.queue.last)
		}
	}
	if len(c.queue.owed) > 0 && c.queue.unsettled == 0 {
		c.queue.wrote() // nothing was written, but what stands has to be seen at rest too
	}
}

// join lets calls that were settling take part in the cycle again.
func (c *cycle[O, R]) join(calls []*call[O, R]) {
	c.queue.mu.Lock()
	defer c.queue.mu.Unlock()
	for _, m := range calls {
		if !slices.Contains(c.members, m) {
			c.members = append(c.members, m)
			m.inCycle = true
			c.queue.live++
		}
	}
}

// rejoin finds the parts that earlier cycles wrote and somebody has undone, and
// lets their calls take part in this one.
func (c *cycle[O, R]) rejoin(fresh *O, group []*call[O, R]) []*call[O, R] {
	var lost []*call[O, R]
	for _, m := range c.queue.owed {
		if !slices.Contains(group, m) && m.standing(fresh) != nil {
			lost = append(lost, m)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	c.join(lost)
	c.giveUp(lost)
	return c.queue.waiting(lost)
}

// giveUp ends the calls whose part was undone too often, or never came to be.
func (c *cycle[O, R]) giveUp(lost []*call[O, R]) {
	for _, m := range lost {
		part := m.standing(c.queue.last)
		switch {
		case m.answered && !m.stood:
			if m.ignored++; m.ignored >= maxIgnored {
				c.queue.finish(m, c.queue.last, &IgnoredError{What: m.edit.What, Part: part})
			}
		default:
			if m.rounds++; m.rounds >= maxRounds {
				c.queue.finish(m, c.queue.last, c.queue.conflict(m, part))
			}
		}
	}
}

// fail ends calls with an error.
func (c *cycle[O, R]) fail(calls []*call[O, R], err error) {
	for _, m := range calls {
		c.queue.finish(m, c.queue.last, err)
	}
}

// see takes a state of the object for the latest one.
func (c *cycle[O, R]) see(object *O) {
	c.queue.see(object)
	for _, m := range c.members {
		if m.standing(object) == nil {
			m.stood, m.ignored = true, 0
		}
	}
}

// fallen lists the waiting members whose part does not stand.
func (c *cycle[O, R]) fallen(members []*call[O, R]) []*call[O, R] {
	var lost []*call[O, R]
	for _, m := range c.queue.waiting(members) {
		if m.standing(c.queue.last) != nil {
			lost = append(lost, m)
		}
	}
	return lost
}

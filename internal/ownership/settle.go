package ownership

// settle waits until the members' parts stand on an object at rest, and returns
// the members whose part is gone. It ends calls that it must fail.
//
// After the last write a cycle waits S and reads. If the own part stands and
// the writable part of the object is as it was when last seen, every cycle of
// another process that read before our write has committed, and none undid it.
// If something else has changed, somebody wrote after us: what he read may be
// from before our write, and a third one may still hold such a read, so the
// cycle waits S once more, without writing.
func (c *cycle[O, R]) settle(members []*call[O, R]) []*call[O, R] {
	if lost := c.fallen(members); len(lost) > 0 {
		// The answer of the write does not show the change. Reads may show more.
		if !c.look(members) {
			return nil
		}
		if lost = c.fallen(members); len(lost) > 0 || !c.engine.timing.settles() {
			return lost
		}
	}
	if !c.engine.timing.settles() {
		return nil
	}
	for range maxLooks {
		if pause(c.ctx, c.engine.timing.settle) != nil {
			return nil
		}
		before := c.print
		if !c.look(members) {
			return nil
		}
		if lost := c.fallen(members); len(lost) > 0 {
			return lost
		}
		if c.print == before {
			return nil
		}
	}
	for _, m := range c.queue.waiting(members) {
		c.queue.finish(m, c.last, c.conflict(m, nil))
	}
	return nil
}

// look reads the object; on failure it fails the members and reports false.
func (c *cycle[O, R]) look(members []*call[O, R]) bool {
	now, err := c.engine.kind.get(c.ctx, c.queue.id)
	if err != nil {
		c.fail(members, err)
		return false
	}
	c.see(now)
	if c.print != c.queue.superseded {
		c.queue.superseded = ""
	}
	return true
}

// fallen lists the waiting members whose part does not stand.
func (c *cycle[O, R]) fallen(members []*call[O, R]) []*call[O, R] {
	var lost []*call[O, R]
	for _, m := range c.queue.waiting(members) {
		if m.standing(c.last) != nil {
			lost = append(lost, m)
		}
	}
	return lost
}

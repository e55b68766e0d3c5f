package ownership

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// errCallerLeft says that a caller left between its edit and the write.
var errCallerLeft = errors.New("a caller left")

// errHeldBack says that the alarm came, or a doubt, between the read and the write.
var errHeldBack = errors.New("held back")

// attempt is one write of a group: what was read, what is sent, and for whom.
type attempt[O, R any] struct {
	ctx     context.Context // holds the turn of this one POST
	fresh   *O
	request *R
	changed []*call[O, R]
	// repairs says that the write is for parts of earlier cycles, not for the group.
	repairs bool
}

// faults counts what went wrong with a group's writes.
type faults struct {
	broken, throttled, conflicts int
}

// write brings the changes of a group onto the server. Members that cannot be
// written leave the cycle with their error. isolated says that the group is
// what is left of a refused write.
func (c *cycle[O, R]) write(group []*call[O, R], isolated bool) {
	var count faults
	for {
		if group = c.queue.waiting(group); len(group) == 0 {
			return
		}
		if err := c.engine.alarm.wait(c.ctx); err != nil {
			c.fail(group, err)
			return
		}
		try, err := c.prepare(group)
		if err != nil {
			c.fail(group, err)
			return
		}
		if len(try.changed) == 0 {
			return
		}
		if err = c.send(try); err == nil {
			if try.repairs {
				continue
			}
			return
		}
		if errors.Is(err, errCallerLeft) || errors.Is(err, errHeldBack) {
			continue
		}
		switch verdictOn(err, len(try.changed), &count) {
		case writeHopeless:
			c.fail(try.changed, err)
			return
		case writeRefused:
			if c.findGone(try.fresh) {
				continue
			}
			if len(try.changed) == 1 {
				c.fail(try.changed, c.tellMissing(err))
				return
			}
			half := len(try.changed) / 2
			c.write(try.changed[:half], true)
			c.write(try.changed[half:], true)
			return
		case writeAgain:
			if !c.mayRepeat(err, &count, len(try.changed), isolated) {
				c.fail(try.changed, err)
				return
			}
		}
	}
}

// prepare takes the POST's turn, reads the object and applies the group's
// edits. The turn comes first and a read that grew too old is repeated, so that
// the window from the GET to the POST's answer stays under W.
func (c *cycle[O, R]) prepare(group []*call[O, R]) (*attempt[O, R], error) {
	ctx, err := c.engine.client.TakeTurns(c.ctx, http.MethodPost, http.MethodGet)
	if err != nil {
		return nil, err
	}
	for reread := 0; ; reread++ {
		started := time.Now()
		fresh, err := c.engine.kind.get(ctx, c.queue.id)
		if err != nil {
			return nil, err
		}
		late := c.queue.superseded != "" && c.engine.kind.writable(fresh) == c.queue.superseded
		if reread >= maxRereads || (!late && !c.engine.timing.tooOld(time.Since(started))) {
			try := &attempt[O, R]{ctx: ctx, fresh: fresh}
			c.see(fresh)
			// What somebody has undone is written again first: an edit of this group may
			// rest on it, as a new override does on the removal of the old one.
			c.apply(try, c.rejoin(fresh, group))
			if try.repairs = len(try.changed) > 0; !try.repairs {
				c.apply(try, group)
			}
			return try, nil
		}
		if ctx, err = c.engine.client.TakeTurns(ctx, http.MethodGet); err != nil {
			return nil, err
		}
	}
}

// apply makes the request of a group. An edit that fails may have changed the
// request halfway, so the others are applied to a new one.
func (c *cycle[O, R]) apply(try *attempt[O, R], group []*call[O, R]) {
	skipped := map[*call[O, R]]bool{}
	for {
		try.request, try.changed = c.engine.kind.carry(try.fresh), nil
		c.engine.kind.leaveOut(try.request, c.gone)
		failed := false
		for _, m := range group {
			// What an answered write of ours left standing is not asked again: the
			// caller's precondition would trip over its own change.
			if skipped[m] || (m.answered && m.standing(try.fresh) == nil) {
				continue
			}
			changed, err := m.edit.Apply(try.fresh, try.request)
			if err != nil {
				skipped[m], failed = true, true
				// After a write with an unknown outcome, standing means that it was carried out.
				if !m.unsure || m.standing(try.fresh) != nil {
					c.queue.finish(m, try.fresh, err)
				}
				break
			}
			if changed {
				try.changed = append(try.changed, m)
			}
		}
		if !failed {
			return
		}
	}
}

// send sends a write, awaits its outcome whoever leaves, and checks that the
// axioms held.
func (c *cycle[O, R]) send(try *attempt[O, R]) error {
	if !c.engine.alarm.silent() {
		return errHeldBack
	}
	if !c.queue.beginWrite(try.changed) {
		return errCallerLeft
	}
	standing := c.standingBeside(try)
	after, err := c.engine.kind.update(context.WithoutCancel(try.ctx), c.queue.id, try.request)
	// An answer that could not be read may follow a commit just as a lost one.
	unsure := err != nil && (astro.IsAmbiguous(err) || astro.StatusOf(err)/100 == http.StatusOK/100)
	for _, m := range try.changed {
		m.answered, m.unsure, m.stood = err == nil, m.unsure || unsure, false
	}
	if err == nil {
		was := c.queue.print
		c.see(after)
		c.queue.wrote()
		c.queue.superseded = ""
		if c.queue.print != was {
			c.queue.superseded = was
		}
	}
	c.queue.endWrite(try.changed, after, unsure || err == nil)
	if err != nil {
		return err
	}
	for _, m := range standing {
		if m.standing(after) != nil {
			c.queue.settled(m)
		}
	}
	if broken := c.judgeAxioms(try, after); broken != nil {
		c.fail(c.members, broken)
	}
	return nil
}

// standingBeside lists the parts of earlier cycles that stand before a write. One
// that the write's own answer does not show has made way for a later edit of
// this run: nothing is owed for it any more.
func (c *cycle[O, R]) standingBeside(try *attempt[O, R]) []*call[O, R] {
	var beside []*call[O, R]
	for _, m := range c.queue.owed {
		if !slices.Contains(try.changed, m) && m.standing(try.fresh) == nil {
			beside = append(beside, m)
		}
	}
	return beside
}

// tellMissing tells a 404 about the object from one about something that the
// change names: a caller would take the latter for "the object is gone".
func (c *cycle[O, R]) tellMissing(err error) error {
	if !astro.IsNotFound(err) {
		return err
	}
	if _, missing := c.engine.kind.get(c.ctx, c.queue.id); missing != nil {
		return err
	}
	return &ReferenceError{Answer: err}
}

// findGone looks for entries of Deployments that no longer exist, and reports
// whether there are any that it did not know. While it finds some, the next
// refused write of the cycle has it look again: Deployments that are destroyed
// one after the other vanish under several writes.
func (c *cycle[O, R]) findGone(fresh *O) bool {
	if c.searched {
		return false
	}
	found := false
	for _, id := range c.engine.kind.gone(c.ctx, fresh) {
		if !c.gone[id] {
			c.gone[id], found = true, true
		}
	}
	c.searched = !found
	return found
}

// verdict is what a failed write means for its group.
type verdict int

const (
	// writeHopeless: no other write would fare better.
	writeHopeless verdict = iota
	// writeRefused: some edit in it is refused.
	writeRefused
	// writeAgain: a new read and write may succeed.
	writeAgain
)

func verdictOn(err error, size int, count *faults) verdict {
	switch status := astro.StatusOf(err); {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return writeHopeless
	case status == http.StatusTooManyRequests:
		return writeAgain
	case status == http.StatusConflict && count.conflicts == 0:
		count.conflicts++ // once, because another write may have been in the way (API facts, J.3)
		return writeAgain
	case status >= http.StatusBadRequest && status < http.StatusInternalServerError:
		return writeRefused
	case status == http.StatusInternalServerError && size > 1:
		return writeRefused // malformed ids are answered 500 (API facts, A.3)
	}
	var failed *astro.Error
	if errors.As(err, &failed) {
		return writeAgain
	}
	return writeHopeless
}

// mayRepeat waits before a new write, and reports whether there may be one. A
// write that is left over from a refused one gets a single repeat: the fault
// is most likely its own.
func (c *cycle[O, R]) mayRepeat(err error, count *faults, size int, isolated bool) bool {
	var failed *astro.Error
	if !errors.As(err, &failed) {
		return false
	}
	if failed.StatusCode == http.StatusTooManyRequests {
		wait := c.engine.timing.backoff(count.throttled, failed.RetryAfter)
		c.engine.client.Pause(http.MethodPost, wait)
		count.throttled++
		return count.throttled <= maxThrottled && pause(c.ctx, wait) == nil
	}
	if failed.StatusCode == http.StatusConflict {
		return pause(c.ctx, c.engine.timing.backoff(0, 0)) == nil
	}
	most := c.engine.timing.retries.Max
	if isolated && size == 1 {
		most = min(most, 1)
	}
	count.broken++
	return count.broken <= most && pause(c.ctx, c.engine.timing.backoff(count.broken-1, failed.RetryAfter)) == nil
}

package ownership

import (
	"fmt"
	"slices"
)

// maxDoubts is how often a cycle waits S for an owner to explain what is
// missing. An owner who tears an environment down removes an override, finds
// after S that our write brought its visible fields back, removes them again
// after a random pause, waits S or twice that, and then removes its link.
const maxDoubts = 6

// judgeAxioms compares the object before and after a write, and raises the
// alarm when the API has not kept what it must keep.
func (c *cycle[O, R]) judgeAxioms(try *attempt[O, R], after *O) *AxiomError {
	lost := c.engine.lost(try.fresh, try.request, after)
	if len(lost) == 0 {
		return nil
	}
	c.engine.alarm.doubt()
	var broken *AxiomError
	if !c.removedByOwners(lost, after) {
		broken = c.engine.axiomError(c.queue.id, lost, after)
	}
	c.engine.alarm.settle(broken)
	return broken
}

// lost lists what a write should have left and did not. Nobody can tell one
// thing that the API dropped from one that its owner removed between our read
// and our write; so a class counts as lost when everything in it is gone and
// no earlier write of this Editor showed that it is kept.
func (e *engine[O, R]) lost(before *O, request *R, after *O) []holding {
	have := e.kind.holds(after)
	stands, missing := map[axiomClass]bool{}, []holding{}
	for _, thing := range e.kind.kept(before, request, after) {
		switch {
		case !have.owners[thing.owner]:
			// The entry itself is gone, as when its Deployment was deleted.
		case have.has(thing.owner, thing.name):
			stands[thing.class] = true
		default:
			missing = append(missing, thing)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for class := range stands {
		e.confirmed[class] = true
	}
	return slices.DeleteFunc(missing, func(thing holding) bool { return e.confirmed[thing.class] })
}

// removedByOwners tells a removal that our write crossed from a loss. Our write
// brought the emptied entry of a link, or the key of a variable, back to life;
// an owner who removed that sees it and removes it again, and the API that
// drops what it must keep does not. Nothing is written meanwhile.
func (c *cycle[O, R]) removedByOwners(lost []holding, after *O) bool {
	carried := func(object *O) func(holding) bool {
		return func(thing holding) bool { return c.engine.kind.carries(object, thing) }
	}
	for _, thing := range lost {
		if !carried(after)(thing) {
			return false
		}
	}
	if !c.engine.timing.settles() {
		return false // nobody else writes, says who switched that off
	}
	for range maxDoubts {
		if pause(c.ctx, c.engine.timing.settle) != nil {
			return false
		}
		now, err := c.engine.kind.get(c.ctx, c.queue.id)
		if err != nil {
			return false
		}
		c.see(now)
		if !slices.ContainsFunc(lost, carried(now)) {
			return true
		}
	}
	return false
}

// axiomError puts together all that was lost: whoever restores it must find it there.
func (e *engine[O, R]) axiomError(id string, lost []holding, after *O) *AxiomError {
	slices.SortStableFunc(lost, func(a, b holding) int { return int(a.class) - int(b.class) })
	broken := &AxiomError{Axiom: lost[0].class.axiom(), Object: fmt.Sprintf("%s %s (%q)", e.kind.noun(), id, e.kind.last(after).name)}
	for _, thing := range lost {
		broken.Lost = append(broken.Lost, thing.text())
	}
	slices.Sort(broken.Lost)
	broken.Lost = slices.Compact(broken.Lost)
	return broken
}

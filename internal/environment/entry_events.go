package environment

import (
	"context"
	"slices"
	"time"
)

// entryCall is one call of this walk that changes the entry of a pair. Others
// see it from its start to its end; what it did counts only once it was written.
type entryCall struct {
	// makes: the call ensures the entry, as creates do.
	makes bool
	// removesLink: the call destroys a link.
	removesLink bool
	// removesOverride: the call destroys an override, which may leave the entry bare.
	removesOverride bool
	// sets and releases are the override fields that the call writes and gives up.
	sets, releases []string
}

// entryEvents is what happened, or is planned to happen, to one pair in this walk.
type entryEvents struct {
	// done are calls whose change was written, under way those that have not ended.
	// A call that failed is in neither.
	done, underWay []*entryCall
	// linkPlanned: a link of this configuration is planned.
	linkPlanned bool
	// read are the kinds of resources of the state that the refresh of this walk has read.
	read []string
	// fieldsRead are fields that an override of the state owns, as the refresh of this walk found.
	fieldsRead []string
	// changed is closed at the next change; nil while nobody waits for one.
	changed chan struct{}
}

// entryView is what is known of a pair at one moment.
type entryView struct {
	// ensured: a link or override was created here, so nothing removes the entry;
	// ensuring: one is being created.
	ensured, ensuring bool
	// linkRemoved: a link was destroyed here or is being destroyed, so an override
	// that is destroyed may take the entry along.
	linkRemoved bool
	// overrideRemoved: an override was destroyed here and may have left the entry bare.
	overrideRemoved bool
	// linkPlanned: a link of this configuration is planned.
	linkPlanned bool
	// set are fields that an override of this walk has written, setting those that
	// one is about to write.
	set, setting []string
	// released are fields that an override of this walk has given up, is giving up
	// or is planned to.
	released []string
	// fieldsRead are fields that an override of the state owns.
	fieldsRead []string
}

// ours names the fields that belong to other overrides of this configuration.
func (v entryView) ours() []string { return slices.Concat(v.fieldsRead, v.released) }

// note changes what is known of a pair.
func (s *walkState) note(p pair, change func(*entryEvents)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.eventsOf(p))
	s.tell(p)
}

// wasRead tells whether this walk has refreshed a resource of the state: a plan
// does, unless it is made with -refresh=false, and an apply never does.
func (s *walkState) wasRead(kind string, p pair) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.eventsOf(p).read, kind)
}

// eventsOf needs the lock.
func (s *walkState) eventsOf(p pair) *entryEvents {
	if s.entries == nil {
		s.entries = map[pair]*entryEvents{}
	}
	if s.entries[p] == nil {
		s.entries[p] = &entryEvents{}
	}
	return s.entries[p]
}

// tell wakes those who wait for a pair; it needs the lock.
func (s *walkState) tell(p pair) {
	if e := s.eventsOf(p); e.changed != nil {
		close(e.changed)
		e.changed = nil
	}
}

// begin makes a call known to the others of its pair. The function that it
// returns ends the call; written says that its change stands.
func (s *walkState) begin(p pair, c *entryCall) (end func(written bool)) {
	s.note(p, func(e *entryEvents) { e.underWay = append(e.underWay, c) })
	return func(written bool) {
		s.note(p, func(e *entryEvents) {
			e.underWay = slices.DeleteFunc(e.underWay, func(other *entryCall) bool { return other == c })
			if written {
				e.done = append(e.done, c)
			}
		})
	}
}

// view is what is known of a pair now.
func (s *walkState) view(p pair) entryView {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.viewLocked(p)
}

func (s *walkState) viewLocked(p pair) entryView {
	e := s.eventsOf(p)
	v := entryView{linkPlanned: e.linkPlanned, fieldsRead: slices.Clone(e.fieldsRead)}
	for _, c := range e.done {
		v.ensured = v.ensured || c.makes
		v.linkRemoved = v.linkRemoved || c.removesLink
		v.overrideRemoved = v.overrideRemoved || c.removesOverride
		v.set, v.released = append(v.set, c.sets...), append(v.released, c.releases...)
	}
	for _, c := range e.underWay {
		v.ensuring = v.ensuring || c.makes
		v.linkRemoved = v.linkRemoved || c.removesLink
		v.setting, v.released = append(v.setting, c.sets...), append(v.released, c.releases...)
	}
	for _, c := range s.claims {
		if c.kind == overrideKind && c.pair == p && c.sort == leaving {
			v.released = append(v.released, c.fields...)
		}
	}
	return v
}

// await waits until a pair is as wanted, at most for a time, and reports whether it is.
func (s *walkState) await(ctx context.Context, p pair, most time.Duration, wanted func(entryView) bool) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	for {
		s.mu.Lock()
		if wanted(s.viewLocked(p)) {
			s.mu.Unlock()
			return true
		}
		e := s.eventsOf(p)
		if e.changed == nil {
			e.changed = make(chan struct{})
		}
		changed := e.changed
		s.mu.Unlock()
		select {
		case <-ctx.Done():
			return false
		case <-timer.C:
			return false
		case <-changed:
		}
	}
}

// Terraform calls the resources of a walk in an order of its own, so one that
// depends on what another does waits a little for it: in a plan, which only
// words its findings by it, shorter than in an apply, which would refuse. A
// walk of -parallelism=1 never gets further while somebody waits, so
// all of its calls together wait no longer than one.
const (
	planPatience  = 2 * time.Second
	applyPatience = 10 * time.Second
)

// patience is what is left of the time that this walk may wait.
func (s *walkState) patience(most time.Duration) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.patient.IsZero() {
		s.patient = time.Now().Add(most)
	}
	return max(0, time.Until(s.patient))
}

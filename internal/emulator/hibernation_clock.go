package emulator

import (
	"strings"
	"time"

	"github.com/adhocore/gronx"
)

// Types of the next event of hibernation (API facts, D.1).
const (
	eventHibernate = "HIBERNATE"
	eventWake      = "WAKE"
)

// hibernationState is what hibernation does at a time, and what it does next.
type hibernationState struct {
	hibernating bool
	// nextAt is zero when nothing will change by itself.
	nextAt   time.Time
	nextType string
	reason   string
}

// hibernation computes the state: an active override decides, else the schedules
// (API facts, D.6). All crons are in UTC.
func (d *deployment) hibernation(now time.Time) hibernationState {
	now = now.UTC()
	if !d.Override.active(now) {
		state := hibernationState{hibernating: d.scheduled(now), reason: "No schedule is in force"}
		if state.hibernating {
			state.reason = "Hibernating by schedule"
		}
		d.nextEvent(&state, now)
		return state
	}
	state := hibernationState{hibernating: d.Override.IsHibernating, reason: "Awake by override"}
	if state.hibernating {
		state.reason = "Hibernating by override"
	}
	end, ends := d.Override.until()
	switch {
	case !ends:
	case d.scheduled(end.UTC()) != state.hibernating:
		state.nextAt, state.nextType = end, turned(state.hibernating)
	default:
		d.nextEvent(&state, end.UTC())
	}
	return state
}

// turned is the event that ends a state.
func turned(hibernating bool) string {
	if hibernating {
		return eventWake
	}
	return eventHibernate
}

// scheduled reports whether the schedules have a Deployment hibernating: what
// happened last decides, and of two events in the same minute, to wake.
func (d *deployment) scheduled(now time.Time) bool {
	var slept, woke time.Time
	for _, s := range d.Schedules {
		if !s.IsEnabled {
			continue
		}
		slept = later(slept, lastTick(s.HibernateAtCron, now))
		woke = later(woke, lastTick(s.WakeAtCron, now))
	}
	return slept.After(woke)
}

// nextEvent finds the next event that changes a state, after a time.
func (d *deployment) nextEvent(state *hibernationState, after time.Time) {
	for _, s := range d.Schedules {
		cron := s.HibernateAtCron
		if state.hibernating {
			cron = s.WakeAtCron
		}
		tick := nextTick(cron, after)
		if s.IsEnabled && !tick.IsZero() && (state.nextAt.IsZero() || tick.Before(state.nextAt)) {
			state.nextAt, state.nextType = tick, turned(state.hibernating)
		}
	}
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// lastTick is when a cron fired last, now included; zero when never, or when it
// does not parse.
func lastTick(cron string, now time.Time) time.Time {
	if !validCron(cron) {
		return time.Time{}
	}
	tick, err := gronx.PrevTickBefore(strings.TrimSpace(cron), now, true)
	if err != nil {
		return time.Time{}
	}
	return tick
}

// nextTick is when a cron fires next; zero when never, or when it does not parse.
func nextTick(cron string, after time.Time) time.Time {
	if !validCron(cron) {
		return time.Time{}
	}
	tick, err := gronx.NextTickAfter(strings.TrimSpace(cron), after, false)
	if err != nil {
		return time.Time{}
	}
	return tick
}

package deployment

import (
	"strings"
	"time"

	"github.com/adhocore/gronx"
)

// canonicalCron is how two spellings of one cron are compared: fields apart by
// one blank, names in capitals. Nothing deeper: "7" and "0" stay different,
// because what the platform makes of them is not documented (API facts, D.2).
func canonicalCron(expression string) string {
	return strings.ToUpper(strings.Join(strings.Fields(expression), " "))
}

// nextTick is the first minute after t, in UTC, at which a cron fires; the zero
// time when it never does within gronx's horizon.
func nextTick(expression string, t time.Time) time.Time {
	next, err := gronx.NextTickAfter(canonicalCron(expression), t.UTC(), false)
	if err != nil {
		return time.Time{}
	}
	return next.UTC()
}

const (
	// clashHorizon is how far ahead two crons are compared, long enough for
	// weekly and monthly patterns to meet.
	clashHorizon = 62 * 24 * time.Hour
	// clashTicks bounds the comparison for crons that fire every minute.
	clashTicks = 500
)

// cronClash is the first minute, within the horizon, at which both crons fire.
func cronClash(a, b string, from time.Time) (time.Time, bool) {
	b = canonicalCron(b)
	checker := gronx.New()
	at := from
	for range clashTicks {
		at = nextTick(a, at)
		if at.IsZero() || at.After(from.Add(clashHorizon)) {
			return time.Time{}, false
		}
		if due, err := checker.IsDue(b, at); err == nil && due {
			return at, true
		}
	}
	return time.Time{}, false
}

// transition is one planned change of a Deployment's state.
type transition struct {
	at        time.Time
	hibernate bool
}

// nextTransitions are the next n minutes at which the schedule hibernates or
// wakes its Deployment, in order of time.
func nextTransitions(hibernateCron, wakeCron string, from time.Time, n int) []transition {
	var found []transition
	hibernate, wake := nextTick(hibernateCron, from), nextTick(wakeCron, from)
	for len(found) < n && (!hibernate.IsZero() || !wake.IsZero()) {
		if wake.IsZero() || (!hibernate.IsZero() && hibernate.Before(wake)) {
			found = append(found, transition{at: hibernate, hibernate: true})
			hibernate = nextTick(hibernateCron, hibernate)
			continue
		}
		found = append(found, transition{at: wake})
		wake = nextTick(wakeCron, wake)
	}
	return found
}

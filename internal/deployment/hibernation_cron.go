package deployment

import (
	"time"

	"github.com/adhocore/gronx"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cron"
)

const (
	// clashHorizon is how far ahead two crons are compared, long enough for
	// weekly and monthly patterns to meet.
	clashHorizon = 62 * 24 * time.Hour
	// clashTicks bounds the comparison for crons that fire every minute.
	clashTicks = 500
)

// cronClash is the first minute, within the horizon, at which both crons fire.
func cronClash(a, b string, from time.Time) (time.Time, bool) {
	b = cron.Canonical(b)
	checker := gronx.New()
	at := from
	for range clashTicks {
		at = cron.Next(a, at)
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
	hibernate, wake := cron.Next(hibernateCron, from), cron.Next(wakeCron, from)
	for len(found) < n && (!hibernate.IsZero() || !wake.IsZero()) {
		if wake.IsZero() || (!hibernate.IsZero() && hibernate.Before(wake)) {
			found = append(found, transition{at: hibernate, hibernate: true})
			hibernate = cron.Next(hibernateCron, hibernate)
			continue
		}
		found = append(found, transition{at: wake})
		wake = cron.Next(wakeCron, wake)
	}
	return found
}

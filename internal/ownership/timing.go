package ownership

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

const (
	// gatherQuiet is how long no edit may arrive and no caller be released
	// before a cycle starts: Terraform fills its free slots within it.
	gatherQuiet = 20 * time.Millisecond
	// gatherLatest is when a cycle starts all the same.
	gatherLatest = 60 * time.Millisecond
	// gatherRefill is how long a cycle waits for as many edits as the last one
	// let callers go: on a busy machine Terraform takes longer than gatherQuiet
	// to fill its slots, and every cycle more costs a write and a settle time.
	gatherRefill = 300 * time.Millisecond

	// windowShare is S/W: a cycle that began before our write has committed
	// long before we look again.
	windowShare = 2.5
	// maxRereads bounds reads repeated because they grew older than W/2. A
	// network that is slower than that cannot keep the window; the write goes
	// out all the same, and the package doc says what then remains.
	maxRereads = 2
	// maxRounds bounds how often a cycle writes because its part was undone.
	maxRounds = 8
	// maxLooks bounds how often a cycle waits S for the object to come to rest.
	maxLooks = 24
	// maxIgnored is how many answered writes may fail to show their effect, in
	// the answer and in a read right after, before the API is taken to ignore them.
	maxIgnored = 2
	// maxUnsettled and maxUnsettledTimes bound the writes of an object, and the time
	// in multiples of S, until it has to be seen at rest before the next write.
	maxUnsettled      = 24
	maxUnsettledTimes = 4
	// maxThrottled bounds repeats after 429 for callers without a deadline.
	maxThrottled = 100

	// leastWindow is the smallest W that a network can keep; below it nobody can
	// repeat a read often enough.
	leastWindow = 20 * time.Millisecond
)

// timing is how long an engine waits for what.
type timing struct {
	settle  time.Duration // S; negative for none
	window  time.Duration // W
	retries astro.Retries
}

func timingOf(client *astro.Client, options Options) timing {
	t := timing{settle: options.Settle}
	if client != nil {
		t.retries = client.Retries()
	}
	if t.settle == 0 {
		t.settle = DefaultSettle
	}
	t.window = time.Duration(float64(max(t.settle, 0)) / windowShare)
	return t
}

// settles tells whether cycles wait for other processes at all.
func (t timing) settles() bool { return t.settle >= 0 }

// tooOld tells that a read may not be written from any more.
func (t timing) tooOld(age time.Duration) bool { return t.window >= leastWindow && age > t.window/2 }

// jitter spreads the rounds of processes that undo each other.
func (t timing) jitter() time.Duration { return spread(t.window) }

// backoff is the pause after the nth fault in a row, n from 0: what the API
// asked for, else doubling.
func (t timing) backoff(n int, asked time.Duration) time.Duration {
	if asked > 0 {
		return asked
	}
	wait := t.retries.WaitMax
	if n < 16 { // beyond, the shift would pass any sensible maximum
		wait = min(t.retries.WaitMin<<n, t.retries.WaitMax)
	}
	return wait/2 + spread(wait/2)
}

func spread(d time.Duration) time.Duration {
	return rand.N(d + 1) //nolint:gosec // jitter needs no secrecy
}

// pause waits, or returns the context's error when that ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return ctx.Err()
	}
}

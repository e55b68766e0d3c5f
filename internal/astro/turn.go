package astro

import (
	"context"
	"sync"
	"time"
)

// turns are the requests that a caller has already waited for, by method. Each
// is good for one attempt.
type turns struct {
	mu   sync.Mutex
	held map[string]int
}

type turnsKey struct{}

// TakeTurns waits until pacing lets one more request of each method go out, in
// the order given, and returns a context in which the next request of each is
// sent without waiting. A write that is made from a read takes its own turn
// first: the read would grow old while the write stood in the queue. A turn
// that is not used is lost. The error is the context's.
func (c *Client) TakeTurns(ctx context.Context, methods ...string) (context.Context, error) {
	own, ok := ctx.Value(turnsKey{}).(*turns)
	if !ok {
		own = &turns{held: map[string]int{}}
		ctx = context.WithValue(ctx, turnsKey{}, own)
	}
	for _, method := range methods {
		if err := c.pace.wait(ctx, method); err != nil {
			return nil, err
		}
		own.mu.Lock()
		own.held[method]++
		own.mu.Unlock()
	}
	return ctx, nil
}

// useTurn takes a turn that the context holds, if it holds one.
func useTurn(ctx context.Context, method string) bool {
	own, ok := ctx.Value(turnsKey{}).(*turns)
	if !ok {
		return false
	}
	own.mu.Lock()
	defer own.mu.Unlock()
	if own.held[method] == 0 {
		return false
	}
	own.held[method]--
	return true
}

// Pause holds every request of a method back, for all callers of this client.
// Updates are not repeated by the client, so whoever repeats them says here
// what a 429 asked for: the platform's limit may be wider than one request (API
// facts, A.7).
func (c *Client) Pause(method string, d time.Duration) { c.pace.pause(method, d) }

package astro

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// turns are the requests that a caller has already waited for, by method. Each
// is good for one attempt.
type turns struct {
	get, post atomic.Bool
}

type turnsKey struct{}

// TakeReadAndUpdateTurns waits until pacing lets one update and one read of it
// go out, and returns a context whose next POST and whose next GET are sent
// without waiting. An update's body is made from a read, and the read must not
// grow old while the update stands in a queue; so the update's turn is taken
// first. A turn that is not used is lost. The error is the context's.
func (c *Client) TakeReadAndUpdateTurns(ctx context.Context) (context.Context, error) {
	if err := c.pace.wait(ctx, http.MethodPost); err != nil {
		return nil, err
	}
	held := &turns{}
	held.post.Store(true)
	return c.TakeReadTurn(context.WithValue(ctx, turnsKey{}, held))
}

// TakeReadTurn waits until pacing lets one more read go out, for a read that is
// repeated in a context from TakeReadAndUpdateTurns.
func (c *Client) TakeReadTurn(ctx context.Context) (context.Context, error) {
	if err := c.pace.wait(ctx, http.MethodGet); err != nil {
		return nil, err
	}
	if held, ok := ctx.Value(turnsKey{}).(*turns); ok {
		held.get.Store(true)
		return ctx, nil
	}
	held := &turns{}
	held.get.Store(true)
	return context.WithValue(ctx, turnsKey{}, held), nil
}

// useTurn takes a turn that the context holds, if it holds one.
func useTurn(ctx context.Context, method string) bool {
	held, ok := ctx.Value(turnsKey{}).(*turns)
	if !ok {
		return false
	}
	switch method {
	case http.MethodGet:
		return held.get.CompareAndSwap(true, false)
	case http.MethodPost:
		return held.post.CompareAndSwap(true, false)
	}
	return false
}

// PauseUpdates holds every POST of this client back. Updates are not repeated
// by the client, so whoever repeats them says here what a 429 asked for: the
// platform's limit may be wider than one request (API facts, A.7).
func (c *Client) PauseUpdates(d time.Duration) { c.pace.pause(http.MethodPost, d) }

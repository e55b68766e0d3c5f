package fwkit

import (
	"context"
	"time"
)

// SearchLost looks for what a create whose answer was lost may have made, again
// and again until look is done or the LostWindow is over: the API may still be
// at work on a request whose answer got lost. It returns the error of the last
// look; a look that fails is followed by another one, because one stray answer
// must not make an orphan. The caller's cancellation ends the search after one
// more look, and does not end the look itself: what was made must be recorded.
func (d *Data) SearchLost(ctx context.Context, look func(ctx context.Context) (done bool, err error)) error {
	over := time.NewTimer(d.LostWindow)
	defer over.Stop()
	cancelled := ctx.Done()
	for last := false; ; {
		done, err := d.lookOnce(ctx, look)
		if done || last {
			return err
		}
		pause := time.NewTimer(max(d.PollInterval, time.Millisecond))
		for waiting := true; waiting; {
			select {
			case <-pause.C:
				waiting = false
			case <-over.C:
				last, waiting = true, false
			case <-cancelled:
				last, cancelled = true, nil
			}
		}
		pause.Stop()
	}
}

// lookOnce looks whoever has left, for as long as one request may take.
func (d *Data) lookOnce(ctx context.Context, look func(ctx context.Context) (bool, error)) (bool, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), max(d.LostWindow, time.Second))
	defer cancel()
	return look(ctx)
}

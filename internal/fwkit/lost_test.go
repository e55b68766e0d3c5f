package fwkit_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// What a lost create made may appear late, up to the end of the window; a look
// that fails is none, and a caller who leaves gets one more look.
func TestSearchLost(t *testing.T) {
	t.Parallel()
	stray := errors.New("a stray answer")
	for name, test := range map[string]struct {
		appears  time.Duration // when it can be found; negative for never
		fails    int           // how many of the first looks fail
		cancelAt time.Duration // when the caller leaves; 0 for never
		found    bool
		looks    int
		err      error
	}{
		"at once":                     {appears: 0, found: true, looks: 1},
		"late":                        {appears: 45 * time.Second, found: true, looks: 6},
		"at the end":                  {appears: 70 * time.Second, found: true, looks: 8},
		"never":                       {appears: -1, looks: 9},
		"after stray answers":         {fails: 3, found: true, looks: 4},
		"nothing but stray answers":   {appears: -1, fails: 100, looks: 9, err: stray},
		"the caller left before":      {appears: 5 * time.Second, cancelAt: time.Nanosecond, found: true, looks: 2},
		"the caller leaves meanwhile": {appears: -1, cancelAt: 25 * time.Second, looks: 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				data := &fwkit.Data{PollInterval: 10 * time.Second, LostWindow: 75 * time.Second}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if test.cancelAt > 0 {
					time.AfterFunc(test.cancelAt, cancel)
				}
				started, looks, found := time.Now(), 0, false
				err := data.SearchLost(ctx, func(ctx context.Context) (bool, error) {
					looks++
					if ctx.Err() != nil {
						t.Error("the look has ended before it began")
					}
					if looks <= test.fails {
						return false, stray
					}
					found = test.appears >= 0 && time.Since(started) >= test.appears
					return found, nil
				})
				if found != test.found || looks != test.looks || !errors.Is(err, test.err) {
					t.Errorf("found %v after %d looks, error %v", found, looks, err)
				}
			})
		})
	}
}

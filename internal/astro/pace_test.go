package astro

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// mostInOneSecond is the highest number of times within any window of a second.
func mostInOneSecond(times []time.Time) int {
	slices.SortFunc(times, time.Time.Compare)
	most, first := 0, 0
	for last := range times {
		for times[last].Sub(times[first]) >= time.Second {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

// No window of one second holds more than the documented limit, however many
// callers there are, and the limit is nearly used.
func TestPacing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method string
		limit  int
	}{{http.MethodGet, 25}, {http.MethodPost, 10}, {http.MethodDelete, 5}} {
		t.Run(test.method, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := &fakeTransport{answer: func(*http.Request, int) (*http.Response, error) {
					return reply(http.StatusOK, `{"id":"x"}`), nil
				}}
				client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
				started := time.Now()
				var wait sync.WaitGroup
				for range 100 {
					wait.Go(func() {
						var err error
						switch test.method {
						case http.MethodGet:
							err = classCalls()["read"](t.Context(), client)
						case http.MethodPost:
							err = classCalls()["update"](t.Context(), client)
						default:
							err = classCalls()["delete"](t.Context(), client)
						}
						if err != nil {
							t.Error(err)
						}
					})
				}
				wait.Wait()
				if most := mostInOneSecond(fake.times); most > test.limit {
					t.Errorf("%d requests within one second, the limit is %d", most, test.limit)
				}
				slowest := time.Duration(float64(100) / float64(test.limit-paceBurst) * float64(time.Second))
				if took := time.Since(started); took > slowest {
					t.Errorf("100 requests took %s, more than %s", took, slowest)
				}
			})
		})
	}
}

// Updates take their turns before their reads, which take as long as they take;
// the updates must not come out together for that.
func TestPacingOfTurnsTakenBeforehand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var updates []time.Time
		random := rand.New(rand.NewPCG(1, 2))
		fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
			mu.Lock()
			delay := time.Duration(random.IntN(700)) * time.Millisecond
			if r.Method == http.MethodPost {
				updates = append(updates, time.Now())
			}
			mu.Unlock()
			<-time.After(delay)
			return reply(http.StatusOK, `{"id":"x"}`), nil
		}}
		client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
		var wait sync.WaitGroup
		for range 20 {
			wait.Go(func() {
				for range 20 {
					ctx, err := client.TakeTurns(t.Context(), http.MethodPost, http.MethodGet)
					if err != nil {
						t.Error(err)
						return
					}
					if err := errors.Join(classCalls()["read"](ctx, client), classCalls()["update"](ctx, client)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		if most := mostInOneSecond(updates); most > 10 || len(updates) != 400 {
			t.Errorf("%d updates, %d of them within one second", len(updates), most)
		}
	})
}

// Limits that a user lowers hold too, and a negative one means none.
func TestPacingByConfiguration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit    float64
		requests int
		min, max time.Duration
	}{
		"one in ten seconds": {0.1, 3, 20 * time.Second, 21 * time.Second},
		"two":                {2, 7, 3 * time.Second, 3500 * time.Millisecond},
		"none":               {-1, 1000, 0, time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				pace := newPacer(RateLimits{Get: test.limit})
				started := time.Now()
				for range test.requests {
					if err := pace.wait(t.Context(), http.MethodGet); err != nil {
						t.Fatal(err)
					}
				}
				if took := time.Since(started); took < test.min || took > test.max {
					t.Errorf("took %s, want %s to %s", took, test.min, test.max)
				}
			})
		})
	}
}

// Who stands in the queue when a pause begins waits as well, and the end of the
// pause is no burst.
func TestPauseHoldsTheQueueBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pace := newPacer(RateLimits{})
		var mu sync.Mutex
		var times []time.Time
		var wait sync.WaitGroup
		for range 40 {
			wait.Go(func() {
				if err := pace.wait(t.Context(), http.MethodPost); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				times = append(times, time.Now())
			})
		}
		paused := time.Now().Add(time.Second + time.Millisecond)
		time.AfterFunc(time.Second+time.Millisecond, func() { pace.pause(http.MethodPost, 30*time.Second) })
		wait.Wait()
		for _, at := range times {
			if at.After(paused) && at.Before(paused.Add(30*time.Second)) {
				t.Errorf("a request went out %s into the pause", at.Sub(paused))
			}
		}
		if most := mostInOneSecond(times); most > 10 {
			t.Errorf("%d requests within one second", most)
		}
	})
}

// A shorter pause never ends a longer one.
func TestPausesDoNotShorten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pace := newPacer(RateLimits{})
		pace.pause(http.MethodGet, time.Minute)
		pace.pause(http.MethodGet, time.Second)
		started := time.Now()
		if err := pace.wait(t.Context(), http.MethodGet); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(started); took < time.Minute {
			t.Errorf("waited %s", took)
		}
	})
}

func TestQueueEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*pacer){
		"in a pause": func(p *pacer) { p.pause(http.MethodDelete, time.Hour) },
		"for the turn": func(p *pacer) {
			p.limiters[http.MethodDelete] = newLimiter(0.001)
			p.limiters[http.MethodDelete].Allow()
		},
		"before waiting": func(*pacer) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				pace := newPacer(RateLimits{})
				prepare(pace)
				ctx, cancel := context.WithCancel(t.Context())
				if name == "before waiting" {
					cancel()
				}
				time.AfterFunc(time.Second, cancel)
				started := time.Now()
				if err := pace.wait(ctx, http.MethodDelete); !errors.Is(err, context.Canceled) {
					t.Errorf("error %v", err)
				}
				if took := time.Since(started); took > time.Second {
					t.Errorf("left the queue after %s", took)
				}
			})
		})
	}
}

// A deadline that comes before the turn fails at once, and says so.
func TestTurnTooLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pace := newPacer(RateLimits{Get: 0.01})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := pace.wait(ctx, http.MethodGet); err != nil {
			t.Fatal(err)
		}
		if err := pace.wait(ctx, http.MethodGet); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

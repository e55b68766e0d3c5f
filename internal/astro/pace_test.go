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
				fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
					return served(r), nil
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
			return served(r), nil
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

// Whoever waits for a turn gets it before those who come later, pauses or not.
func TestNobodyIsOvertakenInTheQueue(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*pacer){
		"busy":   func(*pacer) {},
		"paused": func(p *pacer) { p.pause(http.MethodPost, 2*time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				pace := newPacer(RateLimits{})
				prepare(pace)
				var mu sync.Mutex
				var served []int
				var wait sync.WaitGroup
				for caller := range 40 {
					wait.Go(func() {
						if err := pace.wait(t.Context(), http.MethodPost); err != nil {
							t.Error(err)
						}
						mu.Lock()
						defer mu.Unlock()
						served = append(served, caller)
					})
					// More come than leave, so that later ones find others waiting.
					<-time.After(70 * time.Millisecond)
				}
				wait.Wait()
				// Those who stand through a pause queue anew at its end, all at once.
				for i, caller := range served {
					if name == "busy" && caller != i {
						t.Fatalf("served in the order %v", served)
					}
					if caller >= 30 && i < 28 {
						t.Fatalf("the pause was over and %d overtook: %v", caller, served)
					}
				}
			})
		})
	}
}

// Requests that are held back at the door leave in the order in which they came,
// and the door keeps every second within the limit.
func TestNobodyIsOvertakenAtTheDoor(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			limit := 1 + random.IntN(10)
			pace := newPacer(RateLimits{Post: float64(limit)})
			var mu sync.Mutex
			var left []int
			var times []time.Time
			var wait sync.WaitGroup
			for caller := range 60 {
				wait.Go(func() {
					if err := pace.depart(t.Context(), http.MethodPost); err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					left, times = append(left, caller), append(times, time.Now())
				})
				// Arrivals come in bunches; a moment between them gives them an order.
				<-time.After(time.Millisecond + time.Duration(random.IntN(3)*random.IntN(300))*time.Millisecond)
			}
			wait.Wait()
			if !slices.IsSorted(left) {
				// Two that leave at one moment may be noted in either order.
				for i := range left {
					if i > 0 && left[i] < left[i-1] && !times[i].Equal(times[i-1]) {
						t.Errorf("seed %d: left in the order %v", seed, left)
						break
					}
				}
			}
			if most := mostInOneSecond(times); most > limit {
				t.Errorf("seed %d: %d within one second, the limit is %d", seed, most, limit)
			}
		})
	}
}

// A 429 holds back everybody who would send the same method with this client,
// not the request alone that got it; other methods go on.
func TestTooManyRequestsHoldsTheOthersBack(t *testing.T) {
	t.Parallel()
	for name, class := range map[string]string{"read": "read", "create": "create", "delete": "delete"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := &fakeTransport{answer: func(r *http.Request, number int) (*http.Response, error) {
					if number == 1 {
						return reply(http.StatusTooManyRequests, `{}`, "Retry-After", "20"), nil
					}
					return served(r), nil
				}}
				client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
				started := time.Now()
				var wait sync.WaitGroup
				call := func(class string, most, least time.Duration) {
					wait.Go(func() {
						if err := classCalls()[class](t.Context(), client); err != nil {
							t.Errorf("%s: %v", class, err)
						}
						if took := time.Since(started); took < least || took > most {
							t.Errorf("%s was over after %s, want %s to %s", class, took, least, most)
						}
					})
				}
				call(class, 21*time.Second, 20*time.Second)
				<-time.After(time.Second)
				call(class, 21*time.Second, 20*time.Second)
				other := "read"
				if class == "read" {
					other = "delete"
				}
				call(other, 2*time.Second, time.Second)
				wait.Wait()
			})
		})
	}
}

// Whoever repeats updates says by Pause what a 429 asked for.
func TestPauseHoldsAMethodBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) { return served(r), nil }}
		client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
		started := time.Now()
		client.Pause(http.MethodPost, 10*time.Second)
		if err := classCalls()["read"](t.Context(), client); err != nil || time.Since(started) > time.Second {
			t.Errorf("a read took %s, %v", time.Since(started), err)
		}
		for _, class := range []string{"update", "create"} {
			if err := classCalls()[class](t.Context(), client); err != nil || time.Since(started) < 10*time.Second || time.Since(started) > 11*time.Second {
				t.Errorf("%s was over after %s, %v", class, time.Since(started), err)
			}
		}
	})
}

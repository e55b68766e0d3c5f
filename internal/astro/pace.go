package astro

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// RateLimits are requests per second and method. A zero field means the
// documented limit of the platform (API facts, A.7), a negative one none.
type RateLimits struct {
	Get, Post, Delete float64
}

// DocumentedRateLimits are the platform's limits per token.
func DocumentedRateLimits() RateLimits { return RateLimits{Get: 25, Post: 10, Delete: 5} }

// paceBurst is how many requests may go out back to back. It is taken off the
// rate, so that no window of one second holds more than the limit.
const paceBurst = 2

// pacer spaces requests per method.
type pacer struct {
	limiters map[string]*rate.Limiter
	limits   map[string]float64

	mu     sync.Mutex
	paused map[string]time.Time
	// departed are the last requests of a method, as many as a second may hold.
	departed map[string][]time.Time
}

func newPacer(limits RateLimits) *pacer {
	documented := DocumentedRateLimits()
	p := &pacer{
		limiters: map[string]*rate.Limiter{},
		limits: map[string]float64{
			http.MethodGet:    orDefault(limits.Get, documented.Get),
			http.MethodPost:   orDefault(limits.Post, documented.Post),
			http.MethodDelete: orDefault(limits.Delete, documented.Delete),
		},
		paused:   map[string]time.Time{},
		departed: map[string][]time.Time{},
	}
	for method, limit := range p.limits {
		p.limiters[method] = newLimiter(limit)
	}
	return p
}

func newLimiter(perSecond float64) *rate.Limiter {
	switch {
	case perSecond < 0:
		return rate.NewLimiter(rate.Inf, 1)
	case perSecond <= paceBurst:
		return rate.NewLimiter(rate.Limit(perSecond), 1)
	}
	return rate.NewLimiter(rate.Limit(perSecond-paceBurst), paceBurst)
}

// wait blocks until the method may be sent, or the context ends. A pause that
// begins while a caller stands in the queue holds that caller back too; it then
// queues again, so that a pause does not end in a burst.
func (p *pacer) wait(ctx context.Context, method string) error {
	for {
		if err := p.sitOut(ctx, method); err != nil {
			return err
		}
		if limiter := p.limiters[method]; limiter != nil {
			if limiter.Wait(ctx) != nil {
				return turnError(ctx)
			}
		}
		if p.pauseLeft(method) <= 0 {
			return ctx.Err()
		}
	}
}

// depart waits until one more request keeps every second within the limit, and
// notes it. A turn is taken before the request is ready: an update's long
// before its read is answered. So requests whose turns were well apart may
// still come out together, and this is where they are kept apart.
func (p *pacer) depart(ctx context.Context, method string) error {
	left := time.Until(p.slot(method))
	if left <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return ctx.Err()
	}
}

// slot reserves the first moment at which a request may leave. Nobody overtakes
// those who wait: each leaves a second after the one that came so many places
// before it, so that who comes later leaves later.
func (p *pacer) slot(method string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	most := int(p.limits[method])
	if most < 1 {
		// No limit, or one so low that the turns alone keep it.
		return now
	}
	recent := p.departed[method]
	if len(recent) >= most {
		if free := recent[len(recent)-most].Add(time.Second); free.After(now) {
			now = free
		}
		recent = recent[len(recent)-most+1:]
	}
	p.departed[method] = append(recent, now)
	return now
}

// turnError says why there was no turn: the context ended, or its deadline comes
// before the turn would, which the limiter notices without waiting.
func turnError(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return fmt.Errorf("its turn under the rate limit comes too late: %w", context.DeadlineExceeded)
}

// sitOut waits until no pause holds the method back.
func (p *pacer) sitOut(ctx context.Context, method string) error {
	for {
		left := p.pauseLeft(method)
		if left <= 0 {
			return nil
		}
		timer := time.NewTimer(left)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// pause holds a method back for everybody, after the platform said 429.
func (p *pacer) pause(method string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(d); until.After(p.paused[method]) {
		p.paused[method] = until
	}
}

func (p *pacer) pauseLeft(method string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Until(p.paused[method])
}

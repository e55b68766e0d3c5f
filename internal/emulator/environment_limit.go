package emulator

import (
	"net/http"
	"slices"
	"time"
)

// limitEnvironment enforces Options.EnvironmentRateLimit on creates and
// updates, which the platform limits more than other writes (API facts, A.7).
func (c *call) limitEnvironment() *apiError {
	s := c.srv
	if s.opts.EnvironmentRateLimit <= 0 {
		return nil
	}
	now := s.clock()
	s.limiter.environment = slices.DeleteFunc(s.limiter.environment, func(t time.Time) bool { return now.Sub(t) >= time.Second })
	if len(s.limiter.environment) < s.opts.EnvironmentRateLimit {
		s.limiter.environment = append(s.limiter.environment, now)
		return nil
	}
	fail := newError(http.StatusTooManyRequests, "Too many requests for environment objects")
	if s.switches.RetryAfterSent {
		fail.header = http.Header{"Retry-After": {"1"}}
	}
	return fail
}

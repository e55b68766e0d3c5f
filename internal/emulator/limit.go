package emulator

import (
	"fmt"
	"net/http"
	"time"
)

// limiter counts the requests of every token and method in the last second.
type limiter struct {
	enforced bool
	recent   map[string][]time.Time
	// environment are the times of recent writes of environment objects, for
	// Options.EnvironmentRateLimit.
	environment []time.Time
}

// perSecond are the documented limits of a token (API facts, A.7).
func perSecond(method string) int {
	switch method {
	case http.MethodPost:
		return 10
	case http.MethodDelete:
		return 5
	default:
		return 25
	}
}

// newLimiter returns a limiter for a value of Options.RateLimit.
func newLimiter(mode string) (*limiter, error) {
	switch mode {
	case "", RateLimitOff:
		return &limiter{}, nil
	case RateLimitDocumented:
		return &limiter{enforced: true, recent: map[string][]time.Time{}}, nil
	default:
		return nil, fmt.Errorf("unknown rate limit %q: use %s or %s", mode, RateLimitDocumented, RateLimitOff)
	}
}

// allow counts a request of a token and reports whether it is within the limit
// of its method. Refused requests do not count.
func (l *limiter) allow(tokenID, method string, now time.Time) bool {
	if !l.enforced {
		return true
	}
	key := tokenID + " " + method
	recent := l.recent[key]
	for len(recent) > 0 && now.Sub(recent[0]) >= time.Second {
		recent = recent[1:]
	}
	allowed := len(recent) < perSecond(method)
	if allowed {
		recent = append(recent, now)
	}
	l.recent[key] = recent
	return allowed
}

// limit refuses a request that is above the limit of its token. The platform
// documents no Retry-After, so it is only sent when a switch says so.
func (s *Server) limit(c *call) *apiError {
	if s.limiter.allow(c.caller.ID, c.req.Method, s.clock()) {
		return nil
	}
	fail := newError(http.StatusTooManyRequests, "Too many requests")
	if s.switches.RetryAfterSent {
		fail.header = http.Header{"Retry-After": {"1"}}
	}
	return fail
}

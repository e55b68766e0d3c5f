package astro

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// retryClass says what a repeat of an operation would do (API facts, A.7).
type retryClass int

const (
	// retryRead repeats on 429, 5xx and connection loss.
	retryRead retryClass = iota
	// retryDelete repeats like retryRead: a repeated DELETE answers 404, which callers take for success.
	retryDelete
	// retryIdempotent is a POST whose body does not depend on a read; it repeats like retryRead.
	retryIdempotent
	// retryCreate repeats only when the request was certainly not carried out:
	// on 429 and when no connection was made. A repeated create makes a second object.
	retryCreate
	// retryUpdate never repeats: the body was made from a read that is stale by
	// then, so ownership.Editor starts over with a fresh one instead.
	retryUpdate
	// retryLook is a read that its caller can do without: it repeats only what
	// was not carried out, because some organizations answer 5xx to it for good.
	retryLook
)

const (
	// maxRetryAfter caps what a Retry-After header may ask for.
	maxRetryAfter = 2 * time.Minute
	// maxAttempts bounds repeats after 429 for a caller whose context has no
	// deadline; with one, the deadline is the bound.
	maxAttempts = 100
)

func (k retryClass) method() string {
	switch k {
	case retryRead, retryLook:
		return http.MethodGet
	case retryDelete:
		return http.MethodDelete
	case retryIdempotent, retryCreate, retryUpdate:
		return http.MethodPost
	}
	return http.MethodPost
}

func (k retryClass) writes() bool { return k != retryRead && k != retryLook }

// once tells the classes that are not repeated once they may have been carried out.
func (k retryClass) once() bool { return k == retryCreate || k == retryLook }

// attempts follows one request. go-retryablehttp's policy sees no counter of its
// own, and 429 must not use up the repeats meant for faults.
type attempts struct {
	class    retryClass
	made     int
	failures int
	// mayStand is set once an attempt of a write may have been carried out.
	mayStand bool
}

type attemptsKey struct{}

func withAttempts(ctx context.Context, state *attempts) context.Context {
	return context.WithValue(ctx, attemptsKey{}, state)
}

// note records the outcome of one attempt.
func (a *attempts) note(answer *http.Response, err error) {
	a.made++
	if !a.class.writes() {
		return
	}
	if err != nil {
		a.mayStand = a.mayStand || !provablyNotSent(err)
		return
	}
	// A fault may follow a commit, and so may a redirect; a refusal does not.
	a.mayStand = a.mayStand || leavesOpen(answer.StatusCode)
}

// leavesOpen tells a status after which a write may have been carried out.
func leavesOpen(status int) bool {
	return status >= http.StatusInternalServerError || (status >= http.StatusMultipleChoices && status < http.StatusBadRequest)
}

// Retries is how often and after what pauses a request is repeated.
type Retries struct {
	// Max bounds repeats for causes other than 429; negative means none.
	Max int
	// WaitMin and WaitMax bound the pause before a repeat.
	WaitMin, WaitMax time.Duration
}

// retriesOf fills in the defaults.
func retriesOf(config Config) Retries {
	return Retries{
		Max:     orDefault(config.MaxRetries, DefaultMaxRetries),
		WaitMin: orDefault(config.RetryWaitMin, defaultRetryWaitMin),
		WaitMax: orDefault(config.RetryWaitMax, defaultRetryWaitMax),
	}
}

// Retries tells how this client repeats, for whoever repeats updates: the
// client itself never does.
func (c *Client) Retries() Retries { return c.retries }

// newRetrying wires go-retryablehttp. Pacing sits in the transport so that
// repeats are paced too, and the last answer is passed through so that its
// status and message reach the caller.
func (c *Client) newRetrying(config Config) *retryablehttp.Client {
	maxRetries, waitMin, waitMax := c.retries.Max, c.retries.WaitMin, c.retries.WaitMax
	return &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport:     &pacedTransport{next: transportOf(config), pace: c.pace, timeout: c.timeout},
			CheckRedirect: sameHostOnly,
		},
		RetryMax:   maxAttempts,
		CheckRetry: retryPolicy(maxRetries),
		Backoff: func(_, _ time.Duration, attempt int, answer *http.Response) time.Duration {
			wait := backoff(waitMin, waitMax, attempt, answer)
			if answer != nil && answer.StatusCode == http.StatusTooManyRequests {
				// The platform's limit may be wider than one request (API facts, A.7):
				// everybody who would send the same method waits as well.
				c.pace.pause(answer.Request.Method, wait)
			}
			return wait
		},
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// retryPolicy decides after every attempt whether there is another one.
func retryPolicy(maxRetries int) retryablehttp.CheckRetry {
	return func(ctx context.Context, answer *http.Response, err error) (bool, error) {
		state, ok := ctx.Value(attemptsKey{}).(*attempts)
		if !ok {
			return false, nil
		}
		state.note(answer, err)
		if ctx.Err() != nil || state.class == retryUpdate {
			return false, nil //nolint:nilerr // the caller reports the context's error with the operation's name
		}
		if answer != nil && answer.StatusCode == http.StatusTooManyRequests {
			return true, nil
		}
		if !state.class.mayRepeat(answer, err) {
			return false, nil
		}
		state.failures++
		return state.failures <= maxRetries, nil
	}
}

// mayRepeat tells whether a failed attempt may be made again without harm.
func (k retryClass) mayRepeat(answer *http.Response, err error) bool {
	if err != nil {
		if isPermanent(err) {
			return false
		}
		return !k.once() || provablyNotSent(err)
	}
	return !k.once() && answer.StatusCode >= http.StatusInternalServerError && answer.StatusCode != http.StatusNotImplemented
}

// backoff honours Retry-After up to a cap, else doubles from waitMin to waitMax
// and takes a random half off, so that clients that failed together do not
// come back together.
func backoff(waitMin, waitMax time.Duration, attempt int, answer *http.Response) time.Duration {
	if answer != nil {
		// Zero asks for nothing: repeating at once would only be refused again.
		if asked, ok := retryAfter(answer.Header, time.Now()); ok && asked > 0 {
			return min(asked, maxRetryAfter)
		}
	}
	wait := waitMax
	if attempt < 16 { // beyond, the shift would pass any sensible maximum
		wait = min(waitMin<<attempt, waitMax)
	}
	return wait/2 + rand.N(wait/2+1) //nolint:gosec // jitter needs no secrecy
}

// retryAfter reads a Retry-After header, in seconds or as a date.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := h.Get("Retry-After")
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		return max(0, time.Duration(seconds)*time.Second), true
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

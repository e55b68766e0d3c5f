package provider

import (
	"net/http"
	"os"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// defaultPollInterval is the pause between two looks at a Deployment that is
// being made, which takes minutes (API facts, C.9).
const defaultPollInterval = 10 * time.Second

// Tuning sets what users cannot, and the defaults of what they can. Zero fields
// keep the values of the released provider.
type Tuning struct {
	// RateLimits, MaxRetries, RequestTimeout and Settle apply where the provider
	// block says nothing. A negative limit means no pacing, a negative MaxRetries
	// or Settle none at all.
	RateLimits     astro.RateLimits
	MaxRetries     int
	RequestTimeout time.Duration
	Settle         time.Duration
	// RetryWaitMin and RetryWaitMax bound the pause before a request is repeated.
	RetryWaitMin, RetryWaitMax time.Duration
	// PollInterval is the pause between two looks at something that takes its time.
	PollInterval time.Duration
	// LostWindow is how long something is looked for whose create lost its answer;
	// zero is the request timeout and a little more.
	LostWindow time.Duration
}

// dependencies is everything the provider takes from outside its configuration.
type dependencies struct {
	environment func(name string) (string, bool)
	home        func() (string, error)
	now         func() time.Time
	transport   http.RoundTripper
	tuning      Tuning
}

func released() dependencies {
	return dependencies{
		environment: os.LookupEnv,
		home:        os.UserHomeDir,
		now:         time.Now,
		tuning:      Tuning{PollInterval: defaultPollInterval, Settle: ownership.DefaultSettle},
	}
}

// Option binds something the provider otherwise takes from the process it runs
// in, so that tests can run side by side.
type Option func(*dependencies)

// WithEnvironment replaces the look-up of environment variables.
func WithEnvironment(look func(name string) (string, bool)) Option {
	return func(d *dependencies) { d.environment = look }
}

// WithHome replaces the home folder, in which the Astro CLI keeps its login.
func WithHome(folder string) Option {
	return func(d *dependencies) { d.home = func() (string, error) { return folder, nil } }
}

// WithClock replaces the clock that expiry of tokens is judged by.
func WithClock(now func() time.Time) Option {
	return func(d *dependencies) { d.now = now }
}

// WithTransport replaces the HTTP transport.
func WithTransport(transport http.RoundTripper) Option {
	return func(d *dependencies) { d.transport = transport }
}

// WithTuning replaces the values that Tuning names; its zero fields keep what stands.
func WithTuning(tuning Tuning) Option {
	return func(d *dependencies) {
		t := &d.tuning
		replace(&t.RateLimits.Get, tuning.RateLimits.Get)
		replace(&t.RateLimits.Post, tuning.RateLimits.Post)
		replace(&t.RateLimits.Delete, tuning.RateLimits.Delete)
		replace(&t.MaxRetries, tuning.MaxRetries)
		replace(&t.RequestTimeout, tuning.RequestTimeout)
		replace(&t.Settle, tuning.Settle)
		replace(&t.RetryWaitMin, tuning.RetryWaitMin)
		replace(&t.RetryWaitMax, tuning.RetryWaitMax)
		replace(&t.PollInterval, tuning.PollInterval)
		replace(&t.LostWindow, tuning.LostWindow)
	}
}

// replace sets a value unless the new one is zero.
func replace[T comparable](value *T, by T) {
	var zero T
	if by != zero {
		*value = by
	}
}

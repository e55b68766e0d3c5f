package acctest

import (
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/provider"
)

// plan is what the options of Start ask for.
type plan struct {
	emulator  emulator.Options
	variables map[string]string
	provider  []provider.Option
	tuning    provider.Tuning
	alsoLive  bool
}

// Option changes what Start sets up.
type Option func(*plan)

// Emulator changes the emulator's options; profile, restless mode and order are
// preset from the environment of the test run.
func Emulator(change func(*emulator.Options)) Option {
	return func(p *plan) { change(&p.emulator) }
}

// Switches turns switches of the emulator, in whatever profile the run has.
func Switches(change func(*emulator.Switches)) Option {
	return func(p *plan) {
		before := p.emulator.Switches
		p.emulator.Switches = func(s *emulator.Switches) {
			if before != nil {
				before(s)
			}
			change(s)
		}
	}
}

// Latency makes every request take at least this long.
func Latency(d time.Duration) Option {
	return func(p *plan) { p.emulator.Latency = d }
}

// Settle makes the provider under test settle for S after writes of shared
// objects. The default is not to wait at all. Below 100 ms the window of S/2.5
// gets shorter than a request may take on a busy machine.
func Settle(s time.Duration) Option {
	return func(p *plan) { p.tuning.Settle = s }
}

// Tuning replaces values of the tests' tuning; zero fields keep them.
func Tuning(tuning provider.Tuning) Option {
	return func(p *plan) { p.provider = append(p.provider, provider.WithTuning(tuning)) }
}

// Paced makes the provider keep to the documented rate limits.
func Paced() Option {
	return Tuning(provider.Tuning{RateLimits: astro.DocumentedRateLimits()})
}

// Provider adds options of the provider.
func Provider(options ...provider.Option) Option {
	return func(p *plan) { p.provider = append(p.provider, options...) }
}

// Variable sets an environment variable that the provider under test sees;
// an empty value unsets it. ASTRO_API_HOST and ASTRO_API_TOKEN are preset.
func Variable(name, value string) Option {
	return func(p *plan) { p.variables[name] = value }
}

// AlsoLive marks a test that runs against a real organization as well. It uses
// neither env.Emulator nor the journal, gives everything that it makes a name of
// env.Name, looks at what stands through env.Client, and destroys what it made;
// what a failure leaves behind is found by those names and removed.
func AlsoLive() Option {
	return func(p *plan) { p.alsoLive = true }
}

// testTuning makes the provider quick: no pacing, no settling, short pauses.
func testTuning() provider.Tuning {
	return provider.Tuning{
		RateLimits:   astro.RateLimits{Get: -1, Post: -1, Delete: -1},
		Settle:       -1,
		RetryWaitMin: time.Millisecond,
		RetryWaitMax: 5 * time.Millisecond,
		PollInterval: time.Millisecond,
		LostWindow:   50 * time.Millisecond,
	}
}

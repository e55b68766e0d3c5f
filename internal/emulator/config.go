package emulator

import (
	"io"
	"time"
)

// Rate limit modes of Options.RateLimit.
const (
	// RateLimitOff answers as many requests as are sent.
	RateLimitOff = "off"
	// RateLimitDocumented enforces the documented limits per token: POST 10,
	// DELETE 5 and GET 25 in any second (API facts, A.7).
	RateLimitDocumented = "documented"
)

// Options configure a Server. The zero value is a usable server: the demo seed,
// usual profile, no latency, no rate limit, Deployments healthy from the second
// look on.
type Options struct {
	// Token is the text of the seeded owner's token; empty means one minted in
	// the shape of a JWT, the same for every server with the same seed.
	Token string
	// OrganizationName renames the seeded organization; empty keeps "Demo".
	OrganizationName string
	// Seed names a built-in seed ("demo", the default, or "empty": an organization
	// without a Workspace) or a file with the JSON of a store.
	Seed string
	// SeedReader, when not nil, is read instead of Seed.
	SeedReader io.Reader
	// Latency is added to every request before it is handled.
	Latency time.Duration
	// RateLimit is RateLimitOff (also the empty text) or RateLimitDocumented.
	RateLimit string
	// EnvironmentRateLimit is how many creates and updates of environment objects
	// the whole organization may send in any second, whatever RateLimit says; the
	// platform's own number is not known (API facts, A.7). 0 means no such limit.
	EnvironmentRateLimit int
	// ReadyAfter is how long a new Deployment stays CREATING by the server's clock. The
	// first look at it shows CREATING in any case, as the answer of the create does.
	ReadyAfter time.Duration
	// Profile is ProfileUsual (also the empty text) or ProfileContrary.
	Profile string
	// Switches, when not nil, changes single switches of the profile.
	Switches func(*Switches)
	// PageSize is used when a list request has no limit; 0 means the platform's 20.
	PageSize int
	// RandomOrder shuffles lists for which no sort was asked, because the
	// platform's default order is not stable (API facts, A.4).
	RandomOrder bool
	// Restless lets server-computed values change between a write and a read.
	Restless bool
	// StateFile keeps the store across restarts; read at the start when it
	// exists (Seed is then ignored), written after every change.
	StateFile string
	// DeterministicIDs makes the ids of new objects the same in every run.
	DeterministicIDs bool
	// Lenient turns off the checks of requests and answers against openapi.json.
	Lenient bool
	// Now is the clock; nil means time.Now. Advance moves on top of it.
	Now func() time.Time
}

// defaultPageSize and maxPageSize are the platform's (API facts, A.4).
const (
	defaultPageSize = 20
	maxPageSize     = 1000
)

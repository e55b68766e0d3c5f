package acctest

import (
	"maps"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/provider"
)

// Version is the version that the provider under test calls itself.
const Version = "0.1.0"

// Env is the world of one test.
type Env struct {
	// Emulator is the API; nil against a real organization.
	Emulator *emulator.Server
	// URL is the API's base URL.
	URL string
	// OrganizationID, WorkspaceID and Token are where the provider works and as whom.
	OrganizationID, WorkspaceID, Token string
	// Client is the second actor: a client with another token, not paced.
	Client *astro.Client

	variables map[string]string
	options   []provider.Option
	// suffix ends the names of what the test makes, see Name.
	suffix string
}

// Start gives a test an emulator, the provider bound to it, and a second actor.
// All ends with the test.
func Start(tb testing.TB, options ...Option) *Env {
	tb.Helper()
	p := &plan{
		emulator: emulator.Options{
			Profile:     os.Getenv("ASTRO_EMULATOR_PROFILE"),
			Restless:    os.Getenv("ASTRO_EMULATOR_RESTLESS") == "1",
			RandomOrder: os.Getenv("ASTRO_EMULATOR_RANDOM_ORDER") == "1",
		},
		variables: map[string]string{},
		tuning:    testTuning(),
	}
	if words := os.Getenv("ASTRO_EMULATOR_SWITCHES"); words != "" {
		Switches(switchesOf(tb, words))(p)
	}
	for _, apply := range options {
		apply(p)
	}
	if live() {
		return startLive(tb, p)
	}
	server, err := emulator.New(p.emulator)
	if err != nil {
		tb.Fatalf("starting the emulator: %v", err)
	}
	listener := httptest.NewServer(server)
	tb.Cleanup(listener.Close)
	info := server.Info()
	env := &Env{
		Emulator: server, URL: listener.URL, Token: info.Token,
		OrganizationID: info.OrganizationID, WorkspaceID: info.WorkspaceID,
	}
	env.finish(p, tb.TempDir())
	env.name(p)
	second, err := server.MintToken(emulator.TokenSpec{})
	if err != nil {
		tb.Fatalf("minting the second actor's token: %v", err)
	}
	env.Client = env.Actor(tb, second)
	if p.alsoLive {
		tb.Cleanup(func() { env.sweep(tb) })
	}
	return env
}

// switchesOf reads switches as "name=word name=word", the form of the emulator's command line.
func switchesOf(tb testing.TB, words string) func(*emulator.Switches) {
	tb.Helper()
	return func(s *emulator.Switches) {
		for pair := range strings.FieldsSeq(words) {
			name, word, _ := strings.Cut(pair, "=")
			if err := s.Set(name, word); err != nil {
				tb.Errorf("ASTRO_EMULATOR_SWITCHES: %v", err)
			}
		}
	}
}

// finish derives what the provider is bound by.
func (e *Env) finish(p *plan, home string) {
	e.variables = map[string]string{"ASTRO_API_HOST": e.URL, "ASTRO_API_TOKEN": e.Token}
	maps.Copy(e.variables, p.variables)
	e.options = append([]provider.Option{
		provider.WithEnvironment(e.look), provider.WithHome(home), provider.WithTuning(p.tuning),
	}, p.provider...)
}

// look is the environment that the provider under test sees.
func (e *Env) look(name string) (string, bool) {
	value, ok := e.variables[name]
	return value, ok && value != ""
}

// Actor returns a client with a token of its own, for instance one minted for a
// role. It is not paced and does not repeat refused requests for long.
func (e *Env) Actor(tb testing.TB, token string) *astro.Client {
	tb.Helper()
	client, err := astro.NewClient(astro.Config{
		Host: e.URL, Token: token, OrganizationID: e.OrganizationID, Version: "second-actor",
		RateLimits: astro.RateLimits{Get: -1, Post: -1, Delete: -1}, MaxRetries: 1,
		RetryWaitMin: time.Millisecond, RetryWaitMax: time.Millisecond,
	})
	if err != nil {
		tb.Fatalf("making a client: %v", err)
	}
	return client
}

// Mint makes a token of the emulator, for instance one that only reads, to bind
// a provider to by With(tb, Variable("ASTRO_API_TOKEN", token)) or an Actor.
func (e *Env) Mint(tb testing.TB, spec emulator.TokenSpec) string {
	tb.Helper()
	token, err := e.Emulator.MintToken(spec)
	if err != nil {
		tb.Fatalf("minting a token: %v", err)
	}
	return token
}

// With returns the same world seen by a provider with other options: another
// token, another tuning. The emulator and the second actor stay the same.
func (e *Env) With(tb testing.TB, options ...Option) *Env {
	tb.Helper()
	p := &plan{variables: map[string]string{}, tuning: testTuning()}
	for _, apply := range options {
		apply(p)
	}
	other := *e
	other.finish(p, tb.TempDir())
	if token := p.variables["ASTRO_API_TOKEN"]; token != "" {
		other.Token = token
	}
	return &other
}

// server returns the provider under test, not configured yet.
func (e *Env) server() (tfprotov6.ProviderServer, error) {
	return providerserver.NewProtocol6WithError(provider.New(Version, e.options...))()
}

// Factories serves the provider to plugin-testing, under the name astro.
func (e *Env) Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){"astro": e.server}
}

// Test runs an acceptance test in parallel with others. It counts it, and skips
// it, or fails in CI, when there is no CLI.
func (e *Env) Test(t *testing.T, c resource.TestCase) {
	t.Helper()
	RequireCLI(t)
	countTest()
	if c.ProtoV6ProviderFactories == nil {
		c.ProtoV6ProviderFactories = e.Factories()
	}
	resource.ParallelTest(t, c)
}

package astro

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Defaults of Config.
const (
	// DefaultHost is the production API (API facts, A.1).
	DefaultHost = "https://api.astronomer.io"
	// DefaultMaxRetries is how often a request is repeated for causes other than 429.
	DefaultMaxRetries = 4
	// DefaultRequestTimeout bounds one HTTP exchange.
	DefaultRequestTimeout = 60 * time.Second

	defaultRetryWaitMin = time.Second
	defaultRetryWaitMax = 30 * time.Second
	apiVersion          = "/v1"
)

// Config says which API a Client talks to and how hard it tries.
type Config struct {
	// Host is the API's base URL without a version; empty means DefaultHost.
	Host string
	// Token is the bearer token, with or without the "Bearer " prefix.
	Token string
	// OrganizationID is the organization to work in. Empty means: the only one
	// the token can see, looked up at the first call that needs it.
	OrganizationID string
	// Version is the provider's version, sent as User-Agent and client version.
	Version string
	// MaxRetries bounds repeats for causes other than 429; negative means none.
	// Zero means DefaultMaxRetries.
	MaxRetries int
	// RequestTimeout bounds one exchange; zero means DefaultRequestTimeout.
	RequestTimeout time.Duration
	// RateLimits paces requests; zero fields mean the documented limits.
	RateLimits RateLimits
	// RetryWaitMin and RetryWaitMax bound the pause before a repeat; zero means 1 s and 30 s.
	RetryWaitMin, RetryWaitMax time.Duration
	// Transport replaces the HTTP transport, for tests; nil means a clone of the default.
	Transport http.RoundTripper
	// Logger gets one record per exchange: method, path, status, duration and
	// request id, never a body or the token. nil means no log.
	Logger *slog.Logger
}

// Client is a client of one organization. It is safe for concurrent use.
type Client struct {
	base     *url.URL
	token    string
	version  string
	timeout  time.Duration
	logger   *slog.Logger
	pace     *pacer
	retrying *retryablehttp.Client
	retries  Retries

	// organizationTurn is held by whoever looks the organization up. It is a
	// channel, because waiting for a look-up must end with the caller's context.
	organizationTurn chan struct{}
	organizationID   string

	// refused is set by the first 401: a token does not become valid within a
	// run, so later requests fail without being sent.
	refused atomic.Pointer[Error]
	seen    seenScopes
}

// NewClient checks the configuration and returns a client. It sends nothing.
func NewClient(config Config) (*Client, error) {
	base, err := ParseHost(config.Host)
	if err != nil {
		return nil, err
	}
	token := plainToken(config.Token)
	if token == "" {
		return nil, errors.New("no API token was given")
	}
	c := &Client{
		base:           base,
		token:          token,
		version:        orDefault(config.Version, "dev"),
		timeout:        orDefault(config.RequestTimeout, DefaultRequestTimeout),
		logger:         orDefault(config.Logger, slog.New(slog.DiscardHandler)),
		pace:           newPacer(config.RateLimits),
		organizationID: config.OrganizationID,

		organizationTurn: make(chan struct{}, 1),
	}
	c.retries = retriesOf(config)
	c.retrying = c.newRetrying(config)
	return c, nil
}

// ParseHost checks an API base URL: https, or http for the loopback interface
// only, so that a token never crosses a network in the clear. Empty means DefaultHost.
func ParseHost(host string) (*url.URL, error) {
	parsed, err := url.Parse(orDefault(strings.TrimRight(host, "/"), DefaultHost))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the host %q is not a URL: %w", host, err)
	case parsed.Host == "" || (parsed.Scheme != "https" && parsed.Scheme != "http"):
		return nil, fmt.Errorf("the host %q must be a full URL such as %q", host, DefaultHost)
	case parsed.Scheme == "http" && !isLoopback(parsed.Hostname()):
		return nil, fmt.Errorf("the host %q uses http, which is allowed for the loopback interface only; use https", host)
	case parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "":
		return nil, fmt.Errorf("the host %q must not contain credentials, a query or a fragment", parsed.Redacted())
	case versionInPath.MatchString(parsed.Path):
		return nil, fmt.Errorf("the host %q must not contain the version of the API; it is added to every request", host)
	}
	return parsed, nil
}

// versionInPath matches what people copy along with the host from documentation.
var versionInPath = regexp.MustCompile(`/v[0-9]+[a-z0-9]*$`)

// Host is the base URL the client talks to, without a version.
func (c *Client) Host() string { return c.base.String() }

// RequestTimeout is the bound of one exchange.
func (c *Client) RequestTimeout() time.Duration { return c.timeout }

// OrganizationID returns the organization the client works in. When none was
// configured it is looked up once: the only organization the token can see; none
// or several is an error that lists them.
func (c *Client) OrganizationID(ctx context.Context) (string, error) {
	select {
	case c.organizationTurn <- struct{}{}:
		defer func() { <-c.organizationTurn }()
	case <-ctx.Done():
		return "", &Error{Operation: "find the organization", Message: "cancelled before an answer was received", cause: ctx.Err()}
	}
	if c.organizationID != "" {
		return c.organizationID, nil
	}
	organizations, err := c.ListOrganizations(ctx)
	if err != nil {
		return "", err
	}
	if len(organizations) != 1 {
		found := make([]string, 0, len(organizations))
		for _, o := range organizations {
			found = append(found, fmt.Sprintf("%s (%s)", visible(o.ID, maxShortWords), visible(o.Name, maxShortWords)))
		}
		return "", &Error{
			Operation: "find the organization",
			Message: fmt.Sprintf("the token sees %d organizations [%s]; set organization_id in the provider block or ASTRO_ORGANIZATION_ID",
				len(organizations), strings.Join(found, ", ")),
		}
	}
	c.organizationID = organizations[0].ID
	return c.organizationID, nil
}

func orDefault[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

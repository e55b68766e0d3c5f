package provider

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// setting is a value and where it came from, in words for a person.
type setting struct {
	value, source string
}

// resolver finds the settings of one Configure.
type resolver struct {
	deps  *dependencies
	diags *diag.Diagnostics
	// cli is the login whose token is used; nil when the token came from elsewhere.
	cli *cliContext
}

// connection is where to work and as whom.
type connection struct {
	token, host, organizationID string
}

// connection resolves token, host and organization. It returns false after it
// added an error.
func (r *resolver) connection(m model) (connection, bool) {
	token, ok := r.token(m)
	if !ok {
		return connection{}, false
	}
	claims, ok := r.claims(token)
	if !ok {
		return connection{}, false
	}
	host, ok := r.host(m)
	if !ok {
		return connection{}, false
	}
	organizationID, ok := r.organization(m, token, claims)
	return connection{token: token.value, host: host, organizationID: organizationID}, ok
}

// own takes a setting from the configuration, else from the environment.
func (r *resolver) own(attribute types.String, name, variable string) setting {
	if value := strings.TrimSpace(attribute.ValueString()); value != "" {
		return setting{value: value, source: "the provider's argument " + name}
	}
	if value, _ := r.deps.environment(variable); strings.TrimSpace(value) != "" {
		return setting{value: strings.TrimSpace(value), source: "the environment variable " + variable}
	}
	return setting{}
}

func (r *resolver) token(m model) (setting, bool) {
	if found := r.own(m.Token, tokenAttribute, "ASTRO_API_TOKEN"); found.value != "" {
		return found, true
	}
	const ways = "Set the environment variable ASTRO_API_TOKEN, or the provider's argument token"
	if !m.UseCLI.IsNull() && !m.UseCLI.ValueBool() {
		r.fail(tokenAttribute, "Missing API token", ways+". The Astro CLI's login is not looked at because use_cli is false.")
		return setting{}, false
	}
	login, err := readCLIContext(r.deps)
	if err != nil {
		r.fail(useCLIAttribute, "Could not read the Astro CLI's login",
			fmt.Sprintf("No API token was given, and %v. %s, or mend the file with \"astro login\".", err, ways))
		return setting{}, false
	}
	if login == nil || login.token == "" {
		r.fail(tokenAttribute, "Missing API token", ways+", or log in with \"astro login\" on a machine of your own.")
		return setting{}, false
	}
	r.cli = login
	return setting{value: login.token, source: fmt.Sprintf("the Astro CLI's context %q in %s", login.domain, login.file)}, true
}

// claims reads the token and refuses one that cannot work.
func (r *resolver) claims(token setting) (astro.TokenClaims, bool) {
	claims, err := astro.ParseToken(token.value)
	if err != nil {
		r.fail(tokenAttribute, "Malformed API token",
			fmt.Sprintf("The token from %s is not an API token of Astro: %v. Copy it again as a whole.%s", token.source, err, r.loginHint()))
		return claims, false
	}
	if claims.Expired(r.deps.now()) {
		r.fail(tokenAttribute, "Expired API token",
			fmt.Sprintf("The token from %s expired at %s. Rotate it or make a new one.%s",
				token.source, claims.ExpiresAt.UTC().Format(time.RFC3339), r.loginHint()))
		return claims, false
	}
	return claims, true
}

func (r *resolver) loginHint() string {
	if r.cli == nil {
		return ""
	}
	return " A login of the Astro CLI is renewed by \"astro login\"."
}

func (r *resolver) host(m model) (string, bool) {
	found := r.own(m.Host, hostAttribute, "ASTRO_API_HOST")
	if found.value == "" {
		found = setting{value: astro.DefaultHost, source: "the default"}
		if r.cli != nil {
			found = setting{value: r.cli.host, source: fmt.Sprintf("the Astro CLI's context %q", r.cli.domain)}
		}
	}
	parsed, err := astro.ParseHost(found.value)
	if err != nil {
		r.fail(hostAttribute, "Invalid host", fmt.Sprintf("It comes from %s. %s", found.source, hostDetail(err)))
		return "", false
	}
	if r.cli != nil && !sameHost(parsed, r.cli.host) {
		r.fail(hostAttribute, "Token and host do not belong together",
			fmt.Sprintf("The token comes from the Astro CLI's context %q, whose API is %s, but %s says %s. A login of the CLI is never sent to another host. "+
				"Leave the host out, choose the context with \"astro context switch\" or ASTRO_DOMAIN, or give a token of that host by ASTRO_API_TOKEN.",
				r.cli.domain, r.cli.host, found.source, parsed))
		return "", false
	}
	return found.value, true
}

func sameHost(a *url.URL, other string) bool {
	b, err := astro.ParseHost(other)
	return err == nil && a.Scheme == b.Scheme && strings.EqualFold(a.Host, b.Host) && a.Path == b.Path
}

// organization may return "": then the client looks it up at its first request.
func (r *resolver) organization(m model, token setting, claims astro.TokenClaims) (string, bool) {
	found := r.own(m.OrganizationID, organizationAttribute, "ASTRO_ORGANIZATION_ID")
	switch {
	case found.value == "" && claims.OrganizationID != "":
		return claims.OrganizationID, true
	case found.value == "" && r.cli != nil:
		return r.cli.organization, true
	case found.value == "":
		return "", true
	}
	if err := validate.CUID(found.value); err != nil {
		r.fail(organizationAttribute, "Invalid id",
			fmt.Sprintf("%q from %s is not the id of an organization: %v.", found.value, found.source, err))
		return "", false
	}
	if claims.OrganizationID != "" && claims.OrganizationID != found.value {
		r.fail(organizationAttribute, "Token of another organization",
			fmt.Sprintf("%s says %s, but the token from %s belongs to the organization %s. Nothing was sent, because in a wrong organization every object seems to be gone. "+
				"Leave the organization out, or use a token of the one you mean.", capital(found.source), found.value, token.source, claims.OrganizationID))
		return "", false
	}
	return found.value, true
}

func (r *resolver) fail(attribute, summary, detail string) {
	r.diags.AddAttributeError(path.Root(attribute), summary, detail)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// clientConfig is the configuration of the client; the second result is S, the settle time.
func (r *resolver) clientConfig(m model, to connection, version string) (astro.Config, time.Duration) {
	tuning := r.deps.tuning
	config := astro.Config{
		Host: to.host, Token: to.token, OrganizationID: to.organizationID, Version: version,
		MaxRetries: tuning.MaxRetries, RequestTimeout: tuning.RequestTimeout, RateLimits: tuning.RateLimits,
		RetryWaitMin: tuning.RetryWaitMin, RetryWaitMax: tuning.RetryWaitMax,
		Transport: r.deps.transport, Logger: newLogger(),
	}
	if !m.MaxRetries.IsNull() {
		// The client reads 0 as its default and a negative number as none.
		config.MaxRetries = int(m.MaxRetries.ValueInt64())
		if config.MaxRetries == 0 {
			config.MaxRetries = -1
		}
	}
	if m.RateLimits != nil {
		replace(&config.RateLimits.Get, m.RateLimits.Get.ValueFloat64())
		replace(&config.RateLimits.Post, m.RateLimits.Post.ValueFloat64())
		replace(&config.RateLimits.Delete, m.RateLimits.Delete.ValueFloat64())
	}
	r.span(m.RequestTimeout, "request_timeout", minRequestTimeout, maxRequestTimeout, &config.RequestTimeout)
	settle := tuning.Settle
	r.span(m.SettleTime, "settle_time", 0, maxSettleTime, &settle)
	if settle == 0 {
		// The editor reads 0 as its default and a negative span as no waiting.
		settle = -1
	}
	return config, settle
}

// span reads a span of time into target, which stays as it is for null.
func (r *resolver) span(attribute types.String, name string, minimum, maximum time.Duration, target *time.Duration) {
	if attribute.IsNull() {
		return
	}
	value, err := validate.Duration(attribute.ValueString(), minimum, maximum)
	if err != nil {
		r.fail(name, "Invalid span of time", fmt.Sprintf("The value %v.", err))
		return
	}
	*target = value
}

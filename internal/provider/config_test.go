package provider_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/provider"
)

const (
	claimed    = "clclaimed0000000000000000"
	configured = "clconfigured0000000000000"
	ofContext  = "clcontext0000000000000000"
)

var now = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

// token is an API token with claims.
func token(payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(payload)) + ".c2lnbmF0dXJl"
}

func organizationToken(id string) string {
	return token(fmt.Sprintf(`{"permissions":["organizationId:%s"]}`, id))
}

// wire answers every request and remembers where it went and as whom.
type wire struct{ requests []string }

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.requests = append(w.requests, r.URL.String()+" as "+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	body := fmt.Sprintf(`{"id":%q,"name":"X"}`, path.Base(r.URL.Path))
	if strings.HasSuffix(r.URL.Path, "/organizations") {
		body = `{"organizations":[{"id":"clonly0000000000000000000","name":"Only"}],"totalCount":1}`
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}, nil
}

// block is a provider block; members left out are null.
type block map[string]tftypes.Value

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

// configure validates and configures a provider, and returns what it said.
func configure(t *testing.T, p frameworkprovider.Provider, b block) (tfprotov6.ProviderServer, []*tfprotov6.Diagnostic) {
	t.Helper()
	server := providerserver.NewProtocol6(p)()
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	typ, ok := schema.Provider.ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("the provider block is no object")
	}
	members := map[string]tftypes.Value{}
	for name, member := range typ.AttributeTypes {
		members[name] = tftypes.NewValue(member, nil)
		if value, ok := b[name]; ok {
			members[name] = value
		}
	}
	config, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, members))
	if err != nil {
		t.Fatal(err)
	}
	validated, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: &config})
	if err != nil {
		t.Fatal(err)
	}
	if len(validated.Diagnostics) > 0 {
		return server, validated.Diagnostics
	}
	said, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config})
	if err != nil {
		t.Fatal(err)
	}
	return server, said.Diagnostics
}

// readOrganization makes the configured provider send a request.
func readOrganization(t *testing.T, server tfprotov6.ProviderServer) []*tfprotov6.Diagnostic {
	t.Helper()
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	typ, ok := schema.DataSourceSchemas["astro_organization"].ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("no data source astro_organization")
	}
	members := map[string]tftypes.Value{}
	for name, member := range typ.AttributeTypes {
		members[name] = tftypes.NewValue(member, nil)
	}
	config, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, members))
	if err != nil {
		t.Fatal(err)
	}
	read, err := server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "astro_organization", Config: &config})
	if err != nil {
		t.Fatal(err)
	}
	return read.Diagnostics
}

// cliConfig writes a configuration of the Astro CLI and returns its home folder.
func cliConfig(t *testing.T, content string) string {
	t.Helper()
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".astro"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, ".astro", "config.yaml"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}

// contextOf is a configuration with one context, the current one.
func contextOf(domain, login, organization string) string {
	return fmt.Sprintf("context: %s\ncontexts:\n  %s:\n    domain: %s\n    token: Bearer %s\n    refreshtoken: r\n    organization: %s\n    workspace: clw\n",
		domain, strings.ReplaceAll(domain, ".", "_"), domain, login, organization)
}

// look makes a look-up of the environment from pairs.
func look(pairs map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := pairs[name]
		return value, ok
	}
}

// Where each setting comes from, proven by where the first request goes.
func TestSources(t *testing.T) {
	t.Parallel()
	plain, own := token(`{}`), organizationToken(claimed)
	const api = "https://api.astronomer.io/v1/organizations"
	for name, test := range map[string]struct {
		block       block
		environment map[string]string
		cli         string
		want        []string
	}{
		"token by attribute": {
			block: block{"token": text(own)}, environment: map[string]string{"ASTRO_API_TOKEN": plain},
			want: []string{api + "/" + claimed + " as " + own},
		},
		"token by environment": {
			environment: map[string]string{"ASTRO_API_TOKEN": " Bearer " + own + "\n"}, cli: contextOf("astronomer.io", plain, ofContext),
			want: []string{api + "/" + claimed + " as " + own},
		},
		"empty attribute counts as none": {
			block: block{"token": text(""), "host": text("")}, environment: map[string]string{"ASTRO_API_TOKEN": own},
			want: []string{api + "/" + claimed + " as " + own},
		},
		"organization by attribute": {
			block: block{"organization_id": text(configured)}, environment: map[string]string{"ASTRO_API_TOKEN": plain, "ASTRO_ORGANIZATION_ID": claimed},
			want: []string{api + "/" + configured + " as " + plain},
		},
		"organization by environment": {
			environment: map[string]string{"ASTRO_API_TOKEN": plain, "ASTRO_ORGANIZATION_ID": configured},
			want:        []string{api + "/" + configured + " as " + plain},
		},
		"organization by environment equals the claim": {
			environment: map[string]string{"ASTRO_API_TOKEN": own, "ASTRO_ORGANIZATION_ID": claimed},
			want:        []string{api + "/" + claimed + " as " + own},
		},
		"only visible organization, at the first request": {
			environment: map[string]string{"ASTRO_API_TOKEN": plain},
			want: []string{
				api + "?limit=1000&offset=0&sorts=name%3Aasc as " + plain,
				api + "/clonly0000000000000000000 as " + plain,
			},
		},
		"an organization of the CLI does not go with another token": {
			environment: map[string]string{"ASTRO_API_TOKEN": plain}, cli: contextOf("astronomer.io", own, ofContext),
			want: []string{
				api + "?limit=1000&offset=0&sorts=name%3Aasc as " + plain,
				api + "/clonly0000000000000000000 as " + plain,
			},
		},
		"host by attribute": {
			block:       block{"host": text("https://one.example.com/")},
			environment: map[string]string{"ASTRO_API_TOKEN": own, "ASTRO_API_HOST": "https://two.example.com"},
			want:        []string{"https://one.example.com/v1/organizations/" + claimed + " as " + own},
		},
		"host by environment": {
			environment: map[string]string{"ASTRO_API_TOKEN": own, "ASTRO_API_HOST": "http://127.0.0.1:8888"},
			want:        []string{"http://127.0.0.1:8888/v1/organizations/" + claimed + " as " + own},
		},
		"a host of the CLI does not go with another token": {
			environment: map[string]string{"ASTRO_API_TOKEN": own}, cli: contextOf("astronomer-dev.io", plain, ofContext),
			want: []string{api + "/" + claimed + " as " + own},
		},
		"all from the CLI": {
			cli:  contextOf("astronomer.io", plain, ofContext),
			want: []string{api + "/" + ofContext + " as " + plain},
		},
		"the claim before the CLI's organization": {
			cli:  contextOf("astronomer.io", own, ofContext),
			want: []string{api + "/" + claimed + " as " + own},
		},
		"another domain of the CLI": {
			cli:  contextOf("cloud.astronomer-stage.io", plain, ofContext) + "  astronomer-stage_io:\n    token: Bearer " + plain + "\n    organization: " + ofContext + "\n",
			want: []string{"https://api.astronomer-stage.io/v1/organizations/" + ofContext + " as " + plain},
		},
		"a preview of the CLI": {
			cli:  contextOf("pr1234.astronomer-dev.io", plain, ofContext),
			want: []string{"https://pr1234.api.astronomer-dev.io/v1/organizations/" + ofContext + " as " + plain},
		},
		"localhost of the CLI": {
			cli:  contextOf("localhost", plain, ofContext),
			want: []string{"http://localhost:8888/v1/organizations/" + ofContext + " as " + plain},
		},
		"localhost of the CLI with a core": {
			cli:  contextOf("localhost", plain, ofContext) + "local:\n  core: http://127.0.0.1:9999/\n",
			want: []string{"http://127.0.0.1:9999/v1/organizations/" + ofContext + " as " + plain},
		},
		"domain by environment": {
			cli:         contextOf("astronomer.io", own, claimed) + "  localhost:\n    token: " + plain + "\n    organization: " + ofContext + "\n",
			environment: map[string]string{"ASTRO_DOMAIN": "localhost"},
			want:        []string{"http://localhost:8888/v1/organizations/" + ofContext + " as " + plain},
		},
		"the CLI's own host may be repeated": {
			block: block{"host": text("https://API.astronomer.io/")}, cli: contextOf("astronomer.io", plain, ofContext),
			want: []string{"https://API.astronomer.io/v1/organizations/" + ofContext + " as " + plain},
		},
		"use_cli false does not disturb a token": {
			block: block{"use_cli": tftypes.NewValue(tftypes.Bool, false)}, environment: map[string]string{"ASTRO_API_TOKEN": own},
			want: []string{api + "/" + claimed + " as " + own},
		},
		"a broken CLI file does not disturb a token": {
			environment: map[string]string{"ASTRO_API_TOKEN": own}, cli: "\t: not yaml",
			want: []string{api + "/" + claimed + " as " + own},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{}
			home := t.TempDir()
			if test.cli != "" {
				home = cliConfig(t, test.cli)
			}
			p := provider.New("1.2.3", provider.WithEnvironment(look(test.environment)), provider.WithHome(home),
				provider.WithTransport(w), provider.WithClock(func() time.Time { return now }))
			server, said := configure(t, p, test.block)
			if len(said) > 0 {
				t.Fatalf("%s: %s", said[0].Summary, said[0].Detail)
			}
			if len(w.requests) > 0 {
				t.Fatalf("Configure has sent %v", w.requests)
			}
			_ = readOrganization(t, server)
			if got, want := strings.Join(w.requests, "\n"), strings.Join(test.want, "\n"); got != want {
				t.Errorf("requests\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Every setting that cannot work is one clear error with its attribute, before
// any request and without showing a token.
func TestRefusals(t *testing.T) {
	t.Parallel()
	good, expired := organizationToken(claimed), token(fmt.Sprintf(`{"exp":%d}`, now.Add(-time.Hour).Unix()))
	withToken := map[string]string{"ASTRO_API_TOKEN": good}
	for name, test := range map[string]struct {
		block       block
		environment map[string]string
		cli         string
		attribute   string
		want        []string
	}{
		"no token": {attribute: "token", want: []string{"Missing API token", "ASTRO_API_TOKEN", "astro login"}},
		"no token and no CLI": {
			block: block{"use_cli": tftypes.NewValue(tftypes.Bool, false)}, cli: contextOf("astronomer.io", good, ofContext),
			attribute: "token", want: []string{"Missing API token", "use_cli is false"},
		},
		"a context without token": {cli: contextOf("astronomer.io", "", ofContext), attribute: "token", want: []string{"Missing API token"}},
		"another context":         {cli: contextOf("astronomer.io", good, ofContext), environment: map[string]string{"ASTRO_DOMAIN": "example.com"}, attribute: "token", want: []string{"Missing API token"}},
		"a broken CLI file":       {cli: "contexts: [secret", attribute: "use_cli", want: []string{"Could not read the Astro CLI's login", "config.yaml", "astro login"}},
		"malformed by attribute":  {block: block{"token": text("secret")}, attribute: "token", want: []string{"Malformed API token", "argument token"}},
		"malformed by environment": {
			environment: map[string]string{"ASTRO_API_TOKEN": "secret"}, attribute: "token", want: []string{"Malformed API token", "variable ASTRO_API_TOKEN"},
		},
		"expired by environment": {
			environment: map[string]string{"ASTRO_API_TOKEN": expired}, attribute: "token",
			want: []string{"Expired API token", "variable ASTRO_API_TOKEN", "2026-03-01T11:00:00Z"},
		},
		"expired by the CLI": {cli: contextOf("astronomer.io", expired, ofContext), attribute: "token", want: []string{"Expired API token", `context "astronomer.io"`, "astro login"}},
		"another organization by attribute": {
			block: block{"organization_id": text(configured)}, environment: withToken, attribute: "organization_id",
			want: []string{"Token of another organization", "The provider's argument organization_id", configured, claimed},
		},
		"another organization by environment": {
			environment: map[string]string{"ASTRO_API_TOKEN": good, "ASTRO_ORGANIZATION_ID": configured}, attribute: "organization_id",
			want: []string{"Token of another organization", "The environment variable ASTRO_ORGANIZATION_ID", configured, claimed},
		},
		"no id by attribute":   {block: block{"organization_id": text("Demo")}, environment: withToken, attribute: "organization_id", want: []string{"Invalid id", `"Demo"`}},
		"no id by environment": {environment: map[string]string{"ASTRO_API_TOKEN": good, "ASTRO_ORGANIZATION_ID": "Demo"}, attribute: "organization_id", want: []string{"Invalid id", "ASTRO_ORGANIZATION_ID"}},
		"host by http":         {block: block{"host": text("http://api.astronomer.io")}, environment: withToken, attribute: "host", want: []string{"Invalid host", "https"}},
		"host by http in the environment": {
			environment: map[string]string{"ASTRO_API_TOKEN": good, "ASTRO_API_HOST": "http://api.astronomer.io"}, attribute: "host", want: []string{"Invalid host", "ASTRO_API_HOST"},
		},
		"a CLI token and another host": {
			block: block{"host": text("https://example.com")}, cli: contextOf("astronomer.io", good, ofContext), attribute: "host",
			want: []string{"Token and host do not belong together", "https://api.astronomer.io", "https://example.com", "ASTRO_API_TOKEN"},
		},
		"a CLI token and another host by environment": {
			environment: map[string]string{"ASTRO_API_HOST": "https://example.com"}, cli: contextOf("astronomer.io", good, ofContext), attribute: "host",
			want: []string{"Token and host do not belong together", "ASTRO_API_HOST"},
		},
		"retries":         {block: block{"max_retries": tftypes.NewValue(tftypes.Number, 21)}, environment: withToken, attribute: "max_retries", want: []string{"21"}},
		"request timeout": {block: block{"request_timeout": text("1ms")}, environment: withToken, attribute: "request_timeout", want: []string{"Invalid span of time", `"1ms"`}},
		"settle time":     {block: block{"settle_time": text("soon")}, environment: withToken, attribute: "settle_time", want: []string{"Invalid span of time", `"soon"`, "2.5s"}},
		"rate limit": {
			block: block{"rate_limits": rates(map[string]any{"get": 0})}, environment: withToken, attribute: "rate_limits", want: []string{"0.1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{}
			home := t.TempDir()
			if test.cli != "" {
				home = cliConfig(t, test.cli)
			}
			p := provider.New("1.2.3", provider.WithEnvironment(look(test.environment)), provider.WithHome(home),
				provider.WithTransport(w), provider.WithClock(func() time.Time { return now }))
			_, said := configure(t, p, test.block)
			if len(said) != 1 || said[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Fatalf("%d diagnostics, want one error: %v", len(said), said)
			}
			if at := said[0].Attribute; at == nil || !strings.HasPrefix(at.String(), fmt.Sprintf("AttributeName(%q)", test.attribute)) {
				t.Errorf("attribute %s, want %s", at, test.attribute)
			}
			whole := said[0].Summary + ": " + said[0].Detail
			for _, want := range test.want {
				if !strings.Contains(whole, want) {
					t.Errorf("the error lacks %q:\n%s", want, whole)
				}
			}
			for _, secret := range []string{"secret", good, expired} {
				if strings.Contains(whole, secret) {
					t.Errorf("the error shows %q:\n%s", secret, whole)
				}
			}
			if len(w.requests) > 0 {
				t.Errorf("sent %v", w.requests)
			}
		})
	}
}

// rates is a value for rate_limits; members left out are null.
func rates(members map[string]any) tftypes.Value {
	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"get": tftypes.Number, "post": tftypes.Number, "delete": tftypes.Number}}
	values := map[string]tftypes.Value{}
	for name, typ := range object.AttributeTypes {
		values[name] = tftypes.NewValue(typ, members[name])
	}
	return tftypes.NewValue(object, values)
}

// Settings that are not known yet are no error at plan; what needs them names them.
func TestUnknownSettings(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]block{
		"token":           {"token": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)},
		"organization_id": {"organization_id": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)},
		"host":            {"host": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)},
		"rate_limits":     {"rate_limits": rates(map[string]any{"post": tftypes.UnknownValue})},
		"settle_time":     {"settle_time": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{}
			p := provider.New("1.2.3", provider.WithEnvironment(look(map[string]string{"ASTRO_API_TOKEN": organizationToken(claimed)})),
				provider.WithHome(t.TempDir()), provider.WithTransport(w))
			server, said := configure(t, p, b)
			if len(said) > 0 {
				t.Fatalf("%s: %s", said[0].Summary, said[0].Detail)
			}
			read := readOrganization(t, server)
			if len(read) != 1 || !strings.Contains(read[0].Detail, name) {
				t.Errorf("the read should name %s, got %v", name, read)
			}
			if len(w.requests) > 0 {
				t.Errorf("sent %v", w.requests)
			}
		})
	}
}

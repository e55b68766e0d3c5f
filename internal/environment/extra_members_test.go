package environment

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

func TestParseExtra(t *testing.T) {
	t.Parallel()
	for text, wrong := range map[string]string{
		``: "", `{}`: "", ` {"a": 1} `: "", `{"a":{"b":[1,null]}}`: "",
		`{`: "it is not valid JSON", `{"a":1}x`: "text follows the JSON object", `{} {}`: "text follows the JSON object",
		`[]`: "it is not a JSON object", `"a"`: "it is not a JSON object", `1`: "it is not a JSON object", `null`: "it is null",
		`{"secret": s3cret}`: "it is not valid JSON",
	} {
		got := ""
		if _, err := parseExtra(text); err != nil {
			got = err.Error()
		}
		if got != wrong {
			t.Errorf("parseExtra(%s): %q, want %q", text, got, wrong)
		}
	}
}

func TestExtraMeans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{`{"a":1,"b":2}`, `{ "b": 2, "a": 1 }`, true},
		{`{"a":1}`, `{"a":1.0}`, true},
		{`{"a":100}`, `{"a":1e2}`, true},
		{`{"a":12345678901234567890}`, `{"a":12345678901234567891}`, false},
		{`{"a":1e999999999}`, `{"a":1}`, false},
		{`{"a":"1"}`, `{"a":1}`, false},
		{`{"a":null}`, `{}`, false},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, false},
		{`{"a":{"b":1}}`, `{"a":1}`, false},
		{`{"a":"<&>"}`, `{"a":"\u003c\u0026\u003e"}`, true},
		{`x`, `x`, true},
		{`x`, `y`, false},
		{`{}`, ``, true},
	} {
		if got := extraText(c.a).means(extraText(c.b)); got != c.same {
			t.Errorf("%s means %s: %v", c.a, c.b, got)
		}
		if got := extraText(c.b).means(extraText(c.a)); got != c.same {
			t.Errorf("%s means %s: %v", c.b, c.a, got)
		}
	}
	if extraNull().means(extraText(`{}`)) || !extraNull().means(extraNull()) {
		t.Error("null means only itself")
	}
}

// What the API masks keeps its value as long as setFields names it.
func TestObserved(t *testing.T) {
	t.Parallel()
	prior := astro.Extra{"secret": "s", "plain": "old"}
	wanted := []string{"plain", "secret"}
	for name, c := range map[string]struct {
		answer astro.Extra
		set    setFields
		want   astro.Extra
	}{
		"masked by absence":   {astro.Extra{"plain": "new"}, setFields{"extra.plain", "extra.secret"}, astro.Extra{"plain": "new", "secret": "s"}},
		"masked by a blank":   {astro.Extra{"plain": "new", "secret": ""}, setFields{"extra.plain", "extra.secret"}, astro.Extra{"plain": "new", "secret": "s"}},
		"secret gone":         {astro.Extra{"plain": "new"}, setFields{"extra.plain"}, astro.Extra{"plain": "new"}},
		"both gone":           {nil, setFields{"host"}, astro.Extra{}},
		"extra not answered":  {nil, setFields{"extra"}, prior},
		"no list at all":      {nil, nil, astro.Extra{}},
		"a list that is void": {astro.Extra{"plain": "old"}, nil, prior},
		"others do not count": {astro.Extra{"plain": "old", "foreign": 1}, setFields{"extra.plain", "extra.secret", "extra.foreign"}, prior},
	} {
		if diff := cmp.Diff(c.want, observed(c.answer, c.set, prior, wanted)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestLooksSecret(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"password", "passphrase", "private_key", "private_key_content", "privateKey", "api_key", "apiKey", "api_token", "token", "aws_secret_access_key",
		"client_secret", "aws_session_token", "keyfile_dict", "connection_string", "account_key", "pat", "SAS_TOKEN",
	} {
		if !validate.LooksSecret(name) {
			t.Errorf("%q does not look secret", name)
		}
	}
	for _, name := range []string{
		"account", "warehouse", "database", "role", "region_name", "private_key_file", "token_url", "secret_id", "aws_access_key_id", "token_lifetime",
		"path", "pattern", "key", "sslmode", "secrets_path", "token_type",
	} {
		if validate.LooksSecret(name) {
			t.Errorf("%q looks secret", name)
		}
	}
}

package environment

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

func TestTooOldForConnections(t *testing.T) {
	t.Parallel()
	for version, old := range map[string]bool{
		"4.2.5": true, "8.10.0": true, "9.2.9": true, "9.2.0-base": true,
		"9.3.0": false, "9.10.0": false, "10.0.0": false, "12.1.0": false, "13.2.0": false,
		"3.0-4": false, "3.1-12": false, "": false, "unknown": false, "9": false,
	} {
		if got := tooOldForConnections(version); got != old {
			t.Errorf("%q: %v", version, got)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	names := []string{"account", "database", "role", "warehouse"}
	for name, want := range map[string]string{
		"databse": ` Did you mean "database"?`, "Database": ` Did you mean "database"?`, "warehose": ` Did you mean "warehouse"?`,
		"rol": ` Did you mean "role"?`, "session_parameters": "", "x": "", "database": "",
	} {
		if got := didYouMean(name, names); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestFitsDataType(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dataType string
		value    any
		fits     bool
	}{
		{"string", "a", true},
		{"string", json.Number("1"), true},
		{"string", map[string]any{}, false},
		{"integer", json.Number("1"), true},
		{"integer", "1", true},
		{"integer", "1.5", false},
		{"integer", json.Number("1.5"), false},
		{"integer", true, false},
		{"number", "1.5", true},
		{"number", "x", false},
		{"Boolean", true, true},
		{"boolean", "True", true},
		{"boolean", "maybe", false},
		{"boolean", json.Number("1"), false},
		{"object", map[string]any{}, true},
		{"object", `{"a":1}`, true},
		{"object", `{`, false},
		{"object", true, false},
		{"something new", true, true},
	} {
		if got := fitsDataType(c.dataType, c.value); got != c.fits {
			t.Errorf("%s %v: %v", c.dataType, c.value, got)
		}
	}
}

func TestParseIDs(t *testing.T) {
	t.Parallel()
	const a, b = "clx4n1abc0000000000000001", "clx4n1abc0000000000000002"
	if p, err := parsePair(a + "/" + b); err != nil || p != (pair{a, b}) || p.String() != a+"/"+b {
		t.Errorf("pair %v, %v", p, err)
	}
	for _, id := range []string{"", a, a + "/", a + "/" + b + "/", "x/" + b, a + "|" + b} {
		if _, err := parsePair(id); err == nil {
			t.Errorf("parsePair(%q) passed", id)
		}
	}
	for id, want := range map[string]struct {
		scope scopeKey
		key   string
	}{
		a:                          {scopeKey{astro.ScopeWorkspace, a}, ""},
		a + "/my/key":              {scopeKey{astro.ScopeWorkspace, a}, "my/key"},
		"deployment:" + a + "/key": {scopeKey{astro.ScopeDeployment, a}, "key"},
	} {
		scope, key, err := parseConnectionID(id)
		if err != nil || scope != want.scope || key != want.key {
			t.Errorf("%q: %v %q %v", id, scope, key, err)
		}
	}
}

// A field that the connection uses passes although its auth type has none of
// the name; that goes for a password, too, whose value nobody sees.
func TestFieldsThatTheConnectionUses(t *testing.T) {
	t.Parallel()
	object := func(setFields ...string) *astro.EnvironmentObject {
		return &astro.EnvironmentObject{ID: new(string), SetFields: setFields, Connection: &astro.Connection{
			Type: "http", ConnectionAuthType: &astro.ConnectionAuthType{Name: "Token", Parameters: []astro.AuthTypeParameter{{AirflowParamName: "host"}}},
		}}
	}
	planned := &walkState{}
	planned.plan("planned", plannedConnection{password: true, sameAuthType: true})
	for name, c := range map[string]struct {
		base   baseValues
		refuse bool
	}{
		"set":               {(&walkState{}).baseOf("c", object("host", "password")), false},
		"not set":           {(&walkState{}).baseOf("c", object("host")), true},
		"nothing is told":   {(&walkState{}).baseOf("c", object()), false},
		"about to be set":   {planned.baseOf("planned", object("host")), false},
		"set on another id": {planned.baseOf("c", object("host")), true},
	} {
		if findings := checkField(c.base, "password", "", true); (len(findings) > 0) != c.refuse {
			t.Errorf("%s: %v", name, findings)
		}
	}
}

// What an entry overrides after other edits of the same cycle.
func TestFieldsAfter(t *testing.T) {
	t.Parallel()
	const d = "clx4n1abc0000000000000002"
	fresh := &astro.EnvironmentObject{Links: []astro.Link{{
		Scope: astro.ScopeDeployment, ScopeEntityID: d, SetFields: []string{"host", "password", "extra.a"},
		ConnectionOverrides: &astro.ConnectionOverrides{Extra: astro.Extra{"a": "b"}},
	}}}
	entry := astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: d}
	for name, c := range map[string]struct {
		links []astro.LinkRequest
		want  []string
	}{
		"bare": {[]astro.LinkRequest{entry}, []string{"extra.a", "host", "password"}},
		"gone": {nil, nil},
		"set and unset": {[]astro.LinkRequest{{
			Scope: astro.ScopeDeployment, ScopeEntityID: d, Overrides: &astro.OverridesRequest{
				Connection: &astro.ConnectionOverrides{Login: new(string), Port: new(int64)}, UnsetFields: []string{"password", "extra.a"},
			},
		}}, []string{"host", "port"}},
	} {
		if diff := cmp.Diff(c.want, fieldsAfter(fresh, &astro.UpdateEnvironmentObjectRequest{Links: c.links}, d)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

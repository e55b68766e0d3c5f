package function_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// call is one call of a function and what it must give: a result, or an error
// about an argument that says something.
type call struct {
	arguments []any
	want      any
	blames    int64
	says      string
}

// play makes the calls.
func play(t *testing.T, function string, calls map[string]call) {
	t.Helper()
	p := acctest.Start(t).Provider(t)
	for name, c := range calls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, failed := p.Call(function, c.arguments...)
			if c.says != "" {
				requireFailure(t, failed, c.blames, c.says)
				return
			}
			if failed != nil {
				t.Fatal(failed.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func requireFailure(t *testing.T, failed *tfprotov6.FunctionError, blames int64, says string) {
	t.Helper()
	if failed == nil || failed.FunctionArgument == nil || *failed.FunctionArgument != blames || !strings.Contains(failed.Text, says) {
		t.Errorf("said %+v, want %q about argument %d", failed, says, blames)
	}
}

func TestDeploymentName(t *testing.T) {
	t.Parallel()
	options := func(members acctest.Object) []any { return []any{"feature/ABC-123_fix", members} }
	// The digits are those of sha256sum.
	play(t, "deployment_name", map[string]call{
		"as documented":          {arguments: []any{"feature/ABC-123_fix"}, want: "branch-feature-abc-123-fix-56cbde"},
		"plain":                  {arguments: []any{"main"}, want: "branch-main-0d6e40"},
		"alike but another":      {arguments: []any{"feature/abc-123-fix"}, want: "branch-feature-abc-123-fix-d74361"},
		"hyphens around":         {arguments: []any{"--x--"}, want: "branch-x-cf0e7d"},
		"digits alone":           {arguments: []any{"123"}, want: "branch-123-a665a4"},
		"no ASCII letter":        {arguments: []any{"日本語"}, want: "branch-77710a"},
		"letters of another":     {arguments: []any{"Füße"}, want: "branch-f-e-976502"},
		"cut":                    {arguments: []any{strings.Repeat("a", 60)}, want: "branch-" + strings.Repeat("a", 40) + "-11ee39"},
		"cut at a hyphen":        {arguments: []any{strings.Repeat("a", 39) + "/b"}, want: "branch-" + strings.Repeat("a", 39) + "-5b0492"},
		"prefix":                 {arguments: options(acctest.Object{"prefix": "preview"}), want: "preview-feature-abc-123-fix-56cbde"},
		"no prefix":              {arguments: options(acctest.Object{"prefix": ""}), want: "feature-abc-123-fix-56cbde"},
		"null options":           {arguments: []any{"main", nil}, want: "branch-main-0d6e40"},
		"null prefix":            {arguments: options(acctest.Object{"prefix": nil}), want: "branch-feature-abc-123-fix-56cbde"},
		"short":                  {arguments: options(acctest.Object{"max_length": 20}), want: "branch-featur-56cbde"},
		"short, as text":         {arguments: options(acctest.Object{"max_length": "20"}), want: "branch-featur-56cbde"},
		"shortest":               {arguments: options(acctest.Object{"max_length": 13}), want: "branch-56cbde"},
		"long":                   {arguments: []any{strings.Repeat("a", 60), acctest.Object{"max_length": 63}}, want: "branch-" + strings.Repeat("a", 49) + "-11ee39"},
		"too short":              {arguments: options(acctest.Object{"max_length": 12}), blames: 1, says: "max_length is 12, but with this prefix it is 13 to 500"},
		"too long":               {arguments: options(acctest.Object{"max_length": 501}), blames: 1, says: "13 to 500"},
		"no number":              {arguments: options(acctest.Object{"max_length": "short"}), blames: 1, says: "no whole number"},
		"half a number":          {arguments: options(acctest.Object{"max_length": 20.5}), blames: 1, says: "no whole number"},
		"an option that is none": {arguments: options(acctest.Object{"length": 20}), blames: 1, says: `no member "length"; there are prefix, max_length`},
		"no object":              {arguments: []any{"main", "preview"}, blames: 1, says: "no object"},
		"options twice":          {arguments: []any{"main", acctest.Object{}, acctest.Object{}}, blames: 1, says: "more than once"},
		"no branch":              {arguments: []any{""}, blames: 0, says: "branch is empty"},
		"not known yet":          {arguments: options(acctest.Object{"prefix": acctest.Unknown}), want: acctest.Unknown},
	})
}

func TestCronNext(t *testing.T) {
	t.Parallel()
	play(t, "cron_next", map[string]call{
		"later today":  {arguments: []any{"0 18 * * 1-5", "2026-03-02T12:00:00Z"}, want: "2026-03-02T18:00:00Z"},
		"after itself": {arguments: []any{"0 18 * * 1-5", "2026-03-06T18:00:00Z"}, want: "2026-03-09T18:00:00Z"},
		"another zone": {arguments: []any{"0 18 * * *", "2026-03-02T19:30:00+02:00"}, want: "2026-03-02T18:00:00Z"},
		"fractions":    {arguments: []any{"0 18 * * *", "2026-03-02T17:59:59.5Z"}, want: "2026-03-02T18:00:00Z"},
		"no cron":      {arguments: []any{"@daily", "2026-03-02T12:00:00Z"}, blames: 0, says: "five fields"},
		"never":        {arguments: []any{"0 0 30 2 *", "2026-03-02T12:00:00Z"}, blames: 0, says: "never fires"},
		"no time":      {arguments: []any{"0 18 * * *", "2026-03-02"}, blames: 1, says: "no"},
	})
}

// fields is a result of parse_connection_uri; what is not named is null.
func fields(members acctest.Object) acctest.Object {
	all := acctest.Object{"type": nil, "host": nil, "port": nil, "login": nil, "schema": nil, "password": nil, "extra": nil, "description": nil}
	maps.Copy(all, members)
	return all
}

// The URIs are those of Airflow's own documentation and tests, and what its
// parser (urllib.parse) makes of odd ones.
func TestParseConnectionURI(t *testing.T) {
	t.Parallel()
	full := acctest.Object{"type": "postgres", "login": "air flow", "password": "p@ss:w/rd", "host": "db.example.com", "port": int64(5432), "schema": "or/ders"}
	play(t, "parse_connection_uri", map[string]call{
		"all of it":                {arguments: []any{"postgres://air%20flow:p%40ss%3Aw%2Frd@db.example.com:5432/or%2Fders"}, want: fields(full)},
		"postgresql":               {arguments: []any{"postgresql://h/s"}, want: fields(acctest.Object{"type": "postgres", "host": "h", "schema": "s"})},
		"hyphens":                  {arguments: []any{"google-cloud-platform://?project=x"}, want: fields(acctest.Object{"type": "google_cloud_platform", "extra": `{"project":"x"}`})},
		"type alone":               {arguments: []any{"aws://"}, want: fields(acctest.Object{"type": "aws"})},
		"parameters":               {arguments: []any{"aws:///?region_name=eu-central-1&role+arn=a%2Bb+c&empty="}, want: fields(acctest.Object{"type": "aws", "extra": `{"empty":"","region_name":"eu-central-1","role arn":"a+b c"}`})},
		"the last one wins":        {arguments: []any{"x://h?a=1&a=2"}, want: fields(acctest.Object{"type": "x", "host": "h", "extra": `{"a":"2"}`})},
		"__extra__":                {arguments: []any{"x://h/?__extra__=%7B%22a%22%3A+%7B%22b%22%3A+1%7D%7D"}, want: fields(acctest.Object{"type": "x", "host": "h", "extra": `{"a":{"b":1}}`})},
		"protocol":                 {arguments: []any{"http://https://u:p@example.com:8443/base"}, want: fields(acctest.Object{"type": "http", "host": "https://example.com", "login": "u", "password": "p", "port": int64(8443), "schema": "base"})},
		"port alone":               {arguments: []any{"x://@:1234"}, want: fields(acctest.Object{"type": "x", "port": int64(1234)})},
		"password alone":           {arguments: []any{"x://:s3cret@h"}, want: fields(acctest.Object{"type": "x", "password": "s3cret", "host": "h"})},
		"login alone":              {arguments: []any{"x://me@h"}, want: fields(acctest.Object{"type": "x", "login": "me", "host": "h"})},
		"an @ in the password":     {arguments: []any{"x://me:a@b@h"}, want: fields(acctest.Object{"type": "x", "login": "me", "password": "a@b", "host": "h"})},
		"host in capitals":         {arguments: []any{"X://DB.Example.com"}, want: fields(acctest.Object{"type": "x", "host": "db.example.com"})},
		"host with a path":         {arguments: []any{"x://Host%2FPath"}, want: fields(acctest.Object{"type": "x", "host": "Host/Path"})},
		"IPv6":                     {arguments: []any{"x://[2001:db8::1]:5432/s"}, want: fields(acctest.Object{"type": "x", "host": "2001:db8::1", "port": int64(5432), "schema": "s"})},
		"no valid escape":          {arguments: []any{"x://u:100%@h"}, want: fields(acctest.Object{"type": "x", "login": "u", "password": "100%", "host": "h"})},
		"a line of a file":         {arguments: []any{"  x://h\n"}, want: fields(acctest.Object{"type": "x", "host": "h"})},
		"JSON":                     {arguments: []any{`{"conn_type":"postgresql","login":"a","password":"b","host":"H","port":5432,"schema":"s","extra":{"n":1,"t":"x"},"description":"d"}`}, want: fields(acctest.Object{"type": "postgres", "login": "a", "password": "b", "host": "H", "port": int64(5432), "schema": "s", "extra": `{"n":1,"t":"x"}`, "description": "d"})},
		"JSON, extra as text":      {arguments: []any{`{"conn_type":"x","port":"22","extra":"{\"a\": 1}"}`}, want: fields(acctest.Object{"type": "x", "port": int64(22), "extra": `{"a":1}`})},
		"JSON, nulls and empty":    {arguments: []any{`{"conn_type":"x","host":null,"port":"","extra":""}`}, want: fields(acctest.Object{"type": "x"})},
		"empty":                    {arguments: []any{" "}, says: "it is empty"},
		"no scheme":                {arguments: []any{"db.example.com:5432"}, says: "neither JSON nor a URI"},
		"no port":                  {arguments: []any{"x://h:port"}, says: "no port"},
		"port too high":            {arguments: []any{"x://h:65536"}, says: "no port"},
		"a URI in a parameter":     {arguments: []any{"s3://key:s3cret@?endpoint=http://minio"}, says: "percent-encoded"},
		"three URIs":               {arguments: []any{"x://a://b://c"}, says: "percent-encoded"},
		"__extra__ that is none":   {arguments: []any{"x://h/?__extra__=s3cret"}, says: "__extra__ is no JSON object"},
		"broken JSON":              {arguments: []any{`{"conn_type": s3cret`}, says: "no JSON object"},
		"JSON of another program":  {arguments: []any{`{"conn_type":"x","user":"a"}`}, says: `a member "user"`},
		"JSON without a type":      {arguments: []any{`{"host":"h"}`}, says: "no conn_type"},
		"JSON with a list":         {arguments: []any{`{"conn_type":"x","host":["h"]}`}, says: "host is neither"},
		"JSON, extra that is none": {arguments: []any{`{"conn_type":"x","extra":"s3cret"}`}, says: "extra is no JSON object"},
	})
}

// An error shows no part of what may hold a password.
func TestParseConnectionURIKeepsSecrets(t *testing.T) {
	t.Parallel()
	p := acctest.Start(t).Provider(t)
	for _, uri := range []string{
		"s3cret", "x://u:s3cret@h:s3cret", "x://s3cret://s3cret://s3cret", "x://h/?__extra__=s3cret", `{"conn_type":"x","extra":"s3cret"}`, `{"password":"s3cret"}`, `{"s3cret`,
	} {
		if _, failed := p.Call("parse_connection_uri", uri); failed == nil || strings.Contains(failed.Text, "s3cret") {
			t.Errorf("%s: %v", uri, failed)
		}
	}
}

func TestConnectionURI(t *testing.T) {
	t.Parallel()
	with := func(members acctest.Object) []any {
		all := acctest.Object{"type": "postgres"}
		maps.Copy(all, members)
		return []any{all}
	}
	json := func(members acctest.Object) []any { return append(with(members), "json") }
	play(t, "connection_uri", map[string]call{
		"all of it": {
			arguments: with(acctest.Object{"login": "air flow", "password": "p@ss:w/rd?#", "host": "db.example.com", "port": 5432, "schema": "or/ders", "extra": acctest.Object{"sslmode": "require", "a b": "x&y"}}),
			want:      "postgres://air%20flow:p%40ss%3Aw%2Frd%3F%23@db.example.com:5432/or%2Fders?a+b=x%26y&sslmode=require",
		},
		"type alone":           {arguments: with(nil), want: "postgres://"},
		"underscores":          {arguments: []any{acctest.Object{"type": "google_cloud_platform", "extra": `{"project":"x"}`}}, want: "google-cloud-platform:///?project=x"},
		"no schema":            {arguments: with(acctest.Object{"host": "h", "extra": `{"a":"b"}`}), want: "postgres://h/?a=b"},
		"nested extra":         {arguments: with(acctest.Object{"host": "h", "extra": `{"a":{"b":1}}`}), want: "postgres://h/?__extra__=%7B%22a%22%3A%7B%22b%22%3A1%7D%7D"},
		"extra in HCL":         {arguments: with(acctest.Object{"host": "h", "extra": acctest.Object{"a": 1, "b": []any{true}}}), want: "postgres://h/?__extra__=%7B%22a%22%3A1%2C%22b%22%3A%5Btrue%5D%7D"},
		"a member __extra__":   {arguments: with(acctest.Object{"host": "h", "extra": `{"__extra__":"x"}`}), want: "postgres://h/?__extra__=%7B%22__extra__%22%3A%22x%22%7D"},
		"empty extra":          {arguments: with(acctest.Object{"host": "h", "extra": "{}"}), want: "postgres://h"},
		"protocol":             {arguments: []any{acctest.Object{"type": "http", "host": "https://example.com", "port": 8443, "login": "u"}}, want: "http://https://u@example.com:8443"},
		"port alone":           {arguments: with(acctest.Object{"port": 1234}), want: "postgres://@:1234"},
		"password alone":       {arguments: with(acctest.Object{"password": "x", "host": "h"}), want: "postgres://:x@h"},
		"host with a port":     {arguments: with(acctest.Object{"host": "h:1"}), want: "postgres://h%3A1"},
		"IPv6":                 {arguments: with(acctest.Object{"host": "2001:db8::1", "port": 5432}), want: "postgres://2001%3Adb8%3A%3A1:5432"},
		"nulls":                {arguments: with(acctest.Object{"host": nil, "port": nil, "extra": nil}), want: "postgres://"},
		"port as text":         {arguments: with(acctest.Object{"host": "h", "port": "22"}), want: "postgres://h:22"},
		"URI by name":          {arguments: append(with(nil), "uri"), want: "postgres://"},
		"JSON":                 {arguments: json(acctest.Object{"host": "H", "port": 1, "extra": `{"n":1}`, "description": "d", "password": "p"}), want: `{"conn_type":"postgres","description":"d","extra":{"n":1},"host":"H","password":"p","port":1}`},
		"capitals in the type": {arguments: []any{acctest.Object{"type": "Odd"}}, says: `give "json"`},
		"capitals, JSON":       {arguments: []any{acctest.Object{"type": "Odd"}, "json"}, want: `{"conn_type":"Odd"}`},
		"postgresql":           {arguments: []any{acctest.Object{"type": "postgresql"}}, says: "another type"},
		"no type":              {arguments: []any{acctest.Object{"host": "h"}}, says: "type is missing"},
		"Airflow's own name":   {arguments: []any{acctest.Object{"conn_type": "x"}}, says: `no member "conn_type"; there are type, host`},
		"a number for a host":  {arguments: with(acctest.Object{"host": 1}), says: "host is no text"},
		"port too high":        {arguments: with(acctest.Object{"port": 65536}), says: "port is 65536"},
		"extra that is none":   {arguments: with(acctest.Object{"extra": "s3cret"}), says: "extra is no JSON object"},
		"extra that is a list": {arguments: with(acctest.Object{"extra": []any{}}), says: "extra is neither"},
		"no object":            {arguments: []any{"postgres://"}, says: "connection is no object"},
		"another form":         {arguments: append(with(nil), "yaml"), blames: 1, says: `"uri" or "json"`},
		"not known yet":        {arguments: with(acctest.Object{"host": acctest.Unknown}), want: acctest.Unknown},
	})
}

// What is written in either form is read back as it was.
func TestConnectionURIRoundTrip(t *testing.T) {
	t.Parallel()
	p := acctest.Start(t).Provider(t)
	odd := []string{"", "x", "a b", "ü☃", "a+b", "100%", "%41", "a/b", "?", "#", "a:b", "@", "://", "&=", "\"'\\"}
	for i, login := range odd {
		for j, password := range odd {
			schema := odd[(i+j)%len(odd)]
			connection := acctest.Object{
				"type": "x_y", "host": "db.example.com", "port": 1 + i, "login": login, "password": password, "schema": schema,
				"extra": acctest.Object{"k" + login: password, "__": schema},
			}
			for _, form := range []string{"uri", "json"} {
				text, failed := p.Call("connection_uri", connection, form)
				if failed != nil {
					t.Fatalf("%s of %v: %s", form, connection, failed.Text)
				}
				back, failed := p.Call("parse_connection_uri", text)
				if failed != nil {
					t.Fatalf("%v: %s", text, failed.Text)
				}
				read, _ := back.(acctest.Object)
				for name, want := range map[string]any{"type": "x_y", "host": "db.example.com", "port": int64(1 + i), "login": login, "password": password, "schema": schema} {
					if got := read[name]; got != want && (got != nil || want != "") {
						t.Errorf("%s: %s is %v, want %v, in %v", form, name, got, want, text)
					}
				}
				again, failed := p.Call("connection_uri", acctest.Object{"type": "x_y", "extra": read["extra"]}, "json")
				direct, failed2 := p.Call("connection_uri", acctest.Object{"type": "x_y", "extra": connection["extra"]}, "json")
				if failed != nil || failed2 != nil || again != direct {
					t.Errorf("%s: extra is %v, want %v", form, again, direct)
				}
			}
		}
	}
}

// Every attribute of a connection, as resource and data sources have it, can be given.
func TestConnectionURITakesWholeConnections(t *testing.T) {
	t.Parallel()
	p := acctest.Start(t).Provider(t)
	give := func(where string, attributes []*tfprotov6.SchemaAttribute) {
		object := acctest.Object{}
		for _, a := range attributes {
			object[a.Name] = nil
		}
		object["type"] = "postgres"
		if got, failed := p.Call("connection_uri", object); failed != nil || got != "postgres://" {
			t.Errorf("%s: %v, %v", where, got, failed)
		}
	}
	give("resource", p.Schema.ResourceSchemas["astro_connection"].Block.Attributes)
	give("data source", p.Schema.DataSourceSchemas["astro_connection"].Block.Attributes)
	for _, list := range [][]*tfprotov6.SchemaAttribute{p.Schema.DataSourceSchemas["astro_connection"].Block.Attributes, p.Schema.DataSourceSchemas["astro_connections"].Block.Attributes} {
		for _, a := range list {
			if a.NestedType != nil {
				give(a.Name, a.NestedType.Attributes)
			}
		}
	}
}

func TestAirflowSettings(t *testing.T) {
	t.Parallel()
	const head = "# Connections for local development, without secrets. Put those that need one\n# into .env as AIRFLOW_CONN_...; it wins over this file.\n"
	one := acctest.Object{"key": "warehouse", "type": "postgres"}
	play(t, "airflow_settings", map[string]call{
		"none": {arguments: []any{[]any{}}, want: head + "airflow:\n  connections: []\n"},
		"by key, without secrets": {
			arguments: []any{[]any{
				acctest.Object{
					"key": "snowflake", "type": "snowflake", "host": "h", "port": 443, "login": "u", "schema": "yes", "password": "s3cret", "id": "c1",
					"extra": `{"account":"a","database":"DEV","private_key":"s3cret","n":1,"it's":"<b>"}`,
				},
				one,
				acctest.Object{"key": "aws", "type": "aws", "host": nil, "extra": nil},
			}},
			want: head + `airflow:
  connections:
    - conn_id: aws
      conn_type: aws
    - conn_id: snowflake
      conn_type: snowflake
      conn_host: h
      conn_schema: "yes"
      conn_login: u
      conn_port: 443
      conn_extra: '{"account":"a","database":"DEV","it\u0027s":"\u003cb\u003e","n":1}'
    - conn_id: warehouse
      conn_type: postgres
`,
		},
		"a map":           {arguments: []any{acctest.Object{"x": one}}, want: head + "airflow:\n  connections:\n    - conn_id: warehouse\n      conn_type: postgres\n"},
		"no key":          {arguments: []any{[]any{acctest.Object{"type": "x"}}}, says: "connection 1: key"},
		"no type":         {arguments: []any{[]any{acctest.Object{"key": "k"}}}, says: "connection 1 (k): type is missing"},
		"twice":           {arguments: []any{[]any{one, one}}, says: `"warehouse" is there twice`},
		"a single quote":  {arguments: []any{[]any{acctest.Object{"key": "k", "type": "x", "login": "o'hara"}}}, says: "login contains a single quote"},
		"one connection":  {arguments: []any{one}, says: "no list of objects"},
		"a text":          {arguments: []any{"x"}, says: "no list of objects"},
		"a list of texts": {arguments: []any{[]any{"x"}}, says: "no list of objects"},
		"not known yet":   {arguments: []any{[]any{acctest.Object{"key": "k", "type": acctest.Unknown}}}, want: acctest.Unknown},
	})
}

// All names that are made of branches are names that Astro takes.
func TestDeploymentNameIsOne(t *testing.T) {
	t.Parallel()
	p := acctest.Start(t).Provider(t)
	for _, branch := range []string{"a", "日本", "a/b/c", strings.Repeat("x/", 300), "-", "ÄÖÜ", "dependabot/go_modules/golang.org/x/net-0.38.0"} {
		for _, longest := range []int{13, 14, 15, 30, 500} {
			got, failed := p.Call("deployment_name", branch, acctest.Object{"max_length": longest})
			if failed != nil {
				t.Fatal(failed.Text)
			}
			if name := fmt.Sprint(got); len(name) > longest || strings.HasSuffix(name, "-") || strings.Contains(name, "--") {
				t.Errorf("%s, %d: %s", branch, longest, name)
			}
		}
	}
}

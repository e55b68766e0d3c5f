package acctest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/provider"
)

// smallPages cuts every page that the provider asks for down to a number of rows.
func smallPages(rows int) acctest.Option {
	return acctest.Provider(provider.WithTransport(pageCutter{rows}))
}

type pageCutter struct{ rows int }

// RoundTrip asks for fewer rows than the provider does.
func (c pageCutter) RoundTrip(r *http.Request) (*http.Response, error) {
	if query := r.URL.Query(); query.Has("limit") {
		query.Set("limit", strconv.Itoa(c.rows))
		r = r.Clone(r.Context())
		r.URL.RawQuery = query.Encode()
	}
	return http.DefaultTransport.RoundTrip(r)
}

// named makes the request of a development Deployment carry a name.
func named(name string) func(*astro.CreateDeploymentRequest) {
	return func(r *astro.CreateDeploymentRequest) { r.Name = name }
}

// elsewhere makes a second Workspace, as the second actor.
func elsewhere(t *testing.T, env *acctest.Env) string {
	t.Helper()
	var created struct {
		ID string `json:"id"`
	}
	send(t, env, http.MethodPost, "/workspaces", `{"name":"elsewhere"}`, &created)
	return created.ID
}

// send sends a request of the second actor that the client has no method for.
func send(t *testing.T, env *acctest.Env, method, path, body string, answer any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, env.URL+"/v1/organizations/"+env.OrganizationID+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+env.Token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "test/second-actor")
	response, err := http.DefaultClient.Do(request) //nolint:forbidigo // the test's own request
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= http.StatusMultipleChoices {
		t.Fatalf("%s %s answered %d, error %v:\n%s", method, path, response.StatusCode, err, text)
	}
	if answer == nil {
		return
	}
	if err := json.Unmarshal(text, answer); err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
}

// oneError returns the only error that was said.
func oneError(t *testing.T, said acctest.Diagnostics) string {
	t.Helper()
	errs := said.Errors()
	if len(errs) != 1 {
		t.Fatalf("want exactly one error, said:\n%s", said)
	}
	return errs[0]
}

// The platform's default page has 20 rows: the 41st Deployment can be linked,
// and the 44th is found by its name.
func TestLookupBeyondTheFirstPage(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, smallPages(20))
	ids := make([]string, 45)
	for i := range ids {
		ids[i] = development(t, env, named(fmt.Sprintf("d%02d", i+1))).ID
	}
	p := env.Provider(t)
	found := p.Data("astro_deployment", acctest.Object{"workspace_id": env.WorkspaceID, "name": "d44"}).OK()
	if found.Text("id") != ids[43] {
		t.Errorf("d44 is %s, want %s", found.Text("id"), ids[43])
	}
	all := p.Data("astro_deployments", acctest.Object{"workspace_id": env.WorkspaceID}).OK()
	if n := len(rowsOf(t, all, "deployments")); n != 45 {
		t.Errorf("%d Deployments listed, want 45", n)
	}
	made := p.Create(connection, warehouse(env))
	p.Create(link, acctest.Object{"connection_id": made.Text("id"), "deployment_id": ids[40]})
	if entryOf(connectionNow(t, env, made.Text("id")), ids[40]) == nil {
		t.Error("the 41st Deployment is not linked")
	}
}

// rowsOf are the objects of a list attribute.
func rowsOf(t *testing.T, s *acctest.State, attribute string) []acctest.Object {
	t.Helper()
	list, ok := s.Get(attribute).([]any)
	if !ok {
		t.Fatalf("%s is %v, not a list", attribute, s.Get(attribute))
	}
	rows := make([]acctest.Object, 0, len(list))
	for _, element := range list {
		row, ok := element.(acctest.Object)
		if !ok {
			t.Fatalf("%s has the element %v, not an object", attribute, element)
		}
		rows = append(rows, row)
	}
	return rows
}

// Names are not unique: several are an error that lists the ids, none is one
// that lists what there is, and neither settles for another Deployment.
func TestLookupOfDeploymentsByName(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	other := elsewhere(t, env)
	first, second := development(t, env, named("orders")).ID, development(t, env, named("orders")).ID
	there := development(t, env, named("orders"), func(r *astro.CreateDeploymentRequest) { r.WorkspaceID = other }).ID
	lookup := func(workspaceID, name string) *acctest.Result {
		return env.Provider(t).Data("astro_deployment", acctest.Object{"workspace_id": workspaceID, "name": name})
	}

	said := oneError(t, lookup(env.WorkspaceID, "orders").Diagnostics)
	if !strings.HasPrefix(said, "name: ") || !strings.Contains(said, first) || !strings.Contains(said, second) || strings.Contains(said, there) {
		t.Errorf("two of one name, said: %s", said)
	}
	if got := lookup(other, "orders").OK().Text("id"); got != there {
		t.Errorf("orders elsewhere is %s, want %s", got, there)
	}
	for _, name := range []string{"nothing", "Orders", "order"} {
		said := oneError(t, lookup(other, name).Diagnostics)
		if !strings.HasPrefix(said, "name: ") || !strings.Contains(said, there) || strings.Contains(said, first) {
			t.Errorf("looking for %q elsewhere, said: %s", name, said)
		}
	}
	if got := lookup(other, "orders").OK().Text("workspace_id"); got != other {
		t.Errorf("workspace_id = %s", got)
	}
}

// Every way to give the arguments of the singular data sources.
func TestLookupArguments(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.UnknownScopeListsNothing = false }))
	const foreign = "cm00000000000000000000000"
	cases := []struct {
		source string
		config acctest.Object
		want   string
	}{
		{"astro_deployment", acctest.Object{}, "id"},
		{"astro_deployment", acctest.Object{"id": "prod"}, "id: Invalid id"},
		{"astro_deployment", acctest.Object{"name": "x"}, "name: "},
		{"astro_deployment", acctest.Object{"workspace_id": env.WorkspaceID}, "id"},
		{"astro_deployment", acctest.Object{"id": foreign, "name": "x", "workspace_id": env.WorkspaceID}, "id"},
		{"astro_deployment", acctest.Object{"id": foreign, "workspace_id": env.WorkspaceID}, "workspace_id: "},
		{"astro_deployment", acctest.Object{"id": foreign}, "id: Could not read Deployment"},
		{"astro_deployment", acctest.Object{"workspace_id": foreign, "name": "x"}, "name: "},
		{"astro_deployments", acctest.Object{"workspace_id": "prod"}, "workspace_id: Invalid id"},
		{"astro_deployment_options", acctest.Object{"deployment_id": "prod"}, "deployment_id: Invalid id"},
		{"astro_deployment_options", acctest.Object{"deployment_type": "BIG"}, "deployment_type: "},
		{"astro_deployment_options", acctest.Object{"executor": "LOCAL"}, "executor: "},
		{"astro_deployment_options", acctest.Object{"cloud_provider": "aws"}, "cloud_provider: "},
		{"astro_deployment_options", acctest.Object{"deployment_id": foreign}, "deployment_id: Could not read Deployment options"},
		{"astro_hibernation_status", acctest.Object{"deployment_id": "prod"}, "deployment_id: Invalid id"},
		{"astro_hibernation_status", acctest.Object{"deployment_id": foreign}, "deployment_id: Could not read hibernation status"},
		{"astro_connection", acctest.Object{}, "id"},
		{"astro_connection", acctest.Object{"id": "prod"}, "id: Invalid id"},
		{"astro_connection", acctest.Object{"id": foreign}, "id: Could not read connection"},
		{"astro_connection", acctest.Object{"id": foreign, "workspace_id": env.WorkspaceID}, "workspace_id: "},
		{"astro_connection", acctest.Object{"id": foreign, "deployment_id": foreign}, "deployment_id: "},
		{"astro_connection", acctest.Object{"key": "x"}, "key: "},
		{"astro_connection", acctest.Object{"key": "x", "workspace_id": env.WorkspaceID, "deployment_id": foreign}, "workspace_id: "},
		{"astro_connection", acctest.Object{"key": "x", "workspace_id": env.WorkspaceID}, "key: Could not find connection"},
		{"astro_connection", acctest.Object{"key": "x", "deployment_id": foreign}, "deployment_id: Could not read Deployment"},
		{"astro_connections", acctest.Object{}, "workspace_id: "},
		{"astro_connections", acctest.Object{"workspace_id": env.WorkspaceID, "deployment_id": foreign}, "workspace_id: "},
		{"astro_connections", acctest.Object{"deployment_id": foreign}, "deployment_id: Could not read Deployment"},
	}
	for _, c := range cases {
		result := env.Provider(t).Data(c.source, c.config)
		if errs := result.Diagnostics.Errors(); len(errs) != 1 || !strings.HasPrefix(errs[0], c.want) {
			t.Errorf("%s %v: want one error at %q, said:\n%s", c.source, c.config, c.want, result.Diagnostics)
		}
	}
	if env.Writes() != 0 {
		t.Error("data sources have sent writes")
	}
}

// A list by names answers the names that exist, and an id that is not there is
// no reason to take another one.
func TestListOfDeployments(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, smallPages(2))
	other := elsewhere(t, env)
	for _, name := range []string{"b", "a", "c", "a"} {
		development(t, env, named(name))
	}
	development(t, env, named("a"), func(r *astro.CreateDeploymentRequest) { r.WorkspaceID = other })
	for _, c := range []struct {
		config acctest.Object
		want   string
	}{
		{acctest.Object{}, "a a a b c"},
		{acctest.Object{"workspace_id": env.WorkspaceID}, "a a b c"},
		{acctest.Object{"workspace_id": other}, "a"},
		{acctest.Object{"names": []string{"a"}}, "a a a"},
		{acctest.Object{"names": []string{"c", "b", "x"}, "workspace_id": env.WorkspaceID}, "b c"},
		{acctest.Object{"names": []string{"A"}}, ""},
	} {
		var names []string
		for _, row := range rowsOf(t, env.Provider(t).Data("astro_deployments", c.config).OK(), "deployments") {
			names = append(names, fmt.Sprint(row["name"]))
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%v lists %q, want %q", c.config, got, c.want)
		}
	}
}

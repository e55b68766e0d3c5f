package acctest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// rewriter changes answers of the API on their way to the provider.
type rewriter struct {
	mu     sync.Mutex
	change func(rows any)
	hits   int
}

// set replaces the change; nil changes nothing.
func (r *rewriter) set(change func(rows any)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.change, r.hits = change, 0
}

// rewrite applies the change to the rows of a list, or to an object.
func (r *rewriter) rewrite(noun string) func([]byte) []byte {
	return func(body []byte) []byte {
		r.mu.Lock()
		defer r.mu.Unlock()
		var answer any
		if r.change == nil || json.Unmarshal(body, &answer) != nil {
			return body
		}
		rows := answer
		if object, ok := answer.(map[string]any); ok && object[noun] != nil {
			rows = object[noun]
		}
		r.change(rows)
		r.hits++
		rewritten, err := json.Marshal(answer)
		if err != nil {
			return body
		}
		return rewritten
	}
}

// world has one of everything that the provider manages or reads.
type world struct {
	env    *acctest.Env
	states []*acctest.State
	data   map[string]acctest.Object
	// readers are the resources and data sources that ask for each kind of answer.
	readers map[string]string
}

// wholeWorld makes Deployments of all kinds, and a connection with a link and an
// override of everything.
func wholeWorld(t *testing.T) *world {
	t.Helper()
	env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.AuthTypeUnresolved = false }), acctest.Emulator(func(o *emulator.Options) { o.Lenient = true }))
	p := env.Provider(t)
	w := &world{env: env}
	create := func(typeName string, config acctest.Object) *acctest.State {
		w.states = append(w.states, p.Create(typeName, config))
		return w.states[len(w.states)-1]
	}
	development := create(deploymentType, fullStandard(env)).Text("id")
	create(deploymentType, changed(fullDedicated(t, env), "name", "dedicated"))
	create(deploymentType, changed(fullHybrid(t, env), "name", "hybrid"))
	create(schedule, scheduleObject(development))
	shared, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: "snowflake", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: env.WorkspaceID,
		Description: ptr("text"), AutoLinkDeployments: ptr(true),
		Connection: &astro.ConnectionRequest{
			Type: "snowflake", AuthTypeID: ptr("snowflake-password"), Host: ptr("dev"), Login: ptr("airflow"), Password: ptr("hush"), Schema: ptr("s"), Port: ptr(int64(443)),
			Extra: astro.Extra{"account": "ab12345", "database": "DEV"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.states = append(w.states, p.Import(connection, shared).OK())
	create(link, acctest.Object{"connection_id": shared, "deployment_id": development})
	create(override, acctest.Object{"connection_id": shared, "deployment_id": development, "login": "prod", "password": "hush", "extra": `{"database":"PROD"}`})
	cluster := clusterNamed(t, env, "hybrid").ID
	w.data = map[string]acctest.Object{
		"astro_organization": {}, "astro_workspaces": {}, "astro_workspace": {"name": "Demo"}, "astro_clusters": {}, "astro_cluster": {"id": cluster},
		"astro_deployments": {}, "astro_deployment": {"id": development}, "astro_hibernation_status": {"deployment_id": development}, "astro_deployment_options": {},
		"astro_connections": {"deployment_id": development}, "astro_connection": {"id": shared},
	}
	w.readers = map[string]string{
		"Deployment": "astro_deployment astro_deployments astro_hibernation_schedule astro_hibernation_status astro_connection astro_connections",
		"Object":     "astro_connection astro_connections astro_connection_link astro_connection_override",
		"Workspace":  "astro_workspace astro_workspaces", "Cluster": "astro_cluster astro_clusters",
		"Organization": "astro_organization", "DeploymentOptions": "astro_deployment_options",
	}
	return w
}

func changed(object acctest.Object, pairs ...any) acctest.Object {
	with(pairs...)(object)
	return object
}

// readAll reads everything that asks for a kind of answer anew, and returns what
// failed; a panic is a failure.
func (w *world) readAll(t *testing.T, kind string) (failed []string) {
	t.Helper()
	readers := strings.Fields(w.readers[kind])
	guarded := func(what string, read func() *acctest.Result) {
		if !slices.Contains(readers, strings.TrimPrefix(what, "data source ")) {
			return
		}
		defer func() {
			if reason := recover(); reason != nil {
				failed = append(failed, fmt.Sprintf("%s: panic: %v", what, reason))
			}
		}()
		if said := read().Diagnostics; said.HasError() {
			failed = append(failed, fmt.Sprintf("%s:\n%s", what, said))
		}
	}
	p := w.env.Provider(t)
	for _, s := range w.states {
		guarded(s.Type, func() *acctest.Result { return p.Read(s) })
	}
	for name, config := range w.data {
		guarded("data source "+name, func() *acctest.Result { return p.Data(name, config) })
	}
	return failed
}

// Every member that the API may leave out can be missing from every answer, an
// unknown member can be everywhere, and every enum can have a value that came
// later: reads neither fail nor panic.
func TestDecodingIsTolerant(t *testing.T) {
	t.Parallel()
	w := wholeWorld(t)
	api := readContract(t)
	answers := []struct{ path, noun, schema string }{
		{"/deployments(/[^/]+)?$", "deployments", "Deployment"},
		{"/environment-objects(/[^/]+)?$", "environmentObjects", "Object"},
		{"/workspaces(/[^/]+)?$", "workspaces", "Workspace"},
		{"/clusters(/[^/]+)?$", "clusters", "Cluster"},
		{"/organizations(/[^/]+)?$", "organizations", "Organization"},
		{"/deployment-options$", "", "DeploymentOptions"},
	}
	for _, a := range answers {
		rewriter := &rewriter{}
		w.env.AddFault(t, emulator.Fault{Method: "GET", Path: a.path, Count: -1, Rewrite: rewriter.rewrite(a.noun)})
		check := func(what string, change func(rows any)) {
			t.Helper()
			rewriter.set(change)
			for _, failure := range w.readAll(t, a.schema) {
				t.Errorf("%s %s: %s", a.schema, what, failure)
			}
			if rewriter.hits == 0 {
				t.Errorf("%s %s: no answer was changed", a.schema, what)
			}
		}
		check("as it is", func(any) {})
		check("with members of the future", extend)
		for _, m := range api.members(a.schema) {
			// An object of type CONNECTION without its fields is refused, see TestConnectionWithoutFields,
			// and one without an id is not what was asked for, see TestStrayAnswersKeepTheState.
			if m.optional && m.String() != "connection" && m.String() != "id" {
				check("without "+m.String(), func(rows any) {
					mutate(rows, m.place, func(object map[string]any, name string) { delete(object, name) })
				})
			}
			// What an object is cannot be another thing by tomorrow, nor the scope of an entry.
			if m.enum && m.String() != "objectType" && !strings.HasSuffix(m.String(), "scope") && m.String() != "type" {
				check("with a value of the future in "+m.String(), func(rows any) {
					mutate(rows, m.place, func(object map[string]any, name string) {
						if object[name] != nil {
							object[name] = "OF_THE_FUTURE"
						}
					})
				})
			}
		}
		rewriter.set(nil)
	}
}

// A connection that is answered without its fields is an error: taken for an
// empty one it would be written anew.
func TestConnectionWithoutFields(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	state := env.Provider(t).Create(connection, warehouse(env))
	env.AddFault(t, emulator.Fault{Method: "GET", Path: objects + "/", Count: -1, Members: map[string]any{"connection": nil}})
	refusedOnce(t, env.Provider(t).Read(state).Diagnostics, "id: Could not read connection", "without its fields")
	refusedOnce(t, env.Provider(t).Data(connection, acctest.Object{"id": state.Text("id")}).Diagnostics, "id: Could not read connection", "without its fields")
}

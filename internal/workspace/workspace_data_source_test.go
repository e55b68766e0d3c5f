package workspace_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

const (
	dataA = "clzqv4zop000108l5aaaaaaaa"
	dataB = "clzqv4zop000208l5bbbbbbbb"
	other = "clzqv4zop000308l5cccccccc"
)

// seed has two Workspaces called Data and one called other.
const seed = `{
  "organizations": [{"id": "clzqv4zop000008l5hx9r2c1v", "name": "Seeded", "product": "HOSTED", "productPlans": [], "status": "ACTIVE"}],
  "workspaces": [
    {"id": "` + dataB + `", "organizationId": "clzqv4zop000008l5hx9r2c1v", "name": "Data", "description": "second"},
    {"id": "` + other + `", "organizationId": "clzqv4zop000008l5hx9r2c1v", "name": "other", "cicdEnforcedDefault": true},
    {"id": "` + dataA + `", "organizationId": "clzqv4zop000008l5hx9r2c1v", "name": "Data", "description": "first"}
  ]
}`

func start(t *testing.T) *acctest.Env {
	t.Helper()
	return acctest.Start(t, acctest.Emulator(func(o *emulator.Options) {
		o.SeedReader = strings.NewReader(seed)
		o.RandomOrder = true
		o.PageSize = 2
	}))
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	env := start(t)
	for name, test := range map[string]struct {
		config acctest.Object
		want   string
		says   []string
	}{
		"by id":                   {config: acctest.Object{"id": dataB}, want: dataB},
		"by name":                 {config: acctest.Object{"name": "other"}, want: other},
		"several of the name":     {config: acctest.Object{"name": "Data"}, says: []string{"name: Could not find Workspace", "2 objects", dataA, dataB, "by id instead"}},
		"none of the name":        {config: acctest.Object{"name": "data"}, says: []string{"name: Could not find Workspace", `"data"`, dataA, dataB, other}},
		"no such id":              {config: acctest.Object{"id": "clzqv4zop000908l5zzzzzzzz"}, says: []string{"id: Could not read Workspace", "404"}},
		"an id that is none":      {config: acctest.Object{"id": "Data"}, says: []string{"id: "}},
		"both":                    {config: acctest.Object{"id": dataB, "name": "Data"}, says: []string{"id: "}},
		"neither":                 {config: acctest.Object{}, says: []string{"id: "}},
		"an empty name":           {config: acctest.Object{"name": ""}, says: []string{"name: "}},
		"never the only one left": {config: acctest.Object{"name": "Other"}, says: []string{"name: Could not find Workspace"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := env.Provider(t).Data("astro_workspace", test.config)
			if len(test.says) == 0 {
				if id := got.OK().Text("id"); id != test.want {
					t.Errorf("found %q, want %q", id, test.want)
				}
				return
			}
			if errs := got.Diagnostics.Errors(); len(errs) != 1 {
				t.Fatalf("want one error, got %d:\n%s", len(errs), got.Diagnostics)
			}
			for _, text := range test.says {
				if !strings.Contains(got.Diagnostics.Errors()[0], text) {
					t.Errorf("the error does not say %q:\n%s", text, got.Diagnostics)
				}
			}
		})
	}
}

func TestDataSourceShowsEverything(t *testing.T) {
	t.Parallel()
	env := start(t)
	got := env.Provider(t).Data("astro_workspace", acctest.Object{"name": "other"}).OK()
	if got.Text("organization_id") != env.OrganizationID || got.Get("cicd_enforced_default") != true {
		t.Errorf("got %v", got.Values())
	}
	if got.Get("default_region") != nil {
		t.Errorf("a default that is not set should be null, got %v", got.Get("default_region"))
	}
}

func TestDataSources(t *testing.T) {
	t.Parallel()
	env := start(t)
	for name, test := range map[string]struct {
		config acctest.Object
		want   []string
	}{
		"all, by name and id": {config: acctest.Object{}, want: []string{dataA, dataB, other}},
		"of two names":        {config: acctest.Object{"names": []string{"Data", "nobody"}}, want: []string{dataA, dataB}},
		"of another case":     {config: acctest.Object{"names": []string{"OTHER"}}, want: []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := env.Provider(t).Data("astro_workspaces", test.config).OK()
			if ids := idsOf(t, got.Get("workspaces")); !slices.Equal(ids, test.want) {
				t.Errorf("got %v, want %v", ids, test.want)
			}
		})
	}
	t.Run("an empty set of names", func(t *testing.T) {
		t.Parallel()
		if got := env.Provider(t).Data("astro_workspaces", acctest.Object{"names": []string{}}); !got.Diagnostics.HasError() {
			t.Error("an empty set is accepted")
		}
	})
}

func idsOf(t *testing.T, rows any) []string {
	t.Helper()
	list, ok := rows.([]any)
	if !ok {
		t.Fatalf("not a list: %T", rows)
	}
	ids := make([]string, 0, len(list))
	for _, row := range list {
		object, ok := row.(acctest.Object)
		if !ok {
			t.Fatalf("not an object: %T", row)
		}
		id, _ := object["id"].(string)
		ids = append(ids, id)
	}
	return ids
}

// A token that may not list says so, and the advice names a way on.
func TestForbidden(t *testing.T) {
	t.Parallel()
	env := start(t)
	env.AddFault(t, emulator.Fault{Method: "GET", Path: "/workspaces", Status: 403, Message: "no"})
	got := env.Provider(t).Data("astro_workspaces", acctest.Object{})
	if !strings.Contains(got.Diagnostics.String(), "Could not list Workspaces") || !strings.Contains(got.Diagnostics.String(), "permission") {
		t.Errorf("got:\n%s", got.Diagnostics)
	}
}

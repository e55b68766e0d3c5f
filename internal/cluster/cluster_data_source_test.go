package cluster_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

const (
	east   = "clzqv4zop000108l5aaaaaaaa"
	west   = "clzqv4zop000208l5bbbbbbbb"
	hybrid = "clzqv4zop000308l5cccccccc"
	pool   = "clzqv4zop000408l5dddddddd"
)

// seed has two clusters called production and a hybrid one with a node pool.
const seed = `{
  "organizations": [{"id": "clzqv4zop000008l5hx9r2c1v", "name": "Seeded", "product": "HOSTED", "productPlans": [], "status": "ACTIVE"}],
  "clusters": [
    {"id": "` + west + `", "organizationId": "clzqv4zop000008l5hx9r2c1v", "name": "production", "type": "DEDICATED", "status": "CREATED",
     "cloudProvider": "GCP", "region": "us-central1", "dbInstanceType": "db-custom-2-4096", "vpcSubnetRange": "172.20.0.0/20", "workspaceIds": []},
    {"id": "` + hybrid + `", "organizationId": "clzqv4zop000008l5hx9r2c1v", "name": "own account", "type": "HYBRID", "status": "CREATED",
     "cloudProvider": "AWS", "region": "us-east-1", "dbInstanceType": "db.m6g.large", "vpcSubnetRange": "172.20.0.0/20", "workspaceIds": ["clzqv4zop000708l5eeeeeeee"],
     "nodePools": [{"id": "` + pool + `", "clusterId": "` + hybrid + `", "cloudProvider": "AWS", "name": "large", "isDefault": true, "nodeInstanceType": "m6i.4xlarge", "maxNodeCount": 20, "supportedAstroMachines": ["A5", "A10"]}]},
    {"id": "` + east + `", "organizationId": "clzqv4zop000008l5hx9r2c1v", "name": "production", "type": "DEDICATED", "status": "CREATED",
     "cloudProvider": "AWS", "region": "us-east-1", "dbInstanceType": "db.m6g.large", "vpcSubnetRange": "172.20.0.0/20", "workspaceIds": []}
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
		"by id":           {config: acctest.Object{"id": east}, want: east},
		"by name":         {config: acctest.Object{"name": "own account"}, want: hybrid},
		"several":         {config: acctest.Object{"name": "production"}, says: []string{"name: Could not find cluster", east, west}},
		"none":            {config: acctest.Object{"name": "staging"}, says: []string{"name: Could not find cluster", "own account"}},
		"no such id":      {config: acctest.Object{"id": "clzqv4zop000908l5zzzzzzzz"}, says: []string{"id: Could not read cluster"}},
		"an id that none": {config: acctest.Object{"id": "production"}, says: []string{"id: "}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := env.Provider(t).Data("astro_cluster", test.config)
			if len(test.says) == 0 {
				if id := got.OK().Text("id"); id != test.want {
					t.Errorf("found %q, want %q", id, test.want)
				}
				return
			}
			errs := got.Diagnostics.Errors()
			if len(errs) != 1 {
				t.Fatalf("want one error, got %d:\n%s", len(errs), got.Diagnostics)
			}
			for _, text := range test.says {
				if !strings.Contains(errs[0], text) {
					t.Errorf("the error does not say %q:\n%s", text, errs[0])
				}
			}
		})
	}
}

func TestDataSourceShowsNodePools(t *testing.T) {
	t.Parallel()
	env := start(t)
	got := env.Provider(t).Data("astro_cluster", acctest.Object{"id": hybrid}).OK()
	pools, _ := got.Get("node_pools").([]any)
	if len(pools) != 1 {
		t.Fatalf("node_pools = %v", got.Get("node_pools"))
	}
	first, _ := pools[0].(acctest.Object)
	if first["id"] != pool || first["is_default"] != true {
		t.Errorf("node pool = %v", first)
	}
	if allowed, _ := got.Get("workspace_ids").([]any); len(allowed) != 1 {
		t.Errorf("workspace_ids = %v", got.Get("workspace_ids"))
	}

	// Collections are empty and never null where there is nothing.
	got = env.Provider(t).Data("astro_cluster", acctest.Object{"id": east}).OK()
	for _, name := range []string{"node_pools", "workspace_ids"} {
		if list, ok := got.Get(name).([]any); !ok || len(list) != 0 {
			t.Errorf("%s = %v, want an empty collection", name, got.Get(name))
		}
	}
}

func TestDataSources(t *testing.T) {
	t.Parallel()
	env := start(t)
	for name, test := range map[string]struct {
		config acctest.Object
		want   []string
	}{
		"all, by name and id":  {config: acctest.Object{}, want: []string{hybrid, east, west}},
		"of a name":            {config: acctest.Object{"names": []string{"production"}}, want: []string{east, west}},
		"of a cloud provider":  {config: acctest.Object{"cloud_provider": "AWS"}, want: []string{hybrid, east}},
		"of both":              {config: acctest.Object{"names": []string{"production"}, "cloud_provider": "GCP"}, want: []string{west}},
		"of a name nobody has": {config: acctest.Object{"names": []string{"Production"}}, want: []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := env.Provider(t).Data("astro_clusters", test.config).OK()
			rows, _ := got.Get("clusters").([]any)
			ids := make([]string, 0, len(rows))
			for _, row := range rows {
				object, _ := row.(acctest.Object)
				id, _ := object["id"].(string)
				ids = append(ids, id)
			}
			if !slices.Equal(ids, test.want) {
				t.Errorf("got %v, want %v", ids, test.want)
			}
		})
	}
}

package acctest_test

import (
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// Every collection is written as nothing, empty, one element, two, none again,
// and left out at last: no step gives an inconsistent result, every second plan
// is empty, and the last element can be removed.
func TestCollectionsComeAndGo(t *testing.T) {
	t.Parallel()
	object := func(pairs ...any) acctest.Object { return changed(acctest.Object{}, pairs...) }
	plain := func(value string) acctest.Object { return acctest.Object{"value": value} }
	remote := func(ranges any) acctest.Object {
		return acctest.Object{"enabled": true, "allowed_ip_address_ranges": ranges}
	}
	cases := map[string]struct {
		resource, attribute string
		config              func(*testing.T, *acctest.Env) acctest.Object
		values              []any
	}{
		"e-mail addresses": {deploymentType, "contact_emails", standard, []any{
			nil, []string{}, []string{"a@example.com"}, []string{"a@example.com", "b@example.com"}, []string{"b@example.com"}, []string{}, nil,
		}},
		"environment variables": {deploymentType, "environment_variables", standard, []any{
			nil, object(), object("A", plain("1")), object("A", plain("1"), "B", plain("")), object("B", plain("2")), object(), nil, object("A", plain("3")), nil,
		}},
		"worker queues": {deploymentType, "worker_queues", standard, []any{
			nil, object("default", queue()), object("default", queue(), "heavy", queue()), object("default", queue()), nil,
		}},
		"address ranges": {deploymentType, "remote_execution", fullDedicated, []any{
			remote([]string{}), remote([]string{"203.0.113.0/24"}), remote([]string{"203.0.113.0/24", "198.51.100.0/24"}), remote([]string{}), remote(nil),
			acctest.Object{"enabled": false},
			nil,
		}},
		"extra of a connection": {connection, "extra", func(_ *testing.T, env *acctest.Env) acctest.Object { return warehouse(env) }, []any{
			nil, `{}`, `{"a":1}`, `{"a":1,"b":{"c":[]}}`, `{"b":{}}`, `{}`, nil,
		}},
		"extra of an override": {override, "extra", overrideOfHost, []any{
			nil, `{}`, `{"a":1}`, `{"a":1,"b":[]}`, `{"b":null}`, `{}`, nil,
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, clearing())
			config := c.config(t, env)
			var state *acctest.State
			for i, value := range c.values {
				config[c.attribute] = value
				p := env.Provider(t)
				if state != nil {
					state = p.Read(state).OK()
				}
				change := p.Plan(c.resource, state, config)
				if change.Diagnostics.HasError() {
					t.Fatalf("step %d (%v), planning:\n%s", i, value, change.Diagnostics)
				}
				result := change.Apply(env.Provider(t))
				if result.Diagnostics.HasError() {
					t.Fatalf("step %d (%v), applying:\n%s", i, value, result.Diagnostics)
				}
				p = env.Provider(t)
				state = p.Read(result.State).OK()
				if changed := p.Plan(c.resource, state, config).OK().Changed(); len(changed) != 0 {
					t.Errorf("step %d (%v): the second plan changes %v", i, value, changed)
				}
			}
		})
	}
}

func standard(_ *testing.T, env *acctest.Env) acctest.Object {
	return deploymentObject(env, with("executor", "CELERY"))
}

// overrideOfHost overrides one plain field, so that extra can be left out.
func overrideOfHost(t *testing.T, env *acctest.Env) acctest.Object {
	t.Helper()
	return acctest.Object{
		"connection_id": defineConnection(t, env, "shared", true, &astro.ConnectionRequest{Type: "generic", Host: ptr("dev")}),
		"deployment_id": development(t, env).ID, "host": "prod",
	}
}

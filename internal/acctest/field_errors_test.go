package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// What Astro refuses for one field is said on the attribute that fills it, by
// whatever resource and in creates and updates alike.
func TestRefusedFieldsAreSaidAtTheirAttributes(t *testing.T) {
	t.Parallel()
	type world struct {
		env *acctest.Env
		s   shared
	}
	for name, c := range map[string]struct {
		resource string
		config   func(world) acctest.Object
		change   func(acctest.Object)
		field    string
		want     string
	}{
		"key of a new connection": {
			connection, func(w world) acctest.Object { return warehouse(w.env, having("key", "other")) }, nil, "objectKey", "key: Could not create connection",
		},
		"host of a connection": {
			connection, func(w world) acctest.Object { return warehouse(w.env, having("key", "other")) },
			having("host", "new"), "connection.host", "host: Could not update connection",
		},
		"member of extra": {
			connection, func(w world) acctest.Object {
				return warehouse(w.env, having("key", "other"), having("extra", `{"a":"b"}`))
			},
			having("extra", `{"a":"c"}`), "connection.extra.a", "extra: Could not update connection",
		},
		"Deployment of a new link": {
			link, func(w world) acctest.Object { return w.s.object() }, nil, "links[0].scopeEntityId", "deployment_id: Could not create connection link",
		},
		"port of a new override": {
			override, func(w world) acctest.Object { return w.s.object(having("port", 1)) }, nil,
			"links[0].overrides.connection.port", "port: Could not create connection override",
		},
		"host of an override": {
			override, func(w world) acctest.Object { return w.s.object(having("host", "prod")) },
			having("host", "new"), "links[0].overrides.connection.host", "host: Could not update connection override",
		},
		"cron of a new schedule": {
			schedule, func(w world) acctest.Object { return scheduleObject(w.s.deploymentID) }, nil,
			"scalingSpec.hibernationSpec.schedules[0].hibernateAtCron", "hibernate_at_cron: Could not create hibernation schedule",
		},
		"cron of a schedule": {
			schedule, func(w world) acctest.Object { return scheduleObject(w.s.deploymentID) },
			having("wake_at_cron", "0 9 * * *"), "scalingSpec.hibernationSpec.schedules[0].wakeAtCron", "wake_at_cron: Could not update hibernation schedule",
		},
		"a field of nobody's": {
			link, func(w world) acctest.Object { return w.s.object() }, nil, "connection.host", "Could not create connection link",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			w := world{env, share(t, env)}
			config := c.config(w)
			var state *acctest.State
			if c.change != nil {
				state = env.Provider(t).Create(c.resource, config)
				c.change(config)
			}
			change := env.Provider(t).Plan(c.resource, state, config).OK()
			env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: "/(deployments|environment-objects)", Status: http.StatusBadRequest, Count: -1, Members: map[string]any{
				"fieldErrors": []any{map[string]any{"field": c.field, "code": "rule", "message": "not like this"}},
			}})
			if said := oneError(t, change.Apply(env.Provider(t)).Diagnostics); !strings.HasPrefix(said, c.want) || !strings.Contains(said, "not like this") {
				t.Errorf("want %q, said: %s", c.want, said)
			}
		})
	}
}

package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// switchTurn turns switches for one row of a test.
type switchTurn = func(*emulator.Switches)

// updateCase is one update of a connection and what it leaves.
type updateCase struct {
	name   string
	turn   switchTurn
	typed  string // typed body of the create
	more   string // further members of the create, with a leading comma
	update string
	want   string // members connection, setFields, links …; empty: not compared
	status int    // of the update; 0 means 200
}

// runUpdates runs each case in a server of its own.
func runUpdates(t *testing.T, cases []updateCase, members ...string) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			// The rules hold with and without the contract in front of them.
			runUpdate(t, newWorld(t, test.turn), test, members)
			runUpdate(t, newWorldOf(t, emulator.Options{Switches: test.turn, Lenient: true}), test, members)
		})
	}
}

// runUpdate runs one case.
func runUpdate(t *testing.T, w *environmentWorld, test updateCase, members []string) {
	t.Helper()
	path := w.connection(t, test.typed, test.more)
	before := w.shown(t, path, "connection", "setFields", "links", "excludeLinks", "autoLinkDeployments", "description")
	if test.status == 0 {
		test.status = http.StatusOK
	}
	r := w.update(t, test.status, path, test.update)
	if test.status != http.StatusOK {
		after := w.shown(t, path, "connection", "setFields", "links", "excludeLinks", "autoLinkDeployments", "description")
		same(t, "object after a refused update", after, before)
		return
	}
	same(t, "answer", render(t, r.Body, members...), test.want)
	same(t, "get", w.shown(t, path, members...), test.want)
}

func TestUpdateOfBaseFields(t *testing.T) {
	t.Parallel()
	const full = `{"type":"postgres","host":"h","login":"l","password":"p","schema":"s","port":5432,"extra":{"a":1,"b":"x"}}`
	runUpdates(t, []updateCase{
		{
			name: "omitted fields are cleared but for the secrets and extra", typed: full, update: `{"connection":{"type":"postgres","host":"h2"}}`,
			want: `{"connection":{"extra":{"a":1,"b":"x"},"host":"h2","type":"postgres"},"setFields":["extra.a","extra.b","host","password","type"]}`,
		},
		{
			name: "omitted fields are kept", typed: full, update: `{"connection":{"type":"postgres","host":"h2"}}`,
			turn: func(s *emulator.Switches) { s.OmittedConnectionFieldKept = true },
			want: `{"connection":{"extra":{"a":1,"b":"x"},"host":"h2","login":"l","port":5432,"schema":"s","type":"postgres"},"setFields":["extra.a","extra.b","host","login","password","port","schema","type"]}`,
		},
		{
			name: "axiom of base secrets broken", typed: `{"type":"t","password":"p","extra":{"a":1,"token":"x"}}`, update: `{"connection":{"type":"t","extra":{"a":2}}}`,
			turn: func(s *emulator.Switches) { s.AxiomBaseSecretKept = false },
			want: `{"connection":{"extra":{"a":2},"type":"t"},"setFields":["extra.a","type"]}`,
		},
		{
			name: "empty field is unset", typed: full, update: `{"connection":{"type":"postgres","host":"","login":"l"}}`,
			want: `{"connection":{"extra":{"a":1,"b":"x"},"login":"l","type":"postgres"},"setFields":["extra.a","extra.b","login","password","type"]}`,
		},
		{
			name: "empty field is stored", typed: `{"type":"postgres","host":"h"}`, update: `{"connection":{"type":"postgres","host":""}}`,
			turn: func(s *emulator.Switches) { s.EmptyConnectionFieldStored = true },
			want: `{"connection":{"host":"","type":"postgres"},"setFields":["host","type"]}`,
		},
		{
			name: "empty password is kept", typed: `{"type":"t","password":"p"}`, update: `{"connection":{"type":"t","password":""}}`,
			want: `{"connection":{"type":"t"},"setFields":["password","type"]}`,
		},
		{
			name: "empty password clears", typed: `{"type":"t","password":"p"}`, update: `{"connection":{"type":"t","password":""}}`,
			turn: func(s *emulator.Switches) { s.EmptyPasswordClears = true },
			want: `{"connection":{"type":"t"},"setFields":["type"]}`,
		},
		{
			name: "extra is merged", typed: `{"type":"t","extra":{"a":1,"b":"x","token":"s"}}`, update: `{"connection":{"type":"t","extra":{"b":"y","c":2}}}`,
			want: `{"connection":{"extra":{"a":1,"b":"y","c":2},"type":"t"},"setFields":["extra.a","extra.b","extra.c","extra.token","type"]}`,
		},
		{
			name: "visible members of extra are replaced", typed: `{"type":"t","extra":{"a":1,"b":"x","token":"s"}}`, update: `{"connection":{"type":"t","extra":{"b":"y"}}}`,
			turn: func(s *emulator.Switches) { s.BaseExtraVisibleReplaced = true },
			want: `{"connection":{"extra":{"b":"y"},"type":"t"},"setFields":["extra.b","extra.token","type"]}`,
		},
		{
			name: "null removes a member of extra", typed: `{"type":"t","extra":{"a":1,"b":"x"}}`, update: `{"connection":{"type":"t","extra":{"a":null,"c":null}}}`,
			want: `{"connection":{"extra":{"b":"x"},"type":"t"},"setFields":["extra.b","type"]}`,
		},
		{
			name: "null leaves a member of extra", typed: `{"type":"t","extra":{"a":1,"b":"x"}}`, update: `{"connection":{"type":"t","extra":{"a":null,"c":null}}}`,
			turn: func(s *emulator.Switches) { s.NullExtraMemberIgnored = true },
			want: `{"connection":{"extra":{"a":1,"b":"x"},"type":"t"},"setFields":["extra.a","extra.b","type"]}`,
		},
		{
			name: "empty extra changes nothing", typed: `{"type":"t","extra":{"a":1}}`, update: `{"connection":{"type":"t","extra":{}}}`,
			want: `{"connection":{"extra":{"a":1},"type":"t"},"setFields":["extra.a","type"]}`,
		},
		{
			name: "null extra is an absent one", typed: `{"type":"t","extra":{"a":1}}`, update: `{"connection":{"type":"t","extra":null,"host":null}}`,
			want: `{"connection":{"extra":{"a":1},"type":"t"},"setFields":["extra.a","type"]}`,
		},
		{
			name: "empty secret member of extra is kept", typed: `{"type":"t","extra":{"api_key":"k","a":1}}`, update: `{"connection":{"type":"t","extra":{"api_key":"","a":2}}}`,
			want: `{"connection":{"extra":{"a":2},"type":"t"},"setFields":["extra.a","extra.api_key","type"]}`,
		},
		{
			name: "large numbers of extra stay exact", typed: `{"type":"t","extra":{"n":1.50}}`, update: `{"connection":{"type":"t"}}`,
			want: `{"connection":{"extra":{"n":1.5},"type":"t"},"setFields":["extra.n","type"]}`,
		},
		{name: "type is changed", typed: `{"type":"t"}`, update: `{"connection":{"type":"u"}}`, want: `{"connection":{"type":"u"},"setFields":["type"]}`},
		{
			name: "type is immutable", typed: `{"type":"t"}`, update: `{"connection":{"type":"u"}}`, status: http.StatusBadRequest,
			turn: func(s *emulator.Switches) { s.ConnectionTypeImmutable = true },
		},
		{name: "no typed body", typed: `{"type":"t"}`, update: `{"links":[]}`, status: http.StatusBadRequest},
		{name: "typed body of another type", typed: `{"type":"t"}`, update: `{"airflowVariable":{"value":"v"}}`, status: http.StatusBadRequest},
		{name: "no type", typed: `{"type":"t"}`, update: `{"connection":{"host":"h"}}`, status: http.StatusBadRequest},
		{name: "port out of range", typed: `{"type":"t"}`, update: `{"connection":{"type":"t","port":65536}}`, status: http.StatusBadRequest},
		{name: "port 0", typed: `{"type":"t"}`, update: `{"connection":{"type":"t","port":0}}`, status: http.StatusBadRequest},
		{name: "host of the wrong type", typed: `{"type":"t"}`, update: `{"connection":{"type":"t","host":1}}`, status: http.StatusBadRequest},
	}, "connection", "setFields")
}

func TestUpdateOfMembership(t *testing.T) {
	t.Parallel()
	const typed, linked = `{"type":"t"}`, `,"description":"text","links":[{"id":"A"},{"id":"B"}],"excludeLinks":[{"id":"C"}],"autoLinkDeployments":true`
	runUpdates(t, []updateCase{
		{
			name: "absent lists empty and the flag falls", typed: typed, more: linked, update: `{"connection":{"type":"t"}}`,
			want: `{"description":"text","excludeLinks":[],"links":[]}`,
		},
		{
			name: "null lists empty", typed: typed, more: linked, update: `{"connection":{"type":"t"},"links":null,"excludeLinks":null,"autoLinkDeployments":null}`,
			want: `{"description":"text","excludeLinks":[],"links":[]}`,
		},
		{
			name: "links become the list", typed: typed, more: linked,
			update: `{"connection":{"type":"t"},"links":[{"id":"B"}],"excludeLinks":[{"id":"C"},{"id":"A"}],"autoLinkDeployments":true}`,
			want:   `{"autoLinkDeployments":true,"description":"text","excludeLinks":[{"id":"C"},{"id":"A"}],"links":[{"id":"B","setFields":[]}]}`,
		},
		{
			name: "empty lists may be absent, order is free", typed: typed, more: linked,
			turn:   func(s *emulator.Switches) { s.EmptyLinksAbsent, s.NestedOrderShuffled = true, true },
			update: `{"connection":{"type":"t"},"links":[{"id":"A"},{"id":"B"}]}`,
			want:   `{"description":"text","links":[{"id":"B","setFields":[]},{"id":"A","setFields":[]}]}`,
		},
		{
			name: "flag false reads back as absent", typed: typed, more: linked, update: `{"connection":{"type":"t"},"autoLinkDeployments":false,"description":""}`,
			want: `{"excludeLinks":[],"links":[]}`,
		},
		{
			name: "empty text shown", typed: typed, more: linked, update: `{"connection":{"type":"t"},"description":""}`,
			turn: func(s *emulator.Switches) { s.EmptyTextShown = true },
			want: `{"description":"","excludeLinks":[],"links":[]}`,
		},
		{
			name: "omitted description clears", typed: typed, more: linked, update: `{"connection":{"type":"t"}}`,
			turn: func(s *emulator.Switches) { s.OmittedObjectDescriptionClears = true },
			want: `{"excludeLinks":[],"links":[]}`,
		},
		{
			name: "absent links are kept", typed: typed, more: linked, update: `{"connection":{"type":"t"}}`,
			turn: func(s *emulator.Switches) { s.OmittedLinksKept = true },
			want: `{"description":"text","excludeLinks":[],"links":[{"id":"A","setFields":[]},{"id":"B","setFields":[]}]}`,
		},
		{
			name: "description of 501 characters", typed: typed, more: linked, status: http.StatusBadRequest,
			update: `{"connection":{"type":"t"},"description":"` + strings.Repeat("ä", 501) + `"}`,
		},
		{name: "linked and excluded", typed: typed, more: linked, update: `{"connection":{"type":"t"},"links":[{"id":"A"}],"excludeLinks":[{"id":"A"}]}`, status: http.StatusBadRequest},
		{
			name: "linked and excluded accepted", typed: typed, update: `{"connection":{"type":"t"},"links":[{"id":"A"}],"excludeLinks":[{"id":"A"}]}`,
			turn: func(s *emulator.Switches) { s.LinkOfExcludedAccepted = true },
			want: `{"excludeLinks":[{"id":"A"}],"links":[{"id":"A","setFields":[]}]}`,
		},
		{name: "linked twice", typed: typed, more: linked, update: `{"connection":{"type":"t"},"links":[{"id":"A"},{"id":"A"}]}`, status: http.StatusBadRequest},
		{name: "malformed id", typed: typed, more: linked, update: `{"connection":{"type":"t"},"links":[{"id":"bad"}]}`, status: http.StatusInternalServerError},
		{name: "malformed id of an exclude", typed: typed, more: linked, update: `{"connection":{"type":"t"},"excludeLinks":[{"id":"bad"}]}`, status: http.StatusInternalServerError},
		{name: "unknown Deployment", typed: typed, more: linked, update: `{"connection":{"type":"t"},"links":[{"id":"-"}]}`, status: http.StatusNotFound},
		{
			name: "unknown Deployment is a bad request", typed: typed, more: linked, update: `{"connection":{"type":"t"},"links":[{"id":"-"}]}`, status: http.StatusBadRequest,
			turn: func(s *emulator.Switches) { s.UnknownLinkBadRequest = true },
		},
		{name: "Deployment of another Workspace", typed: typed, more: linked, update: `{"connection":{"type":"t"},"links":[{"id":"F"}]}`, status: http.StatusBadRequest},
		{
			name: "links of a Workspace", typed: typed, more: linked, status: http.StatusBadRequest,
			update: `{"connection":{"type":"t"},"links":[{"scope":"WORKSPACE","scopeEntityId":"` + workspaceOther + `"}]}`,
		},
	}, "links", "excludeLinks", "autoLinkDeployments", "description")
}

func TestUpdateOfOverrides(t *testing.T) {
	t.Parallel()
	const (
		typed   = `{"type":"t","host":"h","extra":{"a":1}}`
		more    = `,"links":[{"id":"A","overrides":{"connection":{"host":"o","login":"u","password":"p","extra":{"a":2,"secret":"s","dotted.name":3}}}}]`
		all     = `"setFields":["extra.a","extra.dotted.name","extra.secret","host","login","password"]`
		secrets = `{"links":[{"id":"A","setFields":["extra.secret","password"]}]}`
		shown   = `{"links":[{"connectionOverrides":{"extra":{"a":2,"dotted.name":3},"host":"o","login":"u"},"id":"A",` + all + `}]}`
	)
	entry := func(overrides string) string {
		return `{"connection":{"type":"t"},"links":[{"id":"A","overrides":` + overrides + `}]}`
	}
	runUpdates(t, []updateCase{
		{name: "listed bare", typed: typed, more: more, update: `{"connection":{"type":"t"},"links":[{"id":"A"}]}`, want: secrets},
		{name: "listed with null", typed: typed, more: more, update: entry(`null`), want: secrets},
		{name: "listed with nothing", typed: typed, more: more, update: entry(`{}`), want: secrets},
		{name: "listed with an empty body", typed: typed, more: more, update: entry(`{"connection":{}}`), want: secrets},
		{name: "listed as read", typed: typed, more: more, update: entry(`{"connection":{"host":"o","login":"u","extra":{"a":2,"dotted.name":3}}}`), want: shown},
		{
			name: "listed bare in the old reading", typed: typed, more: more, update: `{"connection":{"type":"t"},"links":[{"id":"A"}]}`, want: shown,
			turn: func(s *emulator.Switches) { s.BareEntryKeepsEverything = true },
		},
		{
			name: "axiom of listed entries broken", typed: typed, more: more, update: entry(`{"connection":{"host":"o","login":"u","extra":{"a":2,"dotted.name":3}}}`),
			turn: func(s *emulator.Switches) { s.AxiomListedEntryKeepsSecrets = false },
			want: `{"links":[{"connectionOverrides":{"extra":{"a":2,"dotted.name":3},"host":"o","login":"u"},"id":"A","setFields":["extra.a","extra.dotted.name","host","login"]}]}`,
		},
		{
			name: "visible fields that are not listed are lost", typed: typed, more: more, update: entry(`{"connection":{"host":"o2","port":1}}`),
			want: `{"links":[{"connectionOverrides":{"host":"o2","port":1},"id":"A","setFields":["extra.secret","host","password","port"]}]}`,
		},
		{
			name: "members of a listed extra merge", typed: typed, more: more, update: entry(`{"connection":{"extra":{"a":5}}}`),
			want: `{"links":[{"connectionOverrides":{"extra":{"a":5,"dotted.name":3}},"id":"A","setFields":["extra.a","extra.dotted.name","extra.secret","password"]}]}`,
		},
		{
			name: "fields merge", typed: typed, more: more, update: entry(`{"connection":{"host":"o2","port":1,"extra":{"a":5}}}`),
			turn: func(s *emulator.Switches) { s.PartialOverrideMerged = true },
			want: `{"links":[{"connectionOverrides":{"extra":{"a":5,"dotted.name":3},"host":"o2","login":"u","port":1},"id":"A","setFields":["extra.a","extra.dotted.name","extra.secret","host","login","password","port"]}]}`,
		},
		{
			name: "visible members of extra are replaced", typed: typed, more: more, update: entry(`{"connection":{"extra":{"b":5}}}`),
			turn: func(s *emulator.Switches) { s.OverrideExtraVisibleReplaced = true },
			want: `{"links":[{"connectionOverrides":{"extra":{"b":5}},"id":"A","setFields":["extra.b","extra.secret","password"]}]}`,
		},
		{name: "too many fields unset", typed: typed, more: more, update: entry(`{"unsetFields":[` + strings.Repeat(`"host",`, 100) + `"host"]}`), status: http.StatusBadRequest},
		{
			name: "fields are unset", typed: typed, more: more, update: entry(`{"unsetFields":["password","extra.secret","extra.dotted.name","port"],"connection":{"host":"o3","login":"u","extra":{"a":2}}}`),
			want: `{"links":[{"connectionOverrides":{"extra":{"a":2},"host":"o3","login":"u"},"id":"A","setFields":["extra.a","host","login"]}]}`,
		},
		{
			name: "all fields are unset", typed: typed, more: more, update: entry(`{"unsetFields":["password","extra","host","login"]}`),
			want: `{"links":[{"id":"A","setFields":[]}]}`,
		},
		{
			name: "an entry that leaves and comes back is bare", typed: typed, more: more, update: `{"connection":{"type":"t"},"links":[{"id":"B","overrides":{"unsetFields":["host"]}}]}`,
			want: `{"links":[{"id":"B","setFields":[]}]}`,
		},
		{name: "empty secret is kept", typed: typed, more: more, update: entry(`{"connection":{"host":"o","login":"u","password":"","extra":{"secret":""}}}`), want: shown},
		{
			name: "empty secret clears", typed: typed, more: more, update: entry(`{"connection":{"host":"o","login":"u","password":"","extra":{"secret":""}}}`),
			turn: func(s *emulator.Switches) { s.EmptyOverrideSecretClears = true },
			want: `{"links":[{"connectionOverrides":{"extra":{"a":2,"dotted.name":3},"host":"o","login":"u"},"id":"A","setFields":["extra.a","extra.dotted.name","host","login"]}]}`,
		},
		{
			name: "empty text unsets", typed: typed, more: more, update: entry(`{"connection":{"host":"","login":"u","extra":{}}}`),
			want: `{"links":[{"connectionOverrides":{"extra":{"a":2,"dotted.name":3},"login":"u"},"id":"A","setFields":["extra.a","extra.dotted.name","extra.secret","login","password"]}]}`,
		},
		{
			name: "only secrets are overridden", typed: typed, more: `,"links":[{"id":"A","overrides":{"connection":{"password":"p"}}}]`, update: `{"connection":{"type":"t"},"links":[{"id":"A"}]}`,
			want: `{"links":[{"id":"A","setFields":["password"]}]}`,
		},
		{name: "set and unset at once", typed: typed, more: more, update: entry(`{"connection":{"host":"x"},"unsetFields":["host"]}`), status: http.StatusBadRequest},
		{name: "member set and unset at once", typed: typed, more: more, update: entry(`{"connection":{"extra":{"a":1}},"unsetFields":["extra.a"]}`), status: http.StatusBadRequest},
		{name: "map unset and member set", typed: typed, more: more, update: entry(`{"connection":{"extra":{"a":1}},"unsetFields":["extra"]}`), status: http.StatusBadRequest},
		{name: "unknown field unset", typed: typed, more: more, update: entry(`{"unsetFields":["colour"]}`), status: http.StatusBadRequest},
		{name: "member of a text unset", typed: typed, more: more, update: entry(`{"unsetFields":["host.x"]}`), status: http.StatusBadRequest},
		{name: "override of another type", typed: typed, more: more, update: entry(`{"airflowVariable":{"value":"x"}}`), status: http.StatusBadRequest},
	}, "links")
}

package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// Where a Deployment gets the extra of its override alone, the plan says what it
// loses; where it is merged, or the API does not say, nothing.
func TestOverrideWarnsOfLostMembers(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		replaced bool
		fault    int
		config   func(acctest.Object)
		want     string
	}{
		"replaced as a whole": {replaced: true, config: snowflake(`{"database":"STAGE"}`), want: "~extra: Deployment loses members of extra"},
		"repeats everything":  {replaced: true, config: snowflake(`{"database":"STAGE","role":"WRITER"}`)},
		"repeats one as a secret": {replaced: true, config: func(o acctest.Object) {
			snowflake(`{"database":"STAGE"}`)(o)
			o["extra_wo"], o["extra_wo_version"] = `{"role":"WRITER"}`, 1
		}},
		"no extra":               {replaced: true},
		"merged":                 {config: snowflake(`{"database":"STAGE"}`)},
		"resolved list fails":    {replaced: true, fault: http.StatusInternalServerError, config: snowflake(`{"database":"STAGE"}`)},
		"resolved list withheld": {replaced: true, fault: http.StatusForbidden, config: snowflake(`{"database":"STAGE"}`)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.ResolveLinkedFails, s.ResolvedExtraReplaced = false, c.replaced }))
			s := share(t, env, autoLinked)
			other := development(t, env, func(r *astro.CreateDeploymentRequest) { r.Name = "other" }).ID
			overrideNow(t, env, s.connectionID, other, astro.ConnectionOverrides{Extra: astro.Extra{"database": "OTHER"}})
			if c.fault != 0 {
				fault := faultOn(http.MethodGet, objects+"$", c.fault)
				env.AddFault(t, fault)
			}
			config := s.object(having("host", "prod"))
			if c.config != nil {
				c.config(config)
			}
			expectFindings(t, env.Provider(t).Plan(override, nil, config).Diagnostics, c.want)
			for _, entry := range env.Journal(http.MethodGet, objects) {
				if strings.Contains(entry.Query, "showSecrets") || (c.config == nil && strings.Contains(entry.Query, "resolveLinked=true")) {
					t.Errorf("asked %s?%s", entry.Path, entry.Query)
				}
			}
		})
	}
}

// The look is one per walk, and none when nothing changes. Where the list fails
// for good, as it does in some organizations, it is one request as well.
func TestLostMembersCostOneLook(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]bool{"works": false, "fails for good": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			countLooks(t, acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.ResolveLinkedFails = fails })))
		})
	}
}

func countLooks(t *testing.T, env *acctest.Env) {
	t.Helper()
	s := share(t, env, autoLinked)
	state := env.Provider(t).Create(override, s.object(snowflake(`{"database":"PROD"}`)))
	looks := func() int {
		count := 0
		for _, entry := range env.Journal(http.MethodGet, objects+"$") {
			if strings.Contains(entry.Query, "resolveLinked=true") {
				count++
			}
		}
		return count
	}
	env.ResetJournal()
	p := env.Provider(t)
	p.Plan(override, state, s.object(snowflake(`{"database":"PROD"}`))).OK()
	if looks() != 0 {
		t.Errorf("a plan without a change took %d looks", looks())
	}
	for _, database := range []string{"A", "B"} {
		p = env.Provider(t)
		p.Plan(override, state, s.object(snowflake(`{"database":"`+database+`"}`))).OK()
	}
	if looks() != 2 {
		t.Errorf("two walks with a change took %d looks", looks())
	}
}

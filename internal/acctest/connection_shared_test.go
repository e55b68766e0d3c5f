package acctest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// deploymentNamed makes a development Deployment of a name.
func deploymentNamed(t *testing.T, env *acctest.Env, name string) string {
	t.Helper()
	return development(t, env, func(r *astro.CreateDeploymentRequest) { r.Name = name }).ID
}

// A change of one field leaves links, overrides, excludes and the flag that
// others made as they are, and the plan lists that field alone.
func TestConnectionUpdateLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	linked, overridden, excluded := deploymentNamed(t, env, "linked"), deploymentNamed(t, env, "overridden"), deploymentNamed(t, env, "excluded")
	config := warehouse(env, having("password", "base-s3cret"), having("extra", `{"a":"b"}`), func(o acctest.Object) {
		o["extra_wo"], o["extra_wo_version"] = `{"api_token":"base-t0ken"}`, 1
	})
	state := env.Provider(t).Create(connection, config)
	id := state.Text("id")
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.AutoLinkDeployments = true
		r.ExcludeLinks = []astro.ExcludeLink{{Scope: astro.ScopeDeployment, ScopeEntityID: excluded}}
		r.Links = []astro.LinkRequest{{Scope: astro.ScopeDeployment, ScopeEntityID: linked}}
	})
	overrideNow(t, env, id, overridden, astro.ConnectionOverrides{
		Host: ptr("prod"), Password: ptr("0verride"), Extra: astro.Extra{"private_key": "k3y", "database": "PROD"},
	})
	before := connectionNow(t, env, id)
	env.ResetJournal()

	config["host"] = "new.example.com"
	p := env.Provider(t)
	change := p.Plan(connection, p.Read(state).OK(), config).OK()
	if diff := cmp.Diff([]string{"host"}, change.Changed()); diff != "" {
		t.Error(diff)
	}
	change.Apply(env.Provider(t)).OK()

	after := connectionNow(t, env, id)
	if deref(after.Connection.Host) != "new.example.com" {
		t.Errorf("host = %v", deref(after.Connection.Host))
	}
	after.Connection.Host, after.UpdatedAt, after.UpdatedBy = before.Connection.Host, before.UpdatedAt, before.UpdatedBy
	sortEntries(before)
	sortEntries(after)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("something else changed:\n%s", diff)
	}
	for _, entry := range env.Journal("", objects) {
		if strings.Contains(entry.Query, "showSecrets") || strings.Contains(entry.Query, "resolveLinked=true") {
			t.Errorf("sent %s", entry.Query)
		}
		for _, secret := range []string{"s3cret", "t0ken", "0verride", "k3y"} {
			if strings.Contains(entry.Body, secret) {
				t.Errorf("a secret was written back: %s", entry.Body)
			}
		}
	}
}

func sortEntries(o *astro.EnvironmentObject) {
	slices.SortFunc(o.Links, func(a, b astro.Link) int { return strings.Compare(a.ScopeEntityID, b.ScopeEntityID) })
	for i := range o.Links {
		slices.Sort(o.Links[i].SetFields)
	}
	slices.Sort(o.SetFields)
}

// Destroying what others use is refused with a list, also as half of a replacement.
func TestConnectionInUseIsNotDestroyed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		autoLink  bool
		entry     *astro.ConnectionOverrides
		refused   string
		deleteDep bool
	}{
		"override":                           {autoLink: true, entry: &astro.ConnectionOverrides{Host: ptr("x")}, refused: "overrides `host`"},
		"bare link of an auto-linked one":    {autoLink: true, entry: &astro.ConnectionOverrides{}},
		"bare link of a Restricted one":      {entry: &astro.ConnectionOverrides{}, refused: "is linked"},
		"override of a Restricted one":       {entry: &astro.ConnectionOverrides{Password: ptr("x")}, refused: "overrides `password`"},
		"override of a Deployment not there": {entry: &astro.ConnectionOverrides{Host: ptr("x")}, deleteDep: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, acctest.Switches(func(s *emulator.Switches) { s.StaleLinksStay = true }))
			deploymentID := deploymentNamed(t, env, "other")
			config := warehouse(env, having("auto_link_deployments", c.autoLink))
			state := env.Provider(t).Create(connection, config)
			editConnection(t, env, state.Text("id"), func(r *astro.UpdateEnvironmentObjectRequest) {
				r.Links = []astro.LinkRequest{{Scope: astro.ScopeDeployment, ScopeEntityID: deploymentID}}
			})
			if cmp.Diff(c.entry, &astro.ConnectionOverrides{}) != "" {
				overrideNow(t, env, state.Text("id"), deploymentID, *c.entry)
			}
			if c.deleteDep {
				if err := env.Client.DeleteDeployment(t.Context(), deploymentID); err != nil {
					t.Fatal(err)
				}
			}
			replaced := warehouse(env, having("auto_link_deployments", c.autoLink), having("key", "other"))
			p := env.Provider(t)
			state = p.Read(state).OK()
			warnings := strings.Join(p.Plan(connection, state, replaced).OK().Diagnostics.Warnings(), "\n")
			if c.refused != "" && (!strings.Contains(warnings, "key: Connection in use will be replaced") || !strings.Contains(warnings, c.refused)) {
				t.Errorf("the plan of a replacement warns:\n%s", warnings)
			}
			if c.refused == "" && warnings != "" {
				t.Errorf("the plan of a replacement warns:\n%s", warnings)
			}
			result := env.Provider(t).Delete(state)
			if c.refused == "" {
				result.OK()
				return
			}
			if said := result.Diagnostics.String(); !strings.Contains(said, "force_destroy: Connection is in use") || !strings.Contains(said, c.refused) || !strings.Contains(said, deploymentID) {
				t.Errorf("said:\n%s", said)
			}
			if env.Requests(http.MethodDelete, objects) != 0 {
				t.Error("a DELETE was sent")
			}
			config["force_destroy"] = true
			state = env.Provider(t).Update(state, config)
			env.Provider(t).Delete(state).OK()
		})
	}
}

// Switching auto-link off names who loses the connection and who stays; both
// directions keep entries, and the plan lists the flag alone.
func TestConnectionAutoLinkOff(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	stays, loses, excluded := deploymentNamed(t, env, "stays"), deploymentNamed(t, env, "loses"), deploymentNamed(t, env, "excluded")
	config := warehouse(env, having("auto_link_deployments", true))
	state := env.Provider(t).Create(connection, config)
	id := state.Text("id")
	overrideNow(t, env, id, stays, astro.ConnectionOverrides{Host: ptr("x")})
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.ExcludeLinks = []astro.ExcludeLink{{Scope: astro.ScopeDeployment, ScopeEntityID: excluded}}
	})
	for _, flag := range []bool{false, true, false} {
		config["auto_link_deployments"] = flag
		change := env.Provider(t).Plan(connection, state, config).OK()
		warnings := strings.Join(change.Diagnostics.Warnings(), "\n")
		if !flag {
			lost, kept, found := strings.Cut(warnings, "These stay linked")
			if !found || !strings.Contains(lost, loses) || strings.Contains(lost, stays) || !strings.Contains(kept, stays) || strings.Contains(warnings, excluded) {
				t.Errorf("warnings:\n%s", warnings)
			}
		} else if warnings != "" {
			t.Errorf("switching on warns:\n%s", warnings)
		}
		if diff := cmp.Diff([]string{"auto_link_deployments"}, change.Changed()); diff != "" {
			t.Error(diff)
		}
		state = change.Apply(env.Provider(t)).OK()
		now := connectionNow(t, env, id)
		if deref(now.AutoLinkDeployments) != flag || len(now.Links) != 1 || now.Links[0].ConnectionOverrides == nil || len(now.ExcludeLinks) != 1 {
			t.Errorf("flag %v: %+v", flag, now)
		}
	}
}

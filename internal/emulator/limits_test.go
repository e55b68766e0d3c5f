package emulator_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// TestDocumentedLimits sends what is just within each limit of the platform's
// own description and what is just beyond it (API facts, B.2, C.2, C.6, D.2, F.2,
// A.4), with the check against openapi.json before the handlers and without.
func TestDocumentedLimits(t *testing.T) {
	t.Parallel()
	text := func(n int) string { return strings.Repeat("é", n) }
	for _, lenient := range []bool{false, true} {
		c := start(t, emulator.Options{Lenient: lenient})
		d := c.create(t, object{"isDevelopmentMode": true})
		workspace := c.do(t, http.StatusOK, http.MethodPost, "workspaces", object{"name": "w"}).text(t, "id")
		token := c.do(t, http.StatusOK, http.MethodPost, "tokens", object{"name": "t", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER"}).text(t, "id")
		create := func(change object) func() *reply {
			return func() *reply { return c.attempt(t, http.MethodPost, "deployments", with(c.minimal(), change)) }
		}
		update := func(change object) func() *reply {
			return func() *reply { return c.attempt(t, http.MethodPost, d.Path, with(d.Full, change)) }
		}
		settings := func(path, name string) func() *reply {
			return func() *reply {
				return c.attempt(t, http.MethodPost, path, object{"name": name, "description": "", "cicdEnforcedDefault": false})
			}
		}
		newToken := func(change object) func() *reply {
			return func() *reply {
				return c.attempt(t, http.MethodPost, "tokens", with(object{"name": "n", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER"}, change))
			}
		}
		renameToken := func(name string) func() *reply {
			return func() *reply { return c.attempt(t, http.MethodPost, "tokens/"+token, object{"name": name}) }
		}
		list := func(query string) func() *reply {
			return func() *reply { return c.attempt(t, http.MethodGet, query, nil) }
		}
		described := func(n int) object {
			return specWith(nil, with(schedule("0 20 * * *", "0 8 * * *"), object{"description": text(n)}))
		}
		several := func(n int) object {
			var all []any
			for i := range n {
				all = append(all, schedule(strconv.Itoa(i)+" 20 * * *", "0 8 * * *"))
			}
			return specWith(nil, all...)
		}
		for name, test := range map[string]struct{ within, beyond func() *reply }{
			"name of a new Deployment":  {create(object{"name": text(500)}), create(object{"name": text(501)})},
			"name of a Deployment":      {update(object{"name": text(500)}), update(object{"name": text(501)})},
			"description of a new one":  {create(object{"description": text(1000)}), create(object{"description": text(1001)})},
			"description":               {update(object{"description": text(1000)}), update(object{"description": text(1001)})},
			"empty name":                {update(object{"name": "x"}), update(object{"name": ""})},
			"name of a new Workspace":   {settings("workspaces", text(50)), settings("workspaces", text(51))},
			"name of a Workspace":       {settings("workspaces/"+workspace, text(50)), settings("workspaces/"+workspace, text(51))},
			"description of a schedule": {update(object{"scalingSpec": described(200)}), update(object{"scalingSpec": described(201)})},
			"schedules":                 {update(object{"scalingSpec": several(10)}), update(object{"scalingSpec": several(11)})},
			"name of a queue":           {update(queues(queue("default", nil), queue(text(63), nil))), update(queues(queue("default", nil), queue(text(64), nil)))},
			"name of a new token":       {newToken(object{"name": text(256)}), newToken(object{"name": text(257)})},
			"empty name of a token":     {newToken(object{"name": "x"}), newToken(object{"name": ""})},
			"description of a token":    {newToken(object{"description": text(500)}), newToken(object{"description": text(501)})},
			"long expiry":               {newToken(object{"tokenExpiryPeriodInDays": 3650}), newToken(object{"tokenExpiryPeriodInDays": 3651})},
			"short expiry":              {newToken(object{"tokenExpiryPeriodInDays": 1}), newToken(object{"tokenExpiryPeriodInDays": 0})},
			"rows of a list":            {list("deployments?limit=1000"), list("deployments?limit=1001")},
			"first row of a list":       {list("tokens?offset=0"), list("tokens?offset=-1")},
			"renamed token":             {renameToken(text(256)), renameToken(text(257))},
		} {
			if r := test.within(); r.Status != http.StatusOK {
				t.Errorf("lenient %v, %s: within the limit: %d %s", lenient, name, r.Status, r.Text)
			}
			if r := test.beyond(); r.Status != http.StatusBadRequest || len(r.rows(t, "fieldErrors")) == 0 {
				t.Errorf("lenient %v, %s: beyond the limit: %d %s", lenient, name, r.Status, r.Text)
			}
		}
		if r := c.do(t, http.StatusOK, http.MethodGet, "tokens", nil); r.Body["limit"] != float64(20) {
			t.Errorf("limit %v where none is asked for", r.Body["limit"])
		}
	}
}

// attempt is send for requests of which a test judges the status itself.
func (c *client) attempt(t *testing.T, method, path string, body any) *reply {
	t.Helper()
	r, err := c.send(t, method, path, body)
	if err != nil {
		t.Fatalf("%s %s: %s", method, path, err)
	}
	return r
}

// The vendor's command line sends these nulls; no switch refuses them.
func TestNullsOfTheCommandLine(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		c := start(t, emulator.Options{Profile: profile, Switches: func(s *emulator.Switches) { s.NullRefused = true }})
		d := c.create(t, object{
			"type": "DEDICATED", "clusterId": c.cluster(t, "dedicated"), "executor": "ASTRO", "astroRuntimeVersion": "3.1-5",
			"workerQueues": null{}, "contactEmails": null{},
			"remoteExecution": object{"enabled": true, "allowedIpAddressRanges": null{}},
		})
		d.update(t, object{
			"workerQueues": null{}, "contactEmails": null{}, "remoteExecution": object{"enabled": true, "allowedIpAddressRanges": null{}},
		})
		connection := object{
			"objectKey": "warehouse", "objectType": "CONNECTION", "scope": "WORKSPACE", "scopeEntityId": c.srv.Info().WorkspaceID,
			"connection": object{"type": "postgres", "extra": null{}},
		}
		c.do(t, http.StatusOK, http.MethodPost, "environment-objects", connection)
		if r := d.refuseUpdate(t, object{"description": null{}}); !strings.Contains(r.Text, `"field":"description"`) {
			t.Errorf("%s: another null: %s", profile, r.Text)
		}
	}
}

// null is written as null; with takes nil for a member to remove.
type null struct{}

// MarshalJSON writes null.
func (null) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// A client may pin a minor version of the API.
func TestVersionHeaderIsTolerated(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url+"/v1/organizations/"+c.org+"/workspaces", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("X-Api-Version", "1.1")
	res, err := (&http.Client{}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Errorf("status %d", res.StatusCode)
	}
}

// Times are in whole seconds, or have fractions of one.
func TestFractionsOfASecond(t *testing.T) {
	t.Parallel()
	for fractions, want := range map[bool]bool{false: false, true: true} {
		c := start(t, emulator.Options{Switches: func(s *emulator.Switches) { s.TimesHaveFractions = fractions }})
		d := c.create(t, variables(variable("A", false, "1"))).get(t)
		token := c.do(t, http.StatusOK, http.MethodPost, "tokens", object{
			"name": "t", "scope": "ORGANIZATION", "role": "ORGANIZATION_MEMBER", "tokenExpiryPeriodInDays": 1,
		})
		for name, at := range map[string]any{
			"createdAt": d["createdAt"], "updatedAt": d["updatedAt"], "of a variable": (&reply{Body: d}).rows(t, "environmentVariables")[0]["updatedAt"],
			"endAt": token.Body["endAt"], "startAt": token.Body["startAt"],
		} {
			if text, ok := at.(string); !ok || strings.Contains(text, ".") != want {
				t.Errorf("fractions %v: %s is %v", fractions, name, at)
			}
		}
	}
}

// showSecrets is refused in one of two ways.
func TestRefusalOfSecrets(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for forbidden, status := range map[bool]int{false: http.StatusMethodNotAllowed, true: http.StatusForbidden} {
		c.srv.SetSwitches(func(s *emulator.Switches) { s.ShowSecretsForbidden = forbidden })
		r := c.do(t, status, http.MethodGet, "environment-objects?showSecrets=true", nil)
		if !strings.Contains(r.Text, "showSecrets on organization with id "+c.org+" is not allowed") {
			t.Errorf("refusal: %s", r.Text)
		}
	}
}

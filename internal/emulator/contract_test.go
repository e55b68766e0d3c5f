package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestDescriptionIsValid(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(emulator.Description())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestContractRefusesRequests(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for _, test := range []struct {
		name, method, path, body string
		field                    string
	}{
		{"missing member", http.MethodPost, "workspaces", `{}`, "name"},
		{"wrong type", http.MethodPost, "workspaces", `{"name": 1}`, "name"},
		{"too long", http.MethodPost, "workspaces", `{"name": "` + strings.Repeat("x", 51) + `"}`, "name"},
		{"unknown member", http.MethodPost, "workspaces", `{"name": "x", "colour": "red"}`, ""},
		{"unknown value", http.MethodPost, "workspaces", `{"name": "x", "defaultCloudProvider": "MOON", "defaultRegion": "r"}`, "defaultCloudProvider"},
		{"unknown parameter", http.MethodGet, "workspaces?name=x", "", "name"},
		{"bad number", http.MethodGet, "workspaces?limit=ten", "", "limit"},
		{"bad sort", http.MethodGet, "workspaces?sorts=colour:asc", "", "sorts"},
		{"bad flag", http.MethodGet, "/v1/users/self?createIfNotExist=perhaps", "", "createIfNotExist"},
	} {
		var body any
		if test.body != "" {
			body = test.body
		}
		r := c.do(t, http.StatusBadRequest, test.method, test.path, body)
		fields := r.rows(t, "fieldErrors")
		if len(fields) == 0 || fields[0]["field"] != test.field {
			t.Errorf("%s: %s", test.name, r.Text)
		}
	}
	c.do(t, http.StatusBadRequest, http.MethodPost, "workspaces", "{")
	c.do(t, http.StatusOK, http.MethodGet, "workspaces?limit=&names=", nil)
	lenient := start(t, emulator.Options{Lenient: true})
	lenient.do(t, http.StatusOK, http.MethodPost, "workspaces", `{"name": "x", "colour": "red"}`)
	lenient.do(t, http.StatusBadRequest, http.MethodPost, "workspaces", `{`)
	lenient.do(t, http.StatusBadRequest, http.MethodPost, "workspaces", ``)
	lenient.do(t, http.StatusBadRequest, http.MethodPost, "workspaces", `{"name": 1}`)
}

// All that is wrong with a body is told at once, not the first thing only.
func TestContractNamesEveryProblem(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	answer, err := c.send(t, http.MethodPost, "deployments", map[string]any{"type": "STANDARD"})
	if err != nil || answer.Status != http.StatusBadRequest {
		t.Fatalf("answer %v, error %v", answer, err)
	}
	for _, field := range []string{"name", "workspaceId"} {
		if !strings.Contains(answer.Text, `"field":"`+field+`"`) {
			t.Errorf("%s is missing in %s", field, answer.Text)
		}
	}
}

func TestContractShowsBugsOfTheEmulator(t *testing.T) {
	t.Parallel()
	// A seed can hold what no request would have made.
	seed := `{"organizations": [{"id": "c1", "name": "x", "product": "MOON", "productPlans": []}]}`
	c := start(t, emulator.Options{SeedReader: strings.NewReader(seed)})
	r := c.do(t, http.StatusInternalServerError, http.MethodGet, "/v1/organizations", nil)
	if !strings.Contains(r.Text, "emulator bug") || !strings.Contains(r.Text, "organizations.0.product") {
		t.Errorf("answer: %s", r.Text)
	}
}

// TestWhatTheCLIDereferences reads what the vendor's command line uses without
// asking whether it is there (API facts, B.1, F.3).
func TestWhatTheCLIDereferences(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	organizations := c.do(t, http.StatusOK, http.MethodGet, "/v1/organizations", nil).rows(t, "organizations")
	if len(organizations) == 0 || organizations[0]["product"] != "HOSTED" || organizations[0]["id"] != c.org {
		t.Errorf("organizations: %v", organizations)
	}
	self := c.do(t, http.StatusOK, http.MethodGet, "/v1/users/self?createIfNotExist=true", nil)
	for _, member := range []string{"id", "username", "fullName"} {
		if self.text(t, member) == "" {
			t.Errorf("%s is empty", member)
		}
	}
	if got := c.do(t, http.StatusOK, http.MethodGet, "/v1/organizations/"+c.org+"?isLookUpOnly=true", nil).text(t, "product"); got != "HOSTED" {
		t.Errorf("product %s", got)
	}
}

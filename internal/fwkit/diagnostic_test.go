package fwkit_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// answered is the error of a real exchange with that answer.
func answered(t *testing.T, status int, body any) error {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(body)
	}))
	t.Cleanup(server.Close)
	client, err := astro.NewClient(astro.Config{Host: server.URL, Token: "a.b.c", OrganizationID: "c1", MaxRetries: -1})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.UpdateDeployment(t.Context(), "c2", &astro.UpdateDeploymentRequest{})
	return fmt.Errorf("wrapped: %w", err)
}

// The texts are what a user reads: what was tried, what Astro said, what to do.
func TestExplain(t *testing.T) {
	t.Parallel()
	body := map[string]any{"message": "not like this", "requestId": "req-1", "statusCode": 0}
	withField := map[string]any{
		"message": "invalid body", "requestId": "req-2", "statusCode": 400,
		"fieldErrors": []map[string]string{{"field": "executor", "code": "oneof", "message": "must be one of them"}},
	}
	cases := map[string]struct {
		status int
		body   any
		want   []string
	}{
		"refused field": {http.StatusBadRequest, withField, []string{"update Deployment c2: invalid body; executor: must be one of them (HTTP 400, request req-2)."}},
		"unauthorized":  {http.StatusUnauthorized, body, []string{"HTTP 401, request req-1", "ASTRO_API_TOKEN"}},
		"forbidden":     {http.StatusForbidden, body, []string{"HTTP 403, request req-1", "lacks a permission"}},
		"fault":         {http.StatusInternalServerError, body, []string{"HTTP 500, request req-1", "It is not known whether Astro carried this out", "terraform plan"}},
		"conflict":      {http.StatusConflict, body, []string{"not like this (HTTP 409, request req-1)."}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := fwkit.Explain(answered(t, c.status, c.body))
			for _, part := range c.want {
				if !strings.Contains(text, part) {
					t.Errorf("%q is missing in:\n%s", part, text)
				}
			}
			if first := text[:1]; first != strings.ToUpper(first) {
				t.Errorf("not a sentence: %s", text)
			}
		})
	}
	if got := fwkit.Explain(errors.New("nothing of Astro's")); got != "Nothing of Astro's." {
		t.Errorf("plain error: %q", got)
	}
}

func TestAddErrorGivesRefusalsTheirAttributes(t *testing.T) {
	t.Parallel()
	refusal := &fwkit.Refusal{Findings: []fwkit.Finding{
		fwkit.Refuse(path.Root("port"), "Port is out of range", "Ports end at 65535."),
		fwkit.Warn(path.Empty(), "Beware", "of the dog."),
	}}
	var diags diag.Diagnostics
	fwkit.AddError(&diags, "Could not update connection", fmt.Errorf("inside an edit: %w", refusal))
	want := diag.Diagnostics{
		diag.NewAttributeErrorDiagnostic(path.Root("port"), "Port is out of range", "Ports end at 65535."),
		diag.NewWarningDiagnostic("Beware", "of the dog."),
	}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	if !fwkit.Refused(refusal.Findings) || fwkit.Refused(refusal.Findings[1:]) {
		t.Error("Refused must tell refusals from warnings")
	}
}

func TestRequireNamesUnknownSettings(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	if (&fwkit.Data{Unknown: []string{"token"}}).Require(&diags) || !strings.Contains(diags[0].Detail(), "token") {
		t.Errorf("diagnostics = %v", diags)
	}
	var wrong diag.Diagnostics
	if fwkit.DataFrom("not data", &wrong); !wrong.HasError() {
		t.Error("foreign provider data was taken")
	}
	if fwkit.DataFrom(nil, &wrong) != nil {
		t.Error("an unconfigured provider has no data")
	}
}

func TestOnly(t *testing.T) {
	t.Parallel()
	type row struct{ id, name string }
	rows := []row{{"1", "dev"}, {"2", "prod"}, {"3", "dev"}}
	describe := func(r row) fwkit.Candidate { return fwkit.Candidate{ID: r.id, Name: r.name} }
	find := func(name string, rows []row) (row, string) {
		var diags diag.Diagnostics
		found, _ := fwkit.Only(fwkit.Lookup{Noun: "Deployment", Where: "in Workspace w", Attribute: path.Root("name"), Name: name}, rows, describe, &diags)
		if diags.HasError() {
			return found, diags[0].Summary() + ": " + diags[0].Detail()
		}
		return found, ""
	}
	if found, said := find("prod", rows); found.id != "2" || said != "" {
		t.Errorf("one match: %v %q", found, said)
	}
	if _, said := find("dev", rows); !strings.Contains(said, "2 objects in Workspace w are called \"dev\": \"dev\" (1), \"dev\" (3)") {
		t.Errorf("several: %q", said)
	}
	if _, said := find("Dev", rows[:1]); !strings.Contains(said, "\"dev\" (1)") {
		t.Errorf("none, and never the only one there is: %q", said)
	}
	if _, said := find("dev", nil); !strings.Contains(said, "none at all") {
		t.Errorf("an empty list: %q", said)
	}
}

type memory map[string][]byte

func (m memory) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return m[key], nil }

func (m memory) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	m[key] = value
	return nil
}

func TestPrivateState(t *testing.T) {
	t.Parallel()
	private := memory{}
	if got, diags := fwkit.Recall[[]string](t.Context(), private, "names"); got != nil || diags.HasError() {
		t.Errorf("nothing kept: %v %v", got, diags)
	}
	if diags := fwkit.Remember(t.Context(), private, "names", []string{"a"}); diags.HasError() {
		t.Fatal(diags)
	}
	if got, _ := fwkit.Recall[[]string](t.Context(), private, "names"); len(got) != 1 || got[0] != "a" {
		t.Errorf("kept: %v", got)
	}
	private["names"] = []byte(`{"another": "form"}`)
	if got, diags := fwkit.Recall[[]string](t.Context(), private, "names"); got != nil || diags.HasError() {
		t.Errorf("another version's form: %v %v", got, diags)
	}
	if diags := fwkit.Remember(t.Context(), private, "names", func() {}); !diags.HasError() {
		t.Error("what cannot be encoded was kept")
	}
}

// TestUnsettledPartsAreADiagnosticOfTheirOwn: the last call of a run answers for
// the others, and its summary must not say that its own part has failed.
func TestUnsettledPartsAreADiagnosticOfTheirOwn(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		own  error
		want []string
	}{
		"own part stands": {nil, []string{"Changes of this run are not settled"}},
		"own part fails":  {errors.New("refused"), []string{"Changes of this run are not settled", "Could not link"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for kind, add := range map[string]func(*diag.Diagnostics, string, error){"plain": fwkit.AddError, "with attributes": fwkit.FieldAttributes{}.AddError} {
				var diags diag.Diagnostics
				add(&diags, "Could not link", &ownership.UnsettledError{Parts: []string{"link Deployment d1 (environment object o): gone"}, Own: tc.own})
				var got []string
				for _, d := range diags {
					got = append(got, d.Summary())
				}
				if !slices.Equal(got, tc.want) || !strings.Contains(diags[0].Detail(), "link Deployment d1") {
					t.Errorf("%s: %v", kind, diags)
				}
			}
		})
	}
}

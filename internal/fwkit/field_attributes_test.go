package fwkit_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

func TestFieldAttributesNameWhatIsToBlame(t *testing.T) {
	fields := fwkit.FieldAttributes{
		"objectKey": "key", "connection.extra": "extra", "connection.host": "host", "links.overrides.connection.port": "port", "workerQueues": "worker_queues",
	}
	for name, tc := range map[string]struct {
		fields []string
		want   string
	}{
		"a field":                {[]string{"objectKey"}, "key"},
		"other capitals":         {[]string{"Connection.Host"}, "host"},
		"a member below":         {[]string{"connection.extra.account"}, "extra"},
		"an entry of a list":     {[]string{"links[3].overrides.connection.port"}, "port"},
		"a position with dots":   {[]string{"workerQueues.0.name"}, "worker_queues"},
		"a path with slashes":    {[]string{"/connection/host"}, "host"},
		"two of one attribute":   {[]string{"workerQueues[0].name", "workerQueues[1].name"}, "worker_queues"},
		"two attributes":         {[]string{"objectKey", "connection.host"}, ""},
		"one of them not ours":   {[]string{"objectKey", "links[0].scope"}, ""},
		"a field above":          {[]string{"connection"}, ""},
		"not ours":               {[]string{"description"}, ""},
		"a longer name":          {[]string{"objectKeys"}, ""},
		"nothing but a position": {[]string{"[0]"}, ""},
		"no field":               {nil, ""},
	} {
		failed := &astro.Error{Operation: "update", StatusCode: 400, Message: "invalid"}
		for _, field := range tc.fields {
			failed.FieldErrors = append(failed.FieldErrors, astro.FieldError{Field: field, Message: "wrong"})
		}
		var diags diag.Diagnostics
		fields.AddError(&diags, "Could not update it", fmt.Errorf("wrapped: %w", failed))
		if len(diags) != 1 || diags[0].Summary() != "Could not update it" {
			t.Fatalf("%s: %v", name, diags)
		}
		got := ""
		if at, ok := diags[0].(diag.DiagnosticWithPath); ok {
			got = at.Path().String()
		}
		if got != tc.want {
			t.Errorf("%s: blamed %q, want %q", name, got, tc.want)
		}
	}
}

// Findings of our own rules have attributes of their own, and other errors none.
func TestFieldAttributesLeaveOtherErrorsAlone(t *testing.T) {
	fields := fwkit.FieldAttributes{"objectKey": "key"}
	var diags diag.Diagnostics
	fields.AddError(&diags, "Could not update it", errors.New("cut off"))
	if at, ok := diags[0].(diag.DiagnosticWithPath); ok {
		t.Errorf("blamed %s", at.Path())
	}
	diags = nil
	fields.AddError(&diags, "Could not update it", &fwkit.Refusal{Findings: []fwkit.Finding{fwkit.Refuse(path.Root("host"), "Taken", "by another")}})
	if at, ok := diags[0].(diag.DiagnosticWithPath); !ok || at.Path().String() != "host" || diags[0].Summary() != "Taken" {
		t.Errorf("the refusal became %v", diags)
	}
}

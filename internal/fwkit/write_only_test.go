package fwkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

func TestWriteOnly(t *testing.T) {
	t.Parallel()
	at, version := path.Root("password_wo"), path.Root("password_wo_version")
	none, null := types.Int64Null(), types.StringNull()
	one, two := types.Int64Value(1), types.Int64Value(2)
	text := types.StringValue
	for name, c := range map[string]struct {
		value                  types.String
		version, prior         types.Int64
		wantConfig, wantPlan   string // beginning of the summary, "" for none
		wantDetail             string
		wantWarning, wantSends bool
	}{
		"nothing":                        {value: null, version: none, prior: none},
		"removed":                        {value: null, version: none, prior: one},
		"value without version":          {value: text("s"), version: none, prior: none, wantConfig: "Argument is missing", wantDetail: "password_wo_version = 1"},
		"unknown without version":        {value: types.StringUnknown(), version: none, prior: none},
		"first":                          {value: text("s"), version: one, prior: none, wantSends: true},
		"raised":                         {value: text("s"), version: two, prior: one, wantSends: true},
		"unchanged, secret at hand":      {value: text("s"), version: one, prior: one},
		"unchanged, no secret":           {value: null, version: one, prior: one},
		"unchanged, empty secret":        {value: text(""), version: one, prior: one},
		"first, no secret":               {value: null, version: one, prior: none, wantPlan: "Secret is missing", wantDetail: "the state does not have", wantSends: true},
		"raised, no secret":              {value: null, version: two, prior: one, wantPlan: "Secret is missing", wantDetail: "from 1 to 2", wantSends: true},
		"first, empty secret":            {value: text(""), version: one, prior: none, wantPlan: "Secret is empty", wantSends: true},
		"raised, empty secret":           {value: text(""), version: two, prior: one, wantPlan: "Secret is empty", wantDetail: "from 1 to 2", wantSends: true},
		"lowered, empty secret":          {value: text(""), version: one, prior: two, wantPlan: "Secret is empty", wantSends: true},
		"raised, unknown secret":         {value: types.StringUnknown(), version: two, prior: one, wantSends: true},
		"unknown version, no secret":     {value: null, version: types.Int64Unknown(), prior: one, wantSends: true},
		"raised, masked":                 {value: text("***"), version: two, prior: one, wantPlan: "Secret looks masked", wantWarning: true, wantSends: true},
		"raised, masked by dots":         {value: text("••••••••"), version: two, prior: one, wantPlan: "Secret looks masked", wantWarning: true, wantSends: true},
		"unchanged, masked":              {value: text("***"), version: one, prior: one},
		"raised, stars inside a secret":  {value: text("a***b"), version: two, prior: one, wantSends: true},
		"raised, one star is no mask":    {value: text("*"), version: two, prior: one, wantSends: true},
		"raised, words of a masked plan": {value: text("(sensitive value)"), version: two, prior: one, wantPlan: "Secret looks masked", wantWarning: true, wantSends: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := fwkit.WriteOnly{Path: at, VersionPath: version, Value: c.value, Version: c.version, Prior: c.prior}
			if got := w.Sends(); got != c.wantSends {
				t.Errorf("Sends() = %v", got)
			}
			checkFinding(t, "configuration", w.CheckConfig(), c.wantConfig, c.wantDetail, false)
			checkFinding(t, "plan", w.CheckPlan(), c.wantPlan, c.wantDetail, c.wantWarning)
		})
	}
}

func checkFinding(t *testing.T, stage string, findings []fwkit.Finding, want, detail string, warning bool) {
	t.Helper()
	if want == "" {
		if len(findings) > 0 {
			t.Errorf("%s: found %+v", stage, findings)
		}
		return
	}
	if len(findings) != 1 {
		t.Fatalf("%s: found %+v, expected %q", stage, findings, want)
	}
	f := findings[0]
	if f.Summary != want || f.Warning != warning || !strings.Contains(f.Detail, detail) || !f.Path.Equal(path.Root("password_wo")) {
		t.Errorf("%s: found %+v, expected %q with %q", stage, f, want, detail)
	}
}

// The owner tells elements of a map apart, because a CLI shows no more than the
// resource's line for what lies inside one.
func TestWriteOnlyOwner(t *testing.T) {
	t.Parallel()
	at := path.Root("environment_variables").AtMapKey("TOKEN")
	w := fwkit.WriteOnly{
		Path: at.AtName("value_wo"), VersionPath: at.AtName("value_wo_version"), Owner: "The variable TOKEN",
		Value: types.StringNull(), Version: types.Int64Value(1), Prior: types.Int64Null(),
	}
	findings := w.CheckPlan()
	if len(findings) != 1 || !strings.HasPrefix(findings[0].Detail, "The variable TOKEN: value_wo_version is 1") {
		t.Errorf("found %+v", findings)
	}
}

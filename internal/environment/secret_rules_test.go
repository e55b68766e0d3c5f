package environment

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// said writes findings down: "~path: summary" for a warning.
func said(findings []fwkit.Finding) string {
	var lines []string
	for _, f := range findings {
		mark := ""
		if f.Warning {
			mark = "~"
		}
		lines = append(lines, mark+f.Path.String()+": "+f.Summary)
	}
	return strings.Join(lines, "\n")
}

// Members of extra_wo are judged where they are sent, and nowhere else.
func TestSecretMembersAreJudgedWhereTheyAreSent(t *testing.T) {
	t.Parallel()
	none, one, two := types.Int64Null(), types.Int64Value(1), types.Int64Value(2)
	for name, c := range map[string]struct {
		extra       string
		version, by types.Int64
		want        string
	}{
		"new":                  {`{"a":"s","b":{"c":""}}`, one, none, ""},
		"no members":           {`{}`, one, none, ""},
		"empty text":           {``, one, none, "extra_wo: Secret is empty"},
		"empty text, kept":     {``, one, one, ""},
		"empty member":         {`{"a":"s","b":""}`, one, none, "extra_wo: Secret is empty"},
		"empty member, kept":   {`{"a":"s","b":""}`, one, one, ""},
		"null member":          {`{"a":null}`, two, one, "extra_wo: Secret is missing"},
		"null member, kept":    {`{"a":null}`, two, two, ""},
		"masked member":        {`{"a":"***"}`, two, one, "~extra_wo: Secret looks masked"},
		"masked member, kept":  {`{"a":"***"}`, one, one, ""},
		"number, flag, object": {`{"a":1,"b":false,"c":{}}`, two, one, ""},
	} {
		secrets := newWriteOnlySecrets(types.StringNull(), types.StringValue(c.extra), none, c.version, none, c.by)
		findings := secrets.checkPlan()
		if got := said(findings); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	null := types.StringNull()
	for name, c := range map[string]struct {
		password, prior types.String
		want            string
	}{
		"none":          {null, null, ""},
		"new":           {types.StringValue("s"), null, ""},
		"empty":         {types.StringValue(""), null, "password: Password is empty"},
		"empty again":   {types.StringValue(""), types.StringValue("s"), "password: Password is empty"},
		"masked":        {types.StringValue("••••••••"), types.StringValue("s"), "~password: Secret looks masked"},
		"masked before": {types.StringValue("***"), types.StringValue("***"), ""},
		"unknown":       {types.StringUnknown(), null, ""},
	} {
		if got := said(checkPassword(c.password, c.prior)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

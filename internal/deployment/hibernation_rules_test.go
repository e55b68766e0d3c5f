package deployment

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

var monday = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func ptr[T any](v T) *T { return &v }

func TestCheckHibernator(t *testing.T) {
	t.Parallel()
	able := hibernator{name: "dev", deploymentType: ptr("STANDARD"), isDevelopmentMode: ptr(true), schedulerSize: ptr("SMALL"), isHA: ptr(false)}
	cases := map[string]struct {
		change func(*hibernator)
		want   string
	}{
		"able":                   {func(*hibernator) {}, ""},
		"unknown values":         {func(h *hibernator) { h.isDevelopmentMode, h.schedulerSize, h.isHA = nil, nil, nil }, ""},
		"hybrid":                 {func(h *hibernator) { h.deploymentType = ptr("HYBRID") }, "HYBRID"},
		"not in development":     {func(h *hibernator) { h.isDevelopmentMode = ptr(false) }, "is_development_mode = true"},
		"high availability":      {func(h *hibernator) { h.isHA = ptr(true) }, "is_high_availability = false"},
		"medium scheduler":       {func(h *hibernator) { h.schedulerSize = ptr("MEDIUM") }, "scheduler_size = \"SMALL\""},
		"unknown scheduler size": {func(h *hibernator) { h.schedulerSize = ptr("TINY") }, "TINY"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := able
			c.change(&h)
			findings := checkHibernator(h)
			switch {
			case c.want == "" && len(findings) > 0:
				t.Errorf("unexpected finding: %s", findings[0].Detail)
			case c.want != "" && (len(findings) != 1 || findings[0].Warning || !strings.Contains(findings[0].Detail, c.want)):
				t.Errorf("findings = %+v, want one error with %q", findings, c.want)
			}
		})
	}
}

func TestCheckCrons(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		hibernate, wake string
		findings        int
		warning         bool
	}{
		"apart":                  {"0 18 * * 1-5", "0 8 * * 1-5", 0, false},
		"same":                   {"0 18 * * *", "0 18 * * *", 1, false},
		"same in other spelling": {"0 18 * * mon", " 0  18 * * MON ", 1, false},
		"meet on Fridays":        {"0 18 * * *", "0 18 * * 5", 1, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			findings := checkCrons(c.hibernate, c.wake, monday)
			if len(findings) != c.findings || (len(findings) == 1 && findings[0].Warning != c.warning) {
				t.Errorf("findings = %+v", findings)
			}
		})
	}
}

func TestCheckContradiction(t *testing.T) {
	t.Parallel()
	own := astro.HibernationSchedule{HibernateAtCron: "0 18 * * *", WakeAtCron: "0 8 * * *", IsEnabled: true}
	cases := map[string]struct {
		other astro.HibernationSchedule
		want  int
	}{
		"unrelated":         {astro.HibernationSchedule{HibernateAtCron: "30 18 * * 5", WakeAtCron: "30 8 * * 1", IsEnabled: true}, 0},
		"wakes at bedtime":  {astro.HibernationSchedule{HibernateAtCron: "0 3 * * *", WakeAtCron: "0 18 * * 3", IsEnabled: true}, 1},
		"sleeps at wake-up": {astro.HibernationSchedule{HibernateAtCron: "0 8 1 * *", WakeAtCron: "0 9 * * *", IsEnabled: true}, 1},
		"disabled":          {astro.HibernationSchedule{HibernateAtCron: "0 8 * * *", WakeAtCron: "0 18 * * *"}, 0},
		"both":              {astro.HibernationSchedule{HibernateAtCron: "0 8 * * *", WakeAtCron: "0 18 * * *", IsEnabled: true}, 2},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			findings := checkContradiction(own, []astro.HibernationSchedule{own, c.other}, monday)
			if len(findings) != c.want {
				t.Errorf("%d findings, want %d: %+v", len(findings), c.want, findings)
			}
			for _, f := range findings {
				if !f.Warning || !strings.Contains(f.Detail, "UTC") {
					t.Errorf("finding must be a warning that says UTC: %+v", f)
				}
			}
		})
	}
}

func TestCheckCount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		declared, total int
		errs, warnings  int
	}{{1, 10, 0, 0}, {10, 10, 0, 0}, {11, 11, 1, 0}, {1, 11, 0, 1}} {
		findings := checkCount(c.declared, c.total)
		errs, warnings := 0, 0
		for _, f := range findings {
			if f.Warning {
				warnings++
			} else {
				errs++
			}
		}
		if errs != c.errs || warnings != c.warnings {
			t.Errorf("checkCount(%d, %d) = %d errors, %d warnings", c.declared, c.total, errs, warnings)
		}
	}
}

func scheduleModel(hibernate, description string) hibernationScheduleModel {
	m := hibernationScheduleModel{
		DeploymentID: types.StringValue("cm0000000000000000000dep1"), HibernateAtCron: types.StringValue(hibernate),
		WakeAtCron: types.StringValue("0 8 * * *"), IsEnabled: types.BoolValue(true), Description: types.StringNull(),
	}
	if description != "" {
		m.Description = types.StringValue(description)
	}
	return m
}

func TestFindEntry(t *testing.T) {
	t.Parallel()
	m := scheduleModel("0 18 * * *", "Nights")
	before := knownEntries([]astro.HibernationSchedule{m.toAPI(), {HibernateAtCron: "0 18 * * 5", WakeAtCron: "0 8 * * 1"}})
	cases := map[string]struct {
		read   []astro.HibernationSchedule
		before []knownEntry
		want   string // the hibernate cron of the entry found
	}{
		"exact":                      {[]astro.HibernationSchedule{{HibernateAtCron: "0  18 * * *", WakeAtCron: "0 8 * * *"}}, nil, "0  18 * * *"},
		"one cron edited":            {[]astro.HibernationSchedule{{HibernateAtCron: "0 19 * * *", WakeAtCron: "0 8 * * *"}}, before, "0 19 * * *"},
		"both edited, same words":    {[]astro.HibernationSchedule{{HibernateAtCron: "0 19 * * *", WakeAtCron: "0 9 * * *", Description: ptr("Nights")}}, before, "0 19 * * *"},
		"both edited, other words":   {[]astro.HibernationSchedule{{HibernateAtCron: "0 19 * * *", WakeAtCron: "0 9 * * *"}}, before, ""},
		"a neighbour that was there": {[]astro.HibernationSchedule{{HibernateAtCron: "0 18 * * 5", WakeAtCron: "0 8 * * 1", Description: ptr("Nights")}}, before, ""},
		"two candidates": {[]astro.HibernationSchedule{
			{HibernateAtCron: "0 19 * * *", WakeAtCron: "0 8 * * *"}, {HibernateAtCron: "0 18 * * *", WakeAtCron: "0 7 * * *"},
		}, before, ""},
		"edited, list not known": {[]astro.HibernationSchedule{{HibernateAtCron: "0 19 * * *", WakeAtCron: "0 8 * * *"}}, nil, ""},
		"empty":                  {nil, before, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entry, found := m.findEntry(c.read, c.before)
			if found != (c.want != "") || entry.HibernateAtCron != c.want {
				t.Errorf("found %v, %+v; want %q", found, entry, c.want)
			}
		})
	}
}

func TestFromAPIKeepsSpelling(t *testing.T) {
	t.Parallel()
	m := scheduleModel(" 0 18  * * mon", "")
	m.fromAPI(astro.HibernationSchedule{HibernateAtCron: "0 18 * * MON", WakeAtCron: "0 9 * * *", IsEnabled: false, Description: ptr("")})
	if got := m.HibernateAtCron.ValueString(); got != " 0 18  * * mon" {
		t.Errorf("hibernate_at_cron = %q, the spelling of the same cron must stay", got)
	}
	if got := m.WakeAtCron.ValueString(); got != "0 9 * * *" {
		t.Errorf("wake_at_cron = %q", got)
	}
	if m.IsEnabled.ValueBool() || !m.Description.IsNull() {
		t.Errorf("is_enabled = %v, description = %v", m.IsEnabled, m.Description)
	}
}

func TestParseScheduleID(t *testing.T) {
	t.Parallel()
	m := scheduleModel("0 18 * * *", "")
	id, hibernate, wake, err := parseScheduleID(m.importID())
	if err != nil || id != m.DeploymentID.ValueString() || hibernate != "0 18 * * *" || wake != "0 8 * * *" {
		t.Errorf("got %q %q %q %v", id, hibernate, wake, err)
	}
	for _, bad := range []string{"", "a|b", "a||b", "a|b|c|d"} {
		if _, _, _, err := parseScheduleID(bad); err == nil || !strings.Contains(err.Error(), "deployment_id|hibernate_at_cron|wake_at_cron") {
			t.Errorf("parseScheduleID(%q) = %v, want an error that shows the form", bad, err)
		}
	}
}

func TestNextTransitions(t *testing.T) {
	t.Parallel()
	got := nextTransitions("0 18 * * 1-5", "0 8 * * 1-5", time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC), 3)
	want := []transition{
		{at: time.Date(2026, 3, 6, 18, 0, 0, 0, time.UTC), hibernate: true},
		{at: time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)},
		{at: time.Date(2026, 3, 9, 18, 0, 0, 0, time.UTC), hibernate: true},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if !got[i].at.Equal(want[i].at) || got[i].hibernate != want[i].hibernate {
			t.Errorf("transition %d = %v, want %v", i, got[i], want[i])
		}
	}
	if never := nextTransitions("0 0 30 2 *", "0 0 31 2 *", monday, 3); len(never) != 0 {
		t.Errorf("February 30th fired: %v", never)
	}
}

package emulator

import (
	"testing"
	"time"
)

func TestScheduledState(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	nights := hibernationSchedule{HibernateAtCron: "0 20 * * *", WakeAtCron: "0 8 * * *", IsEnabled: true}
	weekends := hibernationSchedule{HibernateAtCron: "0 17 * * 5", WakeAtCron: "0 9 * * 1", IsEnabled: true}
	relay := hibernationSchedule{HibernateAtCron: "0 8 * * *", WakeAtCron: "0 12 * * *", IsEnabled: true}
	broken := hibernationSchedule{HibernateAtCron: "never", WakeAtCron: "ever", IsEnabled: true}
	for _, test := range []struct {
		name      string
		schedules []hibernationSchedule
		now       string
		want      bool
		next      string
		nextType  string
	}{
		{"nothing", nil, "2026-03-02T12:00:00Z", false, "", ""},
		{"day", []hibernationSchedule{nights}, "2026-03-02T12:00:00Z", false, "2026-03-02T20:00:00Z", eventHibernate},
		{"at the minute", []hibernationSchedule{nights}, "2026-03-02T20:00:00Z", true, "2026-03-03T08:00:00Z", eventWake},
		{"within the minute", []hibernationSchedule{nights}, "2026-03-02T20:00:30.5Z", true, "2026-03-03T08:00:00Z", eventWake},
		{"just before", []hibernationSchedule{nights}, "2026-03-02T19:59:59Z", false, "2026-03-02T20:00:00Z", eventHibernate},
		{"zone", []hibernationSchedule{nights}, "2026-03-02T21:30:00+02:00", false, "2026-03-02T20:00:00Z", eventHibernate},
		{"weekend", []hibernationSchedule{weekends}, "2026-03-07T12:00:00Z", true, "2026-03-09T09:00:00Z", eventWake},
		{"both", []hibernationSchedule{nights, weekends}, "2026-03-07T12:00:00Z", false, "2026-03-07T20:00:00Z", eventHibernate},
		{"the same minute wakes", []hibernationSchedule{nights, relay}, "2026-03-02T08:00:00Z", false, "2026-03-02T20:00:00Z", eventHibernate},
		{"broken", []hibernationSchedule{broken}, "2026-03-02T12:00:00Z", false, "", ""},
	} {
		d := &deployment{Schedules: test.schedules}
		state := d.hibernation(at(test.now))
		next := ""
		if !state.nextAt.IsZero() {
			next = state.nextAt.UTC().Format(time.RFC3339)
		}
		if state.hibernating != test.want || next != test.next || state.nextType != test.nextType {
			t.Errorf("%s: %v %s %s, want %v %s %s", test.name, state.hibernating, next, state.nextType, test.want, test.next, test.nextType)
		}
	}
}

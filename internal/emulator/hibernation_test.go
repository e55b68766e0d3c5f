package emulator_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// noon is when the tests of hibernation start: a Monday.
var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// schedule is one schedule.
func schedule(hibernate, wake string) object {
	return object{"hibernateAtCron": hibernate, "wakeAtCron": wake, "isEnabled": true}
}

// schedules is a scaling spec with one schedule that wakes at eight.
func schedules(hibernate string) object { return specWith(nil, schedule(hibernate, "0 8 * * *")) }

// specWith is a scaling spec with an override, when there is one, and schedules.
func specWith(override object, list ...any) object {
	spec := object{}
	if override != nil {
		spec["override"] = override
	}
	if list != nil {
		spec["schedules"] = list
	}
	return object{"hibernationSpec": spec}
}

// sleepy is a Deployment in development mode at noon.
func sleepy(t *testing.T, change object) *deployment {
	t.Helper()
	// Without the check against openapi.json, so that the rules themselves are met.
	c := start(t, emulator.Options{Now: func() time.Time { return noon }, Lenient: true})
	return c.create(t, with(object{"isDevelopmentMode": true}, change))
}

// dig reads a member below members; nil when one is missing.
func dig(d object, path ...string) any {
	var value any = d
	for _, name := range path {
		inner, ok := value.(object)
		if !ok {
			return nil
		}
		value = inner[name]
	}
	return value
}

// asleep says "status nextEventType nextEventAt".
func (d *deployment) asleep(t *testing.T) string {
	t.Helper()
	got := d.get(t)
	if dig(got, "scalingStatus", "hibernationStatus", "isHibernating") != (got["status"] == "HIBERNATING") && got["scalingStatus"] != nil {
		t.Errorf("status %v with %v", got["status"], got["scalingStatus"])
	}
	return fmt.Sprint(got["status"], " ", dig(got, "scalingStatus", "hibernationStatus", "nextEventType"), " ",
		dig(got, "scalingStatus", "hibernationStatus", "nextEventAt"))
}

func TestHibernationClock(t *testing.T) {
	t.Parallel()
	d := sleepy(t, object{"scalingSpec": specWith(nil,
		schedule("0 20 * * 1-5", "0 8 * * 1-5"),
		with(schedule("30 12 * * *", "45 12 * * *"), object{"isEnabled": false}))})
	for _, step := range []struct {
		advance time.Duration
		want    string
	}{
		{0, "HEALTHY HIBERNATE 2026-03-02T20:00:00Z"},
		{45 * time.Minute, "HEALTHY HIBERNATE 2026-03-02T20:00:00Z"},
		{7*time.Hour + 15*time.Minute, "HIBERNATING WAKE 2026-03-03T08:00:00Z"},
		{12 * time.Hour, "HEALTHY HIBERNATE 2026-03-03T20:00:00Z"},
		{4 * 24 * time.Hour, "HIBERNATING WAKE 2026-03-09T08:00:00Z"},
	} {
		d.srv.Advance(step.advance)
		if got := d.asleep(t); got != step.want {
			t.Errorf("after %s: %s, want %s", step.advance, got, step.want)
		}
	}
}

func TestHibernationOverride(t *testing.T) {
	t.Parallel()
	d := sleepy(t, object{"scalingSpec": schedules("0 20 * * *")})
	path := d.Path + "/hibernation-override"
	set := d.do(t, http.StatusOK, http.MethodPost, path, object{"isHibernating": true, "overrideUntil": "2026-03-02T20:30:00+05:30"})
	if want := (object{"isActive": true, "isHibernating": true, "overrideUntil": "2026-03-02T20:30:00+05:30"}); !reflect.DeepEqual(set.Body, want) {
		t.Errorf("override %v, want %v", set.Body, want)
	}
	if got := d.asleep(t); got != "HIBERNATING WAKE 2026-03-02T15:00:00Z" {
		t.Errorf("overridden: %s", got)
	}
	d.srv.Advance(3 * time.Hour)
	if got := d.asleep(t); got != "HEALTHY HIBERNATE 2026-03-02T20:00:00Z" {
		t.Errorf("expired: %s", got)
	}
	if got := dig(d.get(t), "scalingSpec", "hibernationSpec", "override", "isActive"); got != false {
		t.Errorf("expired override isActive %v", got)
	}
	d.srv.SetSwitches(func(s *emulator.Switches) { s.ExpiredOverrideDropped = true })
	if got := dig(d.get(t), "scalingSpec", "hibernationSpec", "override"); got != nil {
		t.Errorf("expired override %v", got)
	}
	// The second one replaces the first; without an end it lasts.
	d.do(t, http.StatusOK, http.MethodPost, path, object{"isHibernating": true})
	if got := d.asleep(t); got != "HIBERNATING <nil> <nil>" {
		t.Errorf("until removed: %s", got)
	}
	d.do(t, http.StatusNoContent, http.MethodDelete, path, nil)
	d.do(t, http.StatusNoContent, http.MethodDelete, path, nil)
	d.srv.SetSwitches(func(s *emulator.Switches) { s.MissingOverrideNotFound = true })
	d.do(t, http.StatusNotFound, http.MethodDelete, path, nil)
	// Ending in the middle of a night by schedule changes nothing then.
	d.do(t, http.StatusOK, http.MethodPost, path, object{"isHibernating": true, "overrideUntil": "2026-03-02T23:00:00Z"})
	if got := d.asleep(t); got != "HIBERNATING WAKE 2026-03-03T08:00:00Z" {
		t.Errorf("into the night: %s", got)
	}
}

func TestOverrideRules(t *testing.T) {
	t.Parallel()
	d := sleepy(t, nil)
	path := d.Path + "/hibernation-override"
	past := object{"isHibernating": true, "overrideUntil": "2026-03-02T11:59:59Z"}
	for _, body := range []any{object{}, object{"isHibernating": nil}, past, object{"isHibernating": true, "overrideUntil": "tomorrow"}, ""} {
		d.do(t, http.StatusBadRequest, http.MethodPost, path, body)
	}
	awake := d.create(t, nil)
	awake.do(t, http.StatusBadRequest, http.MethodPost, awake.Path+"/hibernation-override", object{"isHibernating": true})
	d.do(t, http.StatusNotFound, http.MethodPost, "deployments/c000000000000000000000000/hibernation-override", object{"isHibernating": true})
	d.srv.SetSwitches(func(s *emulator.Switches) { s.PastOverrideAccepted, s.OverrideTimeNormalised = true, true })
	if got := d.do(t, http.StatusOK, http.MethodPost, path, past).Body["isActive"]; got != false {
		t.Errorf("past override isActive %v", got)
	}
	if got := d.do(t, http.StatusOK, http.MethodPost, path, object{"isHibernating": true, "overrideUntil": "2026-03-02T20:30:00+05:30"}).Body["overrideUntil"]; got != "2026-03-02T15:00:00Z" {
		t.Errorf("override until %v", got)
	}
}

func TestScalingSpecUpdates(t *testing.T) {
	t.Parallel()
	override := object{"isHibernating": true, "overrideUntil": "2075-04-25T12:58:00+05:30"}
	shown := with(override, object{"isActive": true})
	one := []any{schedule("0 20 * * *", "0 8 * * *")}
	for _, test := range []struct {
		name string
		spec any // nil leaves it out
		want any
	}{
		{"absent keeps", nil, object{"hibernationSpec": object{"schedules": one, "override": shown}}},
		{"empty clears", object{}, nil},
		{"empty spec clears", specWith(nil), nil},
		{"override only", specWith(override), object{"hibernationSpec": object{"override": shown}}},
		{"schedules only", specWith(nil, one...), object{"hibernationSpec": object{"schedules": one}}},
		{"both", specWith(override, one...), object{"hibernationSpec": object{"schedules": one, "override": shown}}},
		{"no schedules", object{"hibernationSpec": object{"schedules": []any{}}}, nil},
		{"empty override", object{"hibernationSpec": object{"override": object{}}}, nil},
	} {
		d := sleepy(t, object{"scalingSpec": specWith(override, one...)})
		if got := d.update(t, object{"scalingSpec": test.spec})["scalingSpec"]; !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestScheduleRules(t *testing.T) {
	t.Parallel()
	var eleven []any
	for i := range 11 {
		eleven = append(eleven, schedule(fmt.Sprintf("%d 20 * * *", i), "0 8 * * *"))
	}
	fine := schedules("0 20 * * *")
	crons := func(cron string) object { return object{"scalingSpec": schedules(cron)} }
	for _, test := range []struct {
		name   string
		change object
		turn   func(*emulator.Switches) // makes it accepted; nil when nothing does
	}{
		{"eleven", object{"scalingSpec": specWith(nil, eleven...)}, nil},
		{"long description", object{"scalingSpec": specWith(nil, with(schedule("0 20 * * *", "0 8 * * *"), object{"description": strings.Repeat("d", 201)}))}, nil},
		{"no wake", object{"scalingSpec": specWith(nil, object{"hibernateAtCron": "0 20 * * *", "isEnabled": true})}, nil},
		{"override without a state", object{"scalingSpec": specWith(object{"overrideUntil": "2030-01-01T00:00:00Z"})}, nil},
		{"high availability", object{"scalingSpec": fine, "isHighAvailability": true}, func(s *emulator.Switches) { s.SchedulesUnconstrained = true }},
		{"large scheduler", object{"scalingSpec": fine, "schedulerSize": "MEDIUM"}, func(s *emulator.Switches) { s.SchedulesUnconstrained = true }},
		{"no development mode", object{"scalingSpec": fine, "isDevelopmentMode": false}, nil},
		{"past override", object{"scalingSpec": specWith(object{"isHibernating": true, "overrideUntil": "2020-01-01T00:00:00Z"})}, func(s *emulator.Switches) { s.PastOverrideAccepted = true }},
		{"four fields", crons("0 20 * *"), func(s *emulator.Switches) { s.CronUnchecked = true }},
		{"six fields", crons("0 0 20 * * *"), func(s *emulator.Switches) { s.CronUnchecked = true }},
		{"no number", crons("a b c d e"), func(s *emulator.Switches) { s.CronUnchecked = true }},
		{"out of range", crons("60 20 * * *"), func(s *emulator.Switches) { s.CronUnchecked = true }},
		{"tag", crons("@daily"), func(s *emulator.Switches) { s.CronUnchecked = true }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := sleepy(t, nil)
			d.refuseUpdate(t, test.change)
			if test.turn != nil {
				d.srv.SetSwitches(test.turn)
				d.update(t, test.change)
			}
		})
	}
	// A blank at the end is in the vendor's own sample.
	if got := sleepy(t, crons("0 20 * * * ")).asleep(t); got != "HEALTHY HIBERNATE 2026-03-02T20:00:00Z" {
		t.Errorf("with a blank: %s", got)
	}
	twice := specWith(nil, schedule("0 20 * * *", "0 8 * * *"), schedule("0 20 * * *", "0 8 * * *"))
	sleepy(t, object{"scalingSpec": twice})
}

func TestDevelopmentModeOff(t *testing.T) {
	t.Parallel()
	d := sleepy(t, object{"scalingSpec": schedules("0 20 * * *")})
	d.refuseUpdate(t, object{"isDevelopmentMode": false})
	if got := d.update(t, object{"isDevelopmentMode": false, "scalingSpec": object{}}); got["isDevelopmentMode"] != false || got["scalingSpec"] != nil {
		t.Errorf("development mode off: %v", got)
	}
	d.update(t, object{"scalingSpec": object{}})
	d.refuseUpdate(t, object{"isDevelopmentMode": true})
}

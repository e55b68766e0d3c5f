// Package cron says when a cron fires, as Astro's hibernation schedules mean it:
// five fields, in UTC. Whether a text is a cron at all is judged by package
// validate.
package cron

import (
	"strings"
	"time"

	"github.com/adhocore/gronx"
)

// Canonical is how two spellings of one cron are compared: fields apart by one
// blank, names in capitals. Nothing deeper: "7" and "0" stay different, because
// what the platform makes of them is not documented (API facts, D.2).
func Canonical(expression string) string {
	return strings.ToUpper(strings.Join(strings.Fields(expression), " "))
}

// Next is the first minute after t, in UTC, at which a cron fires; the zero time
// when there is none that the parser finds, as for the 30th of February.
func Next(expression string, t time.Time) time.Time {
	next, err := gronx.NextTickAfter(Canonical(expression), t.UTC(), false)
	if err != nil {
		return time.Time{}
	}
	return next.UTC()
}

package cron_test

import (
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cron"
)

func TestNext(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ expression, from, want string }{
		"later today":              {"0 18 * * *", "2026-03-02T12:00:00Z", "2026-03-02T18:00:00Z"},
		"never the time itself":    {"0 18 * * *", "2026-03-02T18:00:00Z", "2026-03-03T18:00:00Z"},
		"a second before":          {"0 18 * * *", "2026-03-02T17:59:59Z", "2026-03-02T18:00:00Z"},
		"a second after":           {"0 18 * * *", "2026-03-02T18:00:01Z", "2026-03-03T18:00:00Z"},
		"over the weekend":         {"0 18 * * 1-5", "2026-03-06T18:00:00Z", "2026-03-09T18:00:00Z"},
		"another zone":             {"0 18 * * *", "2026-03-02T18:30:00+02:00", "2026-03-02T18:00:00Z"},
		"no summer time":           {"30 1 * * *", "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z"},
		"a name of days":           {"0 6 * * mon", "2026-03-04T00:00:00Z", "2026-03-09T06:00:00Z"},
		"a leap day":               {"0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z"},
		"over the year":            {"0 0 1 1 *", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"},
		"blanks":                   {"  0   18 * *  * ", "2026-03-02T12:00:00Z", "2026-03-02T18:00:00Z"},
		"every quarter of an hour": {"*/15 * * * *", "2026-03-02T12:14:00Z", "2026-03-02T12:15:00Z"},
		"never":                    {"0 0 30 2 *", "2026-03-02T12:00:00Z", "0001-01-01T00:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, err := time.Parse(time.RFC3339, c.from)
			if err != nil {
				t.Fatal(err)
			}
			if got := cron.Next(c.expression, from).Format(time.RFC3339); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

package validate

import "testing"

func TestCron(t *testing.T) {
	t.Parallel()
	cases := map[string]bool{
		"0 18 * * *":          true,
		"0 18 * * 1-5":        true,
		"*/15 0,12 1 1-6/2 *": true,
		"0 9 * JAN mon":       true,
		"1 * * * * ":          true, // a trailing blank occurs in the platform's own samples
		"0 0 * * 7":           true,
		"":                    false,
		"0 18 * *":            false,
		"0 18 * * * *":        false,
		"@daily":              false,
		"60 * * * *":          false,
		"0 24 * * *":          false,
		"0 0 32 * *":          false,
		"0 0 * 13 *":          false,
		"0 0 L * *":           false,
		"0 0 * * 5#2":         false,
		"0 0 ? * *":           false,
		"0 0 * FOO *":         false,
		"a b c d e":           false,
		"0 18 * * mon-FRI":    true,
		"0 18 * JAN,mar SUN":  true,
		"0 0 * MON *":         false, // a day's name where a month stands
		"0 0 * * JAN":         false,
		"0 MON * * *":         false,
		"0 0 * * 5-1":         false,
		"*/0 * * * *":         false,
	}
	for expression, valid := range cases {
		if err := Cron(expression); (err == nil) != valid {
			t.Errorf("Cron(%q) = %v, want valid %v", expression, err, valid)
		}
	}
}

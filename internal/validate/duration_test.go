package validate_test

import (
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

func TestDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"1s": time.Second, "2.5s": 2500 * time.Millisecond, "1m": time.Minute, "1000ms": time.Second,
		"999ms": -1, "61s": -1, "5": -1, "": -1, "soon": -1, "-2s": -1,
	} {
		got, err := validate.Duration(text, time.Second, time.Minute)
		if (want < 0) != (err != nil) || (want >= 0 && got != want) {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
}

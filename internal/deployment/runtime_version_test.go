package deployment

import (
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

func releases(versions ...string) []astro.RuntimeRelease {
	list := []astro.RuntimeRelease{}
	for _, version := range versions {
		list = append(list, astro.RuntimeRelease{Version: version, Channel: "stable"})
	}
	return list
}

func TestNewestRuntime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		list []astro.RuntimeRelease
		want string
	}{
		{"none", nil, ""},
		{"newest first", releases("3.1-5", "3.0-12", "13.2.0"), "3.1-5"},
		{"oldest first", releases("9.3.0", "13.2.0", "3.0-12", "3.1-5"), "3.1-5"},
		{"builds are numbers", releases("3.0-9", "3.0-12"), "3.0-12"},
		{"Airflow 2 only", releases("9.3.0", "13.2.0", "12.10.0"), "13.2.0"},
		{"odd texts last", releases("nightly", "12.10.0"), "12.10.0"},
		{"stable before others", append(releases("3.0-12"), astro.RuntimeRelease{Version: "3.1-5", Channel: "alpha"}), "3.0-12"},
		{"no stable at all", []astro.RuntimeRelease{{Version: "3.1-5", Channel: "alpha"}}, "3.1-5"},
	} {
		if got := newestStable(c.list); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNewestInLine(t *testing.T) {
	t.Parallel()
	list := releases("3.1-5", "3.1-4", "3.0-12", "13.2.0", "13.1.0", "12.7.1")
	for version, want := range map[string]string{"3.1-1": "3.1-5", "3.0-99": "3.0-12", "13.0.9": "13.2.0", "12.1.0": "12.7.1", "7.0.0": "", "odd": ""} {
		if got := newestInLine(version, list); got != want {
			t.Errorf("the latest of %s's line is %q, want %q", version, got, want)
		}
	}
}

func TestIsAirflow2(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{"13.2.0": true, "9.3.0": true, "3.1-5": false, "3.1-5-base": false, "odd": false, "": false} {
		if got := isAirflow2(version); got != want {
			t.Errorf("isAirflow2(%q) = %v", version, got)
		}
	}
}

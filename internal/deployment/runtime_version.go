package deployment

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// channelStable marks the releases that are meant for production.
const channelStable = "stable"

var (
	// Airflow 3 comes as "3.1-5": Airflow's own line, then a build number.
	airflow3Version = regexp.MustCompile(`^(\d+)\.(\d+)-(\d+)`)
	// Airflow 2 comes as "13.2.0": a semantic version of Astro Runtime's own.
	airflow2Version = regexp.MustCompile(`^(\d+)\.(\d+)\.(\d+)`)
)

// runtimeVersion is a parsed Astro Runtime version (API facts, C.7).
type runtimeVersion struct {
	airflow3 bool
	numbers  [3]int
}

func parseRuntime(text string) (runtimeVersion, bool) {
	pattern, isNew := airflow3Version, true
	match := pattern.FindStringSubmatch(text)
	if match == nil {
		if match, isNew = airflow2Version.FindStringSubmatch(text), false; match == nil {
			return runtimeVersion{}, false
		}
	}
	version := runtimeVersion{airflow3: isNew}
	for i := range version.numbers {
		number, err := strconv.Atoi(match[i+1])
		if err != nil {
			return runtimeVersion{}, false
		}
		version.numbers[i] = number
	}
	return version, true
}

// compare orders versions; every version of the Airflow 3 form is newer than all others.
func (v runtimeVersion) compare(other runtimeVersion) int {
	if v.airflow3 != other.airflow3 {
		if v.airflow3 {
			return 1
		}
		return -1
	}
	return slices.Compare(v.numbers[:], other.numbers[:])
}

// sameLine tells whether upgrading between two versions stays in one line: "3.1-*" or "13.*".
func (v runtimeVersion) sameLine(other runtimeVersion) bool {
	return v.airflow3 == other.airflow3 && v.numbers[0] == other.numbers[0] && (!v.airflow3 || v.numbers[1] == other.numbers[1])
}

// newestStable is the newest stable release, else the newest of all; empty without any.
func newestStable(releases []astro.RuntimeRelease) string {
	stable := slices.DeleteFunc(slices.Clone(releases), func(r astro.RuntimeRelease) bool { return !strings.EqualFold(r.Channel, channelStable) })
	if newest := newestOf(stable); newest != "" {
		return newest
	}
	return newestOf(releases)
}

// newestOf does not trust the order of the list, which is inferred (API facts,
// C.7), where the versions can be compared.
func newestOf(releases []astro.RuntimeRelease) string {
	if len(releases) == 0 {
		return ""
	}
	return slices.MaxFunc(releases, func(a, b astro.RuntimeRelease) int {
		left, leftOK := parseRuntime(a.Version)
		right, rightOK := parseRuntime(b.Version)
		if leftOK && rightOK {
			return left.compare(right)
		}
		return cmp.Compare(b2i(leftOK), b2i(rightOK))
	}).Version
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// newestInLine is the newest listed release of the same line as a version.
func newestInLine(version string, releases []astro.RuntimeRelease) string {
	wanted, ok := parseRuntime(version)
	if !ok {
		return ""
	}
	return newestOf(slices.DeleteFunc(slices.Clone(releases), func(r astro.RuntimeRelease) bool {
		listed, ok := parseRuntime(r.Version)
		return !ok || !listed.sameLine(wanted)
	}))
}

// isAirflow2 tells a version that certainly is of the Airflow 2 form.
func isAirflow2(version string) bool {
	parsed, ok := parseRuntime(version)
	return ok && !parsed.airflow3
}

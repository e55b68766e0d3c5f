package acctest_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// rounds is how often a test of many owners repeats its round: ASTRO_SOAK when
// it is set, else the short form, which always runs.
func rounds(t *testing.T, short int) int {
	t.Helper()
	text := os.Getenv("ASTRO_SOAK")
	if text == "" {
		return short
	}
	count, err := strconv.Atoi(text)
	if err != nil || count < 1 {
		t.Fatalf("ASTRO_SOAK=%q is no number of rounds", text)
	}
	return count
}

// figures are what a test of many owners reports.
type figures struct {
	rounds, runs, successes, lost int
	requests, writes              int
	failures                      []string
}

// count takes the results of processes in, whose reasons it keeps, and returns
// which of them succeeded.
func (f *figures) count(t *testing.T, what string, results []acctest.Output) []bool {
	t.Helper()
	ok := make([]bool, len(results))
	for i, result := range results {
		f.runs++
		if ok[i] = result.Code == 0; ok[i] {
			f.successes++
			continue
		}
		f.failures = append(f.failures, fmt.Sprintf("%s %d: %s", what, i, result.Text()))
		if !saysWhy(result.Text()) {
			t.Errorf("%s %d failed without saying why:\n%s", what, i, result.Text())
		}
	}
	return ok
}

// saysWhy tells whether the output of a failed run names who else wrote, or what
// the API answered.
func saysWhy(text string) bool {
	flat := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "\n", " ").Replace(text)), " ")
	for _, reason := range []string{"somebody else", "Astro answered", "no answer"} {
		if strings.Contains(flat, reason) {
			return true
		}
	}
	return false
}

// resetJournal forgets the requests so far, but for their number.
func (f *figures) resetJournal(env *acctest.Env) {
	f.requests, f.writes = f.requests+env.Requests("", ""), f.writes+env.Writes()
	env.ResetJournal()
}

// report writes the figures where make test and make soak show them.
func (f *figures) report(t *testing.T, env *acctest.Env) {
	t.Helper()
	f.resetJournal(env)
	t.Logf("figures: %d rounds, %d runs, %d succeeded, %d lost parts, %d requests, of them %d writes",
		f.rounds, f.runs, f.successes, f.lost, f.requests, f.writes)
	for _, failure := range f.failures {
		t.Logf("figures: a run that failed: %s", failure)
	}
}

// atOnce runs functions side by side and returns their results in order.
func atOnce(runs ...func() acctest.Output) []acctest.Output {
	results := make([]acctest.Output, len(runs))
	var group sync.WaitGroup
	for i, run := range runs {
		group.Go(func() { results[i] = run() })
	}
	group.Wait()
	return results
}

package acctest

import (
	"regexp"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// Journal returns the requests with a method (empty means any) whose path
// matches a regular expression, in order of arrival. The second actor's are not
// among them.
func (e *Env) Journal(method, pathPattern string) []emulator.Entry {
	var own []emulator.Entry
	for _, entry := range e.Emulator.Journal().Find(method, regexp.MustCompile(pathPattern)) {
		if !strings.HasSuffix(entry.UserAgent, "/second-actor") {
			own = append(own, entry)
		}
	}
	return own
}

// Requests counts what Journal returns.
func (e *Env) Requests(method, pathPattern string) int { return len(e.Journal(method, pathPattern)) }

// Writes counts requests that change something.
func (e *Env) Writes() int { return e.Requests("POST", "") + e.Requests("DELETE", "") }

// ResetJournal forgets all requests so far.
func (e *Env) ResetJournal() { e.Emulator.Journal().Reset() }

// AddFault arms a fault of the emulator.
func (e *Env) AddFault(tb testing.TB, fault emulator.Fault) {
	tb.Helper()
	if err := e.Emulator.AddFault(fault); err != nil {
		tb.Fatal(err)
	}
}

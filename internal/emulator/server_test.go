package emulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestJournal(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)
	c := start(t, emulator.Options{Now: func() time.Time { return now }})
	c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "logged"})
	c.do(t, http.StatusOK, http.MethodGet, "workspaces?limit=5&names=logged", nil)
	c.as("").do(t, http.StatusUnauthorized, http.MethodGet, "workspaces", nil)
	entries := c.srv.Journal().Entries()
	if len(entries) != 3 {
		t.Fatalf("%d entries", len(entries))
	}
	first, second, third := entries[0], entries[1], entries[2]
	if first.Number != 1 || first.Method != http.MethodPost || first.Operation != "CreateWorkspace" || !first.Committed ||
		first.Body != `{"name":"logged"}` || !first.Time.Equal(now) || first.TokenID == "" || !strings.Contains(first.Answer, "logged") {
		t.Errorf("first entry %+v", first)
	}
	if second.Values().Get("limit") != "5" || second.Status != http.StatusOK || second.Duration <= 0 {
		t.Errorf("second entry %+v", second)
	}
	if third.Status != http.StatusUnauthorized || third.Committed || third.TokenID != "" || !strings.Contains(third.Answer, third.RequestID) {
		t.Errorf("third entry %+v", third)
	}
	if got := len(c.srv.Journal().Operations("ListWorkspaces")); got != 2 {
		t.Errorf("%d lists", got)
	}
	if got := len(c.srv.Journal().Find("", nil)); got != 3 {
		t.Errorf("%d found", got)
	}
	if !strings.Contains(c.do(t, http.StatusOK, http.MethodGet, "/_emulator/journal", nil).Text, `"operation":"CreateWorkspace"`) {
		t.Error("the journal is not shown")
	}
	c.do(t, http.StatusNoContent, http.MethodDelete, "/_emulator/journal", nil)
	if got := len(c.srv.Journal().Entries()); got != 0 {
		t.Errorf("%d entries after the reset", got)
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		method, path string
		allowed      int
	}{
		{http.MethodGet, "workspaces", 25},
		{http.MethodPost, "workspaces", 10},
		{http.MethodDelete, "workspaces/c000000000000000000000000", 5},
	} {
		c := start(t, emulator.Options{RateLimit: emulator.RateLimitDocumented, Now: func() time.Time { return now }})
		status := func() *reply {
			r, err := c.send(t, test.method, test.path, map[string]any{"name": "x"})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		for i := range test.allowed {
			if got := status(); got.Status == http.StatusTooManyRequests {
				t.Fatalf("%s %d was refused", test.method, i+1)
			}
		}
		refused := status()
		if refused.Status != http.StatusTooManyRequests || refused.Header.Get("Retry-After") != "" {
			t.Errorf("%s: %d, Retry-After %q", test.method, refused.Status, refused.Header.Get("Retry-After"))
		}
		mint(t, c, emulator.TokenSpec{}).do(t, http.StatusOK, http.MethodGet, "workspaces", nil)
		c.srv.SetSwitches(func(s *emulator.Switches) { s.RetryAfterSent = true })
		if got := status().Header.Get("Retry-After"); got != "1" {
			t.Errorf("Retry-After %q", got)
		}
		c.srv.Advance(time.Second)
		if got := status(); got.Status == http.StatusTooManyRequests {
			t.Errorf("%s is refused in the next second", test.method)
		}
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for _, test := range []struct {
		status       int
		method, path string
	}{
		{http.StatusNotFound, http.MethodGet, "/v1/nothing"},
		{http.StatusNotFound, http.MethodGet, "/"},
		{http.StatusNotFound, http.MethodGet, "/_emulator/nothing"},
		{http.StatusNotFound, http.MethodDelete, "workspaces"},
		{http.StatusMethodNotAllowed, http.MethodPut, "workspaces"},
		{http.StatusMethodNotAllowed, http.MethodPatch, "workspaces"},
	} {
		r := c.do(t, test.status, test.method, test.path, nil)
		if r.Body["statusCode"] != float64(test.status) || !strings.Contains(r.Header.Get("Content-Type"), "json") {
			t.Errorf("%s %s: %s", test.method, test.path, r.Text)
		}
	}
}

func TestStateFileSurvivesRestart(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	opts := emulator.Options{StateFile: file, DeterministicIDs: true}
	first := start(t, opts)
	id := first.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "kept"}).text(t, "id")
	first.srv.Advance(time.Hour)
	minted := mint(t, first, emulator.TokenSpec{Role: "READER"})

	second := start(t, opts)
	if got := second.as(minted.token).do(t, http.StatusOK, http.MethodGet, "workspaces/"+id, nil).text(t, "name"); got != "kept" {
		t.Errorf("name %q", got)
	}
	if ahead := time.Until(second.srv.Now()); ahead < 59*time.Minute {
		t.Errorf("the clock lost its hour: %s", ahead)
	}
	if again := second.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "next"}).text(t, "id"); again == id {
		t.Error("an id was given twice")
	}
	text, err := second.srv.State()
	if err != nil {
		t.Fatal(err)
	}
	third := start(t, emulator.Options{SeedReader: strings.NewReader(string(text))})
	third.do(t, http.StatusOK, http.MethodGet, "workspaces/"+id, nil)
	fourth := start(t, emulator.Options{Seed: file})
	fourth.do(t, http.StatusOK, http.MethodGet, "workspaces/"+id, nil)

	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("beside the state file: %v, %v", left, err)
	}
	for name, bad := range map[string]emulator.Options{
		"broken seed":     {SeedReader: strings.NewReader("{")},
		"no organization": {SeedReader: strings.NewReader("{}")},
		"no such seed":    {Seed: filepath.Join(t.TempDir(), "none.json")},
		"state elsewhere": {StateFile: filepath.Join(t.TempDir(), "none", "state.json")},
		"odd profile":     {Profile: "odd"},
		"odd limit":       {RateLimit: "odd"},
	} {
		if _, err := emulator.New(bad); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestClockOverHTTP(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)
	c := start(t, emulator.Options{Now: func() time.Time { return now }})
	r := c.do(t, http.StatusOK, http.MethodPost, "/_emulator/clock", map[string]string{"advance": "90m"})
	if got := r.text(t, "now"); got != "2026-04-01T09:30:00Z" {
		t.Errorf("now %s", got)
	}
	made := c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "later"})
	if got := made.text(t, "createdAt"); got != "2026-04-01T09:30:00Z" {
		t.Errorf("createdAt %s", got)
	}
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/clock", "nonsense")
}

func TestStateShowsSecrets(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	if !strings.Contains(c.do(t, http.StatusOK, http.MethodGet, "/_emulator/state", nil).Text, c.token) {
		t.Error("the state does not show the token")
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^c[a-z0-9]{24}$`)
	made := map[bool][]string{}
	for _, deterministic := range []bool{true, false} {
		for range 2 {
			c := start(t, emulator.Options{DeterministicIDs: deterministic})
			id := c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "x"}).text(t, "id")
			if !shape.MatchString(id) || !shape.MatchString(c.org) {
				t.Errorf("ids %s, %s", id, c.org)
			}
			made[deterministic] = append(made[deterministic], id)
		}
	}
	if made[true][0] != made[true][1] || made[false][0] == made[false][1] {
		t.Errorf("ids %v", made)
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Latency: 5 * time.Millisecond})
	c.do(t, http.StatusOK, http.MethodGet, "workspaces", nil)
	if took := c.srv.Journal().Entries()[0].Duration; took < 5*time.Millisecond {
		t.Errorf("took %s", took)
	}
}

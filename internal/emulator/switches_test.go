package emulator_test

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestProfilesDifferInEverySwitch(t *testing.T) {
	t.Parallel()
	usual, err := emulator.Profile(emulator.ProfileUsual)
	if err != nil {
		t.Fatal(err)
	}
	contrary, err := emulator.Profile(emulator.ProfileContrary)
	if err != nil {
		t.Fatal(err)
	}
	all, fixed := emulator.SwitchNames()
	if want := reflect.TypeFor[emulator.Switches]().NumField(); len(all) != want {
		t.Errorf("the table has %d switches, the struct %d", len(all), want)
	}
	seen := map[string]bool{}
	a, b := usual.Words(), contrary.Words()
	for _, name := range all {
		if seen[name] {
			t.Errorf("%s is in the table twice", name)
		}
		seen[name] = true
		if same := a[name] == b[name]; same != slices.Contains(fixed, name) {
			t.Errorf("%s is %s and %s", name, a[name], b[name])
		}
	}
	for _, s := range []emulator.Switches{usual, contrary} {
		if !s.AxiomBaseSecretKept || !s.AxiomListedEntryKeepsSecrets || !s.AxiomSecretVariableKept {
			t.Error("an axiom does not hold in a profile")
		}
	}
}

// Answers that evidence speaks against can be had by hand, and in no profile.
func TestRefutedAnswersAreInNoProfile(t *testing.T) {
	t.Parallel()
	usual, err := emulator.Profile(emulator.ProfileUsual)
	if err != nil {
		t.Fatal(err)
	}
	contrary, err := emulator.Profile(emulator.ProfileContrary)
	if err != nil {
		t.Fatal(err)
	}
	for name, refuted := range map[string]string{
		"standard-cluster-id": "present", "explicit-null": "refuse", "override-time": "utc", "deploy-while-hibernating": "accept",
	} {
		for _, s := range []emulator.Switches{usual, contrary} {
			if s.Words()[name] == refuted {
				t.Errorf("%s is %s in a profile", name, refuted)
			}
			if err := s.Set(name, refuted); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestEverySwitchCanBeSetByName(t *testing.T) {
	t.Parallel()
	var touched emulator.Switches
	for line := range strings.SplitSeq(strings.TrimSpace(emulator.SwitchUsage()), "\n") {
		name, words, _ := strings.Cut(strings.TrimSpace(line), "=")
		first, second, _ := strings.Cut(words, "|")
		s, err := emulator.Profile("")
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Words()[name]; got != first {
			t.Errorf("%s is usually %s, the list says %s", name, got, first)
		}
		before := s
		if err := s.Set(name, second); err != nil {
			t.Error(err)
		}
		if s == before || s.Words()[name] != second {
			t.Errorf("%s=%s changed nothing", name, second)
		}
		if err := s.Set(name, first); err != nil || s != before {
			t.Errorf("%s=%s does not lead back: %v", name, first, err)
		}
		if err := touched.Set(name, second); err != nil {
			t.Error(err)
		}
	}
	if err := touched.Set("no-such-switch", "x"); err == nil {
		t.Error("an unknown switch was accepted")
	}
	if err := touched.Set("reads", "sometimes"); err == nil {
		t.Error("an unknown word was accepted")
	}
	if _, err := emulator.Profile("other"); err == nil {
		t.Error("an unknown profile was accepted")
	}
}

func TestSwitchesOverHTTP(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Switches: func(s *emulator.Switches) { s.WorkspaceNamesUnique = true }})
	if got := c.do(t, http.StatusOK, http.MethodGet, "/_emulator/switches", nil).text(t, "workspace-names"); got != "unique" {
		t.Errorf("workspace-names is %s", got)
	}
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/switches", map[string]string{"workspace-names": "free", "reads": "never"})
	if !c.srv.Switches().WorkspaceNamesUnique {
		t.Error("half of a refused change was made")
	}
	c.do(t, http.StatusOK, http.MethodPost, "/_emulator/switches", map[string]string{"workspace-names": "free"})
	if c.srv.Switches().WorkspaceNamesUnique {
		t.Error("the switch was not turned")
	}
}

func TestNullRefused(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	body := `{"name": "nulls", "description": null}`
	c.do(t, http.StatusOK, http.MethodPost, "workspaces", body)
	c.srv.SetSwitches(func(s *emulator.Switches) { s.NullRefused = true })
	r := c.do(t, http.StatusBadRequest, http.MethodPost, "workspaces", body)
	if !strings.Contains(r.Text, `"field":"description"`) {
		t.Errorf("the null is not named: %s", r.Text)
	}
}

func TestStaleReads(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Switches: func(s *emulator.Switches) { s.StaleReads = true }})
	id := c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "one"}).text(t, "id")
	c.do(t, http.StatusNotFound, http.MethodGet, "workspaces/"+id, nil)
	c.do(t, http.StatusOK, http.MethodGet, "workspaces/"+id, nil)
	c.do(t, http.StatusOK, http.MethodPost, "workspaces/"+id, map[string]any{"name": "two", "description": "", "cicdEnforcedDefault": false})
	for _, want := range []string{"one", "two"} {
		if got := c.do(t, http.StatusOK, http.MethodGet, "workspaces/"+id, nil).text(t, "name"); got != want {
			t.Errorf("read %q, want %q", got, want)
		}
	}
	c.do(t, http.StatusNoContent, http.MethodDelete, "workspaces/"+id, nil)
	c.do(t, http.StatusOK, http.MethodGet, "workspaces/"+id, nil)
	c.do(t, http.StatusNotFound, http.MethodGet, "workspaces/"+id, nil)
}

func TestWithoutDescription(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Profile: emulator.ProfileContrary})
	r := c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "shown"})
	if got := r.text(t, "description"); got != "" {
		t.Errorf("description %q", got)
	}
}

package emulator_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// arm adds a fault that must be valid.
func arm(t *testing.T, c *client, f emulator.Fault) {
	t.Helper()
	if err := c.srv.AddFault(f); err != nil {
		t.Fatalf("AddFault: %s", err)
	}
}

// count returns how many Workspaces there are.
func count(t *testing.T, c *client) int {
	t.Helper()
	return len(c.do(t, http.StatusOK, http.MethodGet, "workspaces?limit=1000", nil).rows(t, "workspaces"))
}

func TestFaultChoosesRequests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		fault emulator.Fault
		want  string // one letter for each of five POSTs: x hit, . not
	}{
		{"first", emulator.Fault{Method: "POST", Path: "/workspaces$"}, "x...."},
		{"second and third", emulator.Fault{Method: "POST", Path: "/workspaces$", Nth: 2, Count: 2}, ".xx.."},
		{"from the fourth", emulator.Fault{Method: "POST", Nth: 4, Count: -1}, "...xx"},
		{"by body", emulator.Fault{Body: `"name":"w2"`}, "..x.."},
		{"other path", emulator.Fault{Path: "/deployments", Count: -1}, "....."},
		{"other method", emulator.Fault{Method: "GET", Count: -1}, "....."},
	} {
		c := start(t, emulator.Options{})
		test.fault.Status = http.StatusBadGateway
		arm(t, c, test.fault)
		var got strings.Builder
		for i := range 5 {
			r, err := c.send(t, http.MethodPost, "workspaces", map[string]any{"name": "w" + string(rune('0'+i))})
			if err != nil {
				t.Fatal(err)
			}
			if r.Status == http.StatusBadGateway {
				got.WriteByte('x')
			} else {
				got.WriteByte('.')
			}
		}
		if got.String() != test.want {
			t.Errorf("%s: %s, want %s", test.name, got.String(), test.want)
		}
		if hits := c.srv.FaultHits(); len(hits) != 1 || hits[0] != strings.Count(test.want, "x") {
			t.Errorf("%s: hits %v", test.name, hits)
		}
	}
}

func TestFaultEffects(t *testing.T) {
	t.Parallel()
	body := map[string]any{"name": "x"}
	for _, test := range []struct {
		name    string
		fault   emulator.Fault
		dropped bool
		status  int
		made    bool
		text    string
	}{
		{"status", emulator.Fault{Status: 503, Message: "away", Header: map[string]string{"Retry-After": "3"}}, false, 503, false, `"message":"away"`},
		{"status after the work", emulator.Fault{Status: 502, Commit: true}, false, 502, true, "Bad Gateway"},
		{"drop", emulator.Fault{Drop: true}, true, 0, false, ""},
		{"drop after the work", emulator.Fault{Drop: true, Commit: true}, true, 0, true, ""},
		{"truncated", emulator.Fault{Mangle: emulator.MangleTruncate}, false, 200, true, `"id"`},
		{"html", emulator.Fault{Mangle: emulator.MangleHTML, Status: 502}, false, 502, false, "<html>"},
		{"empty", emulator.Fault{Mangle: emulator.MangleEmpty}, false, 200, true, ""},
		{"members", emulator.Fault{Members: map[string]any{"name": "other", "id": nil}}, false, 200, true, `"name":"other"`},
		{"rewrite", emulator.Fault{Rewrite: func([]byte) []byte { return []byte("null") }}, false, 200, true, "null"},
		{"delay", emulator.Fault{Delay: 1, DelayAnswer: 1}, false, 200, true, `"name":"x"`},
	} {
		c := start(t, emulator.Options{})
		test.fault.Method = http.MethodPost
		arm(t, c, test.fault)
		r, err := c.send(t, http.MethodPost, "workspaces", body)
		if (err != nil) != test.dropped {
			t.Errorf("%s: error %v", test.name, err)
			continue
		}
		if err == nil && (r.Status != test.status || !strings.Contains(r.Text, test.text)) {
			t.Errorf("%s: %d %s", test.name, r.Status, r.Text)
		}
		for name, value := range test.fault.Header {
			if r.Header.Get(name) != value {
				t.Errorf("%s: header %s is %q", test.name, name, r.Header.Get(name))
			}
		}
		posts := c.srv.Journal().Find(http.MethodPost, regexp.MustCompile("/workspaces$"))
		if len(posts) != 1 || posts[0].Status != test.status || posts[0].Committed != test.made {
			t.Errorf("%s: journal %+v", test.name, posts)
		}
		if made := count(t, c) == 2; made != test.made {
			t.Errorf("%s: made is %t", test.name, made)
		}
	}
}

func TestFaultHooksPlayASecondActor(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	var order []string
	arm(t, c, emulator.Fault{
		Method: http.MethodPost, Count: -1,
		Before: func(r *http.Request) {
			order = append(order, "before "+r.Method)
			c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "second actor, before"})
		},
		After: func(*http.Request) {
			order = append(order, "after")
			c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "second actor, after"})
		},
	})
	c.do(t, http.StatusOK, http.MethodPost, "workspaces", map[string]any{"name": "first actor"})
	if strings.Join(order, ",") != "before POST,after" || count(t, c) != 4 {
		t.Errorf("order %v, %d Workspaces", order, count(t, c))
	}
}

func TestFaultsOverHTTP(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	c.do(t, http.StatusNoContent, http.MethodPost, "/_emulator/faults", map[string]any{"method": "GET", "status": 500, "delay": "1ms", "count": -1})
	c.do(t, http.StatusInternalServerError, http.MethodGet, "workspaces", nil)
	if got := c.do(t, http.StatusOK, http.MethodGet, "/_emulator/faults", nil).Text; !strings.Contains(got, `{"hits":[1]}`) {
		t.Errorf("hits: %s", got)
	}
	c.do(t, http.StatusNoContent, http.MethodDelete, "/_emulator/faults", nil)
	c.do(t, http.StatusOK, http.MethodGet, "workspaces", nil)
	for _, bad := range []string{`{"path": "("}`, `{"body": "("}`, `{"mangle": "odd"}`, `{"delay": "soon"}`, `nonsense`} {
		c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/faults", bad)
	}
}

package ownership_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// asked records the requests about Deployments on their way.
type asked struct {
	next http.RoundTripper
	// first is answered before anything else, when it is not nil.
	first func(r *http.Request) *http.Response

	mu       sync.Mutex
	requests []string
}

// RoundTrip notes lists and reads of Deployments.
func (a *asked) RoundTrip(r *http.Request) (*http.Response, error) {
	if at := strings.Index(r.URL.Path, "/deployments"); at >= 0 {
		query := r.URL.Query()
		text := r.Method + " " + r.URL.Path[at:]
		if r.URL.Path[at:] == "/deployments" {
			text += " of " + strings.Join(query["workspaceIds"], ",")
		}
		a.mu.Lock()
		a.requests = append(a.requests, text)
		a.mu.Unlock()
	}
	if a.first != nil {
		if answer := a.first(r); answer != nil {
			answer.Request = r
			return answer, nil
		}
	}
	return a.next.RoundTrip(r)
}

func (a *asked) client(t *testing.T) *astro.Client {
	t.Helper()
	client, err := astro.NewClient(astro.Config{
		Host: "http://127.0.0.1", Token: "token", OrganizationID: organization, Transport: a,
		RetryWaitMin: 10 * time.Millisecond, RetryWaitMax: 20 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// Whether Deployments of entries are gone is asked in the object's own
// Workspace, and only about those that its list lacks.
func TestStaleEntriesAreLookedForInTheirWorkspace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object.links["stale"], api.object.links["d1"] = map[string]string{}, map[string]string{}
		api.deployments["d1"], api.deployments["d2"], api.deployments["other"] = true, true, true
		api.answer = func(_ int, body *astro.UpdateEnvironmentObjectRequest) (int, bool) {
			for _, link := range body.Links {
				if link.ScopeEntityID == "stale" {
					return http.StatusBadRequest, false
				}
			}
			return http.StatusOK, false
		}
		watch := &asked{next: api}
		mustAll(t, together(t, ownership.New(watch.client(t), ownership.Options{}), 1, linkEdit("d2")))
		want := []string{"GET /deployments of " + workspace, "GET /deployments/stale"}
		if got := strings.Join(watch.requests, "\n"); got != strings.Join(want, "\n") {
			t.Errorf("asked\n%s\nwant\n%s", got, strings.Join(want, "\n"))
		}
	})
}

// An object of a Deployment has no Workspace to look in: its refusal is shown at
// once, and nothing is looked for.
func TestNoStaleEntriesOfADeploymentsObject(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.scope = astro.ScopeDeployment
		api.object.links["stale"] = map[string]string{}
		api.answer = func(int, *astro.UpdateEnvironmentObjectRequest) (int, bool) { return http.StatusBadRequest, false }
		watch := &asked{next: api}
		errs := together(t, ownership.New(watch.client(t), ownership.Options{}), 1, linkEdit("d2"))
		if astro.StatusOf(errs[0]) != http.StatusBadRequest {
			t.Errorf("got %v", errs[0])
		}
		if _, posts, _ := api.counts(); posts != 1 || len(watch.requests) != 0 {
			t.Errorf("%d writes, asked %v", posts, watch.requests)
		}
	})
}

// A read that does not answer proves nothing, and neither does a list that
// shows less than there is: such entries stay.
func TestEntriesThatAreNotProvablyGoneStay(t *testing.T) {
	for name, status := range map[string]int{
		"forbidden": http.StatusForbidden, "there after all": http.StatusOK, "a gateway's 404": http.StatusNotFound,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFake()
				api.object.links["hidden"] = map[string]string{"host": "theirs"}
				api.deployments["d2"] = true
				api.answer = func(n int, _ *astro.UpdateEnvironmentObjectRequest) (int, bool) {
					return map[bool]int{true: http.StatusBadRequest, false: http.StatusOK}[n == 1], false
				}
				watch := &asked{next: api, first: func(r *http.Request) *http.Response {
					if !strings.HasSuffix(r.URL.Path, "/deployments/hidden") {
						return nil
					}
					return answerOf(status, fmt.Sprintf(wholeDeployment, "hidden"))
				}}
				errs := together(t, ownership.New(watch.client(t), ownership.Options{}), 1, linkEdit("d2"))
				if astro.StatusOf(errs[0]) != http.StatusBadRequest {
					t.Errorf("got %v", errs[0])
				}
				if left := maps.Clone(api.state().links); left["hidden"]["host"] != "theirs" {
					t.Errorf("links %v", left)
				}
			})
		})
	}
}

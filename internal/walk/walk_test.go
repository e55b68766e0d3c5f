package walk_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

const (
	objects     = "/environment-objects"
	deployments = "/deployments"
)

func ids(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("c%03d", i)
	}
	return all
}

func host(t *testing.T, w *walk.Walk, id string) string {
	t.Helper()
	o, err := w.EnvironmentObject(t.Context(), id, workspaceID)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return *o.Connection.Host
}

func expect(t *testing.T, api *fakeAPI, gets, lists int) {
	t.Helper()
	if g, l := api.count(objects+"/"), api.count(objects); g != gets || l != lists {
		t.Errorf("%d reads by id and %d lists, want %d and %d", g, l, gets, lists)
	}
}

func TestTwoReadsGoSinglyAndTheRestIsOneList(t *testing.T) {
	api := newFake(ids(50)...)
	w := api.walk(t)
	for range 3 {
		for _, id := range ids(50) {
			if got := host(t, w, id); got != "host-"+id {
				t.Errorf("%s: %s", id, got)
			}
		}
	}
	expect(t, api, 2, 1)
}

func TestManyReadersShareRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake(ids(10)...)
		api.latency = 50 * time.Millisecond
		w := api.walk(t)
		var group sync.WaitGroup
		for i := range 500 {
			group.Go(func() { host(t, w, ids(10)[i%10]) })
		}
		group.Wait()
		expect(t, api, 2, 1)
	})
}

// Many links read one connection at once. That is one object, however many ask,
// and the second object that is compared with its row is another one.
func TestManyReadersOfOneObjectCountOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake(ids(4)...)
		api.latency = 50 * time.Millisecond
		w := api.walk(t)
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { host(t, w, "c000") })
		}
		group.Wait()
		expect(t, api, 1, 0)
		host(t, w, "c001")
		expect(t, api, 2, 0)
		for _, id := range ids(4) {
			host(t, w, id)
		}
		expect(t, api, 2, 1)
	})
}

// What could not be read singly cannot be compared with its row: others are.
func TestObjectsThatAreGoneDoNotStandForTheScope(t *testing.T) {
	api := newFake(ids(4)...)
	api.poorList = true
	w := api.walk(t)
	for _, id := range []string{"gone1", "gone2"} {
		if _, err := w.EnvironmentObject(t.Context(), id, workspaceID); !walk.IsGone(err) {
			t.Fatalf("%s: %v", id, err)
		}
	}
	for _, id := range ids(4) {
		if got := host(t, w, id); got != "host-"+id {
			t.Errorf("%s: %q", id, got)
		}
	}
	expect(t, api, 6, 2) // one list proves that those two are gone
}

func TestWithoutWorkspaceReadsGoByID(t *testing.T) {
	api := newFake(ids(5)...)
	w := api.walk(t)
	for range 2 {
		for _, id := range ids(5) {
			if _, err := w.EnvironmentObject(t.Context(), id, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	expect(t, api, 5, 0)
}

func TestListThatTellsLessDoesNotServeReads(t *testing.T) {
	api := newFake(ids(10)...)
	api.poorList = true
	w := api.walk(t)
	for _, id := range ids(10) {
		if got := host(t, w, id); got != "host-"+id {
			t.Errorf("%s: %q", id, got)
		}
	}
	expect(t, api, 10, 1)
}

func TestListThatFailsIsReplacedByReads(t *testing.T) {
	api := newFake(ids(10)...)
	api.fail = func(path string) int {
		if path == objects {
			return http.StatusForbidden
		}
		return 0
	}
	w := api.walk(t)
	for _, id := range ids(10) {
		host(t, w, id)
	}
	expect(t, api, 10, 1)
}

func TestWritesGoThrough(t *testing.T) {
	api := newFake(ids(10)...)
	w := api.walk(t)
	for _, id := range ids(10) {
		host(t, w, id)
	}
	changed := connection("c005", "changed")
	w.ObserveEnvironmentObject(&changed)
	created := connection("c100", "created")
	w.ObserveEnvironmentObject(&created)
	w.ForgetEnvironmentObject("c006")
	delete(api.connections, "c006")
	if got := host(t, w, "c005"); got != "changed" {
		t.Errorf("after the write the row says %s", got)
	}
	if _, err := w.EnvironmentObject(t.Context(), "c006", workspaceID); !walk.IsGone(err) {
		t.Errorf("the deleted object: %v", err)
	}
	all, err := w.ScopeConnections(t.Context(), astro.ScopeWorkspace, workspaceID)
	if err != nil {
		t.Fatal(err)
	}
	hosts := map[string]string{}
	for i := range all {
		hosts[*all[i].ID] = *all[i].Connection.Host
	}
	if len(hosts) != 10 || hosts["c005"] != "changed" || hosts["c100"] != "created" || hosts["c006"] != "" {
		t.Errorf("the list: %v", hosts)
	}
	expect(t, api, 3, 1)
}

func TestWriteDuringAListWins(t *testing.T) {
	api := newFake(ids(5)...)
	w := api.walk(t)
	host(t, w, "c000")
	host(t, w, "c001")
	api.beforeList = func() {
		changed := connection("c003", "changed")
		w.ObserveEnvironmentObject(&changed)
		changed = connection("c000", "changed")
		w.ObserveEnvironmentObject(&changed)
	}
	if got := host(t, w, "c002"); got != "host-c002" {
		t.Errorf("c002: %s", got)
	}
	for _, id := range []string{"c000", "c003"} {
		if got := host(t, w, id); got != "changed" {
			t.Errorf("%s: %s", id, got)
		}
	}
	expect(t, api, 2, 1)
}

func TestCreatedConnectionIsListedAnew(t *testing.T) {
	api := newFake(ids(1)...)
	w := api.walk(t)
	list := func() int {
		all, err := w.ScopeConnections(t.Context(), astro.ScopeWorkspace, workspaceID)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	list()
	api.connections["new"] = "h"
	if n := list(); n != 1 {
		t.Errorf("%d connections from the snapshot, want 1", n)
	}
	w.ForgetScopeConnections(astro.ScopeWorkspace, workspaceID)
	if n := list(); n != 2 {
		t.Errorf("%d connections, want 2", n)
	}
}

func TestDeletedDeploymentHasConnectionsReadAnew(t *testing.T) {
	api := newFake(ids(3)...)
	api.deployments["d1"] = "one"
	w := api.walk(t)
	host(t, w, "c000")
	if _, err := w.Deployment(t.Context(), "d1", workspaceID); err != nil {
		t.Fatal(err)
	}
	delete(api.deployments, "d1")
	api.connections["c000"] = "unlinked"
	w.ForgetDeployment("d1")
	if got := host(t, w, "c000"); got != "unlinked" {
		t.Errorf("c000: %s", got)
	}
	if _, err := w.Deployment(t.Context(), "d1", workspaceID); !walk.IsGone(err) {
		t.Errorf("the deleted Deployment: %v", err)
	}
}

func TestDeploymentsAreListedWithOwnCreates(t *testing.T) {
	api := newFake()
	api.deployments["d1"] = "one"
	w := api.walk(t)
	if all, err := w.WorkspaceDeployments(t.Context(), workspaceID); err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	w.ObserveDeployment(&astro.Deployment{ID: "d2", Name: "two", WorkspaceID: workspaceID})
	w.ObserveDeployment(&astro.Deployment{ID: "d3", Name: "three", WorkspaceID: "elsewhere"})
	all, err := w.WorkspaceDeployments(t.Context(), workspaceID)
	if err != nil || len(all) != 2 || all[1].Name != "two" {
		t.Errorf("%v, %v", all, err)
	}
	if n := api.count(deployments); n != 1 {
		t.Errorf("%d lists", n)
	}
}

func TestWrongOrganizationEmptiesNoState(t *testing.T) {
	api := newFake()
	api.fail = func(string) int { return http.StatusNotFound }
	w := api.walk(t)
	for _, id := range ids(20) {
		_, err := w.EnvironmentObject(t.Context(), id, "")
		if err == nil || walk.IsGone(err) || !strings.Contains(err.Error(), organization) {
			t.Fatalf("%s: %v", id, err)
		}
	}
	if n := api.count(""); n != 1 {
		t.Errorf("the organization was probed %d times", n)
	}
}

func TestGoneIsProvenByOneRead(t *testing.T) {
	for name, tc := range map[string]struct {
		workspace string
		fail      map[string]int
		gone      bool
		probes    map[string]int
	}{
		"organization answers":                 {gone: true, probes: map[string]int{"": 1}},
		"organization forbidden":               {fail: map[string]int{"": http.StatusForbidden}, probes: map[string]int{"": 1}},
		"organization without a verdict":       {fail: map[string]int{"": http.StatusBadGateway}, probes: map[string]int{"": 2}},
		"Workspace answers":                    {workspace: workspaceID, gone: true, probes: map[string]int{"/workspaces/": 1, "": 0}},
		"Workspace forbidden":                  {workspace: workspaceID, fail: map[string]int{"/workspaces/": http.StatusForbidden}, probes: map[string]int{"/workspaces/": 1}},
		"Workspace gone with the organization": {workspace: workspaceID, fail: map[string]int{"/workspaces/": 404, "": 404}, probes: map[string]int{"/workspaces/": 1, "": 1}},
		"Workspace gone":                       {workspace: workspaceID, gone: true, fail: map[string]int{"/workspaces/": 404}, probes: map[string]int{"/workspaces/": 1, "": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			api := newFake()
			api.fail = func(path string) int {
				if strings.HasPrefix(path, "/workspaces/") {
					path = "/workspaces/"
				}
				return tc.fail[path]
			}
			w := api.walk(t)
			for _, id := range ids(2) {
				if _, err := w.Deployment(t.Context(), id, tc.workspace); walk.IsGone(err) != tc.gone || !astro.IsNotFound(err) == tc.gone {
					t.Errorf("%s: %v", id, err)
				}
			}
			for path, want := range tc.probes {
				if n := api.count(path); n != want {
					t.Errorf("%q was read %d times, want %d", path, n, want)
				}
			}
		})
	}
}

func TestForbiddenIsNeverGone(t *testing.T) {
	api := newFake()
	api.fail = func(path string) int {
		if strings.HasPrefix(path, objects) {
			return http.StatusForbidden
		}
		return 0
	}
	if _, err := api.walk(t).EnvironmentObject(t.Context(), "c", workspaceID); walk.IsGone(err) || !astro.IsForbidden(err) {
		t.Errorf("got %v", err)
	}
}

func TestErrorsAreNotKept(t *testing.T) {
	api := newFake("c000")
	broken := true
	api.fail = func(string) int {
		if broken {
			return http.StatusForbidden
		}
		return 0
	}
	w := api.walk(t)
	_, readErr := w.EnvironmentObject(t.Context(), "c000", workspaceID)
	_, workspaceErr := w.Workspace(t.Context(), workspaceID)
	if readErr == nil || workspaceErr == nil {
		t.Fatalf("%v, %v", readErr, workspaceErr)
	}
	broken = false
	host(t, w, "c000")
	for range 3 {
		if _, err := w.Workspace(t.Context(), workspaceID); err != nil {
			t.Fatal(err)
		}
	}
	if n := api.count("/workspaces/"); n != 2 {
		t.Errorf("the Workspace was read %d times, want 2", n)
	}
}

func TestReaderWhoLeavesDoesNotFailTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake("c000")
		api.latency = time.Second
		w := api.walk(t)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		var group sync.WaitGroup
		group.Go(func() {
			if _, err := w.Workspace(ctx, workspaceID); err == nil {
				t.Error("the cancelled reader got an answer")
			}
		})
		synctest.Wait()
		if _, err := w.Workspace(t.Context(), workspaceID); err != nil {
			t.Errorf("the other reader: %v", err)
		}
		group.Wait()
	})
}

type claims struct {
	mu    sync.Mutex
	count int
}

func TestStateIsOnePerTypeAndWalk(t *testing.T) {
	w := newFake().walk(t)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			c := walk.State[claims](w)
			c.mu.Lock()
			defer c.mu.Unlock()
			c.count++
		})
	}
	group.Wait()
	if n := walk.State[claims](w).count; n != 20 {
		t.Errorf("count %d", n)
	}
	if walk.State[claims](newFake().walk(t)) == walk.State[claims](w) {
		t.Error("two walks share a state")
	}
}

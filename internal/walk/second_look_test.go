package walk_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// strayFor makes reads of single objects answer 404, each so many times.
func strayFor(api *fakeAPI, times int) {
	hits := map[string]int{}
	api.fail = func(path string) int {
		if strings.HasPrefix(path, objects+"/") || strings.HasPrefix(path, deployments+"/") {
			if hits[path]++; hits[path] <= times {
				return http.StatusNotFound
			}
		}
		return 0
	}
}

// reads are reads of what stands, with and without a known scope.
func reads() map[string]func(t *testing.T, w *walk.Walk) error {
	return map[string]func(t *testing.T, w *walk.Walk) error{
		"connection": func(t *testing.T, w *walk.Walk) error {
			t.Helper()
			_, err := w.EnvironmentObject(t.Context(), "c000", workspaceID)
			return err
		},
		"Deployment": func(t *testing.T, w *walk.Walk) error {
			t.Helper()
			_, err := w.Deployment(t.Context(), "d1", workspaceID)
			return err
		},
		"Deployment whose Workspace is not known": func(t *testing.T, w *walk.Walk) error {
			t.Helper()
			_, err := w.Deployment(t.Context(), "d1", "")
			return err
		},
		"connection whose scope is not known": func(t *testing.T, w *walk.Walk) error {
			t.Helper()
			_, err := w.EnvironmentObject(t.Context(), "c000", "")
			return err
		},
	}
}

// One 404 is no verdict: what the list of the scope shows is read again.
func TestOneStrayNotFoundIsOver(t *testing.T) {
	for name, read := range reads() {
		t.Run(name, func(t *testing.T) {
			api := newFake("c000")
			api.deployments["d1"] = "one"
			strayFor(api, 1)
			if err := read(t, api.walk(t)); err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A 404 for good of what the list shows is an error, and neither "gone" nor a 404.
func TestNotFoundOfWhatIsListed(t *testing.T) {
	for name, read := range reads() {
		if name == "connection whose scope is not known" {
			continue // two reads of it are all that can be asked for
		}
		t.Run(name, func(t *testing.T) {
			api := newFake("c000")
			api.deployments["d1"] = "one"
			strayFor(api, 1000)
			err := read(t, api.walk(t))
			var stands *walk.StandsError
			if !errors.As(err, &stands) || walk.IsGone(err) || astro.IsNotFound(err) || !strings.Contains(err.Error(), "nothing was taken out of the state") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A 404 that is not Astro's own is never a verdict, whatever lists say.
func TestForeignNotFoundIsNoVerdict(t *testing.T) {
	api := newFake()
	api.foreign = true
	api.fail = func(path string) int {
		if strings.HasPrefix(path, objects+"/") {
			return http.StatusNotFound
		}
		return 0
	}
	if _, err := api.walk(t).EnvironmentObject(t.Context(), "c000", workspaceID); walk.IsGone(err) || astro.StatusOf(err) != http.StatusNotFound {
		t.Errorf("got %v", err)
	}
}

// Many objects of a scope that are gone cost one list; one that was made since
// the list, or deleted by this walk, is not judged by it.
func TestManyGoneCostOneList(t *testing.T) {
	api := newFake("c000")
	w := api.walk(t)
	for _, id := range ids(20)[1:] {
		if _, err := w.EnvironmentObject(t.Context(), id, workspaceID); !walk.IsGone(err) {
			t.Fatalf("%s: %v", id, err)
		}
		if _, err := w.Deployment(t.Context(), id, workspaceID); !walk.IsGone(err) {
			t.Fatalf("%s: %v", id, err)
		}
	}
	if o, d := api.count(objects), api.count(deployments); o != 1 || d != 1 {
		t.Errorf("%d lists of objects and %d of Deployments, want one each", o, d)
	}
	api.connections["new"] = "h"
	created := connection("new", "h")
	w.ObserveEnvironmentObject(&created)
	notFound := &astro.Error{Operation: "read", StatusCode: http.StatusNotFound, Target: astro.Target{Kind: astro.KindEnvironmentObject, ID: "new"}}
	if err := w.Judge(t.Context(), notFound, workspaceID); walk.IsGone(err) {
		t.Errorf("judged by a list from before it was made: %v", err)
	}
	delete(api.connections, "c000")
	w.ForgetEnvironmentObject("c000")
	before := api.count(objects)
	if _, err := w.EnvironmentObject(t.Context(), "c000", workspaceID); !walk.IsGone(err) || api.count(objects) != before {
		t.Errorf("what this walk has deleted: %v after %d lists", err, api.count(objects)-before)
	}
}

// Where lists are not allowed the object is read again; where they fail there is
// no verdict.
func TestSecondLookWithoutAList(t *testing.T) {
	for status, gone := range map[int]bool{http.StatusForbidden: true, http.StatusNotFound: true, http.StatusBadGateway: false} {
		api := newFake()
		api.fail = func(path string) int {
			if path == deployments {
				return status
			}
			return 0
		}
		w := api.walk(t)
		if _, err := w.Deployment(t.Context(), "d1", workspaceID); err == nil || walk.IsGone(err) != gone || astro.IsNotFound(err) != gone {
			t.Errorf("HTTP %d: %v", status, err)
		}
	}
}

// An object of another scope than the state has is an error, never a state.
func TestObjectOfAnotherScope(t *testing.T) {
	api := newFake("c000")
	for _, scope := range []string{astro.ScopeWorkspace, astro.ScopeDeployment} {
		id := map[string]string{astro.ScopeWorkspace: "another", astro.ScopeDeployment: workspaceID}[scope]
		if o, err := api.walk(t).EnvironmentObjectIn(t.Context(), "c000", scope, id); err == nil {
			t.Errorf("%s %s: %v", scope, id, o)
		}
	}
}

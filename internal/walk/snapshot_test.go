package walk_test

import (
	"slices"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// What crosses in a snapshot: reads, lists, writes and deletes that end in
// another order than they began in. What was learned later wins, by when it was
// asked for.

// once runs a step the first time only.
func once(step func()) func() {
	done := false
	return func() {
		if !done {
			done = true
			step()
		}
	}
}

// whenRead runs a step once, while the read of an object is out.
func whenRead(api *fakeAPI, id string, step func()) {
	step = once(step)
	api.beforeGet = func(read string) {
		if read == id {
			step()
		}
	}
}

// hosts are the connections that the walk lists, as "id=host".
func hosts(t *testing.T, w *walk.Walk) []string {
	t.Helper()
	all, err := w.ScopeConnections(t.Context(), astro.ScopeWorkspace, workspaceID)
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for i := range all {
		found = append(found, *all[i].ID+"="+*all[i].Connection.Host)
	}
	slices.Sort(found)
	return found
}

func expectHosts(t *testing.T, w *walk.Walk, want ...string) {
	t.Helper()
	if got := hosts(t, w); !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
}

func TestWriteDuringAReadWins(t *testing.T) {
	api := newFake("c000")
	w := api.walk(t)
	whenRead(api, "c000", func() {
		changed := connection("c000", "changed")
		w.ObserveEnvironmentObject(&changed)
	})
	for range 2 {
		if got := host(t, w, "c000"); got != "changed" {
			t.Errorf("the read gives %s", got)
		}
	}
	expect(t, api, 1, 0)
}

// A row that a list brings while the object is read by id may tell less than that
// read: it does not replace it, and is compared with it all the same.
func TestListDuringReadsDoesNotReplaceThem(t *testing.T) {
	api := newFake(ids(3)...)
	api.poorList = true
	w := api.walk(t)
	list := once(func() { hosts(t, w) })
	second := once(func() {
		if got := host(t, w, "c001"); got != "host-c001" {
			t.Errorf("c001: %q", got)
		}
	})
	api.beforeGet = func(id string) {
		if id == "c000" {
			second()
		}
		list() // the first read to come here, which is the second's
	}
	for _, id := range ids(3) {
		if got := host(t, w, id); got != "host-"+id {
			t.Errorf("%s: %q", id, got)
		}
	}
	expect(t, api, 3, 1)
}

func TestDeleteDuringAReadWins(t *testing.T) {
	api := newFake("c000")
	w := api.walk(t)
	whenRead(api, "c000", func() {
		w.ForgetEnvironmentObject("c000")
		api.mu.Lock()
		defer api.mu.Unlock()
		delete(api.connections, "c000")
	})
	host(t, w, "c000") // it stood when it was read
	if _, err := w.EnvironmentObject(t.Context(), "c000", workspaceID); !walk.IsGone(err) {
		t.Errorf("after the delete: %v", err)
	}
}

// Links may go with a Deployment: what was read before it went does not count,
// and neither does what was being read or listed meanwhile.
func TestDeletedDeploymentDuringARead(t *testing.T) {
	api := newFake("c000")
	w := api.walk(t)
	whenRead(api, "c000", func() {
		w.ForgetDeployment("d1")
		api.mu.Lock()
		defer api.mu.Unlock()
		api.connections["c000"] = "unlinked"
	})
	host(t, w, "c000")
	if got := host(t, w, "c000"); got != "unlinked" {
		t.Errorf("after the Deployment was deleted: %s", got)
	}
}

func TestDeletedDeploymentDuringAList(t *testing.T) {
	api := newFake("c000", "c001")
	w := api.walk(t)
	api.beforeList = once(func() {
		w.ForgetDeployment("d1")
		api.mu.Lock()
		defer api.mu.Unlock()
		api.connections["c000"] = "unlinked"
	})
	expectHosts(t, w, "c000=unlinked", "c001=host-c001")
	if got := host(t, w, "c000"); got != "unlinked" {
		t.Errorf("after the Deployment was deleted: %s", got)
	}
	expect(t, api, 0, 2)
}

// The list is newer than what was read before it, whatever it says of it.
func TestListIsNewerThanReadsBeforeIt(t *testing.T) {
	api := newFake("c000", "c001", "c002")
	w := api.walk(t)
	host(t, w, "c000")
	host(t, w, "c001")
	api.connections["c000"] = "new"
	delete(api.connections, "c001")
	expectHosts(t, w, "c000=new", "c002=host-c002")
}

func TestReadsAndWritesAfterAListAreNewer(t *testing.T) {
	api := newFake("c000", "c001")
	w := api.walk(t)
	expectHosts(t, w, "c000=host-c000", "c001=host-c001")
	changed, created := connection("c000", "changed"), connection("c002", "created")
	w.ObserveEnvironmentObject(&changed)
	w.ObserveEnvironmentObject(&created)
	w.ForgetEnvironmentObject("c001")
	expectHosts(t, w, "c000=changed", "c002=created")
}

// A delete that was reported before the list was asked for is older than a row
// of that list; one that was reported while the list was out is newer.
func TestDeletesAroundAList(t *testing.T) {
	api := newFake("c000", "c001")
	w := api.walk(t)
	w.ForgetEnvironmentObject("c000")
	api.beforeList = once(func() { w.ForgetEnvironmentObject("c001") })
	expectHosts(t, w, "c000=host-c000")
	if got := host(t, w, "c000"); got != "host-c000" {
		t.Errorf("c000: %s", got)
	}
	host(t, w, "c001") // not served from the list: read, and it stands
	expect(t, api, 1, 1)
}

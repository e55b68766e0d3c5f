package ownership_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// TestOnlyTheLastCallWaits: calls return when their part is written, as long as
// another one is in flight; the last one waits for all.
func TestOnlyTheLastCallWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.latency = 50 * time.Millisecond
		editor := api.editor(t, ownership.Options{})
		started := time.Now()
		var mu sync.Mutex
		var after []time.Duration
		var group sync.WaitGroup
		for i := range 10 {
			group.Go(func() {
				for j := range 6 {
					if _, err := editor.EnvironmentObject(t.Context(), objectID, linkEdit(fmt.Sprintf("d%d-%d", i, j))); err != nil {
						t.Error(err)
					}
				}
				mu.Lock()
				defer mu.Unlock()
				after = append(after, time.Since(started))
			})
		}
		group.Wait()
		_, posts, _ := api.counts()
		// Fake time: six waves of a read and a write each, and one rest in the end.
		if last := after[9]; last < ownership.DefaultSettle || last > ownership.DefaultSettle+6*400*time.Millisecond {
			t.Errorf("the run took %s", last)
		}
		if early := after[8]; early > ownership.DefaultSettle {
			t.Errorf("the last call but one returned after %s", early)
		}
		if len(api.state().links) != 60 || posts > 12 {
			t.Errorf("%d links by %d writes", len(api.state().links), posts)
		}
	})
}

// TestInterruptedLastCallNamesWhatIsOpen: a call has returned, and the one that
// bears its debt is cancelled.
func TestInterruptedLastCallNamesWhatIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		editor := api.editor(t, ownership.Options{})
		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error, 1), make(chan error, 1)
		for _, call := range []struct {
			edit ownership.ObjectEdit
			done chan error
		}{{linkEdit("d1"), first}, {linkEdit("d2"), second}} {
			go func() {
				_, err := editor.EnvironmentObject(ctx, objectID, call.edit)
				call.done <- err
			}()
		}
		<-time.After(time.Second)
		cancel()
		errs := []error{<-first, <-second}
		open := "link Deployment d1"
		if errs[0] != nil {
			errs[0], errs[1], open = errs[1], errs[0], "link Deployment d2"
		}
		var unsettled *ownership.UnsettledError
		var interrupted *ownership.InterruptedError
		if errs[0] != nil || !errors.As(errs[1], &unsettled) || !errors.As(unsettled.Own, &interrupted) || !interrupted.Written {
			t.Fatalf("got %v", errs)
		}
		if len(unsettled.Parts) != 1 || !strings.HasPrefix(unsettled.Parts[0], open) {
			t.Errorf("open: %q, want %q", unsettled.Parts, open)
		}
	})
}

// TestFragileCallBearsNothing: beside a call whose error would do harm, another
// one waits for itself; the fragile one may leave its own debt to others.
func TestFragileCallBearsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		// The fragile call hangs before it has written.
		hold := make(chan struct{})
		other := newFake()
		other.id = secondID
		other.beforeCommit = func(int) { <-hold }
		fragile := linkEdit("d1")
		fragile.Fragile = true
		transport := &twoAPIs{first: api, second: other}
		editor := ownership.New(transport.client(t), ownership.Options{})
		done := make(chan error, 1)
		go func() {
			_, err := editor.EnvironmentObject(t.Context(), secondID, fragile)
			done <- err
		}()
		<-time.After(time.Second)
		started := time.Now()
		if _, err := editor.EnvironmentObject(t.Context(), objectID, linkEdit("d2")); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(started); waited < ownership.DefaultSettle {
			t.Errorf("returned after %s, although only a fragile call was in flight", waited)
		}
		close(hold)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// TestEditOfAnUnsettledPartWaits: what was removed has to be seen gone before it
// is made anew; what was only ensured can be built on at once.
func TestEditOfAnUnsettledPartWaits(t *testing.T) {
	for name, tc := range map[string]struct {
		first ownership.ObjectEdit
		waits bool
	}{
		"after an ensured link":     {with(linkEdit("d1"), func(e *ownership.ObjectEdit) { e.Ensures = true }), false},
		"after a removed override":  {with(dropOverrideEdit("d1"), func(e *ownership.ObjectEdit) { e.Removes = true }), true},
		"after an edit of its part": {secretOverrideEdit("d1", "p"), true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFake()
				api.object.links["d1"] = map[string]string{"host": "old"}
				editor := api.editor(t, ownership.Options{})
				bearer := make(chan error, 1)
				go func() { // keeps a call in flight all the time
					var errs []error
					for i := range 60 {
						_, err := editor.EnvironmentObject(t.Context(), objectID, linkEdit(fmt.Sprintf("other%d", i)))
						errs = append(errs, err)
					}
					bearer <- errors.Join(errs...)
				}()
				tc.first.Part = "d1"
				if _, err := editor.EnvironmentObject(t.Context(), objectID, tc.first); err != nil {
					t.Fatal(err)
				}
				started := time.Now()
				next := dropOverrideEdit("d1")
				next.Part = "d1"
				if _, err := editor.EnvironmentObject(t.Context(), objectID, next); err != nil {
					t.Fatal(err)
				}
				if waited := time.Since(started) >= ownership.DefaultSettle; waited != tc.waits {
					t.Errorf("waited %s", time.Since(started))
				}
				if err := <-bearer; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func with(edit ownership.ObjectEdit, change func(*ownership.ObjectEdit)) ownership.ObjectEdit {
	change(&edit)
	return edit
}

// secondID is the object of the second API of twoAPIs.
const secondID = "clobject00000000000000001"

// twoAPIs are two objects of one organization.
type twoAPIs struct{ first, second *fakeAPI }

// RoundTrip asks the API whose object is named.
func (a *twoAPIs) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.Contains(r.URL.Path, secondID) {
		return a.second.RoundTrip(r)
	}
	return a.first.RoundTrip(r)
}

func (a *twoAPIs) client(t *testing.T) *astro.Client {
	t.Helper()
	client, err := astro.NewClient(astro.Config{Host: "http://127.0.0.1", Token: "token", OrganizationID: organization, Transport: a})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

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

// together runs edits at once, at most parallel at a time, and returns their errors.
func together(t *testing.T, editor *ownership.Editor, parallel int, edits ...ownership.ObjectEdit) []error {
	t.Helper()
	failures := make([]error, len(edits))
	slots := make(chan struct{}, parallel)
	var group sync.WaitGroup
	for i, edit := range edits {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			_, failures[i] = editor.EnvironmentObject(t.Context(), objectID, edit)
		})
	}
	group.Wait()
	return failures
}

func mustAll(t *testing.T, failures []error) {
	t.Helper()
	for i, err := range failures {
		if err != nil {
			t.Errorf("edit %d: %v", i, err)
		}
	}
}

func TestSixtyEditsAreFewWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.latency = 50 * time.Millisecond
		var edits []ownership.ObjectEdit
		for i := range 30 {
			edits = append(edits, linkEdit(fmt.Sprintf("d%02d", i)))
		}
		for i := range 30 {
			edits = append(edits, overrideEdit(fmt.Sprintf("d%02d", i), "h"))
		}
		mustAll(t, together(t, api.editor(t, ownership.Options{}), 10, edits...))
		_, posts, _ := api.counts()
		if posts > 12 {
			t.Errorf("60 edits took %d writes, want at most 12", posts)
		}
		t.Logf("60 edits: %d writes", posts)
		state := api.state()
		for i := range 30 {
			if state.links[fmt.Sprintf("d%02d", i)]["host"] != "h" {
				t.Errorf("override %d is missing", i)
			}
		}
		if state.password != "secret" || state.host != "db" {
			t.Errorf("the base changed: %+v", state)
		}
	})
}

// On a busy machine Terraform takes its time to fill the slots that a cycle has
// freed. The next cycle waits for as many edits as callers were let go.
func TestSlowSlotsStillFillAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const slots, each = 10, 6
		api := newFake()
		api.latency = 50 * time.Millisecond
		editor := api.editor(t, ownership.Options{})
		var group sync.WaitGroup
		for slot := range slots {
			group.Go(func() {
				if slot > 1 { // too late for the first cycle
					<-time.After(100 * time.Millisecond)
				}
				for i := range each {
					if i > 0 { // some come at once, the others well after the quiet time
						<-time.After(time.Duration((slot+1)%3) * 45 * time.Millisecond)
					}
					if _, err := editor.EnvironmentObject(t.Context(), objectID, linkEdit(fmt.Sprintf("d%d-%d", slot, i))); err != nil {
						t.Errorf("slot %d: %v", slot, err)
					}
				}
			})
		}
		group.Wait()
		if _, posts, _ := api.counts(); posts > each+1 {
			t.Errorf("%d slots with %d edits each took %d writes, want %d and one more", slots, each, posts, each)
		}
	})
}

func TestEditThatChangesNothingWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object.links["d1"] = map[string]string{}
		mustAll(t, together(t, api.editor(t, ownership.Options{}), 1, linkEdit("d1")))
		if _, posts, _ := api.counts(); posts != 0 {
			t.Errorf("%d writes, want none", posts)
		}
	})
}

func TestWithoutSettlingTheAnswerIsEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		mustAll(t, together(t, api.editor(t, ownership.Options{Settle: -1}), 1, linkEdit("d1")))
		if gets, posts, _ := api.counts(); gets != 1 || posts != 1 {
			t.Errorf("%d reads and %d writes, want one each", gets, posts)
		}
	})
}

func TestFailedPreconditionStaysAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object.links["d1"] = map[string]string{"host": "theirs"}
		failures := together(t, api.editor(t, ownership.Options{}), 10, linkEdit("d2"), overrideEdit("d1", "mine"), linkEdit("d3"))
		if failures[0] != nil || failures[2] != nil || failures[1] == nil {
			t.Errorf("failures: %v", failures)
		}
		state := api.state()
		if state.links["d1"]["host"] != "theirs" || len(state.links) != 3 {
			t.Errorf("links: %v", state.links)
		}
		if _, posts, _ := api.counts(); posts != 1 {
			t.Errorf("%d writes, want one", posts)
		}
	})
}

func TestRefusedEditIsFoundByHalving(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusInternalServerError} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFake()
				api.answer = func(_ int, body *astro.UpdateEnvironmentObjectRequest) (int, bool) {
					for _, link := range body.Links {
						if link.ScopeEntityID == "bad" {
							return status, false
						}
					}
					return http.StatusOK, false
				}
				edits := []ownership.ObjectEdit{linkEdit("d0"), linkEdit("d1"), linkEdit("d2"), linkEdit("bad"), linkEdit("d4"), linkEdit("d5"), linkEdit("d6"), linkEdit("d7")}
				failures := together(t, api.editor(t, ownership.Options{}), 10, edits...)
				for i, err := range failures {
					if (err != nil) != (i == 3) {
						t.Errorf("edit %d: %v", i, err)
					}
				}
				if astro.StatusOf(failures[3]) != status {
					t.Errorf("the refused caller got %v", failures[3])
				}
				if state := api.state(); len(state.links) != 7 {
					t.Errorf("links: %v", state.links)
				}
				if _, posts, _ := api.counts(); posts > 8 {
					t.Errorf("%d writes", posts)
				}
			})
		})
	}
}

func TestFaultsBeginAnewWithAFreshRead(t *testing.T) {
	for name, first := range map[string]struct {
		status int
		drop   bool
	}{
		"too many requests":  {http.StatusTooManyRequests, false},
		"unavailable":        {http.StatusServiceUnavailable, false},
		"lost after commit":  {http.StatusOK, true},
		"lost before commit": {http.StatusBadGateway, true},
		"conflict":           {http.StatusConflict, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFake()
				api.answer = func(n int, _ *astro.UpdateEnvironmentObjectRequest) (int, bool) {
					if n == 1 {
						return first.status, first.drop
					}
					return http.StatusOK, false
				}
				// Written while the first attempt fails: a stale second body would erase it.
				api.beforeCommit = func(n int) {
					if n == 1 {
						api.change("person", func(o *fakeObject) { o.excludes = append(o.excludes, "x") })
					}
				}
				failures := together(t, api.editor(t, ownership.Options{}), 10, overrideEdit("d1", "h"))
				mustAll(t, failures)
				if state := api.state(); state.links["d1"]["host"] != "h" {
					t.Errorf("links: %v", state.links)
				}
				if state := api.state(); name != "lost after commit" && len(state.excludes) != 1 {
					t.Errorf("the foreign exclude is gone: %+v", state)
				}
			})
		})
	}
}

func TestFaultsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.maxRetries = 2
		api.answer = func(int, *astro.UpdateEnvironmentObjectRequest) (int, bool) {
			return http.StatusServiceUnavailable, false
		}
		failures := together(t, api.editor(t, ownership.Options{}), 1, linkEdit("d1"))
		if astro.StatusOf(failures[0]) != http.StatusServiceUnavailable {
			t.Errorf("got %v", failures[0])
		}
		if _, posts, _ := api.counts(); posts != 3 {
			t.Errorf("%d writes, want 3", posts)
		}
	})
}

func TestForbiddenIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.answer = func(int, *astro.UpdateEnvironmentObjectRequest) (int, bool) { return http.StatusForbidden, false }
		for _, err := range together(t, api.editor(t, ownership.Options{}), 10, linkEdit("d1"), linkEdit("d2")) {
			if !astro.IsForbidden(err) {
				t.Errorf("got %v", err)
			}
		}
		if _, posts, _ := api.counts(); posts != 1 {
			t.Errorf("%d writes, want one", posts)
		}
	})
}

func TestEntryOfADeletedDeploymentIsLeftOutWhenRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object.links["stale"], api.object.links["d1"] = map[string]string{}, map[string]string{"host": "h"}
		api.object.excludes = []string{"stale2"}
		api.deployments["d1"], api.deployments["d2"] = true, true
		api.answer = func(_ int, body *astro.UpdateEnvironmentObjectRequest) (int, bool) {
			for _, link := range body.Links {
				if !strings.HasPrefix(link.ScopeEntityID, "d") {
					return http.StatusBadRequest, false
				}
			}
			return http.StatusOK, false
		}
		mustAll(t, together(t, api.editor(t, ownership.Options{}), 10, linkEdit("d2")))
		state := api.state()
		if len(state.links) != 2 || state.links["d1"]["host"] != "h" || len(state.excludes) != 0 {
			t.Errorf("object: %+v", state)
		}
	})
}

func TestUndonePartIsWrittenAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		editor := api.editor(t, ownership.Options{})
		// A writer that read before our write commits after it.
		go func() {
			<-time.After(500 * time.Millisecond)
			api.change("person", func(o *fakeObject) { delete(o.links, "d1") })
		}()
		mustAll(t, together(t, editor, 1, linkEdit("d1")))
		if state := api.state(); state.links["d1"] == nil {
			t.Error("the link was reported and is not there")
		}
		if _, posts, _ := api.counts(); posts != 2 {
			t.Errorf("%d writes, want 2", posts)
		}
		synctest.Wait()
	})
}

func TestForeignChangeIsWaitedOutWithoutWriting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		go func() {
			<-time.After(time.Second)
			api.change("person", func(o *fakeObject) { o.links["theirs"] = map[string]string{} })
		}()
		started := time.Now()
		mustAll(t, together(t, api.editor(t, ownership.Options{}), 1, linkEdit("d1")))
		if waited := time.Since(started); waited < 2*ownership.DefaultSettle || waited > 3*ownership.DefaultSettle {
			t.Errorf("reported after %s, want two settle times", waited)
		}
		if _, posts, _ := api.counts(); posts != 1 {
			t.Errorf("%d writes, want one", posts)
		}
	})
}

// eraseAgainAndAgain is a person who removes a link whenever it is back, until
// the function that it returns is called.
func eraseAgainAndAgain(api *fakeAPI, deployment string) (end func()) {
	stop := make(chan struct{})
	var foreign sync.WaitGroup
	foreign.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(700 * time.Millisecond):
				api.change("jane@example.com", func(o *fakeObject) { delete(o.links, deployment) })
			}
		}
	})
	return func() {
		close(stop)
		foreign.Wait()
	}
}

func TestConflictIsReportedInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		stop := eraseAgainAndAgain(api, "d1")
		failures := together(t, api.editor(t, ownership.Options{}), 10, linkEdit("d1"), linkEdit("d2"))
		stop()
		// One of the two has returned by then, so the other answers for both.
		var unsettled *ownership.UnsettledError
		if !errors.As(errors.Join(failures...), &unsettled) || (failures[0] == nil) == (failures[1] == nil) {
			t.Fatalf("got %v", failures)
		}
		if unsettled.Own != nil || len(unsettled.Parts) != 1 || !strings.HasPrefix(unsettled.Parts[0], "link Deployment d1") || !strings.Contains(unsettled.Parts[0], "jane@example.com") {
			t.Errorf("unsettled: %q, own %v", unsettled.Parts, unsettled.Own)
		}
	})
}

func TestConflictOfOneCallIsItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		stop := eraseAgainAndAgain(api, "d1")
		failures := together(t, api.editor(t, ownership.Options{}), 1, linkEdit("d1"))
		stop()
		var conflict *ownership.ConflictError
		if !errors.As(failures[0], &conflict) {
			t.Fatalf("got %v", failures[0])
		}
		if conflict.UpdatedBy != "jane@example.com" || conflict.UpdatedAt == "" || conflict.Part == nil || conflict.Name != "warehouse" {
			t.Errorf("conflict: %+v", conflict)
		}
	})
}

func TestObjectThatNeverRestsIsAConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		stop := make(chan struct{})
		var foreign sync.WaitGroup
		foreign.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				case <-time.After(time.Second):
					api.change("robot", func(o *fakeObject) { o.host = fmt.Sprint(i) })
				}
			}
		})
		failures := together(t, api.editor(t, ownership.Options{}), 1, linkEdit("d1"))
		close(stop)
		foreign.Wait()
		var conflict *ownership.ConflictError
		if !errors.As(failures[0], &conflict) || conflict.Part != nil {
			t.Fatalf("got %v", failures[0])
		}
	})
}

func TestIgnoredChangeIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		edit := linkEdit("d1")
		edit.Stands = func(*astro.EnvironmentObject) error { return errors.New("port is still set") }
		failures := together(t, api.editor(t, ownership.Options{}), 10, edit, linkEdit("d2"))
		var ignored *ownership.IgnoredError
		if !errors.As(failures[0], &ignored) || !strings.Contains(failures[0].Error(), "port is still set") {
			t.Errorf("got %v", failures[0])
		}
		if failures[1] != nil {
			t.Errorf("the other edit failed: %v", failures[1])
		}
		if _, posts, _ := api.counts(); posts > 2 {
			t.Errorf("%d writes, want at most 2", posts)
		}
	})
}

func TestGoneObject(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.object = nil
		if failures := together(t, api.editor(t, ownership.Options{}), 1, linkEdit("d1")); !astro.IsNotFound(failures[0]) {
			t.Errorf("got %v", failures[0])
		}
	})
}

func TestDeleteRunsInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		editor := api.editor(t, ownership.Options{})
		var group sync.WaitGroup
		group.Go(func() { mustAll(t, together(t, editor, 1, linkEdit("d1"))) })
		<-time.After(10 * time.Millisecond) // the edit is queued first
		refused := errors.New("in use")
		err := editor.DeleteEnvironmentObject(t.Context(), objectID, func(fresh *astro.EnvironmentObject) error {
			if ownership.FindLink(fresh, "d1") == nil {
				t.Error("the delete ran before the edit")
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Errorf("got %v", err)
		}
		group.Wait()
		if err := editor.DeleteEnvironmentObject(t.Context(), objectID, func(*astro.EnvironmentObject) error { return nil }); err != nil {
			t.Error(err)
		}
		if err := editor.DeleteEnvironmentObject(t.Context(), objectID, func(*astro.EnvironmentObject) error { return nil }); !astro.IsNotFound(err) {
			t.Errorf("got %v", err)
		}
		if _, _, deletes := api.counts(); deletes != 1 {
			t.Errorf("%d deletes, want one", deletes)
		}
	})
}

func TestCancelledBeforeTheWriteIsNotWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.latency = 100 * time.Millisecond
		editor := api.editor(t, ownership.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		var group sync.WaitGroup
		group.Go(func() { mustAll(t, together(t, editor, 1, linkEdit("d1"))) })
		started := time.Now()
		_, err := editor.EnvironmentObject(ctx, objectID, linkEdit("d2"))
		var interrupted *ownership.InterruptedError
		if !errors.As(err, &interrupted) || interrupted.Written || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(started); waited != 50*time.Millisecond {
			t.Errorf("left after %s", waited)
		}
		group.Wait()
		if state := api.state(); len(state.links) != 1 || state.links["d1"] == nil {
			t.Errorf("links: %v", state.links)
		}
	})
}

func TestCancelledWriteIsAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.latency = 100 * time.Millisecond
		ctx, cancel := context.WithTimeout(t.Context(), 170*time.Millisecond)
		defer cancel()
		after, err := api.editor(t, ownership.Options{}).EnvironmentObject(ctx, objectID, linkEdit("d1"))
		var interrupted *ownership.InterruptedError
		if !errors.As(err, &interrupted) || !interrupted.Written {
			t.Errorf("got %v", err)
		}
		if after == nil || ownership.FindLink(after, "d1") == nil {
			t.Error("the outcome of the write was not handed over")
		}
		synctest.Wait()
		if gets, posts, _ := api.counts(); gets != 1 || posts != 1 {
			t.Errorf("%d reads and %d writes after the caller left, want one each", gets, posts)
		}
	})
}

func TestReadThatGrewOldIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		api.latency = 600 * time.Millisecond
		mustAll(t, together(t, api.editor(t, ownership.Options{}), 1, linkEdit("d1")))
		// Three reads before the write, because each took longer than W/2, and one look.
		if gets, posts, _ := api.counts(); gets != 4 || posts != 1 {
			t.Errorf("%d reads and %d writes", gets, posts)
		}
	})
}

func TestObserverSeesEveryState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		observer := &recorder{}
		editor := api.editor(t, ownership.Options{Observer: observer})
		mustAll(t, together(t, editor, 1, linkEdit("d1")))
		if err := editor.DeleteEnvironmentObject(t.Context(), objectID, func(*astro.EnvironmentObject) error { return nil }); err != nil {
			t.Error(err)
		}
		if ownership.FindLink(observer.last, "d1") == nil || observer.forgotten != objectID {
			t.Errorf("observer: %+v", observer)
		}
	})
}

type recorder struct {
	last      *astro.EnvironmentObject
	forgotten string
}

func (r *recorder) ObserveEnvironmentObject(o *astro.EnvironmentObject) { r.last = o }
func (r *recorder) ObserveDeployment(*astro.Deployment)                 {}
func (r *recorder) ForgetEnvironmentObject(id string)                   { r.forgotten = id }
func (r *recorder) ForgetDeployment(string)                             {}

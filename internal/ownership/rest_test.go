package ownership_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// TestStandingIsNotEnoughTheObjectMustRest plays the one pattern in which a
// part stands when it is looked at and is erased afterwards, with every window
// under W: a first writer erases it, a second who read before puts it
// back, and a third who read what the first left erases it again.
func TestStandingIsNotEnoughTheObjectMustRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		window := time.Duration(float64(ownership.DefaultSettle) / 2.5)
		links := func(names ...string) func(*fakeObject) {
			return func(o *fakeObject) {
				o.links = map[string]map[string]string{}
				for _, name := range names {
					o.links[name] = map[string]string{}
				}
			}
		}
		var others sync.WaitGroup
		others.Go(func() {
			// Our own write commits at about the start.
			<-time.After(9 * window / 10)
			api.change("first", links("first")) // read before our write
			<-time.After(7 * window / 10)
			api.change("second", links("own", "second")) // read between the two
			<-time.After(12 * window / 10)
			api.change("third", links("first", "third")) // read before the second
		})
		mustAll(t, together(t, api.editor(t, ownership.Options{}), 1, linkEdit("own")))
		others.Wait()
		if state := api.state(); state.links["own"] == nil || state.links["third"] == nil {
			t.Errorf("reported as done, but the links are %v", state.links)
		}
	})
}

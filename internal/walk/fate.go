package walk

import (
	"context"
	"sync"
	"time"
)

// fates is what the plans of a walk have in mind for the objects of the state, by
// id. A reference to an object that is replaced is not known at plan, just as one
// to a data source that is read at apply; what hangs on the object has to tell
// them apart.
type fates struct {
	mu sync.Mutex
	// held are objects that the state holds, stays those that are planned to stay,
	// and goes those that are planned to be destroyed or replaced.
	held, stays, goes map[string]bool
	// changed is closed at the next change; nil while nobody waits for one.
	changed chan struct{}
}

// Held notes that the state holds an object, as the refresh found.
func (w *Walk) Held(id string) { w.fates.note(&w.fates.held, id) }

// Stays notes that an object of the state is planned to stay.
func (w *Walk) Stays(id string) { w.fates.note(&w.fates.stays, id) }

// Goes notes that an object of the state is planned to be destroyed or replaced,
// also when it seemed to stay: Terraform plans a forced replacement twice.
func (w *Walk) Goes(id string) { w.fates.note(&w.fates.goes, id) }

// IsGoing tells whether an object is planned to be destroyed or replaced. One
// that the state holds and that no plan keeps is tainted: that is
// planned like a new one. Terraform plans an object right after it has read it,
// so that a moment's patience tells.
func (w *Walk) IsGoing(ctx context.Context, id string, patience time.Duration) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	f := &w.fates
	for {
		f.mu.Lock()
		if f.goes[id] || f.stays[id] || !f.held[id] {
			going := f.goes[id]
			f.mu.Unlock()
			return going
		}
		if f.changed == nil {
			f.changed = make(chan struct{})
		}
		changed := f.changed
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			return false
		case <-timer.C:
			return true
		case <-changed:
		}
	}
}

func (f *fates) note(set *map[string]bool, id string) {
	if id == "" {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if *set == nil {
		*set = map[string]bool{}
	}
	(*set)[id] = true
	if f.changed != nil {
		close(f.changed)
		f.changed = nil
	}
}

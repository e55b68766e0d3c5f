package walk

import "sync"

// Departures are the objects that this walk plans to destroy or replace, by id,
// so that the plans of what hangs on them can tell an id that is merely unknown
// from one that will be another. It is a walk's State.
type Departures struct {
	mu  sync.Mutex
	ids map[string]bool
}

// Note records that an object goes.
func (d *Departures) Note(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ids == nil {
		d.ids = map[string]bool{}
	}
	d.ids[id] = true
}

// Has tells whether an object goes.
func (d *Departures) Has(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ids[id]
}

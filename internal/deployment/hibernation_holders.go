package deployment

import "sync"

// scheduleHolders are the entries that the refresh of this walk found, or that its
// plans start from, and the resource that has each of them. Two resources of a state hold one entry when an
// apply was interrupted between the one that took it over and the one that was
// to give it up. An entry has one owner, so the second that reads it has none: it
// is planned anew, and the apply brings both about whatever it does first. A plan
// without a refresh cannot drop it, and says that it should be made with one.
type scheduleHolders struct {
	mu      sync.Mutex
	entries map[heldEntry]string
	read    map[string]bool
}

// heldEntry is one entry of one Deployment.
type heldEntry struct {
	deploymentID string
	pair         schedulePair
}

// hold notes that a resource has an entry and reports whether no other has it.
func (h *scheduleHolders) hold(entry heldEntry, owner string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.entries == nil {
		h.entries = map[heldEntry]string{}
	}
	if holder, held := h.entries[entry]; held && holder != owner {
		return false
	}
	h.entries[entry] = owner
	return true
}

// held tells whether a resource of this state has an entry, as far as this walk knows.
func (h *scheduleHolders) held(entry heldEntry) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, held := h.entries[entry]
	return held
}

// noteRead notes that this walk has read a resource.
func (h *scheduleHolders) noteRead(owner string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.read == nil {
		h.read = map[string]bool{}
	}
	h.read[owner] = true
}

// hasRead tells whether this walk has read a resource. A plan has, unless it was
// told not to refresh; an apply has not.
func (h *scheduleHolders) hasRead(owner string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.read[owner]
}

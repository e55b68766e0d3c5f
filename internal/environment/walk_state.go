package environment

import (
	"slices"
	"sync"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// walkState is what the connections, links and overrides of one walk tell each
// other. It lives in the walk, so it starts empty with every plan and apply.
type walkState struct {
	mu sync.Mutex
	// connections are the planned values of connections, by id.
	connections map[string]plannedConnection
	claims      map[claim]int
	entries     map[pair]*entryEvents
}

// plannedConnection is a connection as this walk plans it.
type plannedConnection struct {
	autoLink bool
	request  astro.ConnectionRequest
	// password tells whether one is declared; its value is nobody's business.
	password bool
	// unknown names attributes whose values are not known yet.
	unknown []string
	// sameAuthType says that type and auth_type_id do not change, so that the
	// server's description of the parameters still holds.
	sameAuthType bool
}

// claim is one resource's wish to own a pair. Terraform plans a replacement
// twice, with its prior state and without, so the two sorts are kept apart.
type claim struct {
	kind     string
	pair     pair
	creating bool
}

// entryEvents is what happened, or is planned to happen, to one pair in this walk.
type entryEvents struct {
	// ensured: a link or override was created here, so nothing removes the entry.
	ensured bool
	// linkRemoved: the link was destroyed here, so an override destroyed later may take the entry along.
	linkRemoved bool
	// overrideRemoved: an override was destroyed here and may have left the entry bare.
	overrideRemoved bool
	// fields that an override set here: a destroy of the same walk leaves them.
	fields []string
	// linkPlanned: a link of this configuration is planned.
	linkPlanned bool
	// fieldsRead are fields that an override of the state owns, as the refresh of this walk found.
	fieldsRead []string
	// removalPlanned are fields of overrides that are planned to be destroyed.
	removalPlanned []string
}

func stateOf(w *walk.Walk) *walkState { return walk.State[walkState](w) }

// plan notes a connection's planned values.
func (s *walkState) plan(id string, planned plannedConnection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.connections == nil {
		s.connections = map[string]plannedConnection{}
	}
	s.connections[id] = planned
}

func (s *walkState) planned(id string) (plannedConnection, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	planned, ok := s.connections[id]
	return planned, ok
}

// claimPair counts how many plans of one sort want a pair, this one included.
func (s *walkState) claimPair(c claim) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.claims == nil {
		s.claims = map[claim]int{}
	}
	s.claims[c]++
	return s.claims[c]
}

// note changes what is known of a pair.
func (s *walkState) note(p pair, change func(*entryEvents)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries == nil {
		s.entries = map[pair]*entryEvents{}
	}
	if s.entries[p] == nil {
		s.entries[p] = &entryEvents{}
	}
	change(s.entries[p])
}

// events is a copy of what is known of a pair.
func (s *walkState) events(p pair) entryEvents {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries[p] == nil {
		return entryEvents{}
	}
	known := *s.entries[p]
	known.fields, known.fieldsRead, known.removalPlanned = slices.Clone(known.fields), slices.Clone(known.fieldsRead), slices.Clone(known.removalPlanned)
	return known
}

package environment

import (
	"sync"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// walkState is what the connections, links and overrides of one walk tell each
// other. It lives in the walk, so it starts empty with every plan and apply.
type walkState struct {
	mu sync.Mutex
	// connections are the planned values of connections, by id.
	connections map[string]plannedConnection
	// claims are what the plans of links and overrides have in mind, resources how many there were.
	claims    []claim
	resources int
	entries   map[pair]*entryEvents
	// patient is when nobody of the walk waits for another one any more.
	patient time.Time
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

package environment

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// connectionClaims is what the connections of one walk tell each other: which
// ones the state holds, which keys they want, and what stood before them.
type connectionClaims struct {
	mu sync.Mutex
	// held are the ids of connections that the state holds, as far as the walk has come.
	held map[string]bool
	// read are the ids of those that were read, which no apply does.
	read map[string]bool
	// grown is closed when held grows.
	grown chan struct{}
	// patience is when nobody waits for held to grow any more.
	patience time.Time
	// wanted are the connections that want a key.
	wanted map[connectionKey]*keyClaims
	// stood are the connections that stood before this walk created its first, by scope.
	stood map[scopeKey]*standing
}

// connectionKey is a key in its scope, where it is unique (API facts, E.3).
type connectionKey struct {
	scope scopeKey
	key   string
}

// keyClaims are the configurations of those who want one key: who creates a
// connection with it, and whose connection has it and stays.
type keyClaims struct{ creating, staying []tftypes.Value }

// standing is one list of a scope's connections.
type standing struct {
	mu      sync.Mutex
	known   bool
	objects []astro.EnvironmentObject
}

func claimsOf(w *walk.Walk) *connectionClaims { return walk.State[connectionClaims](w) }

// hold notes that the state holds a connection.
func (s *connectionClaims) hold(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		s.held = map[string]bool{}
	}
	if id == "" || s.held[id] {
		return
	}
	s.held[id] = true
	if s.grown != nil {
		close(s.grown)
		s.grown = nil
	}
}

// noteRead notes that a connection of the state is read.
func (s *connectionClaims) noteRead(id string) {
	s.hold(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.read == nil {
		s.read = map[string]bool{}
	}
	s.read[id] = true
}

func (s *connectionClaims) wasRead(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read[id]
}

// holds tells whether the state is known to hold a connection.
func (s *connectionClaims) holds(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held[id]
}

// maxPatience bounds how long a walk waits for the resource that holds a
// connection. Terraform comes to it in an order of its own.
const maxPatience = 3 * time.Second

// awaitHeld tells whether the state holds a connection, and waits a little
// before it says no: once for the whole walk, not once per connection.
func (s *connectionClaims) awaitHeld(ctx context.Context, id string, patience time.Duration) bool {
	s.mu.Lock()
	if s.patience.IsZero() {
		s.patience = time.Now().Add(min(patience, maxPatience))
	}
	end := time.NewTimer(time.Until(s.patience))
	s.mu.Unlock()
	defer end.Stop()
	for {
		s.mu.Lock()
		if s.held[id] {
			s.mu.Unlock()
			return true
		}
		if s.grown == nil {
			s.grown = make(chan struct{})
		}
		grown := s.grown
		s.mu.Unlock()
		select {
		case <-ctx.Done():
			return false
		case <-end.C:
			return s.holds(id)
		case <-grown:
		}
	}
}

// claim notes that a configuration wants a key and tells whether another one
// does, whichever of the two is planned later. Terraform plans a forced
// replacement twice, first as if the connection stayed, then as a new one, both
// with one configuration: that is no second one.
func (s *connectionClaims) claim(key connectionKey, config tftypes.Value, creating bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wanted == nil {
		s.wanted = map[connectionKey]*keyClaims{}
	}
	if s.wanted[key] == nil {
		s.wanted[key] = &keyClaims{}
	}
	claims := s.wanted[key]
	others := func(of []tftypes.Value) bool {
		return slices.ContainsFunc(of, func(other tftypes.Value) bool { return !other.Equal(config) })
	}
	if creating {
		claims.creating = append(claims.creating, config)
		return len(claims.creating) > 1 || others(claims.staying)
	}
	claims.staying = append(claims.staying, config)
	return others(claims.creating)
}

// before lists the connections of a scope as they stood before this walk created
// its first there: what is not among them was made since.
func (s *connectionClaims) before(ctx context.Context, w *walk.Walk, scope scopeKey) ([]astro.EnvironmentObject, error) {
	s.mu.Lock()
	if s.stood == nil {
		s.stood = map[scopeKey]*standing{}
	}
	if s.stood[scope] == nil {
		s.stood[scope] = &standing{}
	}
	list := s.stood[scope]
	s.mu.Unlock()
	list.mu.Lock()
	defer list.mu.Unlock()
	if list.known {
		return list.objects, nil
	}
	objects, err := w.ScopeConnections(ctx, scope.scope, scope.entityID)
	if err != nil {
		return nil, err
	}
	list.objects, list.known = objects, true
	return list.objects, nil
}

// withKey finds the connection of a key among those of a scope; nil when there is none.
func withKey(objects []astro.EnvironmentObject, key connectionKey) *astro.EnvironmentObject {
	for i := range objects {
		if objects[i].ObjectKey == key.key && objects[i].Scope == key.scope.scope && objects[i].ScopeEntityID == key.scope.entityID {
			return &objects[i]
		}
	}
	return nil
}

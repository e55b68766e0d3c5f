package astro

import "sync"

// seenScopes remembers which organizations and Workspaces answered, so that a
// 404 can be told from a wrong organization.
type seenScopes struct {
	mu  sync.Mutex
	ids map[string]bool
}

func (s *seenScopes) add(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ids == nil {
		s.ids = map[string]bool{}
	}
	for _, id := range ids {
		if id != "" {
			s.ids[id] = true
		}
	}
}

func (s *seenScopes) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ids[id]
}

// HasSeen tells whether this client has proof that the token sees an
// organization (some request under it was answered 2xx) or a Workspace (it was
// read, or a list of its objects was not empty).
func (c *Client) HasSeen(id string) bool { return c.seen.has(id) }

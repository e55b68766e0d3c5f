package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
)

// beforeWrite remembers, while the switch StaleReads is on, what a GET of the
// written object answered before the write. The returned function is called
// with the answer of a write that succeeded.
func (s *Server) beforeWrite(c *call) func(*answer) {
	path := c.req.URL.Path
	if !s.switches.StaleReads {
		return func(*answer) {}
	}
	old := s.current(c)
	return func(done *answer) {
		if old != nil {
			s.stale[path] = old
			return
		}
		var object struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(done.body, &object) == nil && object.ID != "" {
			// A new object is not there yet for the first reader.
			s.stale[strings.TrimSuffix(path, "/")+"/"+object.ID] = notFound("Object", object.ID).answer(c.requestID)
		}
	}
}

// current answers a GET of the path of a write, or nil when that is a list or
// nothing.
func (s *Server) current(c *call) *answer {
	for _, rt := range s.routes {
		if rt.method == http.MethodGet && rt.matches(c.req.URL.Path) && strings.HasSuffix(rt.path, "}") {
			return render(c, rt.handle)
		}
	}
	return nil
}

// matches compares a request's path with the route's pattern.
func (rt route) matches(path string) bool {
	want := strings.Split("/v1"+rt.path, "/")
	have := strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		if want[i] != have[i] && !strings.HasPrefix(want[i], "{") {
			return false
		}
	}
	return true
}

// takeStale returns the remembered answer of a path, once.
func (s *Server) takeStale(path string) *answer {
	old := s.stale[path]
	delete(s.stale, path)
	return old
}

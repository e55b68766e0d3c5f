package emulator

import "time"

// Now returns the server's time: the clock of Options plus what Advance added.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock()
}

// Advance moves the server's clock forward, so that tests see Deployments get
// ready, hibernate, and tokens expire without waiting. Negative values move back.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset += d
}

// clock is Now for callers that hold the lock.
func (s *Server) clock() time.Time { return s.opts.Now().Add(s.offset) }

// stamp is a time as the platform writes it: UTC, whole seconds (API facts, A.3).
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

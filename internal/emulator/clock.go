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

// stamp is the time as the platform writes it: UTC, whole seconds, or with a
// fraction when the switch says so (API facts, A.3).
func (s *Server) stamp() time.Time {
	now := s.clock().UTC().Truncate(time.Second)
	if s.switches.TimesHaveFractions {
		// Always one, also when the clock stands at a whole second.
		now = now.Add(timeFraction)
	}
	return now
}

// timeFraction is the fraction of a second of the switch TimesHaveFractions.
const timeFraction = 123456 * time.Microsecond

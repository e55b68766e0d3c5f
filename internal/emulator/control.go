package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// controlPrefix is where the test controls live. They need no token, are not in
// the journal, and no fault or limit applies to them.
const controlPrefix = "/_emulator/"

// controlRoutes registers the test controls.
func (s *Server) controlRoutes() {
	s.control("GET state", func(x *exchange) (any, error) {
		text, err := s.State()
		return json.RawMessage(text), err
	})
	s.control("GET journal", func(*exchange) (any, error) { return s.journal.Entries(), nil })
	s.control("DELETE journal", func(*exchange) (any, error) {
		s.journal.Reset()
		return nil, nil
	})
	s.control("POST faults", s.controlAddFault)
	s.control("GET faults", func(*exchange) (any, error) { return map[string]any{"hits": s.FaultHits()}, nil })
	s.control("DELETE faults", func(*exchange) (any, error) {
		s.ClearFaults()
		return nil, nil
	})
	s.control("GET clock", func(*exchange) (any, error) { return s.clockView(), nil })
	s.control("POST clock", s.controlClock)
	s.control("GET switches", func(*exchange) (any, error) { return s.switchWords(), nil })
	s.control("POST switches", s.controlSwitches)
	s.control("POST tokens", s.controlToken)
}

// control registers "METHOD name" under controlPrefix; a nil result is a 204.
func (s *Server) control(pattern string, run func(*exchange) (any, error)) {
	var method, name string
	if _, err := fmt.Sscan(pattern, &method, &name); err != nil {
		panic("emulator: control " + pattern)
	}
	s.mux.HandleFunc(method+" "+controlPrefix+name, func(w http.ResponseWriter, r *http.Request) {
		x := exchangeOf(r)
		value, err := run(x)
		if err != nil {
			x.finish(w, badRequest("%s", err).answer(x.requestID))
			return
		}
		if value == nil {
			x.finish(w, &answer{status: http.StatusNoContent})
			return
		}
		body, err := marshal(value)
		if err != nil {
			x.finish(w, newError(http.StatusInternalServerError, "%s", err).answer(x.requestID))
			return
		}
		x.finish(w, &answer{status: http.StatusOK, body: body})
	})
}

// duration is a span that JSON writes as in "1m30s".
type duration time.Duration

// UnmarshalText reads a Go duration.
func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = duration(parsed)
	return err
}

// controlAddFault arms a fault; its durations are texts such as "200ms".
func (s *Server) controlAddFault(x *exchange) (any, error) {
	var body struct {
		Fault

		Delay       duration `json:"delay"`
		DelayAnswer duration `json:"delayAnswer"`
	}
	if err := json.Unmarshal(x.body, &body); err != nil {
		return nil, fmt.Errorf("parsing the fault: %w", err)
	}
	fault := body.Fault
	fault.Delay, fault.DelayAnswer = time.Duration(body.Delay), time.Duration(body.DelayAnswer)
	return nil, s.AddFault(fault)
}

// clockView shows the clock.
func (s *Server) clockView() any { return map[string]any{"now": s.Now().UTC()} }

// controlClock moves the clock by {"advance": "1h"}.
func (s *Server) controlClock(x *exchange) (any, error) {
	var body struct {
		Advance duration `json:"advance"`
	}
	if err := json.Unmarshal(x.body, &body); err != nil {
		return nil, fmt.Errorf("parsing the clock: %w", err)
	}
	s.Advance(time.Duration(body.Advance))
	return s.clockView(), nil
}

// switchWords shows the switches.
func (s *Server) switchWords() any {
	switches := s.Switches()
	return switches.Words()
}

// controlSwitches turns switches given as {"name": "word"}; all or none.
func (s *Server) controlSwitches(x *exchange) (any, error) {
	var words map[string]string
	if err := json.Unmarshal(x.body, &words); err != nil {
		return nil, fmt.Errorf("parsing the switches: %w", err)
	}
	changed := s.Switches()
	for name, word := range words {
		if err := changed.Set(name, word); err != nil {
			return nil, err
		}
	}
	s.SetSwitches(func(now *Switches) { *now = changed })
	return s.switchWords(), nil
}

// controlToken mints a token: {"role", "entityType", "entityId", "expiresIn"}.
func (s *Server) controlToken(x *exchange) (any, error) {
	var body struct {
		Role       string   `json:"role"`
		EntityType string   `json:"entityType"`
		EntityID   string   `json:"entityId"`
		ExpiresIn  duration `json:"expiresIn"`
	}
	if err := json.Unmarshal(x.body, &body); err != nil {
		return nil, fmt.Errorf("parsing the token: %w", err)
	}
	value, err := s.MintToken(TokenSpec{
		Role: body.Role, EntityType: body.EntityType, EntityID: body.EntityID, ExpiresIn: time.Duration(body.ExpiresIn),
	})
	return map[string]string{"token": value}, err
}

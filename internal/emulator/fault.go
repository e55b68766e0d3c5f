package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"
)

// Ways in which Fault.Mangle spoils the body of an answer.
const (
	// MangleTruncate cuts the body in half.
	MangleTruncate = "truncate"
	// MangleHTML answers a gateway's page instead of JSON.
	MangleHTML = "html"
	// MangleEmpty answers no body.
	MangleEmpty = "empty"
)

// Fault makes requests fail. Method, Path and Body choose them, Nth and Count
// say which of those are hit; the rest says what happens.
type Fault struct {
	// Method matches the request's method; empty matches all.
	Method string `json:"method,omitempty"`
	// Path is a regular expression, unanchored, on the path; empty matches all.
	Path string `json:"path,omitempty"`
	// Body is a regular expression, unanchored, on the request's body; empty
	// matches all.
	Body string `json:"body,omitempty"`
	// Nth is the first matching request that is hit, counted from 1; 0 means 1.
	Nth int `json:"nth,omitempty"`
	// Count is how many matching requests are hit from there; 0 means 1, a
	// negative number all.
	Count int `json:"count,omitempty"`

	// Commit lets the server carry out the request before Status or Drop apply,
	// as when an answer is lost on its way back.
	Commit bool `json:"commit,omitempty"`
	// Status is answered instead of the real status; 0 leaves it.
	Status int `json:"status,omitempty"`
	// Message is the message of an error made by Status.
	Message string `json:"message,omitempty"`
	// Header is added to the answer, for instance Retry-After.
	Header map[string]string `json:"header,omitempty"`
	// Delay waits before the request is handled, DelayAnswer after it was
	// carried out; in nanoseconds of real time.
	Delay       time.Duration `json:"delay,omitempty"`
	DelayAnswer time.Duration `json:"delayAnswer,omitempty"`
	// Drop closes the connection without an answer.
	Drop bool `json:"drop,omitempty"`
	// Mangle is one of the Mangle constants; empty leaves the body.
	Mangle string `json:"mangle,omitempty"`
	// Members replaces members at the top level of a JSON answer; null removes.
	Members map[string]any `json:"members,omitempty"`

	// Before runs before the request is handled, After when it has been carried
	// out but not answered yet: a second actor. Both may send requests to the
	// server, which no fault that is already at work hits again.
	Before func(*http.Request) `json:"-"`
	After  func(*http.Request) `json:"-"`
	// Rewrite, when not nil, replaces the body of the answer.
	Rewrite func([]byte) []byte `json:"-"`
}

// activeFault is a fault with its compiled patterns and its count.
type activeFault struct {
	Fault

	path, body *regexp.Regexp
	seen, hits int
	busy       bool
}

// faultList holds the faults of a server.
type faultList struct {
	mu     sync.Mutex
	faults []*activeFault
}

// AddFault arms a fault. When several match one request, the one added first
// that is due hits it. It fails for patterns that do not parse and for an unknown
// Mangle.
func (s *Server) AddFault(f Fault) error {
	path, err := regexp.Compile(f.Path)
	if err != nil {
		return fmt.Errorf("fault path: %w", err)
	}
	body, err := regexp.Compile(f.Body)
	if err != nil {
		return fmt.Errorf("fault body: %w", err)
	}
	if !slices.Contains([]string{"", MangleTruncate, MangleHTML, MangleEmpty}, f.Mangle) {
		return fmt.Errorf("unknown mangle %q: use %s, %s or %s", f.Mangle, MangleTruncate, MangleHTML, MangleEmpty)
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.faults = append(s.faults.faults, &activeFault{Fault: f, path: path, body: body})
	return nil
}

// ClearFaults disarms all faults.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.faults = nil
}

// FaultHits returns how many requests each armed fault has hit, in the order in
// which the faults were added.
func (s *Server) FaultHits() []int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	hits := make([]int, 0, len(s.faults.faults))
	for _, f := range s.faults.faults {
		hits = append(hits, f.hits)
	}
	return hits
}

// match finds the fault that hits a request and counts it; nil when there is none.
func (l *faultList) match(r *http.Request, body []byte) *activeFault {
	l.mu.Lock()
	defer l.mu.Unlock()
	var hit *activeFault
	for _, f := range l.faults {
		if f.busy || (f.Method != "" && f.Method != r.Method) || !f.path.MatchString(r.URL.Path) || !f.body.Match(body) {
			continue
		}
		f.seen++
		if hit == nil && f.due() {
			hit = f
			f.hits++
		}
	}
	return hit
}

// due says whether the request that was just counted is one to hit.
func (f *activeFault) due() bool {
	first, count := max(f.Nth, 1), f.Count
	if count == 0 {
		count = 1
	}
	return f.seen >= first && (count < 0 || f.seen < first+count)
}

// hook runs a second actor, whose own requests the fault leaves alone.
func (l *faultList) hook(f *activeFault, run func(*http.Request), r *http.Request) {
	if run == nil {
		return
	}
	l.mu.Lock()
	f.busy = true
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		f.busy = false
		l.mu.Unlock()
	}()
	run(r)
}

// replaces reports whether the request is not to be carried out at all.
func (f *activeFault) replaces() bool {
	return f != nil && !f.Commit && (f.Drop || f.Status != 0)
}

// respond turns the real answer (nil when the request was not carried out) into
// the one to send; nil means that the connection is to be dropped.
func (f *activeFault) respond(done *answer, requestID string) *answer {
	if f == nil {
		return done
	}
	if f.Drop {
		return nil
	}
	a := done
	if f.Status != 0 {
		message := f.Message
		if message == "" {
			message = http.StatusText(f.Status)
		}
		a = newError(f.Status, "%s", message).answer(requestID)
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	for name, value := range f.Header {
		a.header.Set(name, value)
	}
	f.spoil(a)
	return a
}

// spoil applies Members, Rewrite and Mangle to a body.
func (f *activeFault) spoil(a *answer) {
	if len(f.Members) > 0 {
		members := map[string]any{}
		if json.Unmarshal(a.body, &members) == nil {
			for name, value := range f.Members {
				members[name] = value
				if value == nil {
					delete(members, name)
				}
			}
			if body, err := marshal(members); err == nil {
				a.body = body
			}
		}
	}
	if f.Rewrite != nil {
		a.body = f.Rewrite(a.body)
	}
	switch f.Mangle {
	case MangleTruncate:
		a.body = a.body[:len(a.body)/2]
	case MangleHTML:
		a.body = []byte("<html><body><h1>Bad Gateway</h1></body></html>")
		a.header.Set("Content-Type", "text/html")
	case MangleEmpty:
		a.body = nil
	}
}

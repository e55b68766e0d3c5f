package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"
)

// maxBody bounds request bodies; the platform's own bound is not documented.
const maxBody = 4 << 20

// answer is a response before it is written.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// exchange is one request from its arrival to its answer.
type exchange struct {
	srv       *Server
	requestID string
	operation string
	body      []byte
	fault     *activeFault
	request   *http.Request
	record    *Entry
}

// exchangeKey finds the exchange in a request's context: ServeMux hands nothing
// else to the function it chooses.
type exchangeKey struct{}

// exchangeOf returns the exchange of a request that ServeHTTP passed on.
func exchangeOf(r *http.Request) *exchange {
	x, ok := r.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		panic("emulator: request did not come through ServeHTTP")
	}
	return x
}

// ServeHTTP serves the API and the controls.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{srv: s, requestID: s.nextRequestID()}
	if strings.HasPrefix(r.URL.Path, uploadPrefix) {
		s.upload(w, r, x.requestID) // of any size, so that it is not read here
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	x.body = body
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		s.mux.ServeHTTP(w, r)
		return
	}
	x.record = s.journal.begin(r, x, s.Now())
	defer func() {
		s.journal.edit(x.record, func(e *Entry) { e.Duration = time.Since(e.Started) })
	}()
	switch {
	case err != nil:
		x.finish(w, newError(http.StatusRequestEntityTooLarge, "the body cannot be read: %s", err).answer(x.requestID))
		return
	case r.Method != http.MethodGet && r.Method != http.MethodPost && r.Method != http.MethodDelete:
		x.finish(w, methodNotAllowed("method %s is not allowed", r.Method).answer(x.requestID))
		return
	}
	x.request = r
	x.fault = s.faults.match(r, x.body)
	delay := s.opts.Latency
	if x.fault != nil {
		delay += x.fault.Delay
		s.faults.hook(x.fault, x.fault.Before, r)
	}
	if !pause(r.Context(), delay) {
		panic(http.ErrAbortHandler)
	}
	if x.fault.replaces() {
		x.finish(w, nil)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// finish applies what a fault does to the answer, and writes it. A nil answer
// means that the request was not carried out, because a fault took its place.
func (x *exchange) finish(w http.ResponseWriter, a *answer) {
	if x.fault != nil {
		x.srv.faults.hook(x.fault, x.fault.After, x.request)
		// Whoever went away meanwhile is noticed when the answer is written.
		pause(x.request.Context(), x.fault.DelayAnswer)
		a = x.fault.respond(a, x.requestID)
	}
	if a == nil {
		panic(http.ErrAbortHandler)
	}
	x.srv.journal.edit(x.record, func(e *Entry) { e.Status, e.Answer = a.status, string(a.body) })
	maps.Copy(w.Header(), a.header)
	if len(a.body) > 0 && w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	w.Header().Set("X-Request-Id", x.requestID)
	w.WriteHeader(a.status)
	if a.status != http.StatusNoContent {
		// A client that has gone away needs no answer.
		_, _ = w.Write(a.body)
	}
}

// operate serves one operation: limit, authentication, contract, handler,
// state file.
func (s *Server) operate(r *http.Request, x *exchange, h handler) *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{srv: s, req: r, body: x.body, requestID: x.requestID, operation: x.operation, now: s.stamp()}
	fail := s.authenticate(c)
	s.journal.edit(x.record, func(e *Entry) {
		e.Operation = x.operation
		if c.caller != nil {
			e.TokenID = c.caller.ID
		}
	})
	if fail == nil {
		fail = s.limit(c)
	}
	if fail == nil {
		fail = s.admit(c)
	}
	if fail == nil {
		fail = s.checkRequest(c)
	}
	if fail != nil {
		return fail.answer(x.requestID)
	}
	if r.Method == http.MethodGet {
		if old := s.takeStale(r.URL.Path); old != nil {
			return old
		}
		return x.committed(s.checkAnswer(c, render(c, h)))
	}
	remember := s.beforeWrite(c)
	a := s.checkAnswer(c, render(c, h))
	if a.status < http.StatusMultipleChoices {
		remember(a)
		if err := s.save(); err != nil {
			return newError(http.StatusInternalServerError, "emulator: the state file cannot be written: %s", err).answer(x.requestID)
		}
	}
	return x.committed(a)
}

// committed marks the request as carried out when its answer is a success.
func (x *exchange) committed(a *answer) *answer {
	x.srv.journal.edit(x.record, func(e *Entry) { e.Committed = a.status < http.StatusMultipleChoices })
	return a
}

// noBody is what a handler returns for a 200 without a body.
type noBody struct{}

// render runs a handler and turns what it returns into an answer.
func render(c *call, h handler) *answer {
	value, fail := h(c)
	if fail != nil {
		return fail.answer(c.requestID)
	}
	if value == nil {
		return &answer{status: http.StatusNoContent}
	}
	if _, none := value.(noBody); none {
		return &answer{status: http.StatusOK}
	}
	body, err := marshal(value)
	if err != nil {
		return newError(http.StatusInternalServerError, "emulator bug: %s", err).answer(c.requestID)
	}
	return &answer{status: http.StatusOK, body: body}
}

// marshal writes JSON without escaping HTML, as the platform's texts come.
func marshal(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return b.Bytes(), err
}

// nextRequestID numbers requests, in a shape that cannot be taken for an id.
func (s *Server) nextRequestID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	return "req-" + derivedID("request", s.requests)[1:17]
}

// pause waits and reports false when the client went away meanwhile.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

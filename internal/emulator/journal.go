package emulator

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"time"
)

// Entry is one request that the server got, controls excepted.
type Entry struct {
	// Number counts from 1 since the start, in order of arrival.
	Number int `json:"number"`
	// Method, Path and Query are the request's; Query is the raw text.
	Method string `json:"method"`
	Path   string `json:"path"`
	Query  string `json:"query,omitempty"`
	// Operation is the API's operation id; empty when a request reached none.
	Operation string `json:"operation,omitempty"`
	// Body and Answer are the texts as sent and as answered.
	Body   string `json:"body,omitempty"`
	Answer string `json:"answer,omitempty"`
	// Status is the status answered; 0 when the connection was dropped.
	Status int `json:"status"`
	// Committed says that the request's handler ran and succeeded, even when the
	// client was told otherwise or nothing.
	Committed bool `json:"committed"`
	// TokenID is the id of the API token; empty when none was accepted.
	TokenID string `json:"tokenId,omitempty"`
	// RequestID is what error answers carry.
	RequestID string `json:"requestId"`
	// UserAgent and Client are headers that clients name themselves with.
	UserAgent string `json:"userAgent,omitempty"`
	Client    string `json:"client,omitempty"`
	// Time is the server's clock at arrival.
	Time time.Time `json:"time"`
	// Started is the real time at arrival, for tests of pacing.
	Started time.Time `json:"started"`
	// Duration is how long the server took, in nanoseconds of real time.
	Duration time.Duration `json:"duration"`
}

// Values returns the parsed query.
func (e Entry) Values() url.Values {
	// A query that does not parse has no values.
	values, _ := url.ParseQuery(e.Query)
	return values
}

// Journal records requests.
type Journal struct {
	mu      sync.Mutex
	number  int
	entries []*Entry
}

// Entries returns copies of all entries in order of arrival. Requests that are
// still being served are in it with status 0.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	entries := make([]Entry, 0, len(j.entries))
	for _, e := range j.entries {
		entries = append(entries, *e)
	}
	return entries
}

// Find returns the entries of a method (empty means any) whose path matches a
// pattern, unanchored (nil means any).
func (j *Journal) Find(method string, path *regexp.Regexp) []Entry {
	return slices.DeleteFunc(j.Entries(), func(e Entry) bool {
		return (method != "" && e.Method != method) || (path != nil && !path.MatchString(e.Path))
	})
}

// Operations returns the entries of one operation id.
func (j *Journal) Operations(id string) []Entry {
	return slices.DeleteFunc(j.Entries(), func(e Entry) bool { return e.Operation != id })
}

// Reset forgets all entries.
func (j *Journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}

// begin records the arrival of a request.
func (j *Journal) begin(r *http.Request, x *exchange, now time.Time) *Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.number++
	e := &Entry{
		Number: j.number, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Body: string(x.body),
		RequestID: x.requestID, UserAgent: r.UserAgent(), Client: r.Header.Get("X-Astro-Client-Identifier"),
		Time: now, Started: time.Now(),
	}
	j.entries = append(j.entries, e)
	return e
}

// edit changes an entry under the journal's lock, because readers may copy it
// at the same time.
func (j *Journal) edit(e *Entry, change func(*Entry)) {
	if e == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	change(e)
}

package astro

import (
	"encoding/json"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// fakeTransport answers without a network, so that tests can run by fake time.
type fakeTransport struct {
	// answer gets the request and its number, counted from 1.
	answer func(r *http.Request, number int) (*http.Response, error)

	mu    sync.Mutex
	times []time.Time
	paths []string
}

// RoundTrip records and answers.
func (f *fakeTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	f.mu.Lock()
	f.times = append(f.times, time.Now())
	f.paths = append(f.paths, r.Method+" "+r.URL.Path)
	number := len(f.times)
	f.mu.Unlock()
	answer, err := f.answer(r, number)
	if answer != nil {
		answer.Request = r
	}
	return answer, err
}

func (f *fakeTransport) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.times)
}

// reply makes an answer; headers are pairs of name and value.
func reply(status int, body string, headers ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

// servedObject is an answer about whatever a request asks for.
func servedObject(r *http.Request) map[string]any {
	id := path.Base(strings.TrimSuffix(r.URL.Path, "/rotate"))
	if strings.HasSuffix(r.URL.Path, "/deployments") || strings.HasSuffix(r.URL.Path, "/environment-objects") {
		id = "created"
	}
	return map[string]any{
		"id": id, "name": "n", "workspaceId": workspaceID, "isCicdEnforced": false, "isDagDeployEnabled": false,
		"objectKey": "k", "objectType": ObjectTypeConnection, "scope": ScopeWorkspace, "scopeEntityId": workspaceID, "setFields": []string{},
	}
}

// served answers as the API does when all is well.
func served(r *http.Request) *http.Response {
	if r.Method == http.MethodDelete {
		return reply(http.StatusNoContent, "")
	}
	text, err := json.Marshal(servedObject(r))
	if err != nil {
		return reply(http.StatusInternalServerError, err.Error())
	}
	return reply(http.StatusOK, string(text))
}

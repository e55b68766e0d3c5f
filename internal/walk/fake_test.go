package walk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

const (
	organization = "clorganization0000000000a"
	workspaceID  = "clworkspace000000000000a"
)

// fakeAPI serves connections and Deployments of one Workspace and counts requests.
type fakeAPI struct {
	latency time.Duration
	// fail answers a path with a status instead; 0 lets it pass.
	fail func(path string) int
	// foreign makes those answers a gateway's page.
	foreign bool
	// beforeList runs before a list is answered and after it was read.
	beforeList func()
	// beforeGet runs before the read of an object is answered and after it was read.
	beforeGet func(id string)
	// poorList leaves the host of connections out of lists.
	poorList bool

	mu          sync.Mutex
	connections map[string]string // id to host
	deployments map[string]string // id to name
	requests    []string
}

func newFake(connections ...string) *fakeAPI {
	f := &fakeAPI{connections: map[string]string{}, deployments: map[string]string{}}
	for _, id := range connections {
		f.connections[id] = "host-" + id
	}
	return f
}

func (f *fakeAPI) walk(t *testing.T) *walk.Walk {
	t.Helper()
	client, err := astro.NewClient(astro.Config{
		Host: "http://127.0.0.1", Token: "token", OrganizationID: organization, Transport: f, MaxRetries: -1,
		RateLimits: astro.RateLimits{Get: -1, Post: -1, Delete: -1},
	})
	if err != nil {
		t.Fatal(err)
	}
	return walk.New(client)
}

// count counts the requests whose path, without the organization's, starts so.
func (f *fakeAPI) count(prefix string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, path := range f.requests {
		if path == prefix || (strings.HasSuffix(prefix, "/") && strings.HasPrefix(path, prefix)) {
			n++
		}
	}
	return n
}

func (f *fakeAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(r.URL.Path, "/v1/organizations/"+organization)
	f.mu.Lock()
	f.requests = append(f.requests, path)
	f.mu.Unlock()
	if f.latency > 0 {
		select {
		case <-r.Context().Done():
			return nil, r.Context().Err()
		case <-time.After(f.latency):
		}
	}
	status, body := f.serve(path)
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(body)), Request: r,
	}, nil
}

func (f *fakeAPI) serve(path string) (int, []byte) {
	if f.fail != nil {
		if status := f.fail(path); status != 0 {
			if f.foreign {
				return status, []byte("<html>")
			}
			return status, fmt.Appendf(nil, `{"message":"refused","statusCode":%d}`, status)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	kind, id, single := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	var body []byte
	switch {
	case path == "":
		return http.StatusOK, []byte(`{"id":"` + organization + `","name":"o"}`)
	case kind == "workspaces":
		return http.StatusOK, fmt.Appendf(nil, `{"id":%q,"name":"w"}`, id)
	case single:
		body = f.one(kind, id)
		if f.beforeGet != nil {
			f.mu.Unlock()
			f.beforeGet(id)
			f.mu.Lock()
		}
	default:
		body = f.all(kind)
		if f.beforeList != nil {
			f.mu.Unlock()
			f.beforeList()
			f.mu.Lock()
		}
	}
	if body == nil {
		return http.StatusNotFound, []byte(`{"message":"not found","statusCode":404}`)
	}
	return http.StatusOK, body
}

func (f *fakeAPI) one(kind, id string) []byte {
	if kind == "deployments" {
		name, ok := f.deployments[id]
		if !ok {
			return nil
		}
		return encode(astro.Deployment{ID: id, Name: name, WorkspaceID: workspaceID})
	}
	host, ok := f.connections[id]
	if !ok {
		return nil
	}
	return encode(connection(id, host))
}

func (f *fakeAPI) all(kind string) []byte {
	rows := []any{}
	if kind == "deployments" {
		for _, id := range sortedKeys(f.deployments) {
			rows = append(rows, astro.Deployment{ID: id, Name: f.deployments[id], WorkspaceID: workspaceID})
		}
		return encode(map[string]any{"deployments": rows, "totalCount": len(rows)})
	}
	for _, id := range sortedKeys(f.connections) {
		host := f.connections[id]
		if f.poorList {
			host = ""
		}
		rows = append(rows, connection(id, host))
	}
	return encode(map[string]any{"environmentObjects": rows, "totalCount": len(rows)})
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func connection(id, host string) astro.EnvironmentObject {
	// The time moves at every read, as it may on the platform.
	now := time.Now().Format(time.RFC3339Nano)
	return astro.EnvironmentObject{
		ID: &id, ObjectKey: id, ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: workspaceID,
		Connection: &astro.Connection{Type: "postgres", Host: &host}, SetFields: []string{"host"}, UpdatedAt: &now,
	}
}

func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return []byte(err.Error())
	}
	return text
}

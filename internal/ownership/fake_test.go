package ownership_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

const (
	organization = "clorganization0000000000a"
	workspace    = "clworkspace000000000000a"
	objectID     = "clobject00000000000000000"
)

// fakeAPI serves one connection, and the list of Deployments, from memory. Of a
// listed entry it keeps the secret field alone, as the API does (API facts, E.5).
type fakeAPI struct {
	// id is the connection's.
	id      string
	latency time.Duration
	// scope is the object's, the Workspace's when empty.
	scope      string
	maxRetries int
	// answer may replace the answer to the nth POST; drop loses it after the commit.
	answer func(n int, body *astro.UpdateEnvironmentObjectRequest) (status int, drop bool)
	// beforeCommit runs in the moment before a POST commits, without the lock.
	beforeCommit func(n int)
	// mangle changes a committed object, to break an axiom.
	mangle func(o *fakeObject, body *astro.UpdateEnvironmentObjectRequest)

	mu          sync.Mutex
	object      *fakeObject
	deployments map[string]bool
	posts       []*astro.UpdateEnvironmentObjectRequest
	postBodies  []string
	gets        int
	deletes     int
	lastBy      string
	lastAt      time.Time
}

type fakeObject struct {
	host, password string
	extra          map[string]string
	links          map[string]map[string]string
	excludes       []string
	autoLink       bool
}

func newFake() *fakeAPI {
	return &fakeAPI{
		id:          objectID,
		object:      &fakeObject{host: "db", password: "secret", extra: map[string]string{}, links: map[string]map[string]string{}},
		deployments: map[string]bool{},
	}
}

func (f *fakeAPI) client(t *testing.T) *astro.Client {
	t.Helper()
	client, err := astro.NewClient(astro.Config{
		Host: "http://127.0.0.1", Token: "token", OrganizationID: organization, Transport: f,
		RetryWaitMin: 10 * time.Millisecond, RetryWaitMax: 20 * time.Millisecond, MaxRetries: f.maxRetries,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (f *fakeAPI) editor(t *testing.T, options ownership.Options) *ownership.Editor {
	t.Helper()
	return ownership.New(f.client(t), options)
}

// change lets a foreign actor write the object as it likes, at once.
func (f *fakeAPI) change(by string, how func(o *fakeObject)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	how(f.object)
	f.lastBy, f.lastAt = by, time.Now()
}

func (f *fakeAPI) state() fakeObject {
	f.mu.Lock()
	defer f.mu.Unlock()
	copied := *f.object
	copied.links = maps.Clone(f.object.links)
	return copied
}

func (f *fakeAPI) counts() (gets, posts, deletes int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.gets, len(f.posts), f.deletes
}

func (f *fakeAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	if err := f.pause(r); err != nil {
		return nil, err
	}
	status, answer, drop := f.serve(r, body)
	if err := f.pause(r); err != nil {
		return nil, err
	}
	if drop {
		return nil, errors.New("connection reset")
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(answer)), Request: r,
	}, nil
}

func (f *fakeAPI) pause(r *http.Request) error {
	timer := time.NewTimer(f.latency / 2)
	defer timer.Stop()
	select {
	case <-r.Context().Done():
		return r.Context().Err()
	case <-timer.C:
		return nil
	}
}

func (f *fakeAPI) serve(r *http.Request, body []byte) (status int, answer []byte, drop bool) {
	if i := strings.Index(r.URL.Path, "/deployments"); i >= 0 {
		return f.serveDeployments(strings.TrimPrefix(r.URL.Path[i:], "/deployments"))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.object == nil:
		return refuse(http.StatusNotFound)
	case r.Method == http.MethodGet:
		f.gets++
		return http.StatusOK, f.render(), false
	case r.Method == http.MethodDelete:
		f.deletes++
		f.object = nil
		return http.StatusNoContent, nil, false
	}
	return f.update(body)
}

func (f *fakeAPI) update(body []byte) (status int, answer []byte, drop bool) {
	var request astro.UpdateEnvironmentObjectRequest
	if err := json.Unmarshal(body, &request); err != nil {
		return refuse(http.StatusBadRequest)
	}
	f.posts, f.postBodies = append(f.posts, &request), append(f.postBodies, string(body))
	n := len(f.posts)
	if f.beforeCommit != nil {
		f.mu.Unlock()
		f.beforeCommit(n)
		f.mu.Lock()
	}
	if f.answer != nil {
		if status, drop = f.answer(n, &request); status >= http.StatusBadRequest {
			status, answer, _ = refuse(status)
			return status, answer, drop
		}
	}
	f.object.merge(&request)
	if f.mangle != nil {
		f.mangle(f.object, &request)
	}
	f.lastBy, f.lastAt = "terraform", time.Now()
	return http.StatusOK, f.render(), drop
}

func refuse(status int) (int, []byte, bool) {
	return status, fmt.Appendf(nil, `{"message":"refused with %d","requestId":"r","statusCode":%d}`, status, status), false
}

// wholeDeployment is an answer about a Deployment of an id.
const wholeDeployment = `{"id":%q,"name":"n","workspaceId":"` + workspace + `","isCicdEnforced":false,"isDagDeployEnabled":false}`

func (f *fakeAPI) serveDeployments(rest string) (status int, answer []byte, drop bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if id := strings.Trim(rest, "/"); id != "" {
		if !f.deployments[id] {
			return refuse(http.StatusNotFound)
		}
		return http.StatusOK, fmt.Appendf(nil, wholeDeployment, id), false
	}
	rows := []json.RawMessage{}
	for id := range f.deployments {
		rows = append(rows, fmt.Appendf(nil, wholeDeployment, id))
	}
	page, _ := json.Marshal(map[string]any{"deployments": rows, "totalCount": len(rows)})
	return http.StatusOK, page, false
}

func (o *fakeObject) merge(request *astro.UpdateEnvironmentObjectRequest) {
	links := map[string]map[string]string{}
	for _, sent := range request.Links {
		fields := map[string]string{}
		if secret, there := o.links[sent.ScopeEntityID]["password"]; there {
			fields["password"] = secret
		}
		if sent.Overrides != nil {
			for _, field := range sent.Overrides.UnsetFields {
				delete(fields, field)
			}
			if set := sent.Overrides.Connection; set != nil {
				take(fields, "host", set.Host)
				take(fields, "password", set.Password)
			}
		}
		links[sent.ScopeEntityID] = fields
	}
	o.links, o.autoLink, o.excludes = links, request.AutoLinkDeployments, nil
	for _, exclude := range request.ExcludeLinks {
		o.excludes = append(o.excludes, exclude.ScopeEntityID)
	}
	if request.Connection.Host != nil {
		o.host = *request.Connection.Host
	}
	if request.Connection.Password != nil {
		o.password = *request.Connection.Password
	}
}

func take(fields map[string]string, name string, value *string) {
	if value != nil {
		fields[name] = *value
	}
}

// render writes the object as the API answers it: secrets masked, set fields told.
func (f *fakeAPI) render() []byte {
	o := f.object
	id, at := f.id, f.lastAt.UTC().Format(time.RFC3339Nano)
	object := astro.EnvironmentObject{
		ID: &id, ObjectKey: "warehouse", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: workspace,
		AutoLinkDeployments: &o.autoLink, Connection: &astro.Connection{Type: "postgres", Host: &o.host},
		SetFields: []string{"host"}, UpdatedAt: &at, UpdatedBy: &astro.SubjectProfile{ID: "x", Username: &f.lastBy},
	}
	if f.scope != "" {
		object.Scope = f.scope
	}
	if o.password != "" {
		object.SetFields = append(object.SetFields, "password")
	}
	for name := range o.extra {
		object.SetFields = append(object.SetFields, "extra."+name)
	}
	for deployment, fields := range o.links {
		link := astro.Link{Scope: astro.ScopeDeployment, ScopeEntityID: deployment, SetFields: slices.Collect(maps.Keys(fields))}
		if host, ok := fields["host"]; ok {
			link.ConnectionOverrides = &astro.ConnectionOverrides{Host: &host}
		}
		object.Links = append(object.Links, link)
	}
	for _, deployment := range o.excludes {
		object.ExcludeLinks = append(object.ExcludeLinks, astro.ExcludeLink{Scope: astro.ScopeDeployment, ScopeEntityID: deployment})
	}
	text, _ := json.Marshal(object)
	return text
}

// linkEdit links a Deployment.
func linkEdit(deployment string) ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: "link Deployment " + deployment,
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			ownership.EnsureLink(request, deployment)
			return ownership.FindLink(fresh, deployment) == nil, nil
		},
		Stands: func(o *astro.EnvironmentObject) error {
			if ownership.FindLink(o, deployment) == nil {
				return errors.New("the link of " + deployment + " is missing")
			}
			return nil
		},
	}
}

// unlinkEdit removes the link of a Deployment.
func unlinkEdit(deployment string) ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: "unlink Deployment " + deployment,
		Apply: func(_ *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			return ownership.RemoveLink(request, deployment), nil
		},
		Stands: func(o *astro.EnvironmentObject) error {
			if ownership.FindLink(o, deployment) != nil {
				return errors.New("the link of " + deployment + " is back")
			}
			return nil
		},
	}
}

// overrideEdit overrides the host for a Deployment and links it; a second owner is refused.
func overrideEdit(deployment, host string) ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: "override the host for Deployment " + deployment,
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			if overridden(fresh, deployment) != "" {
				return false, errors.New("overridden already")
			}
			ownership.SetOverride(ownership.EnsureLink(request, deployment), &astro.ConnectionOverrides{Host: &host})
			return true, nil
		},
		Stands: func(o *astro.EnvironmentObject) error {
			if overridden(o, deployment) != host {
				return errors.New("the override of host for " + deployment + " is gone")
			}
			return nil
		},
	}
}

// secretOverrideEdit overrides the password for a Deployment, which reads hide.
func secretOverrideEdit(deployment, secret string) ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: "override the password for Deployment " + deployment,
		Apply: func(_ *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			ownership.SetOverride(ownership.EnsureLink(request, deployment), &astro.ConnectionOverrides{Password: &secret})
			return true, nil
		},
	}
}

// dropSecretEdit removes the override of the password and leaves the link.
func dropSecretEdit(deployment string) ownership.ObjectEdit {
	holds := func(o *astro.EnvironmentObject) bool {
		link := ownership.FindLink(o, deployment)
		return link != nil && slices.Contains(link.SetFields, "password")
	}
	return ownership.ObjectEdit{
		What: "remove the override of the password for Deployment " + deployment,
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			if !holds(fresh) {
				return false, nil
			}
			ownership.UnsetOverride(ownership.EnsureLink(request, deployment), "password")
			return true, nil
		},
		Stands: func(o *astro.EnvironmentObject) error {
			if holds(o) {
				return errors.New("the override of password for " + deployment + " is back")
			}
			return nil
		},
	}
}

// dropOverrideEdit removes the override of the host and leaves the link.
func dropOverrideEdit(deployment string) ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: "remove the override of the host for Deployment " + deployment,
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			if overridden(fresh, deployment) == "" {
				return false, nil
			}
			ownership.UnsetOverride(ownership.EnsureLink(request, deployment), "host")
			return true, nil
		},
		Stands: func(o *astro.EnvironmentObject) error {
			if overridden(o, deployment) != "" {
				return errors.New("the override of host for " + deployment + " is back")
			}
			return nil
		},
	}
}

func overridden(o *astro.EnvironmentObject, deployment string) string {
	link := ownership.FindLink(o, deployment)
	if link == nil || link.ConnectionOverrides == nil || link.ConnectionOverrides.Host == nil {
		return ""
	}
	return *link.ConnectionOverrides.Host
}

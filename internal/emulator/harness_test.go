package emulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// client talks to one emulator as one token.
type client struct {
	srv   *emulator.Server
	url   string
	org   string
	token string
}

// reply is an answer with its decoded body.
type reply struct {
	Status int
	Header http.Header
	Text   string
	Body   map[string]any
}

// start serves a new emulator for a test.
func start(t *testing.T, opts emulator.Options) *client {
	t.Helper()
	srv, err := emulator.New(opts)
	if err != nil {
		t.Fatalf("New: %s", err)
	}
	return serve(t, srv)
}

// serve listens for a server that exists.
func serve(t *testing.T, srv *emulator.Server) *client {
	t.Helper()
	web := httptest.NewServer(srv)
	t.Cleanup(web.Close)
	info := srv.Info()
	return &client{srv: srv, url: web.URL, org: info.OrganizationID, token: info.Token}
}

// as returns the same client with another token.
func (c *client) as(token string) *client {
	other := *c
	other.token = token
	return &other
}

// send sends a request; paths that do not start with / are relative to the
// organization. Transport errors are returned.
func (c *client) send(t *testing.T, method, path string, body any) (*reply, error) {
	t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = "/v1/organizations/" + c.org + "/" + path
	}
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatalf("body: %s", err)
		}
		reader = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, c.url+path, reader)
	if err != nil {
		t.Fatalf("request: %s", err)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	r := &reply{Status: res.StatusCode, Header: res.Header, Text: string(text)}
	// Arrays and empty bodies leave Body nil.
	_ = json.Unmarshal(text, &r.Body)
	return r, nil
}

// do is send for requests that are answered with this status.
func (c *client) do(t *testing.T, status int, method, path string, body any) *reply {
	t.Helper()
	r, err := c.send(t, method, path, body)
	if err != nil {
		t.Fatalf("%s %s: %s", method, path, err)
	}
	if r.Status != status {
		t.Fatalf("%s %s: status %d, want %d: %s", method, path, r.Status, status, r.Text)
	}
	return r
}

// text returns a member of the answer as text.
func (r *reply) text(t *testing.T, member string) string {
	t.Helper()
	text, ok := r.Body[member].(string)
	if !ok {
		t.Fatalf("member %s of %s is no text", member, r.Text)
	}
	return text
}

// rows returns a list of the answer.
func (r *reply) rows(t *testing.T, noun string) []map[string]any {
	t.Helper()
	list, ok := r.Body[noun].([]any)
	if !ok {
		t.Fatalf("member %s of %s is no list", noun, r.Text)
	}
	rows := make([]map[string]any, 0, len(list))
	for _, item := range list {
		row, ok := item.(map[string]any)
		if !ok {
			t.Fatalf("row %v is no object", item)
		}
		rows = append(rows, row)
	}
	return rows
}

package astro

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestParseHost(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"":                               DefaultHost,
		"https://api.astronomer.io/":     "https://api.astronomer.io",
		"https://example.com:8443/proxy": "https://example.com:8443/proxy",
		"http://127.0.0.1:8888":          "http://127.0.0.1:8888",
		"http://[::1]:8888":              "http://[::1]:8888",
		"http://LOCALHOST:1":             "http://LOCALHOST:1",
		"http://api.astronomer.io":       "error",
		"http://127.0.0.1.example.com":   "error",
		"api.astronomer.io":              "error",
		"ftp://api.astronomer.io":        "error",
		"https://user:pw@example.com":    "error",
		"https://example.com?x=1":        "error",
		"https://example.com#x":          "error",
		"https://":                       "error",
		"https://exa mple.com":           "error",
		"://":                            "error",
	} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			parsed, err := ParseHost(host)
			switch {
			case want == "error":
				if err == nil {
					t.Errorf("accepted as %s", parsed)
				} else if strings.Contains(err.Error(), "pw") {
					t.Errorf("the error shows the password: %v", err)
				}
			case err != nil || parsed.String() != want:
				t.Errorf("got %v, %v, want %s", parsed, err, want)
			}
		})
	}
}

func TestNewClientRefuses(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]Config{
		"no token":     {},
		"blank token":  {Token: " Bearer  "},
		"host by http": {Token: "secret-token", Host: "http://example.com"},
	} {
		if _, err := NewClient(config); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// A host with a path, and ids with odd characters, give the URL they should.
func TestPathsAreEscaped(t *testing.T) {
	t.Parallel()
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.RequestURI
		answer := servedObject(r)
		answer["id"] = "a/b?c=../d e"
		respond(w, answer)
	}))
	defer server.Close()
	client := newTestClient(t, quick(server.URL+"/gate way"))
	if _, err := client.GetDeployment(t.Context(), "a/b?c=../d e"); err != nil {
		t.Fatal(err)
	}
	if want := "/gate%20way/v1/organizations/" + organizationID + "/deployments/a%2Fb%3Fc=..%2Fd%20e"; got != want {
		t.Errorf("requested %s, want %s", got, want)
	}
}

func TestAnswersThatAreNotJSON(t *testing.T) {
	t.Parallel()
	whole := `{"id":"` + deploymentID + `","name":"\ud83d\ude00 \\ud83d","workspaceId":"w","isCicdEnforced":true,"isDagDeployEnabled":true}`
	for name, test := range map[string]struct {
		contentType, body string
		want              string
	}{
		"gateway page":     {"text/html", "<html>secret page</html>", "not JSON"},
		"empty":            {"application/json", "", "not JSON"},
		"no content type":  {"", `{"id":"x"}`, "not JSON"},
		"cut off":          {"application/json", `{"id":"x`, "could not be read"},
		"another shape":    {"application/json", `[1]`, "could not be read"},
		"not UTF-8":        {"application/json", "{\"id\":\"\xff\"}", "not valid UTF-8"},
		"half a character": {"application/json", `{"id":"\ud83d"}`, "not valid UTF-8"},
		"problem document": {"application/problem+json", whole, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = []string{test.contentType}
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			client := newTestClient(t, quick(server.URL))
			_, readErr := client.GetDeployment(t.Context(), deploymentID)
			_, createErr := client.CreateDeployment(t.Context(), &CreateDeploymentRequest{Name: "x"})
			if test.want == "" {
				if readErr != nil || createErr != nil {
					t.Errorf("errors %v, %v", readErr, createErr)
				}
				return
			}
			for _, err := range []error{readErr, createErr} {
				if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") {
					t.Errorf("error %v, want one with %q", err, test.want)
				}
			}
			if IsAmbiguous(readErr) || !IsAmbiguous(createErr) {
				t.Errorf("ambiguous: read %v, create %v", IsAmbiguous(readErr), IsAmbiguous(createErr))
			}
		})
	}
}

// A connection lost in the middle of an answer is a failed attempt.
func TestAnswerCutOffByTheConnection(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number := requests.Add(1)
		w.Header().Set("Content-Type", "application/json")
		if number%2 == 1 {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"id":`)
			panic(http.ErrAbortHandler)
		}
		respond(w, servedObject(r))
	}))
	defer server.Close()
	config := quick(server.URL)
	config.MaxRetries = 1
	client := newTestClient(t, config)
	if _, err := client.GetDeployment(t.Context(), deploymentID); err != nil || requests.Load() != 2 {
		t.Errorf("a read was not repeated: %d requests, %v", requests.Load(), err)
	}
	if _, err := client.CreateDeployment(t.Context(), &CreateDeploymentRequest{Name: "x"}); !IsAmbiguous(err) || requests.Load() != 3 {
		t.Errorf("a create: %d requests, %v", requests.Load(), err)
	}
}

// A create whose answer has no id may have made something nobody knows.
func TestCreateWithoutID(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { respond(w, map[string]any{}) }))
	defer server.Close()
	client := newTestClient(t, quick(server.URL))
	_, deploymentErr := client.CreateDeployment(t.Context(), &CreateDeploymentRequest{Name: "x"})
	_, objectErr := client.CreateEnvironmentObject(t.Context(), &CreateEnvironmentObjectRequest{ObjectKey: "x"})
	if !IsAmbiguous(deploymentErr) || !IsAmbiguous(objectErr) {
		t.Errorf("errors %v, %v", deploymentErr, objectErr)
	}
}

func TestErrorAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status            int
		contentType, body string
		want              string
	}{
		"whole": {
			400, "application/json", `{"message":"Invalid request","requestId":"r1","statusCode":400,"fieldErrors":[{"field":"name","code":"max","message":"too long"}]}`,
			"could not read Deployment x: Invalid request; name: too long (HTTP 400, request r1)",
		},
		"gateway page": {403, "text/html", "<html>", "could not read Deployment x: Astro answered forbidden (HTTP 403)"},
		"empty": {404, "", "", "could not read Deployment x: the answer is not one of Astro's own (content type \"\", 0 bytes), so it does not say whether the object exists; " +
			"a proxy or gateway may have given it: check the provider's host and proxy settings (HTTP 404)"},
		"odd status": {404, "application/json", `{"message":"gone","statusCode":"404","requestId":"r2"}`, "could not read Deployment x: gone (HTTP 404, request r2)"},
		"odd shape":  {409, "application/json", `{"message":7}`, "could not read Deployment x: Astro answered conflict (HTTP 409)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.contentType)
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			_, err := newTestClient(t, quick(server.URL)).GetDeployment(t.Context(), "x")
			if err == nil || err.Error() != test.want || StatusOf(err) != test.status {
				t.Errorf("error %q, want %q", err, test.want)
			}
		})
	}
}

// A token does not become valid within a run: after the first 401 nothing more is sent.
func TestFirstUnauthorizedStopsAll(t *testing.T) {
	t.Parallel()
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"message":"no","requestId":"r1"}`)
	}))
	defer server.Close()
	client := newTestClient(t, quick(server.URL))
	for class, call := range classCalls() {
		if err := call(t.Context(), client); !IsUnauthorized(err) || !strings.Contains(err.Error(), "r1") {
			t.Errorf("%s: error %v", class, err)
		}
	}
	if requests != 1 {
		t.Errorf("%d requests, want 1", requests)
	}
	if _, err := client.GetCluster(t.Context(), "c9"); err == nil || !strings.Contains(err.Error(), "read cluster c9") {
		t.Errorf("a later failure names its own operation, got %v", err)
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	var stolen string
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stolen = r.Header.Get("Authorization") + " to " + r.URL.Path
		respond(w, map[string]any{"id": "evil"})
	}))
	defer elsewhere.Close()
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case strings.HasSuffix(r.URL.Path, "/away"):
			http.Redirect(w, r, elsewhere.URL+"/", http.StatusTemporaryRedirect)
		case strings.HasSuffix(r.URL.Path, "/moved"):
			http.Redirect(w, r, "/v1/elsewhere", http.StatusFound)
		case strings.HasSuffix(r.URL.Path, "/same"):
			http.Redirect(w, r, "/v1/elsewhere", http.StatusTemporaryRedirect)
		case strings.HasSuffix(r.URL.Path, "/loop"):
			http.Redirect(w, r, r.URL.Path, http.StatusTemporaryRedirect)
		default:
			bodies = append(bodies, r.Method+" "+string(body))
			respond(w, servedObject(r))
		}
	}))
	defer server.Close()
	client := newTestClient(t, quick(server.URL))
	update := func(id string) error {
		_, err := client.UpdateDeployment(t.Context(), id, &UpdateDeploymentRequest{Name: "n"})
		return err
	}
	for _, name := range []string{"away", "moved", "loop", "same"} {
		if err := update(name); err == nil || !strings.Contains(err.Error(), "redirect") || !IsAmbiguous(err) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if stolen != "" {
		t.Errorf("the redirect to another host was followed with %q", stolen)
	}
	if len(bodies) != 0 {
		t.Errorf("a redirect of a POST was followed: %v", bodies)
	}
}

// A redirect to the same host without TLS, or with another port, would show the
// token to whoever listens: nothing goes there.
func TestRedirectsThatLeaveTheServer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		host, location string
		followed       bool
	}{
		"https to http":          {"https://api.example.com", "http://api.example.com/v1/elsewhere", false},
		"https to http, by port": {"https://api.example.com", "http://api.example.com:443/v1/elsewhere", false},
		"another port":           {"https://api.example.com", "https://api.example.com:8443/v1/elsewhere", false},
		"a subdomain":            {"https://api.example.com", "https://evil.api.example.com/v1/elsewhere", false},
		"without a scheme":       {"https://api.example.com", "//evil.example.com/v1/elsewhere", false},
		"http to https":          {"http://127.0.0.1:8080", "https://127.0.0.1:8080/v1/elsewhere", false},
		"the same server":        {"https://api.example.com", "https://api.example.com/v1/elsewhere", true},
		"a path":                 {"https://api.example.com", "/v1/elsewhere", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var reached []string
			fake := &fakeTransport{answer: func(r *http.Request, number int) (*http.Response, error) {
				reached = append(reached, r.URL.Scheme+"://"+r.URL.Host+" "+r.Header.Get("Authorization"))
				if number == 1 {
					return reply(http.StatusTemporaryRedirect, "", "Location", test.location), nil
				}
				answer := servedObject(r)
				answer["id"] = deploymentID
				text, err := json.Marshal(answer)
				return reply(http.StatusOK, string(text)), err
			}}
			config := quick(test.host)
			config.Transport = fake
			_, err := newTestClient(t, config).GetDeployment(t.Context(), deploymentID)
			if test.followed != (err == nil) || test.followed != (len(reached) == 2) {
				t.Errorf("error %v after requests to %v", err, reached)
			}
			for _, at := range reached {
				if at != test.host+" Bearer secret-token" {
					t.Errorf("the token went to %s", at)
				}
			}
		})
	}
}

func TestOrganizationLookUp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rows string
		want string
	}{
		"one":     {`[{"id":"o1","name":"One"}]`, ""},
		"none":    {`[]`, "sees 0 organizations"},
		"several": {`[{"id":"o1","name":"One"},{"id":"o2","name":"Two"}]`, "o1 (One), o2 (Two)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
				if r.URL.Path == "/v1/organizations" {
					return reply(http.StatusOK, fmt.Sprintf(`{"organizations":%s,"totalCount":%d}`, test.rows, strings.Count(test.rows, "id"))), nil
				}
				return served(r), nil
			}}
			config := quick("")
			config.OrganizationID, config.Transport = "", fake
			client := newTestClient(t, config)
			for range 2 {
				_, err := client.GetDeployment(t.Context(), "d")
				if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
					t.Fatalf("error %v", err)
				}
			}
			if test.want == "" && !slices.Equal(fake.paths, []string{"GET /v1/organizations", "GET /v1/organizations/o1/deployments/d", "GET /v1/organizations/o1/deployments/d"}) {
				t.Errorf("requests %v", fake.paths)
			}
		})
	}
}

// Many first calls look the organization up once; a cancelled one does not wait for it.
func TestOrganizationLookUpIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
			if r.URL.Path != "/v1/organizations" {
				return served(r), nil
			}
			<-time.After(30 * time.Second)
			return reply(http.StatusOK, `{"organizations":[{"id":"o1","name":"One"}],"totalCount":1}`), nil
		}}
		config := quick("")
		config.OrganizationID, config.Transport, config.RequestTimeout = "", fake, time.Minute
		client := newTestClient(t, config)
		results := make(chan error)
		for range 5 {
			go func() {
				_, err := client.GetDeployment(t.Context(), "d")
				results <- err
			}()
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		started := time.Now()
		if _, err := client.GetDeployment(ctx, "d"); err == nil || time.Since(started) > time.Second {
			t.Errorf("a cancelled caller waited %s: %v", time.Since(started), err)
		}
		for range 5 {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
		if n := fake.count(); n != 6 {
			t.Errorf("%d requests, want one look-up and five reads", n)
		}
	})
}

func TestSeenScopes(t *testing.T) {
	t.Parallel()
	rows := `[]`
	fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/missing") {
			return reply(http.StatusNotFound, `{"message":"not found","statusCode":404}`), nil
		}
		return reply(http.StatusOK, `{"deployments":`+rows+`,"totalCount":1}`), nil
	}}
	config := quick("")
	config.Transport = fake
	client := newTestClient(t, config)
	if _, err := client.GetDeployment(t.Context(), "missing"); !IsNotFound(err) || client.HasSeen(organizationID) {
		t.Errorf("a 404 proves nothing: %v, seen %v", err, client.HasSeen(organizationID))
	}
	list := func() {
		if _, err := client.ListDeployments(t.Context(), DeploymentFilter{WorkspaceIDs: []string{workspaceID}}); err != nil {
			t.Fatal(err)
		}
	}
	list()
	if !client.HasSeen(organizationID) || client.HasSeen(workspaceID) {
		t.Error("an empty list proves the organization and not the Workspace")
	}
	rows = `[{"id":"d1","name":"n","workspaceId":"` + workspaceID + `","isCicdEnforced":false,"isDagDeployEnabled":false}]`
	list()
	if !client.HasSeen(workspaceID) {
		t.Error("a row of a Workspace proves that the Workspace is visible")
	}
}

// Neither token nor body nor query gets into the log, at any level; failures included.
func TestLogHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch requests.Add(1) {
		case 1:
			w.WriteHeader(http.StatusBadRequest)
			respond(w, map[string]any{"message": "you sent " + string(body), "requestId": "r1"})
		case 2:
			panic(http.ErrAbortHandler)
		default:
			respond(w, map[string]any{"id": "x", "environmentVariables": []any{map[string]any{"key": "K", "value": "answer-secret"}}})
		}
	}))
	defer server.Close()
	config := quick(server.URL)
	config.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug - 100}))
	client := newTestClient(t, config)
	password := "body-secret"
	for range 3 {
		_, _ = client.CreateEnvironmentObject(t.Context(), &CreateEnvironmentObjectRequest{
			ObjectKey: "db", Connection: &ConnectionRequest{Type: "x", Password: &password},
		})
	}
	_, _ = client.ListEnvironmentObjects(t.Context(), EnvironmentObjectFilter{ObjectKey: "query-secret"})
	if text := log.String(); strings.Contains(text, "secret") || strings.Count(text, "\n") != 4 ||
		!strings.Contains(text, "status=400") || !strings.Contains(text, "request_id=r1") || !strings.Contains(text, "method=POST") {
		t.Errorf("log:\n%s", text)
	}
}

// A transport that quotes the token in its error does not get it into ours.
func TestErrorsHoldNoToken(t *testing.T) {
	t.Parallel()
	cause := errors.New("dialing with secret-token failed")
	fake := &fakeTransport{answer: func(*http.Request, int) (*http.Response, error) { return nil, cause }}
	config := quick("")
	config.Transport = fake
	_, err := newTestClient(t, config).GetDeployment(t.Context(), "d")
	if err == nil || strings.Contains(err.Error(), "secret-token") || !errors.Is(err, cause) {
		t.Errorf("error %v", err)
	}
}

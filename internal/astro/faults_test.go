package astro

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"
)

// answering starts a server that answers every request alike and counts them.
func answering(t *testing.T, answer http.HandlerFunc) (*Client, *atomic.Int64) {
	t.Helper()
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return newTestClient(t, quick(server.URL)), &requests
}

// aboutOne are the operations on one object that have an answer.
func aboutOne() map[string]func(context.Context, *Client) error {
	return map[string]func(context.Context, *Client) error{
		"read organization": func(ctx context.Context, c *Client) error { _, err := c.GetOrganization(ctx); return err },
		"read Workspace":    func(ctx context.Context, c *Client) error { _, err := c.GetWorkspace(ctx, workspaceID); return err },
		"read cluster":      func(ctx context.Context, c *Client) error { _, err := c.GetCluster(ctx, "c1"); return err },
		"read Deployment":   func(ctx context.Context, c *Client) error { _, err := c.GetDeployment(ctx, deploymentID); return err },
		"create Deployment": func(ctx context.Context, c *Client) error {
			_, err := c.CreateDeployment(ctx, &CreateDeploymentRequest{Name: "n", WorkspaceID: workspaceID})
			return err
		},
		"update Deployment": func(ctx context.Context, c *Client) error {
			_, err := c.UpdateDeployment(ctx, deploymentID, &UpdateDeploymentRequest{Name: "n", WorkspaceID: workspaceID})
			return err
		},
		"read environment object": func(ctx context.Context, c *Client) error {
			_, err := c.GetEnvironmentObject(ctx, objectID)
			return err
		},
		"create environment object": func(ctx context.Context, c *Client) error {
			_, err := c.CreateEnvironmentObject(ctx, &CreateEnvironmentObjectRequest{})
			return err
		},
		"update environment object": func(ctx context.Context, c *Client) error {
			_, err := c.UpdateEnvironmentObject(ctx, objectID, &UpdateEnvironmentObjectRequest{})
			return err
		},
	}
}

// An answer that is not about what was asked for is an error with the request's
// id, never a value; of a write it leaves open what happened.
func TestAnswersAboutSomethingElse(t *testing.T) {
	t.Parallel()
	for fault, test := range map[string]struct {
		change func(answer map[string]any)
		spares string // operations that it is no fault for
	}{
		"nothing":              {func(a map[string]any) { clear(a) }, ""},
		"no id":                {func(a map[string]any) { delete(a, "id") }, ""},
		"id is null":           {func(a map[string]any) { a["id"] = nil }, ""},
		"another id":           {func(a map[string]any) { a["id"] = "clother" }, "create"},
		"no Workspace":         {func(a map[string]any) { delete(a, "workspaceId") }, "organization cluster object Workspace"},
		"Workspace is empty":   {func(a map[string]any) { a["workspaceId"] = "" }, "organization cluster object Workspace"},
		"another Workspace":    {func(a map[string]any) { a["workspaceId"] = "clother" }, "organization cluster object Workspace read"},
		"no CI/CD enforcement": {func(a map[string]any) { delete(a, "isCicdEnforced") }, "organization cluster object Workspace"},
		"no scope":             {func(a map[string]any) { delete(a, "scopeEntityId") }, "organization cluster Deployment Workspace create"},
		"set fields are null":  {func(a map[string]any) { a["setFields"] = nil }, "organization cluster Deployment Workspace create"},
		"a link is null":       {func(a map[string]any) { a["links"] = []any{nil} }, "organization cluster Deployment Workspace create"},
		"a link of nobody": {func(a map[string]any) {
			a["links"] = []any{map[string]any{"scope": "DEPLOYMENT", "setFields": []any{}}}
		}, "organization cluster Deployment Workspace create"},
		"an override of unnamed fields": {func(a map[string]any) {
			a["links"] = []any{map[string]any{"scope": "DEPLOYMENT", "scopeEntityId": "d", "setFields": nil, "connectionOverrides": map[string]any{}}}
		}, "organization cluster Deployment Workspace create"},
		"not UTF-8": {func(a map[string]any) { a["description"] = "BYTE" }, ""},
	} {
		for name, call := range aboutOne() {
			if spared(test.spares, name) {
				continue
			}
			t.Run(fault+"/"+name, func(t *testing.T) {
				t.Parallel()
				client, requests := answering(t, func(w http.ResponseWriter, r *http.Request) {
					answer := servedObject(r)
					test.change(answer)
					text, err := json.Marshal(answer)
					if err != nil {
						t.Error(err)
					}
					w.Header().Set("Content-Type", "application/json")
					w.Header().Set("X-Request-Id", "request-7")
					_, _ = io.WriteString(w, strings.ReplaceAll(string(text), "BYTE", "\xc3\x28"))
				})
				err := call(t.Context(), client)
				if err == nil || IsNotFound(err) || requests.Load() != 1 {
					t.Fatalf("error %v after %d requests", err, requests.Load())
				}
				if writes := !strings.HasPrefix(name, "read"); IsAmbiguous(err) != writes {
					t.Errorf("ambiguous %v: %v", IsAmbiguous(err), err)
				}
				if !strings.Contains(err.Error(), "request-7") {
					t.Errorf("the error does not name the request: %v", err)
				}
			})
		}
	}
}

func spared(words, operation string) bool {
	for word := range strings.FieldsSeq(words) {
		if strings.Contains(operation, word) {
			return true
		}
	}
	return false
}

// Rows of a list are what reads are served from, so they lack nothing either.
func TestRowsThatLackSomething(t *testing.T) {
	t.Parallel()
	for name, rows := range map[string]string{
		"null":           `null`,
		"a null row":     `[null]`,
		"no id":          `[{"name":"n","workspaceId":"w","isCicdEnforced":true,"isDagDeployEnabled":true}]`,
		"no Workspace":   `[{"id":"d","name":"n","isCicdEnforced":true,"isDagDeployEnabled":true}]`,
		"a null in text": `[{"id":"d","name":null,"workspaceId":"w","isCicdEnforced":true,"isDagDeployEnabled":true}]`,
	} {
		client, _ := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"deployments":`+rows+`,"totalCount":1}`)
		})
		if found, err := client.ListDeployments(t.Context(), DeploymentFilter{}); err == nil {
			t.Errorf("%s: taken for %d Deployments", name, len(found))
		}
	}
}

// Without its id an operation would be about the list, or about what is above
// it: nothing goes out.
func TestNothingIsSentWithoutAnID(t *testing.T) {
	t.Parallel()
	client, requests := answering(t, func(w http.ResponseWriter, r *http.Request) { respond(w, servedObject(r)) })
	for _, id := range []string{"", ".", ".."} {
		_, getErr := client.GetDeployment(t.Context(), id)
		_, updateErr := client.UpdateEnvironmentObject(t.Context(), id, &UpdateEnvironmentObjectRequest{})
		_, overrideErr := client.SetHibernationOverride(t.Context(), id, SetHibernationOverrideRequest{})
		_, workspaceErr := client.GetWorkspace(t.Context(), id)
		for _, err := range []error{
			getErr, updateErr, overrideErr, workspaceErr, client.DeleteDeployment(t.Context(), id),
			client.DeleteEnvironmentObject(t.Context(), id), client.DeleteHibernationOverride(t.Context(), id),
		} {
			if err == nil || IsNotFound(err) || IsAmbiguous(err) {
				t.Errorf("id %q: error %v", id, err)
			}
		}
	}
	if requests.Load() != 0 {
		t.Errorf("%d requests went out", requests.Load())
	}
}

// A 404 counts when Astro itself has answered it; a POST that something else
// refused may have been carried out.
func TestWhoseNotFound(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		contentType, body string
		own               bool
	}{
		"Astro's own":       {"application/json", `{"message":"not found","requestId":"r","statusCode":404}`, true},
		"no request id":     {"application/json", `{"message":"not found","statusCode":404}`, true},
		"a page":            {"text/html", "<html>404</html>", false},
		"own words in HTML": {"text/html", `{"message":"not found","requestId":"r","statusCode":404}`, false},
		"empty":             {"application/json", "", false},
		"empty object":      {"application/json", "{}", false},
		"cut":               {"application/json", `{"message":"not fou`, false},
		"another status":    {"application/json", `{"message":"not found","statusCode":200}`, false},
		"a gateway's JSON":  {"application/json", `{"message":"no Route matched with those values"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _ := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.contentType)
				w.WriteHeader(http.StatusNotFound)
				_, _ = io.WriteString(w, test.body)
			})
			_, readErr := client.GetDeployment(t.Context(), deploymentID)
			for what, err := range map[string]error{"read": readErr, "delete": client.DeleteDeployment(t.Context(), deploymentID)} {
				if IsNotFound(err) != test.own || StatusOf(err) != http.StatusNotFound {
					t.Errorf("%s: %v", what, err)
				}
				if got := TargetOf(err); got != (Target{KindDeployment, deploymentID}) {
					t.Errorf("%s is about %v", what, got)
				}
			}
			_, createErr := client.CreateDeployment(t.Context(), &CreateDeploymentRequest{Name: "n"})
			if IsAmbiguous(createErr) == test.own || IsAmbiguous(readErr) {
				t.Errorf("create: %v, read: %v", createErr, readErr)
			}
		})
	}
}

// A DELETE is done by 204; a POST without an answer that matters may be done by 200.
func TestDeleteIsDoneByNoContent(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 203, 204, 206} {
		for _, body := range []string{"", "{}", "<html>log in</html>"} {
			client, _ := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(status)
				if status != http.StatusNoContent {
					_, _ = io.WriteString(w, body)
				}
			})
			for what, err := range map[string]error{
				"Deployment": client.DeleteDeployment(t.Context(), deploymentID), "object": client.DeleteEnvironmentObject(t.Context(), objectID),
				"override": client.DeleteHibernationOverride(t.Context(), deploymentID),
			} {
				if done := err == nil; done != (status == http.StatusNoContent) || IsNotFound(err) || IsAmbiguous(err) == done {
					t.Errorf("%s, %d with %q: %v", what, status, body, err)
				}
			}
			if status != http.StatusNoContent && client.HasSeen(organizationID) {
				t.Errorf("%d with %q proves the organization", status, body)
			}
			done := client.do(t.Context(), request{operation: "exclude", class: retryCreate, path: "/x"})
			if (done == nil) != (body == "" || status == http.StatusNoContent) {
				t.Errorf("a POST, %d with %q: %v", status, body, done)
			}
		}
	}
}

// After a redirect nobody knows whether a POST was carried out: it is neither
// followed nor repeated nor taken for refused.
func TestRedirectedWritesAreOpen(t *testing.T) {
	t.Parallel()
	for _, status := range []int{300, 301, 302, 303, 304, 307, 308} {
		for _, location := range []string{"", "/v1/elsewhere", "https://example.com/login", "http://[bad"} {
			client, requests := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				if location != "" {
					w.Header().Set("Location", location)
				}
				w.WriteHeader(status)
			})
			_, createErr := client.CreateDeployment(t.Context(), &CreateDeploymentRequest{Name: "n"})
			_, updateErr := client.UpdateEnvironmentObject(t.Context(), objectID, &UpdateEnvironmentObjectRequest{})
			if !IsAmbiguous(createErr) || !IsAmbiguous(updateErr) || requests.Load() != 2 {
				t.Errorf("%d to %q: %v, %v after %d requests", status, location, createErr, updateErr, requests.Load())
			}
		}
	}
}

// What a server says is shown, not obeyed, and does not show what was secret.
func TestWordsOfTheServer(t *testing.T) {
	t.Parallel()
	const hush = "s3cr\"et <&>\nsecond line of it"
	secrets := []string{hush, "exTra-hush", "ab", "vari-hush", "secret-token"}
	body := &UpdateDeploymentRequest{Name: "n", DeploymentSettings: DeploymentSettings{EnvironmentVariables: []EnvironmentVariableRequest{
		{Key: "S", Value: &secrets[3], IsSecret: true}, {Key: "P", Value: new(string), IsSecret: false},
	}}}
	*body.EnvironmentVariables[1].Value = "plain-value"
	object := &CreateEnvironmentObjectRequest{ObjectKey: "k", Connection: &ConnectionRequest{
		Type: "t", Password: &secrets[0], Extra: Extra{"private_key": secrets[1], "deep": map[string]any{"x": []any{secrets[2]}}},
	}}
	echoed, err := json.Marshal(hush)
	if err != nil {
		t.Fatal(err)
	}
	for name, said := range map[string]string{
		"escape sequence":  "\x1b[2J\x1b]0;owned\x07\u202egnp.exe\u009b31m",
		"lines":            "one\r\ntwo\tthree",
		"two megabytes":    strings.Repeat("é", 1<<20),
		"echoes":           "got " + hush + ", " + string(echoed) + ", exTra-hush, (ab), vari-hush and secret-token but above plain-value",
		"echo cut in half": strings.Repeat("x", maxWords-4) + "exTra-hush vari-hush " + hush,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _ := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusBadRequest)
				respondBody(w, map[string]any{
					"message": said, "requestId": said, "statusCode": 400, "fieldErrors": []any{map[string]any{"field": said, "code": said, "message": said + "!"}},
				})
			})
			var log strings.Builder
			client.logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			_, updateErr := client.UpdateDeployment(t.Context(), deploymentID, body)
			_, createErr := client.CreateEnvironmentObject(t.Context(), object)
			for _, text := range []string{updateErr.Error(), createErr.Error(), log.String()} {
				if utf8.RuneCountInString(text) > 5000 {
					t.Errorf("%d characters are shown", utf8.RuneCountInString(text))
				}
				if strings.ContainsAny(strings.TrimRight(strings.ReplaceAll(text, "\n", ""), " "), "\x1b\x07\r\t\u202e\u009b") {
					t.Errorf("control characters in %q", text)
				}
			}
			if strings.ContainsAny(updateErr.Error()+createErr.Error(), "\n\r") {
				t.Errorf("a line of its own in %q", updateErr)
			}
			for _, shown := range []struct {
				text    string
				secrets []string
			}{
				{updateErr.Error(), []string{"vari-hush", "secret-token"}},
				{createErr.Error(), []string{"s3cr", "second line", "exTra", "(ab)", "secret-token"}},
				{log.String(), []string{"secret-token"}},
			} {
				for _, secret := range shown.secrets {
					if strings.Contains(shown.text, secret) {
						t.Errorf("%q is shown: %s", secret, shown.text)
					}
				}
			}
			if name == "echoes" && (!strings.Contains(updateErr.Error(), "plain-value") || !strings.Contains(createErr.Error(), "above plain-value")) {
				t.Errorf("more than secrets was blanked: %v, %v", updateErr, createErr)
			}
		})
	}
}

func respondBody(w io.Writer, answer any) {
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		panic(err)
	}
}

// Names that others gave are words of the server too.
func TestNamesAreVisible(t *testing.T) {
	t.Parallel()
	name := "\x1b[31mMallory\u200b"
	if got := (&SubjectProfile{FullName: &name}).Name(); got != `\x1b[31mMallory\u200b` {
		t.Errorf("shown as %q", got)
	}
}

package acctest

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/provider"
)

// How long, and how often, a Deployment is tried to be removed: while it is
// being made, which takes minutes, the platform may refuse that (API facts, C.9).
const (
	sweepTimeout  = 15 * time.Minute
	sweepInterval = 5 * time.Second
	suffixLength  = 8
)

// How often, and after which pause, the second actor repeats a 429.
const (
	patientAttempts = 30
	patientPause    = time.Second
)

// liveRun counts tests against a real organization, for the line that Main prints.
var liveRun atomic.Int64

// live reports whether the run is against a real organization.
func live() bool { return os.Getenv("ASTRO_LIVE") == "1" }

// startLive binds a test to the organization of ASTRO_API_TOKEN.
func startLive(tb testing.TB, p *plan) *Env {
	tb.Helper()
	if !p.alsoLive {
		tb.Skip("this test needs the emulator")
	}
	liveRun.Add(1)
	env := &Env{URL: astro.DefaultHost, Token: os.Getenv("ASTRO_API_TOKEN"), OrganizationID: os.Getenv("ASTRO_ORGANIZATION_ID")}
	if host := os.Getenv("ASTRO_API_HOST"); host != "" {
		env.URL = host
	}
	// What is released, with its pacing and settling.
	p.tuning = provider.Tuning{}
	p.variables["ASTRO_ORGANIZATION_ID"] = env.OrganizationID
	env.finish(p, tb.TempDir())
	env.name(p)
	client, err := astro.NewClient(astro.Config{Host: env.URL, Token: env.Token, OrganizationID: env.OrganizationID, Version: "second-actor", Transport: patient{}})
	if err != nil {
		tb.Fatalf("making a client: %v", err)
	}
	env.Client = client
	env.WorkspaceID = liveWorkspace(tb, client)
	tb.Cleanup(func() { env.sweep(tb) })
	return env
}

// liveWorkspace is the Workspace that tests may work in. It is never one of
// several that happens to come first: people may need those.
func liveWorkspace(tb testing.TB, client *astro.Client) string {
	tb.Helper()
	if id := os.Getenv("ASTRO_WORKSPACE_ID"); id != "" {
		return id
	}
	found, err := client.ListWorkspaces(tb.Context(), astro.WorkspaceFilter{})
	if err != nil || len(found) != 1 {
		tb.Fatalf("%d Workspaces found (error: %v); set ASTRO_WORKSPACE_ID to the one that is kept for tests", len(found), err)
	}
	return found[0].ID
}

// patient repeats what the platform refuses for coming too fast: the tests and
// their second actors share the limits of one token, and the client itself
// never repeats an update, whose body may be stale by then. Here nobody else
// changes what the test has made.
type patient struct{}

// RoundTrip sends a request until it is not refused with 429 any more.
func (patient) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	for attempt := 1; ; attempt++ {
		again := r.Clone(r.Context())
		again.Body = io.NopCloser(bytes.NewReader(body))
		answer, err := http.DefaultTransport.RoundTrip(again) //nolint:forbidigo // the client bounds every request
		if err != nil || answer.StatusCode != http.StatusTooManyRequests || attempt == patientAttempts {
			return answer, err
		}
		_ = answer.Body.Close()
		select {
		case <-r.Context().Done():
			return nil, r.Context().Err()
		case <-time.After(patientPause):
		}
	}
}

// name chooses the end of this test's names.
func (e *Env) name(p *plan) {
	if p.alsoLive {
		e.suffix = "-" + strings.ToLower(rand.Text()[:suffixLength])
	}
}

// Name is a name or key that nothing else in the organization has; tests that
// also run live give it to everything they make.
func (e *Env) Name(base string) string { return base + e.suffix }

// Live reports whether the world is a real organization.
func (e *Env) Live() bool { return e.Emulator == nil }

// sweep removes what the test has left, whoever made it. Objects of a Deployment
// are removed first, since nothing says that they go with it (API facts, E.6).
func (e *Env) sweep(tb testing.TB) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(tb.Context()), sweepTimeout)
	defer cancel()
	deployments, err := e.Client.ListDeployments(ctx, astro.DeploymentFilter{WorkspaceIDs: []string{e.WorkspaceID}})
	if err != nil {
		tb.Errorf("looking for what the test has left: %v", err)
		return
	}
	e.sweepObjects(ctx, tb, astro.EnvironmentObjectFilter{WorkspaceID: e.WorkspaceID})
	for i := range deployments {
		if !strings.HasSuffix(deployments[i].Name, e.suffix) {
			continue
		}
		id := deployments[i].ID
		e.sweepObjects(ctx, tb, astro.EnvironmentObjectFilter{DeploymentID: id})
		if err := e.remove(ctx, id); err != nil {
			tb.Errorf("removing the Deployment %s (%s) that the test has left: %v", deployments[i].Name, id, err)
		}
	}
}

func (e *Env) sweepObjects(ctx context.Context, tb testing.TB, filter astro.EnvironmentObjectFilter) {
	tb.Helper()
	objects, err := e.Client.ListEnvironmentObjects(ctx, filter)
	if err != nil {
		tb.Errorf("looking for environment objects that the test has left: %v", err)
		return
	}
	for i := range objects {
		if !strings.HasSuffix(objects[i].ObjectKey, e.suffix) {
			continue
		}
		if err := e.Client.DeleteEnvironmentObject(ctx, *objects[i].ID); err != nil && !astro.IsNotFound(err) {
			tb.Errorf("removing %s that the test has left: %v", objects[i].ObjectKey, err)
		}
	}
}

// remove deletes a Deployment as soon as the platform lets it.
func (e *Env) remove(ctx context.Context, id string) error {
	ticker := time.NewTicker(sweepInterval)
	defer ticker.Stop()
	for {
		err := e.Client.DeleteDeployment(ctx, id)
		if err == nil || astro.IsNotFound(err) {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-ticker.C:
		}
	}
}

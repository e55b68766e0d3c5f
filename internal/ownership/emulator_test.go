package ownership_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// emulated is an emulator that clients reach without a network, so that it can
// live in fake time.
type emulated struct {
	server *emulator.Server
	// latency of one request, half of it on the way back.
	latency func() time.Duration
}

func emulate(t *testing.T, options emulator.Options) *emulated {
	t.Helper()
	// Fake time starts in the year 2000, before the emulator's seed.
	options.Now = func() time.Time { return time.Now().AddDate(50, 0, 0) }
	server, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return &emulated{server: server, latency: func() time.Duration { return 0 }}
}

// RoundTrip serves a request in the caller's goroutine.
func (e *emulated) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	pause := e.latency() / 2
	if err := e.wait(r, pause); err != nil {
		return nil, err
	}
	recorder := httptest.NewRecorder()
	defer func() {
		if recover() != nil {
			answer, err = nil, errors.New("connection reset")
		}
	}()
	request := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), r.Body)
	request.Header = r.Header
	e.server.ServeHTTP(recorder, request)
	if err := e.wait(r, pause); err != nil {
		return nil, err
	}
	answer = recorder.Result()
	answer.Request = r
	return answer, nil
}

func (e *emulated) wait(r *http.Request, d time.Duration) error {
	if d == 0 {
		return r.Context().Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-r.Context().Done():
		return r.Context().Err()
	case <-timer.C:
		return nil
	}
}

func (e *emulated) client(t *testing.T) *astro.Client {
	t.Helper()
	info := e.server.Info()
	client, err := astro.NewClient(astro.Config{
		Host: "http://127.0.0.1", Token: info.Token, OrganizationID: info.OrganizationID, Transport: e,
		RetryWaitMin: 10 * time.Millisecond, RetryWaitMax: 50 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// deployment creates a Deployment in the emulator's Workspace and returns its id.
func (e *emulated) deployment(t *testing.T, client *astro.Client, name string, settings astro.DeploymentSettings) string {
	t.Helper()
	on, off, celery, small := true, false, astro.ExecutorCelery, "SMALL"
	provider, region, version := "AWS", "us-east-1", e.newestRuntime(t, client)
	settings.Executor, settings.SchedulerSize = &celery, &small
	settings.IsHighAvailability, settings.IsCICDEnforced, settings.IsDagDeployEnabled, settings.IsDevelopmentMode = &off, &off, &off, &on
	settings.DefaultTaskPodCPU, settings.DefaultTaskPodMemory = text("0.25"), text("0.5Gi")
	settings.ResourceQuotaCPU, settings.ResourceQuotaMemory = text("10"), text("20Gi")
	settings.WorkerQueues = []astro.WorkerQueueRequest{{Name: "default", IsDefault: true, MaxWorkerCount: 10, WorkerConcurrency: 5, AstroMachine: text("A5")}}
	created, err := client.CreateDeployment(t.Context(), &astro.CreateDeploymentRequest{
		Type: astro.DeploymentTypeStandard, Name: name, WorkspaceID: e.server.Info().WorkspaceID,
		AstroRuntimeVersion: &version, CloudProvider: &provider, Region: &region, DeploymentSettings: settings,
	})
	if err != nil {
		t.Fatal(err)
	}
	return created.ID
}

func (e *emulated) newestRuntime(t *testing.T, client *astro.Client) string {
	t.Helper()
	options, err := client.GetDeploymentOptions(t.Context(), astro.DeploymentOptionsFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return options.RuntimeReleases[0].Version
}

// connection creates a connection with a password and a secret member of extra.
func (e *emulated) connection(t *testing.T, client *astro.Client) string {
	t.Helper()
	id, err := client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: "warehouse", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: e.server.Info().WorkspaceID,
		Connection: &astro.ConnectionRequest{
			Type: "postgres", Host: text("db.example.com"), Login: text("airflow"), Password: text("base-secret"),
			Extra: astro.Extra{"sslmode": "require", "private_key": "k"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func text(s string) *string { return &s }

package acctest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// The data source says of a Deployment of every kind what the resource says,
// found by id, by name and in the list; the value of a secret is in none of them.
func TestDeploymentDataSourceAgreesWithTheResource(t *testing.T) {
	t.Parallel()
	for kind, config := range map[string]func(*testing.T, *acctest.Env) acctest.Object{
		"STANDARD":  func(_ *testing.T, env *acctest.Env) acctest.Object { return fullStandard(env) },
		"DEDICATED": fullDedicated, "HYBRID": fullHybrid,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			// A restless server would answer another URL to every read.
			env := acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Restless = false }))
			p := env.Provider(t)
			created := p.Create(deploymentType, config(t, env))
			p = env.Provider(t)
			resource := p.Read(created).OK()
			byID := p.Data(deploymentType, acctest.Object{"id": resource.Text("id")}).OK().Values()
			byName := p.Data(deploymentType, acctest.Object{"workspace_id": env.WorkspaceID, "name": resource.Text("name")}).OK().Values()
			listed := rowsOf(t, p.Data("astro_deployments", acctest.Object{"workspace_id": env.WorkspaceID}).OK(), "deployments")
			if diff := cmp.Diff(byID, byName); diff != "" {
				t.Errorf("by name (-by id +by name):\n%s", diff)
			}
			if len(listed) != 1 || cmp.Diff(byID, listed[0]) != "" {
				t.Errorf("the list differs from the single one:\n%s", cmp.Diff([]acctest.Object{byID}, listed))
			}
			for name, value := range resource.Values() {
				other, has := byID[name]
				if !has || name == "environment_variables" || name == "worker_queues" || name == "remote_execution" || name == "external_ips" || name == "contact_emails" {
					continue // of another shape, or a set
				}
				if fmt.Sprint(value) != fmt.Sprint(other) && value != nil {
					t.Errorf("%s: the resource says %v, the data source %v", name, value, other)
				}
			}
			for _, key := range []string{"SECRET", "HIDDEN"} {
				variables, _ := byID["environment_variables"].(acctest.Object)
				if row, ok := variables[key].(acctest.Object); kind == "STANDARD" && (!ok || row["value"] != nil || row["is_secret"] != true) {
					t.Errorf("the secret variable %s reads as %v", key, variables[key])
				}
			}
		})
	}
}

// The options are the API's own, and every filter is passed on.
func TestDeploymentOptionsDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	for _, config := range []acctest.Object{
		{},
		{"deployment_id": id},
		{"deployment_type": "DEDICATED"},
		{"executor": "CELERY"},
		{"cloud_provider": "AWS"},
		{"deployment_id": id, "deployment_type": "STANDARD", "executor": "KUBERNETES", "cloud_provider": "GCP"},
	} {
		env.ResetJournal()
		got := env.Provider(t).Data("astro_deployment_options", config).OK()
		asked := env.Journal("GET", "/deployment-options$")
		if len(asked) != 1 {
			t.Fatalf("%v: %d requests", config, len(asked))
		}
		for argument, parameter := range map[string]string{
			"deployment_id": "deploymentId", "deployment_type": "deploymentType", "executor": "executor", "cloud_provider": "cloudProvider",
		} {
			if want, _ := config[argument].(string); asked[0].Values().Get(parameter) != want {
				t.Errorf("%v: %s was sent as %q", config, parameter, asked[0].Values().Get(parameter))
			}
			if got.Get(argument) != config[argument] {
				t.Errorf("%v: %s reads as %v", config, argument, got.Get(argument))
			}
		}
		options, err := env.Client.GetDeploymentOptions(t.Context(), astro.DeploymentOptionsFilter{})
		if err != nil {
			t.Fatal(err)
		}
		var versions, want []string
		for _, row := range rowsOf(t, got, "runtime_releases") {
			versions = append(versions, fmt.Sprint(row["version"]))
		}
		for _, release := range options.RuntimeReleases {
			want = append(want, release.Version)
		}
		if diff := cmp.Diff(want, versions); diff != "" {
			t.Errorf("runtime releases (-API +provider):\n%s", diff)
		}
		if n := len(rowsOf(t, got, "worker_machines")); n != len(options.WorkerMachines) {
			t.Errorf("%d worker machines, want %d", n, len(options.WorkerMachines))
		}
	}
}

// The status follows the clock and the override; a Deployment that never
// hibernates has none of it.
func TestHibernationStatusFollows(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.January, 7, 12, 0, 0, 0, time.UTC) // a Wednesday
	env := acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Now = func() time.Time { return now } }))
	id := development(t, env).ID
	read := func() acctest.Object {
		return env.Provider(t).Data("astro_hibernation_status", acctest.Object{"deployment_id": id}).OK().Values()
	}
	if got := read(); got["is_hibernating"] != false || got["override"] != nil || len(got["schedules"].([]any)) != 0 || got["next_event_at"] != nil { //nolint:forcetypeassert // a test that panics fails
		t.Errorf("without schedules: %v", got)
	}
	setSchedules(t, env, id, nil, astro.HibernationSchedule{HibernateAtCron: "0 18 * * 1-5", WakeAtCron: "0 7 * * 1-5", IsEnabled: true})
	if got := read(); got["is_hibernating"] != false || got["next_event_type"] != "HIBERNATE" || got["next_event_at"] == nil {
		t.Errorf("at noon: %v", got)
	}
	env.Emulator.Advance(8 * time.Hour)
	if got := read(); got["is_hibernating"] != true || got["status"] != "HIBERNATING" || got["next_event_type"] != "WAKE" {
		t.Errorf("at eight in the evening: %v", got)
	}
	setSchedules(t, env, id, &astro.HibernationOverrideRequest{IsHibernating: ptr(false)},
		astro.HibernationSchedule{HibernateAtCron: "0 18 * * 1-5", WakeAtCron: "0 7 * * 1-5", IsEnabled: true})
	got := read()
	override, _ := got["override"].(acctest.Object)
	if got["is_hibernating"] != false || override["is_hibernating"] != false || override["is_active"] != true {
		t.Errorf("kept awake: %v", got)
	}
}

// A data source that the API refuses or cannot serve is one error that says what
// was tried.
func TestDataSourcesWithoutAnAPI(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	id := development(t, env).ID
	connectionID := defineConnection(t, env, "warehouse", true, &astro.ConnectionRequest{Type: "postgres"})
	sources := map[string]acctest.Object{
		"astro_deployment": {"id": id}, "astro_deployments": {}, "astro_deployment_options": {}, "astro_hibernation_status": {"deployment_id": id},
		"astro_connection": {"id": connectionID}, "astro_connections": {"deployment_id": id},
	}
	for status, contains := range map[int]string{403: "lacks a permission", 500: "fault on Astro's side"} {
		broken := acctest.Start(t)
		broken.AddFault(t, faultOn("GET", "", status))
		for name, config := range sources {
			said := broken.Provider(t).Data(name, config).Diagnostics
			errs := said.Errors()
			if len(errs) != 1 {
				t.Errorf("%s with %d: want one error, said:\n%s", name, status, said)
				continue
			}
			refusedOnce(t, said, errs[0][:1], "Could not", contains, fmt.Sprint(status))
		}
	}
}

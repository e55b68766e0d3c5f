package acctest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// storedLink is an entry of links as the server keeps it, secrets included.
type storedLink map[string]any

// storedConnection is a connection as the server keeps it: everything that
// somebody can write, and not who wrote it when.
type storedConnection struct {
	Description         string                `json:"description"`
	AutoLinkDeployments bool                  `json:"autoLinkDeployments"`
	Links               map[string]storedLink `json:"-"`
	Excludes            []string              `json:"-"`
	Fields              map[string]any        `json:"fields"`
}

// storedNow reads a connection from the server's store, past all masking.
func storedNow(tb testing.TB, env *acctest.Env, id string) *storedConnection {
	tb.Helper()
	text, err := env.Emulator.State()
	if err != nil {
		tb.Fatal(err)
	}
	var store struct {
		EnvironmentObjects []struct {
			storedConnection

			ID    string `json:"id"`
			Links []struct {
				ScopeEntityID string     `json:"scopeEntityId"`
				Overrides     storedLink `json:"overrides"`
			} `json:"links"`
			ExcludeLinks []struct {
				ScopeEntityID string `json:"scopeEntityId"`
			} `json:"excludeLinks"`
		} `json:"environmentObjects"`
	}
	if err := json.Unmarshal(text, &store); err != nil {
		tb.Fatal(err)
	}
	for _, object := range store.EnvironmentObjects {
		if object.ID != id {
			continue
		}
		found := object.storedConnection
		found.Links = map[string]storedLink{}
		for _, entry := range object.Links {
			if found.Links[entry.ScopeEntityID] != nil {
				tb.Errorf("the entry of %s is there twice", entry.ScopeEntityID)
			}
			if entry.Overrides == nil {
				entry.Overrides = storedLink{}
			}
			found.Links[entry.ScopeEntityID] = entry.Overrides
		}
		for _, exclude := range object.ExcludeLinks {
			found.Excludes = append(found.Excludes, exclude.ScopeEntityID)
		}
		slices.Sort(found.Excludes)
		return &found
	}
	tb.Fatalf("the server has no object %s", id)
	return nil
}

// diffStored says how two states of a connection differ; empty when they do not.
func diffStored(want, got *storedConnection) string { return cmp.Diff(want, got) }

// clusterOf makes plain Deployments as the second actor, and returns their ids.
func clusterOf(t *testing.T, env *acctest.Env, count int) []string {
	t.Helper()
	version := newestRuntime(t, env)
	ids := make([]string, count)
	var group errgroup.Group
	for i := range ids {
		group.Go(func() error {
			request := &astro.CreateDeploymentRequest{
				Type: astro.DeploymentTypeStandard, Name: fmt.Sprintf("owner-%d", i), WorkspaceID: env.WorkspaceID,
				CloudProvider: ptr("AWS"), Region: ptr("us-east-1"), AstroRuntimeVersion: &version,
			}
			request.IsDevelopmentMode, request.SchedulerSize, request.IsHighAvailability = ptr(true), ptr("SMALL"), ptr(false)
			request.Executor, request.IsCICDEnforced, request.IsDagDeployEnabled = ptr(astro.ExecutorCelery), ptr(false), ptr(false)
			request.DefaultTaskPodCPU, request.DefaultTaskPodMemory = ptr("0.25"), ptr("0.5Gi")
			request.ResourceQuotaCPU, request.ResourceQuotaMemory = ptr("10"), ptr("20Gi")
			request.WorkerQueues = []astro.WorkerQueueRequest{{
				Name: "default", IsDefault: true, MaxWorkerCount: 10, WorkerConcurrency: 5, AstroMachine: ptr("A5"),
			}}
			created, err := env.Client.CreateDeployment(t.Context(), request)
			if err != nil {
				return err
			}
			ids[i] = created.ID
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return ids
}

// foreignParts are what other people have in a shared connection: a bare link,
// an override with secrets, and an exclude.
type foreignParts struct{ linked, overridden, excluded string }

// addForeignParts fills a connection as a person in the UI would: everything
// that no resource of a test owns.
func addForeignParts(t *testing.T, env *acctest.Env, id string) foreignParts {
	t.Helper()
	three := clusterOf(t, env, 3)
	parts := foreignParts{linked: three[0], overridden: three[1], excluded: three[2]}
	editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
		r.Description = ptr("kept by the platform team")
		r.Links = append(r.Links,
			astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: parts.linked},
			astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: parts.overridden, Overrides: &astro.OverridesRequest{
				Connection: &astro.ConnectionOverrides{
					Host: ptr("foreign.example.com"), Password: ptr("foreign-secret"),
					Extra: astro.Extra{"database": "FOREIGN", "private_key": "foreign-key"},
				},
			}})
		r.ExcludeLinks = append(r.ExcludeLinks, astro.ExcludeLink{Scope: astro.ScopeDeployment, ScopeEntityID: parts.excluded})
	})
	return parts
}

// sharedConnection is a connection with secrets that the second actor made,
// with foreign parts in it.
func sharedConnection(t *testing.T, env *acctest.Env) (id string, parts foreignParts) {
	t.Helper()
	id, err := env.Client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{
		ObjectKey: "shared", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: env.WorkspaceID,
		Connection: &astro.ConnectionRequest{
			Type: "snowflake", Host: ptr("dev.example.com"), Login: ptr("airflow"), Password: ptr("base-secret"), Schema: ptr("public"), Port: ptr(int64(443)),
			Extra: astro.Extra{"database": "DEV", "private_key": "base-key"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return id, addForeignParts(t, env, id)
}

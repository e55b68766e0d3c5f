package acctest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// The data sources agree with what the API says of the same organization.
func TestLiveDataSources(t *testing.T) {
	env := liveWorld(t)
	p := env.Provider(t)
	if got := p.Data("astro_organization", acctest.Object{}).OK().Text("id"); got != env.OrganizationID {
		t.Errorf("organization %q, want %q", got, env.OrganizationID)
	}
	workspace, err := env.Client.GetWorkspace(t.Context(), env.WorkspaceID)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Data("astro_workspace", acctest.Object{"id": env.WorkspaceID}).OK().Text("name"); got != workspace.Name {
		t.Errorf("Workspace %q, want %q", got, workspace.Name)
	}
	ids := func(source, attribute string) []string {
		found := []string{}
		for _, row := range rowsOf(t, p.Data(source, acctest.Object{}).OK(), attribute) {
			id, _ := row["id"].(string)
			found = append(found, id)
		}
		slices.Sort(found)
		return found
	}
	if !slices.Contains(ids("astro_workspaces", "workspaces"), env.WorkspaceID) {
		t.Error("the list of Workspaces lacks the Workspace")
	}
	clusters, err := env.Client.ListClusters(t.Context(), astro.ClusterFilter{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{}
	for i := range clusters {
		want = append(want, clusters[i].ID)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, ids("astro_clusters", "clusters")); diff != "" {
		t.Errorf("clusters (-API +provider):\n%s", diff)
	}
	options := p.Data("astro_deployment_options", acctest.Object{"deployment_type": "STANDARD"}).OK()
	if len(rowsOf(t, options, "runtime_releases")) == 0 {
		t.Error("there is no runtime release")
	}
}

// liveDeployment is a Deployment under a name of the test's own.
func liveDeployment(env *acctest.Env, change ...func(acctest.Object)) acctest.Object {
	return deploymentObject(env, append([]func(acctest.Object){
		with("name", env.Name("orders"), "is_development_mode", true, "scheduler_size", "SMALL"),
	}, change...)...)
}

// A Deployment is created, found by both import ids, changed in place and deleted.
func TestLiveDeployment(t *testing.T) {
	env := liveWorld(t)
	config := liveDeployment(env)
	state := emptyPlan(t, env, env.Provider(t).Create(deploymentType, config), config)
	id := state.Text("id")
	for _, importID := range []string{id, env.WorkspaceID + "/" + env.Name("orders")} {
		if got := env.Provider(t).Import(deploymentType, importID).OK(); got.Text("id") != id || got.Get("is_development_mode") != true {
			t.Errorf("import by %s: %v", importID, got.Values())
		}
	}
	config["description"] = "Orders"
	p := env.Provider(t)
	change := p.Plan(deploymentType, state, config).OK()
	if diff := cmp.Diff([]string{"description"}, change.Changed()); diff != "" {
		t.Errorf("the plan (-want +got):\n%s", diff)
	}
	state = emptyPlan(t, env, change.Apply(env.Provider(t)).OK(), config)
	if now := deploymentNow(t, env, id); deref(now.Description) != "Orders" || now.WorkspaceID != env.WorkspaceID {
		t.Errorf("the API has %+v", now)
	}
	env.Provider(t).Delete(state).OK()
	if _, err := env.Client.GetDeployment(t.Context(), id); !astro.IsNotFound(err) {
		t.Errorf("after the destroy the API says: %v", err)
	}
}

// The variables that a configuration does not name are somebody else's.
func TestLiveDeploymentVariables(t *testing.T) {
	env := liveWorld(t)
	config := liveDeployment(env, with("environment_variables", acctest.Object{
		"MINE": acctest.Object{"value": "1"}, "HIDDEN": acctest.Object{"value_wo": "hush", "value_wo_version": 1},
	}))
	state := emptyPlan(t, env, env.Provider(t).Create(deploymentType, config), config)
	id := state.Text("id")
	theirs := ownership.CarryDeployment(deploymentNow(t, env, id), time.Now())
	theirs.EnvironmentVariables = append(theirs.EnvironmentVariables, astro.EnvironmentVariableRequest{Key: "THEIRS", Value: ptr("kept")})
	if _, err := env.Client.UpdateDeployment(t.Context(), id, theirs); err != nil {
		t.Fatal(err)
	}
	config["environment_variables"] = acctest.Object{"MINE": acctest.Object{"value": "2"}}
	p := env.Provider(t)
	state = p.Plan(deploymentType, p.Read(state).OK(), config).OK().Apply(env.Provider(t)).OK()
	got := map[string]string{}
	for _, v := range deploymentNow(t, env, id).EnvironmentVariables {
		got[v.Key] = deref(v.Value)
	}
	if diff := cmp.Diff(map[string]string{"MINE": "2", "THEIRS": "kept"}, got); diff != "" {
		t.Errorf("the variables (-want +got):\n%s", diff)
	}
	env.Provider(t).Delete(state).OK()
}

// A schedule is one entry of somebody else's Deployment; the other entry stays.
func TestLiveHibernationSchedule(t *testing.T) {
	env := liveWorld(t)
	id := deploymentNamed(t, env, env.Name("mine"))
	setSchedules(t, env, id, nil, astro.HibernationSchedule{HibernateAtCron: "0 1 * * 6", WakeAtCron: "0 5 * * 1", IsEnabled: false})
	config := scheduleObject(id, having("is_enabled", false))
	state := emptyPlan(t, env, env.Provider(t).Create(schedule, config), config)
	config["wake_at_cron"] = "0 7 * * *"
	state = emptyPlan(t, env, env.Provider(t).Update(state, config), config)
	now := crons(deploymentNow(t, env, id))
	slices.Sort(now)
	if diff := cmp.Diff([]string{"0 1 * * 6 > 0 5 * * 1", "0 18 * * * > 0 7 * * *"}, now); diff != "" {
		t.Errorf("the schedules (-want +got):\n%s", diff)
	}
	if got := env.Provider(t).Import(schedule, id+"|0 18 * * *|0 7 * * *").OK(); got.Get("is_enabled") != false {
		t.Errorf("imported %v", got.Values())
	}
	env.Provider(t).Delete(state).OK()
	if diff := cmp.Diff([]string{"0 1 * * 6 > 0 5 * * 1"}, crons(deploymentNow(t, env, id))); diff != "" {
		t.Errorf("the schedules after the destroy (-want +got):\n%s", diff)
	}
}

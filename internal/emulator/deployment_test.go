package emulator_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestDeploymentLifecycle(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{ReadyAfter: time.Minute})
	made := c.do(t, http.StatusOK, http.MethodPost, "deployments", c.minimal())
	if status := made.text(t, "status"); status != "CREATING" {
		t.Errorf("status after create is %s", status)
	}
	path := "deployments/" + made.text(t, "id")
	early := c.do(t, http.StatusOK, http.MethodGet, path, nil)
	for _, member := range []string{"externalIPs", "oidcIssuerUrl", "imageVersion", "scalingStatus"} {
		if v, there := early.Body[member]; there {
			t.Errorf("%s is there while CREATING: %v", member, v)
		}
	}
	if early.text(t, "webServerUrl") != "" {
		t.Error("webServerUrl is set while CREATING")
	}
	c.srv.Advance(2 * time.Minute)
	ready := c.do(t, http.StatusOK, http.MethodGet, path, nil)
	if ready.text(t, "imageVersion") == "" || ready.text(t, "status") != "HEALTHY" || ready.text(t, "webServerUrl") == "" || ready.text(t, "oidcIssuerUrl") == "" {
		t.Errorf("after ReadyAfter: %s", ready.Text)
	}
	update := object{
		"name": "d", "type": "STANDARD", "workspaceId": ready.Body["workspaceId"], "executor": "ASTRO", "schedulerSize": "SMALL",
		"isHighAvailability": false, "isCicdEnforced": false, "isDagDeployEnabled": true, "environmentVariables": []any{},
	}
	c.do(t, http.StatusOK, http.MethodPost, path, update)
	c.do(t, http.StatusNoContent, http.MethodDelete, path, nil)
	c.do(t, http.StatusNotFound, http.MethodDelete, path, nil)
	c.do(t, http.StatusNotFound, http.MethodGet, path, nil)
	c.do(t, http.StatusNotFound, http.MethodPost, path, update)
}

// However soon a Deployment is ready, the first look at it, by a get, a list or an
// update, shows what the create answered; status and image version move together.
func TestFirstLookAtADeployment(t *testing.T) {
	t.Parallel()
	for name, look := range map[string]func(*client, string) object{
		"get": func(c *client, path string) object { return c.do(t, http.StatusOK, http.MethodGet, path, nil).Body },
		"list": func(c *client, _ string) object {
			return c.do(t, http.StatusOK, http.MethodGet, "deployments", nil).rows(t, "deployments")[0]
		},
		"update": func(c *client, path string) object {
			return c.do(t, http.StatusOK, http.MethodPost, path, object{
				"name": "d", "type": "STANDARD", "workspaceId": c.srv.Info().WorkspaceID, "executor": "ASTRO", "schedulerSize": "SMALL",
				"isHighAvailability": false, "isCicdEnforced": false, "isDagDeployEnabled": false, "environmentVariables": []any{},
			}).Body
		},
	} {
		c := start(t, emulator.Options{})
		made := c.do(t, http.StatusOK, http.MethodPost, "deployments", c.minimal())
		path := "deployments/" + made.text(t, "id")
		first := look(c, path)
		later := c.do(t, http.StatusOK, http.MethodGet, path, nil).Body
		for i, got := range []object{made.Body, first} {
			if got["status"] != "CREATING" || got["imageVersion"] != nil || got["webServerUrl"] != "" || got["externalIPs"] != nil {
				t.Errorf("%s, look %d: %v", name, i, got)
			}
		}
		if later["status"] != "HEALTHY" || later["imageVersion"] == nil || later["webServerUrl"] == "" {
			t.Errorf("%s, then: %v", name, later)
		}
	}
}

// The addresses of the web server have no scheme, others have one; the path of
// the REST API follows the version of Airflow.
func TestAddressesOfADeployment(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for runtime, version := range map[string]string{"13.2.0": "/api/v1", "3.1-5": "/api/v2"} {
		d := c.create(t, object{"astroRuntimeVersion": runtime})
		got := &reply{Body: d.get(t)}
		page, api := got.text(t, "webServerUrl"), got.text(t, "webServerAirflowApiUrl")
		base, found := strings.CutSuffix(api, version)
		if !found || page != base+"?orgId="+c.org || strings.Contains(page+api, "://") {
			t.Errorf("%s: %s and %s", runtime, page, api)
		}
		for _, member := range []string{"apiUrl", "uiUrl"} {
			if text := got.text(t, member); !strings.HasPrefix(text, "https://") {
				t.Errorf("%s is %s", member, text)
			}
		}
	}
}

func TestDeploymentDefaults(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		c := start(t, emulator.Options{Profile: profile})
		got := c.create(t, object{"type": "STANDARD", "astroRuntimeVersion": "3.1-5"}).get(t)
		for member, want := range map[string]any{
			"type": "STANDARD", "executor": "ASTRO", "schedulerSize": "SMALL", "isHighAvailability": false,
			"isDevelopmentMode": false, "isCicdEnforced": false, "isDagDeployEnabled": false, "cloudProvider": "AWS", "region": "us-east-1",
			"astroRuntimeVersion": "3.1-5", "runtimeVersion": "3.1-5", "airflowVersion": "3.1.3", "workspaceName": "Demo",
			"defaultTaskPodCpu": "0.25", "defaultTaskPodMemory": "0.5Gi", "resourceQuotaCpu": "10", "resourceQuotaMemory": "20Gi",
			"schedulerCpu": "1", "schedulerMemory": "2Gi", "schedulerReplicas": float64(1), "status": "HEALTHY",
		} {
			if got[member] != want {
				t.Errorf("%s: %s is %v, want %v", profile, member, got[member], want)
			}
		}
		// In no profile is there the id of a cluster that nobody can read.
		if id, shown := got["clusterId"]; shown {
			t.Errorf("%s: clusterId %v", profile, id)
		}
		if queues := fmt.Sprint(got["workerQueues"]); !strings.Contains(queues, "astroMachine:A5") {
			t.Errorf("%s: queues %s", profile, queues)
		}
		if fmt.Sprint(got["environmentVariables"], got["contactEmails"]) != "[] []" {
			t.Errorf("%s: variables %v, emails %v", profile, got["environmentVariables"], got["contactEmails"])
		}
	}
}

func TestDeploymentCreateRules(t *testing.T) {
	t.Parallel()
	for _, lenient := range []bool{false, true} {
		deploymentCreateRules(t, start(t, emulator.Options{Lenient: lenient}))
	}
}

// deploymentCreateRules checks the rules with the check against openapi.json before them,
// or without it.
func deploymentCreateRules(t *testing.T, c *client) {
	t.Helper()
	for name, change := range map[string]object{
		"no name":                  {"name": nil},
		"empty name":               {"name": ""},
		"long name":                {"name": strings.Repeat("n", 501)},
		"long description":         {"description": strings.Repeat("d", 1001)},
		"no workspace":             {"workspaceId": nil},
		"unknown workspace":        {"workspaceId": "c000000000000000000000000"},
		"unknown type":             {"type": "SHARED"},
		"unknown executor":         {"executor": "LOCAL"},
		"unknown scheduler":        {"schedulerSize": "EXTRALARGE"},
		"unknown runtime":          {"astroRuntimeVersion": "3.0-999"},
		"ASTRO with Airflow 2":     {"executor": "ASTRO", "astroRuntimeVersion": "13.2.0"},
		"provider without region":  {"cloudProvider": "AWS"},
		"region of another cloud":  {"cloudProvider": "AWS", "region": "us-central1"},
		"dedicated cluster":        {"type": "STANDARD", "clusterId": c.cluster(t, "dedicated")},
		"memory not twice the CPU": {"resourceQuotaCpu": "10", "resourceQuotaMemory": "10Gi"},
		"memory without unit":      {"defaultTaskPodCpu": "1", "defaultTaskPodMemory": "2"},
		"half a pair":              {"resourceQuotaCpu": "10"},
		"quota above the ceiling":  {"resourceQuotaCpu": "6401", "resourceQuotaMemory": "12802Gi"},
		"pod below the floor":      {"defaultTaskPodCpu": "0.1", "defaultTaskPodMemory": "0.2Gi"},
		"scheduler of HYBRID":      {"scheduler": object{"au": 5, "replicas": 1}},
		"queues with KUBERNETES":   {"executor": "KUBERNETES", "workerQueues": []any{queue("default", nil)}},
		"remote on STANDARD":       {"remoteExecution": object{"enabled": true}},
		"schedules, no dev mode":   {"scalingSpec": schedules("0 20 * * *")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := c.refuse(t, change)
			if r.Body["statusCode"] != float64(http.StatusBadRequest) || r.Body["requestId"] == "" || r.Body["message"] == "" {
				t.Errorf("error body %s", r.Text)
			}
		})
	}
}

func TestDeploymentList(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	other := c.do(t, http.StatusOK, http.MethodPost, "workspaces", object{"name": "Other"}).text(t, "id")
	var ids []string
	for _, change := range []object{{"name": "a"}, {"name": "b"}, {"name": "b", "workspaceId": other}} {
		ids = append(ids, c.create(t, change).ID)
	}
	for query, want := range map[string][]string{
		"":                                      ids,
		"?sorts=name:desc&limit=1&offset=2":     {ids[0]},
		"?names=b":                              ids[1:],
		"?names=B":                              nil,
		"?workspaceIds=" + other:                {ids[2]},
		"?names=b&workspaceIds=" + other:        {ids[2]},
		"?deploymentIds=" + ids[0]:              {ids[0]},
		"?deploymentIds=" + ids[0] + "&names=b": nil,
	} {
		var got []string
		for _, row := range c.do(t, http.StatusOK, http.MethodGet, "deployments"+query, nil).rows(t, "deployments") {
			got = append(got, fmt.Sprint(row["id"]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
	c.do(t, http.StatusBadRequest, http.MethodGet, "deployments?sorts=status:asc", nil)
}

// TestSeededDeployment reads a Deployment of which a seed says the least.
func TestSeededDeployment(t *testing.T) {
	t.Parallel()
	seed := `{"organizations": [{"id": "o", "name": "x", "product": "HOSTED", "productPlans": [], "status": "ACTIVE"}],
		"deployments": [{"id": "d", "organizationId": "o", "workspaceId": "w", "name": "seeded", "type": "STANDARD",
			"cloudProvider": "AWS", "executor": "CELERY", "schedulerSize": "SMALL"}]}`
	c := start(t, emulator.Options{SeedReader: strings.NewReader(seed)})
	if got := c.do(t, http.StatusOK, http.MethodGet, "deployments/d", nil); got.text(t, "status") != "HEALTHY" {
		t.Errorf("seeded: %s", got.Text)
	}
}

// TestDeploymentsSurviveARestart compares a Deployment before and after.
func TestDeploymentsSurviveARestart(t *testing.T) {
	t.Parallel()
	opts := emulator.Options{StateFile: filepath.Join(t.TempDir(), "state.json")}
	d := start(t, opts).create(t, object{
		"isDevelopmentMode": true, "scalingSpec": specWith(object{"isHibernating": true}, schedule("0 20 * * *", "0 8 * * *")),
		"environmentVariables": []any{variable("S", true, "s")}, "workloadIdentity": "arn:own",
	})
	before, stored := d.get(t), d.storedVariables(t)
	again := deployment{client: start(t, opts), ID: d.ID, Path: d.Path}
	if after := again.get(t); !reflect.DeepEqual(before, after) || again.storedVariables(t) != stored {
		t.Errorf("before %v, after %v", before, after)
	}
}

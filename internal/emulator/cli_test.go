package emulator_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// TestWhatTheCLIReadsOfDeployments reads the members that the vendor's command
// line uses without asking whether they are there (API facts, C.2, G.2, G.3).
func TestWhatTheCLIReadsOfDeployments(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		c := start(t, emulator.Options{Profile: profile})
		options := c.do(t, http.StatusOK, http.MethodGet, "deployment-options?cloudProvider=", nil)
		releases, machines := options.rows(t, "runtimeReleases"), options.rows(t, "workerMachines")
		if len(releases) == 0 || machines[0]["name"] != "A5" {
			t.Fatalf("%s: options %s", profile, options.Text)
		}
		cluster := c.do(t, http.StatusOK, http.MethodGet, "clusters", nil).rows(t, "clusters")[0]
		kinds := map[string]map[string]any{
			"STANDARD":  {"cloudProvider": "AWS", "region": "us-east-1"},
			"DEDICATED": {"clusterId": cluster["id"]},
		}
		for kind, body := range kinds {
			body["name"], body["type"], body["workspaceId"] = kind, kind, c.srv.Info().WorkspaceID
			body["astroRuntimeVersion"], body["executor"] = releases[0]["version"], "CELERY"
			made := c.do(t, http.StatusOK, http.MethodPost, "deployments", body)
			read := c.do(t, http.StatusOK, http.MethodGet, "deployments/"+made.text(t, "id"), nil)
			for _, member := range []string{
				"type", "executor", "schedulerSize", "isHighAvailability", "isDevelopmentMode", "workspaceName", "runtimeVersion",
				"astroRuntimeVersion", "namespace", "status", "webServerUrl", "createdBy", "updatedBy",
			} {
				for _, answer := range []*reply{made, read} {
					if answer.Body[member] == nil {
						t.Errorf("%s, %s: %s is missing", profile, kind, member)
					}
				}
			}
			if kind == "DEDICATED" && (read.Body["clusterId"] != cluster["id"] || read.Body["clusterName"] != cluster["name"]) {
				t.Errorf("%s: cluster of %s", profile, read.Text)
			}
			for _, queue := range read.rows(t, "workerQueues") {
				if queue["astroMachine"] == nil || queue["id"] == nil {
					t.Errorf("%s, %s: queue %v", profile, kind, queue)
				}
			}
		}
		var clusterOptions []map[string]any
		text := c.do(t, http.StatusOK, http.MethodGet, "cluster-options?type=DEDICATED", nil).Text
		if err := json.Unmarshal([]byte(text), &clusterOptions); err != nil || len(clusterOptions) == 0 || clusterOptions[0]["regions"] == nil {
			t.Errorf("%s: cluster options %s", profile, text)
		}
		c.do(t, http.StatusBadRequest, http.MethodGet, "cluster-options", nil)
	}
}

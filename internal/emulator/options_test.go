package emulator_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestDeploymentOptions(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, nil)
	options := c.do(t, http.StatusOK, http.MethodGet, "deployment-options", nil)
	var versions []string
	for _, release := range options.rows(t, "runtimeReleases") {
		version, ok := release["version"].(string)
		if !ok {
			t.Fatalf("release %v", release)
		}
		versions = append(versions, version)
	}
	if versions[0] != "3.1-5" || !slices.Contains(versions, "13.2.0") || !slices.Contains(versions, "9.2.0") || !slices.Contains(versions, "9.3.0") {
		t.Errorf("releases %v", versions)
	}
	// Every release can be used.
	for _, version := range versions {
		c.create(t, object{"astroRuntimeVersion": version})
	}
	if executors, ok := options.Body["executors"].([]any); !ok || len(executors) != 2 {
		t.Errorf("executors %v", options.Body["executors"])
	}
	if machines := options.rows(t, "workerMachines"); len(machines) != 7 || machines[0]["name"] != "A5" {
		t.Errorf("machines %v", machines)
	}
	if machines := options.rows(t, "schedulerMachines"); len(machines) != 4 || machines[3]["name"] != "EXTRA_LARGE" {
		t.Errorf("schedulers %v", machines)
	}
	if quota := dig(options.Body, "resourceQuotas", "resourceQuota", "cpu", "ceiling"); quota != "6400" {
		t.Errorf("quota %v", quota)
	}
	for query, status := range map[string]int{
		"?cloudProvider=": http.StatusOK,
		"?deploymentType=DEDICATED&executor=ASTRO&cloudProvider=AWS": http.StatusOK,
		"?deploymentId=" + d.ID:                      http.StatusOK,
		"?deploymentId=c000000000000000000000000":    http.StatusBadRequest,
		"?deploymentType=SHARED":                     http.StatusBadRequest,
		"?executor=LOCAL":                            http.StatusBadRequest,
		"?cloudProvider=MOON":                        http.StatusBadRequest,
		"?deploymentType=HYBRID&executor=KUBERNETES": http.StatusOK,
	} {
		c.do(t, status, http.MethodGet, "deployment-options"+query, nil)
	}
}

func TestClusterOptions(t *testing.T) {
	t.Parallel()
	for _, lenient := range []bool{false, true} {
		c := start(t, emulator.Options{Lenient: lenient})
		for query, want := range map[string]int{"?type=DEDICATED": 3, "?type=DEDICATED&provider=GCP": 1, "?type=HYBRID": 3, "?type=HYBRID&provider=AZURE": 1, "?type=DEDICATED&provider=": 3} {
			var options []struct {
				Provider string `json:"provider"`
				Regions  []struct {
					Name string `json:"name"`
				} `json:"regions"`
			}
			text := c.do(t, http.StatusOK, http.MethodGet, "cluster-options"+query, nil).Text
			if err := json.Unmarshal([]byte(text), &options); err != nil || len(options) != want {
				t.Errorf("%s: %v, %s", query, err, text)
			}
			for _, o := range options {
				if len(o.Regions) == 0 {
					t.Errorf("%s has no region", o.Provider)
				}
				for _, r := range o.Regions {
					c.create(t, object{"cloudProvider": o.Provider, "region": r.Name})
				}
			}
		}
		for _, query := range []string{"", "?type=STANDARD", "?type=DEDICATED&provider=MOON"} {
			c.do(t, http.StatusBadRequest, http.MethodGet, "cluster-options"+query, nil)
		}
	}
}

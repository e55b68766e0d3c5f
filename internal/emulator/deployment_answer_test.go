package emulator_test

import (
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// TestRestlessDeployment compares two reads in restless mode: what the platform
// computes moves, and what a user set stays.
func TestRestlessDeployment(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Restless: true})
	d := c.create(t, object{
		"isDevelopmentMode": true, "description": "text", "contactEmails": []any{"a@b.c"}, "workloadIdentity": "arn:own",
		"environmentVariables": []any{variable("A", false, "1")}, "workerQueues": []any{queue("default", nil)},
		"scalingSpec": specWith(object{"isHibernating": false, "overrideUntil": "2099-01-01T00:00:00+05:30"}, schedule("0 20 * * *", "0 8 * * *")),
	})
	first, second := d.get(t), d.get(t)
	var moved []string
	for member := range first {
		if !reflect.DeepEqual(first[member], second[member]) {
			moved = append(moved, member)
		}
	}
	slices.Sort(moved)
	want := []string{
		"apiUrl", "environmentVariables", "externalIPs", "imageRepository", "imageTag", "imageVersion", "oidcIssuerUrl", "scalingStatus",
		"statusReason", "uiUrl", "updatedAt", "webServerAirflowApiUrl", "webServerIngressHostname", "webServerUrl",
	}
	if !slices.Equal(moved, want) {
		t.Errorf("moved: %v, want %v", moved, want)
	}
	// Of a variable only the time moves.
	for _, v := range d.do(t, http.StatusOK, http.MethodGet, d.Path, nil).rows(t, "environmentVariables") {
		if !reflect.DeepEqual(with(v, object{"updatedAt": nil}), variable("A", false, "1")) {
			t.Errorf("variable %v", v)
		}
	}
}

// TestWhatTheCLIDereferencesOfDeployments reads what the vendor's command line
// uses without asking whether it is there (API facts, C.2).
func TestWhatTheCLIDereferencesOfDeployments(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		c := start(t, emulator.Options{Profile: profile})
		for _, change := range []object{
			{"type": "STANDARD", "astroRuntimeVersion": "13.2.0"},
			{"type": "DEDICATED", "astroRuntimeVersion": "3.1-5", "clusterId": c.cluster(t, "dedicated")},
		} {
			d := c.create(t, change)
			listed := c.do(t, http.StatusOK, http.MethodGet, "deployments?deploymentIds="+d.ID, nil).rows(t, "deployments")[0]
			updated := d.do(t, http.StatusOK, http.MethodPost, d.Path, d.Full).Body
			for _, got := range []object{d.get(t), listed, updated} {
				for _, member := range []string{"type", "executor", "schedulerSize", "isHighAvailability", "isDevelopmentMode", "workspaceName", "runtimeVersion", "environmentVariables"} {
					if got[member] == nil || got[member] == "" {
						t.Errorf("%s: %s is missing", profile, member)
					}
				}
				if got["type"] == "DEDICATED" && (got["clusterId"] == nil || got["clusterName"] == nil) {
					t.Errorf("%s: no cluster in %v", profile, got)
				}
				for _, q := range (&reply{Body: got}).rows(t, "workerQueues") {
					if q["astroMachine"] == nil {
						t.Errorf("%s: queue %v", profile, q)
					}
				}
			}
		}
	}
}

func TestDeploymentPermissions(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	other := c.do(t, http.StatusOK, http.MethodPost, "workspaces", object{"name": "Other"}).text(t, "id")
	mine, theirs := c.create(t, nil), c.create(t, object{"workspaceId": other})
	limited := func(role, workspace string) *client {
		made := c.do(t, http.StatusOK, http.MethodPost, "tokens", object{"name": role, "scope": "WORKSPACE", "entityId": workspace, "role": role})
		return c.as(made.text(t, "token"))
	}
	reader, operator := limited("WORKSPACE_MEMBER", c.srv.Info().WorkspaceID), limited("WORKSPACE_OPERATOR", c.srv.Info().WorkspaceID)
	for _, token := range []*client{reader, operator} {
		token.do(t, http.StatusOK, http.MethodGet, mine.Path, nil)
		token.do(t, http.StatusForbidden, http.MethodGet, theirs.Path, nil)
		token.do(t, http.StatusForbidden, http.MethodDelete, theirs.Path, nil)
		token.do(t, http.StatusForbidden, http.MethodPost, "deployments", object{"name": "d", "workspaceId": other})
		token.do(t, http.StatusOK, http.MethodGet, "deployment-options", nil)
		token.do(t, http.StatusOK, http.MethodGet, "clusters", nil)
		if rows := token.do(t, http.StatusOK, http.MethodGet, "deployments", nil).rows(t, "deployments"); len(rows) != 1 {
			t.Errorf("sees %d Deployments", len(rows))
		}
	}
	reader.do(t, http.StatusForbidden, http.MethodPost, mine.Path, mine.Full)
	reader.do(t, http.StatusForbidden, http.MethodPost, mine.Path+"/hibernation-override", object{"isHibernating": true})
	reader.do(t, http.StatusForbidden, http.MethodPost, mine.Path+"/deploys", object{"type": "IMAGE_ONLY"})
	reader.do(t, http.StatusForbidden, http.MethodPost, "deployments", c.minimal())
	reader.do(t, http.StatusForbidden, http.MethodDelete, mine.Path, nil)
	updated := operator.do(t, http.StatusOK, http.MethodPost, mine.Path, mine.Full)
	if by := dig(updated.Body, "updatedBy", "apiTokenName"); by != "WORKSPACE_OPERATOR" {
		t.Errorf("updated by %v", by)
	}
	operator.do(t, http.StatusOK, http.MethodPost, "deployments", c.minimal())
	operator.do(t, http.StatusNoContent, http.MethodDelete, mine.Path, nil)
}

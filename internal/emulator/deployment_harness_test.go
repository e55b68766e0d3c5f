package emulator_test

import (
	"maps"
	"net/http"
	"testing"
)

// object is JSON.
type object = map[string]any

// deployment is a running test of one Deployment.
type deployment struct {
	*client

	ID   string
	Path string
	// Full is an update that changes nothing.
	Full object
}

// with returns a copy of an object with other members; nil removes one.
func with(base, change object) object {
	changed := maps.Clone(base)
	for k, v := range change {
		changed[k] = v
		if v == nil {
			delete(changed, k)
		}
	}
	return changed
}

// minimal is the least that creates a Deployment.
func (c *client) minimal() object {
	return object{"name": "d", "workspaceId": c.srv.Info().WorkspaceID}
}

// create makes a Deployment from the least there is with changes.
func (c *client) create(t *testing.T, change object) *deployment {
	t.Helper()
	made := c.do(t, http.StatusOK, http.MethodPost, "deployments", with(c.minimal(), change))
	d := &deployment{client: c, ID: made.text(t, "id")}
	d.Path = "deployments/" + d.ID
	got := d.get(t)
	d.Full = object{
		"name": got["name"], "type": got["type"], "workspaceId": got["workspaceId"], "executor": got["executor"],
		"isCicdEnforced": got["isCicdEnforced"], "isDagDeployEnabled": got["isDagDeployEnabled"],
		"environmentVariables": []any{},
	}
	if got["type"] == "HYBRID" {
		d.Full["scheduler"] = object{"au": got["schedulerAu"], "replicas": got["schedulerReplicas"]}
		return d
	}
	d.Full["schedulerSize"], d.Full["isHighAvailability"] = got["schedulerSize"], got["isHighAvailability"]
	return d
}

// refuse expects a 400 for a create and returns it.
func (c *client) refuse(t *testing.T, change object) *reply {
	t.Helper()
	return c.do(t, http.StatusBadRequest, http.MethodPost, "deployments", with(c.minimal(), change))
}

// get reads the Deployment.
func (d *deployment) get(t *testing.T) object {
	t.Helper()
	return d.do(t, http.StatusOK, http.MethodGet, d.Path, nil).Body
}

// update sends the full update with changes and returns what a get says then.
func (d *deployment) update(t *testing.T, change object) object {
	t.Helper()
	d.do(t, http.StatusOK, http.MethodPost, d.Path, with(d.Full, change))
	return d.get(t)
}

// refuseUpdate expects a 400 for an update and returns it.
func (d *deployment) refuseUpdate(t *testing.T, change object) *reply {
	t.Helper()
	return d.do(t, http.StatusBadRequest, http.MethodPost, d.Path, with(d.Full, change))
}

package emulator

import (
	"net/http"
)

// Object types of the Environment Manager (API facts, E.2).
const (
	typeConnection          = "CONNECTION"
	typeAirflowVariable     = "AIRFLOW_VARIABLE"
	typeEnvironmentVariable = "ENVIRONMENT_VARIABLE"
	typeMetricsExport       = "METRICS_EXPORT"
)

// environmentObject is an object of the Environment Manager as stored.
type environmentObject struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organizationId"`
	ObjectKey      string `json:"objectKey"`
	ObjectType     string `json:"objectType"`
	// Scope is WORKSPACE or DEPLOYMENT, ScopeEntityID the id of that entity.
	Scope         string `json:"scope"`
	ScopeEntityID string `json:"scopeEntityId"`
	Description   string `json:"description"`
	// AutoLinkDeployments links all Deployments of the Workspace, Links the ones
	// it lists, and ExcludeLinks takes Deployments away from both.
	AutoLinkDeployments bool               `json:"autoLinkDeployments"`
	Links               []*environmentLink `json:"links"`
	ExcludeLinks        []deploymentRef    `json:"excludeLinks"`
	// Fields are the members of the typed body, secrets included.
	Fields fieldValues `json:"fields"`
	audit
}

// environmentLink is one entry of links; Overrides are the fields that its
// Deployment sees instead of the object's.
type environmentLink struct {
	deploymentRef

	Overrides fieldValues `json:"overrides,omitempty"`
}

// deploymentRef names the Deployment of a link or an exclude.
type deploymentRef struct {
	Scope         string `json:"scope"`
	ScopeEntityID string `json:"scopeEntityId"`
}

// environmentRoutes registers what environment objects serve.
func (s *Server) environmentRoutes() {
	const list, item = "/organizations/{organizationId}/environment-objects", "/organizations/{organizationId}/environment-objects/{environmentObjectId}"
	s.register(http.MethodGet, list, "ListEnvironmentObjects", listEnvironmentObjects)
	s.register(http.MethodPost, list, "CreateEnvironmentObject", createEnvironmentObject)
	s.register(http.MethodGet, item, "GetEnvironmentObject", getEnvironmentObject)
	s.register(http.MethodPost, item, "UpdateEnvironmentObject", updateEnvironmentObject)
	s.register(http.MethodDelete, item, "DeleteEnvironmentObject", deleteEnvironmentObject)
	s.register(http.MethodPost, item+"/exclude-linking", "ExcludeLinkingEnvironmentObject", excludeLinking)
}

// getEnvironmentObject answers one object, never with its secrets (API facts, E.4).
func getEnvironmentObject(c *call) (any, *apiError) {
	o, fail := c.findEnvironmentObject(accessRead, "workspace.environmentObjects.get")
	if fail != nil {
		return nil, fail
	}
	return c.viewEnvironmentObject(o), nil
}

// deleteEnvironmentObject removes an object with its links and overrides.
func deleteEnvironmentObject(c *call) (any, *apiError) {
	o, fail := c.findEnvironmentObject(accessWrite, "workspace.environmentObjects.delete")
	if fail != nil {
		return nil, fail
	}
	c.store().EnvironmentObjects = without(c.store().EnvironmentObjects, o)
	return nil, nil
}

// findEnvironmentObject returns the object of the path when the caller may use
// it. An id that does not parse is a 500 (API facts, A.3).
func (c *call) findEnvironmentObject(want access, permission string) (*environmentObject, *apiError) {
	id := c.path("environmentObjectId")
	if !isID(id) {
		return nil, internalError()
	}
	o := c.store().environmentObject(c.caller.OrganizationID, id)
	if o == nil {
		return nil, notFound("Environment object", id)
	}
	workspaceID, deploymentID := c.placeOf(o)
	return o, c.require(workspaceID, deploymentID, want, permission)
}

// placeOf returns the Workspace that an object is in and, when it belongs to a
// Deployment, that Deployment.
func (c *call) placeOf(o *environmentObject) (workspaceID, deploymentID string) {
	if o.Scope == entityWorkspace {
		return o.ScopeEntityID, ""
	}
	if d := c.store().deployment(o.OrganizationID, o.ScopeEntityID); d != nil {
		return d.WorkspaceID, d.ID
	}
	return "", o.ScopeEntityID
}

// shape returns the shape of the object's typed body.
func (o *environmentObject) shape() *bodyShape { return shapeOf(o.ObjectType) }

// link returns the entry of a Deployment; nil when there is none.
func (o *environmentObject) link(deploymentID string) *environmentLink {
	return find(o.Links, func(l *environmentLink) bool { return l.ScopeEntityID == deploymentID })
}

// excludes reports whether a Deployment is excluded.
func (o *environmentObject) excludes(deploymentID string) bool {
	for _, ref := range o.ExcludeLinks {
		if ref.ScopeEntityID == deploymentID {
			return true
		}
	}
	return false
}

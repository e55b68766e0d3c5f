package emulator

import (
	"net/http"
	"slices"
	"time"
	"unicode/utf8"
)

// maxWorkspaceName is the longest name of a Workspace (API facts, B.2).
const maxWorkspaceName = 50

// workspace is a Workspace as stored (API facts, B.2).
type workspace struct {
	ID                   string `json:"id"`
	OrganizationID       string `json:"organizationId"`
	Name                 string `json:"name"`
	Description          string `json:"description"`
	CicdEnforcedDefault  bool   `json:"cicdEnforcedDefault"`
	DefaultClusterID     string `json:"defaultClusterId,omitempty"`
	DefaultCloudProvider string `json:"defaultCloudProvider,omitempty"`
	DefaultRegion        string `json:"defaultRegion,omitempty"`
	audit
}

// workspaceView is a Workspace as answered.
type workspaceView struct {
	*workspace

	Description      *string   `json:"description,omitempty"`
	OrganizationName string    `json:"organizationName"`
	UpdatedAt        time.Time `json:"updatedAt"`
}

// workspaceRequest is the body of create and update; the contract says which
// members each of them requires.
type workspaceRequest struct {
	Name                 string  `json:"name"`
	Description          *string `json:"description"`
	CicdEnforcedDefault  *bool   `json:"cicdEnforcedDefault"`
	DefaultClusterID     *string `json:"defaultClusterId"`
	DefaultCloudProvider *string `json:"defaultCloudProvider"`
	DefaultRegion        *string `json:"defaultRegion"`
}

// workspaceSorts are the sort fields of the list (API facts, A.4).
var workspaceSorts = sorts[workspace]{
	"name":      func(a, b *workspace) int { return compareText(a.Name, b.Name) },
	"createdAt": func(a, b *workspace) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt": func(a, b *workspace) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
}

// workspaceRoutes registers what Workspaces serve.
func (s *Server) workspaceRoutes() {
	const list, item = "/organizations/{organizationId}/workspaces", "/organizations/{organizationId}/workspaces/{workspaceId}"
	s.register(http.MethodGet, list, "ListWorkspaces", listWorkspaces)
	s.register(http.MethodPost, list, "CreateWorkspace", createWorkspace)
	s.register(http.MethodGet, item, "GetWorkspace", getWorkspace)
	s.register(http.MethodPost, item, "UpdateWorkspace", updateWorkspace)
	s.register(http.MethodDelete, item, "DeleteWorkspace", deleteWorkspace)
}

// viewWorkspace renders a Workspace.
func (c *call) viewWorkspace(w *workspace) any {
	return workspaceView{
		workspace: w, Description: c.shownText(w.Description), OrganizationName: c.organization().Name, UpdatedAt: c.unsettledTime(w.UpdatedAt),
	}
}

// shownText is an optional text as answered: an empty one is left out, or shown
// when the switch EmptyTextShown is on.
func (c *call) shownText(text string) *string {
	if text == "" && !c.sw().EmptyTextShown {
		return nil
	}
	return &text
}

// listWorkspaces answers the Workspaces that the caller can see.
func listWorkspaces(c *call) (any, *apiError) {
	ids, names := c.query()["workspaceIds"], c.query()["names"]
	var rows []*workspace
	for _, w := range c.store().Workspaces {
		switch {
		case w.OrganizationID != c.caller.OrganizationID || !c.sees(w.ID, ""),
			len(ids) > 0 && !slices.Contains(ids, w.ID),
			len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return c.sameName(n, w.Name) }):
		default:
			rows = append(rows, w)
		}
	}
	return answerList(c, "workspaces", rows, workspaceSorts, c.viewWorkspace)
}

// getWorkspace answers one Workspace.
func getWorkspace(c *call) (any, *apiError) {
	w, fail := c.findWorkspace(accessRead, "workspace.get")
	if fail != nil {
		return nil, fail
	}
	return c.viewWorkspace(w), nil
}

// findWorkspace returns the Workspace of the path when the caller may use it.
func (c *call) findWorkspace(want access, permission string) (*workspace, *apiError) {
	id := c.path("workspaceId")
	w := c.store().workspace(c.caller.OrganizationID, id)
	if w == nil {
		return nil, notFound("Workspace", id)
	}
	return w, c.require(w.ID, "", want, permission)
}

// createWorkspace makes a Workspace.
func createWorkspace(c *call) (any, *apiError) {
	if fail := c.require("", "", accessOwn, "organization.workspaces.create"); fail != nil {
		return nil, fail
	}
	var body workspaceRequest
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	w := &workspace{OrganizationID: c.caller.OrganizationID, audit: c.created()}
	if fail := c.fillWorkspace(w, &body); fail != nil {
		return nil, fail
	}
	w.ID = c.newID()
	c.store().Workspaces = append(c.store().Workspaces, w)
	return c.viewWorkspace(w), nil
}

// updateWorkspace changes a Workspace.
func updateWorkspace(c *call) (any, *apiError) {
	w, fail := c.findWorkspace(accessOwn, "workspace.settings.update")
	if fail != nil {
		return nil, fail
	}
	var body workspaceRequest
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	if body.Description == nil {
		return nil, invalidField("description", "required", "description is required")
	}
	if body.CicdEnforcedDefault == nil {
		return nil, invalidField("cicdEnforcedDefault", "required", "cicdEnforcedDefault is required")
	}
	changed := *w
	if c.sw().OmittedWorkspaceDefaultsClear {
		changed.DefaultClusterID, changed.DefaultCloudProvider, changed.DefaultRegion = "", "", ""
	}
	if fail := c.fillWorkspace(&changed, &body); fail != nil {
		return nil, fail
	}
	c.touch(&changed.audit)
	*w = changed
	return c.viewWorkspace(w), nil
}

// fillWorkspace validates a body and takes it over.
func (c *call) fillWorkspace(w *workspace, body *workspaceRequest) *apiError {
	if n := utf8.RuneCountInString(body.Name); n < 1 || n > maxWorkspaceName {
		return invalidField("name", "max", "name must have 1 to %d characters", maxWorkspaceName)
	}
	for _, other := range c.store().Workspaces {
		if c.sw().WorkspaceNamesUnique && other.OrganizationID == w.OrganizationID && other.ID != w.ID && other.Name == body.Name {
			return badRequest("A Workspace named %s exists already", body.Name)
		}
	}
	w.Name = body.Name
	if body.Description != nil {
		w.Description = *body.Description
	}
	if body.CicdEnforcedDefault != nil {
		w.CicdEnforcedDefault = *body.CicdEnforcedDefault
	}
	return c.fillWorkspaceDefaults(w, body)
}

// fillWorkspaceDefaults takes over where the Workspace's Deployments go: a
// cluster, or a provider with a region.
func (c *call) fillWorkspaceDefaults(w *workspace, body *workspaceRequest) *apiError {
	if (body.DefaultCloudProvider == nil) != (body.DefaultRegion == nil) {
		return badRequest("defaultCloudProvider and defaultRegion must be given together")
	}
	if body.DefaultClusterID != nil && body.DefaultRegion != nil {
		return badRequest("defaultClusterId excludes defaultCloudProvider and defaultRegion")
	}
	if body.DefaultClusterID != nil {
		if c.store().cluster(w.OrganizationID, *body.DefaultClusterID) == nil {
			return badRequest("Cluster %s not found", *body.DefaultClusterID)
		}
		w.DefaultClusterID, w.DefaultCloudProvider, w.DefaultRegion = *body.DefaultClusterID, "", ""
	}
	if body.DefaultRegion != nil {
		w.DefaultClusterID, w.DefaultCloudProvider, w.DefaultRegion = "", *body.DefaultCloudProvider, *body.DefaultRegion
	}
	return nil
}

// deleteWorkspace removes a Workspace.
func deleteWorkspace(c *call) (any, *apiError) {
	w, fail := c.findWorkspace(accessOwn, "workspace.delete")
	if fail != nil {
		return nil, fail
	}
	full := slices.ContainsFunc(c.store().Deployments, func(d *deployment) bool { return d.WorkspaceID == w.ID })
	if full && !c.sw().WorkspaceWithDeploymentsDeleted {
		return nil, badRequest("Workspace %s has Deployments and cannot be deleted", w.ID)
	}
	c.srv.workspaceDeleted(w.OrganizationID, w.ID)
	c.store().Workspaces = without(c.store().Workspaces, w)
	return nil, nil
}

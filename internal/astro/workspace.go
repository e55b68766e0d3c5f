package astro

import (
	"context"
	"net/url"
)

// Workspace groups Deployments and the Environment Manager's objects (API facts, B.2).
type Workspace struct {
	ID                   string          `json:"id" answer:"required"`
	Name                 string          `json:"name" answer:"required"`
	Description          *string         `json:"description,omitempty"`
	OrganizationID       string          `json:"organizationId"`
	OrganizationName     *string         `json:"organizationName,omitempty"`
	CICDEnforcedDefault  bool            `json:"cicdEnforcedDefault"`
	DefaultClusterID     *string         `json:"defaultClusterId,omitempty"`
	DefaultCloudProvider *string         `json:"defaultCloudProvider,omitempty"`
	DefaultRegion        *string         `json:"defaultRegion,omitempty"`
	CreatedAt            string          `json:"createdAt"`
	CreatedBy            *SubjectProfile `json:"createdBy,omitempty"`
	UpdatedAt            string          `json:"updatedAt"`
	UpdatedBy            *SubjectProfile `json:"updatedBy,omitempty"`
}

// CreateWorkspaceRequest is the body of CreateWorkspace; nil means "not sent".
// The default is a cluster, or a cloud provider with a region (API facts, B.2).
type CreateWorkspaceRequest struct {
	Name                 string  `json:"name"`
	Description          *string `json:"description,omitzero"`
	CICDEnforcedDefault  *bool   `json:"cicdEnforcedDefault,omitzero"`
	DefaultClusterID     *string `json:"defaultClusterId,omitzero"`
	DefaultCloudProvider *string `json:"defaultCloudProvider,omitzero"`
	DefaultRegion        *string `json:"defaultRegion,omitzero"`
}

// UpdateWorkspaceRequest is the body of UpdateWorkspace. Whether a default that
// is left out is kept or cleared is unknown, so callers send those that stand
// (API facts, B.2).
type UpdateWorkspaceRequest struct {
	Name                 string  `json:"name"`
	Description          string  `json:"description"`
	CICDEnforcedDefault  bool    `json:"cicdEnforcedDefault"`
	DefaultClusterID     *string `json:"defaultClusterId,omitzero"`
	DefaultCloudProvider *string `json:"defaultCloudProvider,omitzero"`
	DefaultRegion        *string `json:"defaultRegion,omitzero"`
}

// WorkspaceFilter narrows ListWorkspaces; the zero value lists all.
type WorkspaceFilter struct {
	IDs   []string
	Names []string
}

// ListWorkspaces returns the Workspaces that match the filter, by name.
func (c *Client) ListWorkspaces(ctx context.Context, filter WorkspaceFilter) ([]Workspace, error) {
	return list[Workspace](ctx, c, listCall{
		operation: "list Workspaces", path: "/workspaces", inOrganization: true, rows: "workspaces", sorts: "name:asc",
		query: queryOf(map[string][]string{"workspaceIds": filter.IDs, "names": filter.Names}),
	})
}

// GetWorkspace returns one Workspace.
func (c *Client) GetWorkspace(ctx context.Context, id string) (*Workspace, error) {
	return call[Workspace](ctx, c, request{
		operation: "read Workspace " + id, class: retryRead, inOrganization: true, path: "/workspaces/" + url.PathEscape(id), workspaceID: id,
		target: workspaceTarget(id),
	})
}

// CreateWorkspace creates a Workspace. Names are not known to be unique, so a
// repeated call may make a second one: it is never sent again after an answer was lost.
func (c *Client) CreateWorkspace(ctx context.Context, body *CreateWorkspaceRequest) (*Workspace, error) {
	return call[Workspace](ctx, c, request{
		operation: "create Workspace " + body.Name, class: retryCreate, inOrganization: true, path: "/workspaces", body: body,
		target: workspaceTarget(""),
	})
}

// UpdateWorkspace changes a Workspace. The body is made from a fresh read, so
// the client never repeats it: the caller starts over with another read.
func (c *Client) UpdateWorkspace(ctx context.Context, id string, body *UpdateWorkspaceRequest) (*Workspace, error) {
	return call[Workspace](ctx, c, request{
		operation: "update Workspace " + id, class: retryUpdate, inOrganization: true,
		path: "/workspaces/" + url.PathEscape(id), body: body, workspaceID: id, target: workspaceTarget(id),
	})
}

// DeleteWorkspace deletes a Workspace.
func (c *Client) DeleteWorkspace(ctx context.Context, id string) error {
	return c.do(ctx, request{
		operation: "delete Workspace " + id, class: retryDelete, inOrganization: true, path: "/workspaces/" + url.PathEscape(id),
		target: workspaceTarget(id),
	})
}

func (w *Workspace) identity() string { return w.ID }

func workspaceTarget(id string) Target { return Target{Kind: KindWorkspace, ID: id} }

package astro

import (
	"context"
	"net/url"
)

// Workspace groups Deployments and the Environment Manager's objects (API facts, B.2).
type Workspace struct {
	ID                   string          `json:"id"`
	Name                 string          `json:"name"`
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
	})
}

package emulator

import (
	"net/http"
	"strings"
)

// access is what a caller may do with an object.
type access int

const (
	// accessNone sees nothing.
	accessNone access = iota
	// accessRead reads.
	accessRead
	// accessWrite creates, changes and deletes.
	accessWrite
	// accessOwn manages the Workspace or the organization itself.
	accessOwn
)

// Entity types of token roles.
const (
	entityOrganization = "ORGANIZATION"
	entityWorkspace    = "WORKSPACE"
	entityDeployment   = "DEPLOYMENT"
)

// authenticate finds the token of a request; 401 when there is none, or it is
// unknown or expired.
func (s *Server) authenticate(c *call) *apiError {
	value, bearer := strings.CutPrefix(c.req.Header.Get("Authorization"), "Bearer ")
	if !bearer || value == "" {
		return newError(http.StatusUnauthorized, "Unauthorized: no bearer token")
	}
	c.caller = find(s.store.Tokens, func(t *token) bool { return t.Value == value })
	if c.caller == nil {
		return newError(http.StatusUnauthorized, "Unauthorized: the token is not known")
	}
	if end := c.caller.EndAt; end != nil && !end.After(s.clock()) {
		return newError(http.StatusUnauthorized, "Unauthorized: the token has expired")
	}
	used := c.now
	c.caller.LastUsedAt = &used
	return nil
}

// admit refuses organizations that the caller does not belong to.
func (s *Server) admit(c *call) *apiError {
	id := c.path("organizationId")
	if id == "" || id == c.caller.OrganizationID {
		return nil
	}
	if s.switches.ForeignOrganizationForbidden {
		return forbidden("organization.get")
	}
	return notFound("Organization", id)
}

// roleAccess is what a role gives within the entity it is for. Names that are
// not built in are custom roles, which read (API facts, F.2).
func roleAccess(role string) access {
	switch role {
	case "ORGANIZATION_OWNER", "WORKSPACE_OWNER", "DEPLOYMENT_ADMIN":
		return accessOwn
	case "WORKSPACE_OPERATOR":
		return accessWrite
	case "ORGANIZATION_MEMBER", "ORGANIZATION_BILLING_ADMIN", "ORGANIZATION_OBSERVE_ADMIN", "ORGANIZATION_OBSERVE_MEMBER":
		return accessNone
	default:
		return accessRead
	}
}

// access computes what the caller may do with a Deployment of a Workspace, with
// a Workspace when deploymentID is empty, and with the organization when both are.
func (c *call) access(workspaceID, deploymentID string) access {
	best := accessNone
	for _, role := range c.caller.working() {
		switch {
		case role.EntityType == entityOrganization,
			role.EntityType == entityWorkspace && role.EntityID == workspaceID,
			role.EntityType == entityDeployment && deploymentID != "" && role.EntityID == deploymentID:
			best = max(best, roleAccess(role.Role))
		case role.EntityType == entityDeployment && deploymentID == "" && c.hasDeployment(workspaceID, role.EntityID):
			// A Deployment's token sees the Workspace around it.
			best = max(best, accessRead)
		}
	}
	return best
}

// hasDeployment reports whether a Deployment lives in a Workspace.
func (c *call) hasDeployment(workspaceID, deploymentID string) bool {
	d := c.store().deployment(c.caller.OrganizationID, deploymentID)
	return d != nil && d.WorkspaceID == workspaceID
}

// sees reports whether lists show the caller objects of this Workspace or
// Deployment.
func (c *call) sees(workspaceID, deploymentID string) bool {
	return c.access(workspaceID, deploymentID) >= accessRead
}

// require is a 403 that names a permission when the caller has less than the
// wanted access to a Workspace or Deployment.
func (c *call) require(workspaceID, deploymentID string, want access, permission string) *apiError {
	if c.access(workspaceID, deploymentID) >= want {
		return nil
	}
	return forbidden(permission)
}

package emulator

// deployment is a Deployment as stored.
type deployment struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organizationId"`
	WorkspaceID    string `json:"workspaceId"`
	Name           string `json:"name"`
	audit
}

// deploymentRoutes registers what Deployments serve.
func (s *Server) deploymentRoutes() {}

package emulator

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

// workspaceRoutes registers what Workspaces serve.
func (s *Server) workspaceRoutes() {}

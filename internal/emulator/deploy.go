package emulator

// deploy is one deploy of code to a Deployment as stored.
type deploy struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organizationId"`
	DeploymentID   string `json:"deploymentId"`
}

// deployRoutes registers what deploys serve.
func (s *Server) deployRoutes() {}

package emulator

// cluster is a cluster as stored.
type cluster struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organizationId"`
	Name           string `json:"name"`
}

// clusterRoutes registers what clusters serve.
func (s *Server) clusterRoutes() {}

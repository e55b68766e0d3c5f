package emulator

// cluster is a cluster as stored.
type cluster struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organizationId"`
	Name           string `json:"name"`
}

// clusterRoutes registers what clusters serve.
func (s *Server) clusterRoutes() {}

// seedClusters adds the clusters of a built-in seed; it runs at every start and
// must leave a store alone that has its clusters already.
func (s *Server) seedClusters() {}

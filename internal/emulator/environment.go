package emulator

// environmentObject is an object of the Environment Manager as stored.
type environmentObject struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organizationId"`
	Scope          string `json:"scope"`
	ScopeEntityID  string `json:"scopeEntityId"`
	audit
}

// environmentRoutes registers what environment objects serve.
func (s *Server) environmentRoutes() {}

// deploymentDeleted lets environment objects follow the deletion of a
// Deployment; the handler that deletes it calls this under the lock.
func (s *Server) deploymentDeleted(_ string) {}

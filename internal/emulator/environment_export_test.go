package emulator

// RemoveDeployment deletes a Deployment as its handler does, without the rules
// that could refuse it.
func (s *Server) RemoveDeployment(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := find(s.store.Deployments, func(d *deployment) bool { return d.ID == id }); d != nil {
		s.store.Deployments = without(s.store.Deployments, d)
	}
	s.deploymentDeleted(id)
}

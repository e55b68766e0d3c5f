package emulator

// hibernationRoutes registers what hibernation overrides serve.
func (s *Server) hibernationRoutes() {}

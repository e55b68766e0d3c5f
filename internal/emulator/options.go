package emulator

// optionRoutes registers deployment-options and cluster-options.
func (s *Server) optionRoutes() {}

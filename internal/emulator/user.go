package emulator

// userRoutes registers what users serve.
func (s *Server) userRoutes() {}

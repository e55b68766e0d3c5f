package emulator

// controlPrefix is where the test controls live.
const controlPrefix = "/_emulator/"

// controlRoutes registers the test controls.
func (s *Server) controlRoutes() {}

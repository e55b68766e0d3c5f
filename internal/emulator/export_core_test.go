package emulator

// Routes returns the registered operations as "METHOD path operation".
func (s *Server) Routes() []string {
	var list []string
	for _, r := range s.routes {
		list = append(list, r.method+" "+r.path+" "+r.operation)
	}
	return list
}

// Description is openapi.json.
func Description() []byte { return description }

// SwitchNames returns the names of all switches, and of those that no profile
// turns.
func SwitchNames() (all, fixed []string) {
	for _, row := range switchTable() {
		all = append(all, row.name)
		if row.class != classUnknown {
			fixed = append(fixed, row.name)
		}
	}
	return all, fixed
}

package emulator

import "net/http"

// userRoutes registers what users serve.
func (s *Server) userRoutes() {
	s.register(http.MethodGet, "/users/self", "GetSelfUser", getSelfUser)
}

// getSelfUser answers the user behind the caller's token, which clients ask for
// at login: whoever made the token.
func getSelfUser(c *call) (any, *apiError) {
	who := c.caller.CreatedBy
	name, username := who.FullName, who.Username
	if name == "" {
		name = who.APITokenName
	}
	if username == "" {
		username = who.ID + "@example.com"
	}
	roles := []map[string]any{}
	for _, role := range c.caller.Roles {
		roles = append(roles, map[string]any{"role": role.Role, "scope": map[string]string{"type": role.EntityType, "entityId": role.EntityID}})
	}
	return map[string]any{
		"id": who.ID, "fullName": name, "username": username, "avatarUrl": "", "status": "ACTIVE",
		"organizationId": c.caller.OrganizationID, "roles": roles,
		"createdAt": c.caller.CreatedAt, "updatedAt": c.caller.UpdatedAt,
	}, nil
}

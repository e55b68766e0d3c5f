package emulator

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a token (API facts, F.2).
const (
	maxTokenName        = 256
	maxTokenDescription = 500
	maxTokenDays        = 3650
)

// builtinRoles are the roles that are not custom, by the entity they are for.
var builtinRoles = map[string][]string{
	entityOrganization: {
		"ORGANIZATION_OWNER", "ORGANIZATION_MEMBER", "ORGANIZATION_BILLING_ADMIN", "ORGANIZATION_OBSERVE_ADMIN", "ORGANIZATION_OBSERVE_MEMBER",
	},
	entityWorkspace: {
		"WORKSPACE_OWNER", "WORKSPACE_OPERATOR", "WORKSPACE_AUTHOR", "WORKSPACE_MEMBER", "WORKSPACE_ACCESSOR",
	},
	entityDeployment: {"DEPLOYMENT_ADMIN"},
}

// checkToken applies the limits of a token and the rules of its roles: a token
// of a Workspace has no role in the organization, one of a Deployment only roles
// in Deployments, and every token exactly one role of its own scope.
func (c *call) checkToken(t *token) *apiError {
	if fail := checkTokenTexts(t); fail != nil {
		return fail
	}
	if builtinRoles[t.Scope] == nil {
		return invalidField("scope", "oneof", "scope %q is not one of ORGANIZATION, WORKSPACE, DEPLOYMENT", t.Scope)
	}
	own := 0
	for _, role := range t.Roles {
		if role.EntityType == t.Scope {
			own++
		}
		if fail := c.checkRole(t.Scope, role); fail != nil {
			return fail
		}
	}
	if own != 1 {
		return invalidField("roles", "roles", "a token needs exactly one role of its own scope %s", t.Scope)
	}
	return c.checkNamesake(t)
}

// checkTokenTexts applies the limits of a token's name and description.
func checkTokenTexts(t *token) *apiError {
	if n := utf8.RuneCountInString(t.Name); n < 1 || n > maxTokenName {
		return invalidField("name", "max", "name must have 1 to %d characters", maxTokenName)
	}
	if utf8.RuneCountInString(t.Description) > maxTokenDescription {
		return invalidField("description", "max", "description must have at most %d characters", maxTokenDescription)
	}
	return nil
}

// expire gives a new token its period; absent means that it never ends.
func (t *token) expire(days *int, now time.Time) *apiError {
	if days == nil {
		return nil
	}
	if *days < 1 || *days > maxTokenDays {
		return invalidField("tokenExpiryPeriodInDays", "max", "tokenExpiryPeriodInDays must be from 1 to %d", maxTokenDays)
	}
	end := now.AddDate(0, 0, *days)
	t.ExpiryDays, t.EndAt = *days, &end
	return nil
}

// checkNamesake refuses a name that another token of the same place has, when the
// switch says so.
func (c *call) checkNamesake(t *token) *apiError {
	if !c.sw().NamesakeTokenRefused {
		return nil
	}
	workspaceID, deploymentID := c.home(t)
	for _, other := range c.store().Tokens {
		if other.ID == t.ID || other.OrganizationID != t.OrganizationID || other.Name != t.Name || other.Scope != t.Scope {
			continue
		}
		if w, d := c.home(other); w == workspaceID && d == deploymentID {
			return conflict("An API token named %s exists already", t.Name)
		}
	}
	return nil
}

// tokensFollow lets tokens follow the deletion of a Workspace or a Deployment: its
// own vanish or stay, as the switch says; others lose the roles that they have
// in it.
func (s *Server) tokensFollow(entityType, id string) {
	within := func(r tokenRole) bool {
		return r.EntityType == entityType && r.EntityID == id || entityType == entityDeployment && r.DeploymentID == id
	}
	st := s.store
	st.Tokens = slices.DeleteFunc(st.Tokens, func(t *token) bool {
		return t.Scope == entityType && !s.switches.TokensOfDeletedStay && slices.ContainsFunc(t.Roles, within)
	})
	for _, t := range st.Tokens {
		if t.Scope != entityType {
			t.Roles = slices.DeleteFunc(t.Roles, within)
		}
	}
}

// checkRole checks one role of a token of a scope.
func (c *call) checkRole(scope string, role tokenRole) *apiError {
	if scope == entityWorkspace && role.EntityType == entityOrganization ||
		scope == entityDeployment && (role.EntityType == entityOrganization || role.EntityType == entityWorkspace) {
		return invalidField("roles", "roles", "a token of scope %s cannot have a role of %s", scope, role.EntityType)
	}
	for kind, names := range builtinRoles {
		if kind != role.EntityType && slices.Contains(names, role.Role) {
			return invalidField("role", "role", "%s is not a role for %s", role.Role, role.EntityType)
		}
	}
	if role.Role == "" {
		return invalidField("role", "required", "role is required")
	}
	return c.checkRoleEntity(role)
}

// checkRoleEntity checks that what a role is for exists.
func (c *call) checkRoleEntity(role tokenRole) *apiError {
	org := c.caller.OrganizationID
	var exists bool
	switch role.EntityType {
	case entityOrganization:
		exists = role.EntityID == org
	case entityWorkspace:
		exists = c.store().workspace(org, role.EntityID) != nil
	case entityDeployment:
		exists = c.store().deployment(org, role.EntityID) != nil
	case "DAG", "DAG_TAG":
		exists = role.EntityID != "" && c.store().deployment(org, role.DeploymentID) != nil
	default:
		return invalidField("entityType", "oneof", "entityType %q is not known", role.EntityType)
	}
	if !exists {
		return invalidField("entityId", "entityId", "%s %q not found", strings.ToLower(role.EntityType), role.EntityID)
	}
	return nil
}

// viewRoles renders roles by what they are for, as the answer of a change of
// roles does.
func viewRoles(roles []tokenRole) any {
	view := map[string]any{}
	add := func(list string, row map[string]string) {
		rows, _ := view[list].([]map[string]string)
		view[list] = append(rows, row)
	}
	for _, role := range roles {
		switch role.EntityType {
		case entityOrganization:
			view["organizationRole"] = role.Role
		case entityWorkspace:
			add("workspaceRoles", map[string]string{"workspaceId": role.EntityID, "role": role.Role})
		case entityDeployment:
			add("deploymentRoles", map[string]string{"deploymentId": role.EntityID, "role": role.Role})
		case "DAG":
			add("dagRoles", map[string]string{"deploymentId": role.DeploymentID, "dagId": role.EntityID, "role": role.Role})
		case "DAG_TAG":
			add("dagRoles", map[string]string{"deploymentId": role.DeploymentID, "dagTag": role.EntityID, "role": role.Role})
		}
	}
	return view
}

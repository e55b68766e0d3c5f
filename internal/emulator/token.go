package emulator

import (
	"net/http"
	"slices"
	"time"
)

// Kinds of tokens; kindStandard is the one when none is asked for (API facts, F.2).
const (
	kindStandard = "STANDARD"
	// kindDirectAccess freezes what its roles permit when its text is made.
	kindDirectAccess = "DIRECT_ACCESS"
)

// tokenRole is one role that a token has in an organization, a Workspace or a
// Deployment (API facts, F.2).
type tokenRole struct {
	EntityType   string `json:"entityType"`
	EntityID     string `json:"entityId"`
	Role         string `json:"role"`
	DeploymentID string `json:"deploymentId,omitempty"`
}

// token is an API token as stored, its secret text included.
type token struct {
	ID             string      `json:"id"`
	OrganizationID string      `json:"organizationId"`
	Name           string      `json:"name"`
	Description    string      `json:"description"`
	Scope          string      `json:"scope"`
	Kind           string      `json:"kind"`
	Roles          []tokenRole `json:"roles"`
	// FrozenRoles are the roles that a token of kindDirectAccess works with, whatever
	// became of its roles since its text was made.
	FrozenRoles []tokenRole `json:"frozenRoles,omitempty"`
	ShortToken  string      `json:"shortToken"`
	// Value is the text that requests carry.
	Value string `json:"value"`
	// Rotations makes the text of every rotation another one.
	Rotations     int        `json:"rotations"`
	StartAt       time.Time  `json:"startAt"`
	EndAt         *time.Time `json:"endAt,omitempty"`
	ExpiryDays    int        `json:"expiryPeriodInDays,omitempty"`
	LastUsedAt    *time.Time `json:"lastUsedAt,omitempty"`
	LastRotatedAt *time.Time `json:"lastRotatedAt,omitempty"`
	audit
}

// tokenView is a token as answered: without its text, which only create and
// rotate give, and without its roles in a list.
type tokenView struct {
	*token

	Roles          []tokenRole `json:"roles,omitempty"`
	FrozenRoles    *struct{}   `json:"frozenRoles,omitempty"`
	OrganizationID *string     `json:"organizationId,omitempty"`
	Rotations      *int        `json:"rotations,omitempty"`
	Value          *string     `json:"value,omitempty"`
	Token          string      `json:"token,omitempty"`
}

// tokenSorts are the sort fields of the list (API facts, A.4).
var tokenSorts = sorts[token]{
	"name":         func(a, b *token) int { return compareText(a.Name, b.Name) },
	"description":  func(a, b *token) int { return compareText(a.Description, b.Description) },
	"createdAt":    func(a, b *token) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt":    func(a, b *token) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
	"tokenStartAt": func(a, b *token) int { return a.StartAt.Compare(b.StartAt) },
}

// tokenRoutes registers what API tokens serve.
func (s *Server) tokenRoutes() {
	const list, item = "/organizations/{organizationId}/tokens", "/organizations/{organizationId}/tokens/{tokenId}"
	s.register(http.MethodGet, list, "ListApiTokens", listTokens)
	s.register(http.MethodPost, list, "CreateApiToken", createToken)
	s.register(http.MethodGet, item, "GetApiToken", getToken)
	s.register(http.MethodPost, item, "UpdateApiToken", updateToken)
	s.register(http.MethodDelete, item, "DeleteApiToken", deleteToken)
	s.register(http.MethodPost, item+"/roles", "UpdateApiTokenRoles", updateTokenRoles)
	s.register(http.MethodPost, item+"/rotate", "RotateApiToken", rotateToken)
}

// viewToken renders a token without its text.
func viewToken(t *token) any { return tokenView{token: t, Roles: t.Roles} }

// viewTokenRow renders a token for a list.
func viewTokenRow(t *token) any { return tokenView{token: t} }

// viewNewToken renders a token with its text.
func viewNewToken(t *token) any { return tokenView{token: t, Roles: t.Roles, Token: t.Value} }

// working returns the roles that a token works with.
func (t *token) working() []tokenRole {
	if t.Kind == kindDirectAccess && t.FrozenRoles != nil {
		return t.FrozenRoles
	}
	return t.Roles
}

// home returns the Workspace and the Deployment that a token belongs to; both
// empty for a token of the organization.
func (c *call) home(t *token) (workspaceID, deploymentID string) {
	for _, role := range t.Roles {
		switch {
		case role.EntityType != t.Scope:
		case t.Scope == entityWorkspace:
			return role.EntityID, ""
		case t.Scope == entityDeployment:
			if d := c.store().deployment(t.OrganizationID, role.EntityID); d != nil {
				return d.WorkspaceID, d.ID
			}
			return "", role.EntityID
		}
	}
	return "", ""
}

// mayManage reports whether the caller may see and change a token: owners of
// what the token belongs to.
func (c *call) mayManage(t *token) bool {
	return c.access(c.home(t)) >= accessOwn
}

// mayCreate reports whether the caller may make such a token: for one of a
// Workspace or Deployment an owner of the Workspace; that a role is the highest
// one within the Deployment is not enough.
func (c *call) mayCreate(t *token) bool {
	workspaceID, _ := c.home(t)
	return c.access(workspaceID, "") >= accessOwn
}

// listTokens answers the tokens that the caller may manage.
func listTokens(c *call) (any, *apiError) {
	q := c.query()
	var rows []*token
	for _, t := range c.store().Tokens {
		in := func(kind, id string) bool {
			return id == "" || slices.ContainsFunc(t.Roles, func(r tokenRole) bool { return r.EntityType == kind && r.EntityID == id })
		}
		switch {
		case t.OrganizationID != c.caller.OrganizationID || !c.mayManage(t),
			!in(entityWorkspace, q.Get("workspaceId")), !in(entityDeployment, q.Get("deploymentId")),
			q.Get("includeOnlyOrganizationTokens") == "true" && t.Scope != entityOrganization,
			q.Get("kind") != "" && q.Get("kind") != t.Kind:
		default:
			rows = append(rows, t)
		}
	}
	return answerList(c, "tokens", rows, tokenSorts, viewTokenRow)
}

// findToken returns the token of the path when the caller may manage it.
func (c *call) findToken(permission string) (*token, *apiError) {
	t := c.store().token(c.caller.OrganizationID, c.path("tokenId"))
	if t == nil {
		return nil, notFound("API token", c.path("tokenId"))
	}
	if !c.mayManage(t) {
		return nil, forbidden(permission)
	}
	return t, nil
}

// getToken answers one token.
func getToken(c *call) (any, *apiError) {
	t, fail := c.findToken("organization.apiTokens.get")
	if fail != nil {
		return nil, fail
	}
	return viewToken(t), nil
}

// createToken makes a token and answers its text.
func createToken(c *call) (any, *apiError) {
	var body struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Role        string `json:"role"`
		Scope       string `json:"scope"`
		EntityID    string `json:"entityId"`
		Kind        string `json:"kind"`
		Days        *int   `json:"tokenExpiryPeriodInDays"`
	}
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	if body.Kind == "" {
		body.Kind = kindStandard
	}
	if body.Scope == entityOrganization {
		body.EntityID = c.caller.OrganizationID
	}
	t := &token{
		OrganizationID: c.caller.OrganizationID, Name: body.Name, Description: body.Description, Scope: body.Scope, Kind: body.Kind,
		Roles:   []tokenRole{{EntityType: body.Scope, EntityID: body.EntityID, Role: body.Role}},
		StartAt: c.now, audit: c.created(),
	}
	if fail := t.expire(body.Days, c.now); fail != nil {
		return nil, fail
	}
	if fail := c.checkToken(t); fail != nil {
		return nil, fail
	}
	if !c.mayCreate(t) {
		return nil, forbidden("organization.apiTokens.create")
	}
	t.ID = c.newID()
	if err := t.mint(0, c.now); err != nil {
		return nil, newError(http.StatusInternalServerError, "emulator bug: %s", err)
	}
	c.store().Tokens = append(c.store().Tokens, t)
	return viewNewToken(t), nil
}

// updateToken renames a token. Its expiry cannot change (API facts, F.2).
func updateToken(c *call) (any, *apiError) {
	t, fail := c.findToken("organization.apiTokens.update")
	if fail != nil {
		return nil, fail
	}
	var body struct {
		Name        string  `json:"name"`
		Description *string `json:"description"`
	}
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	changed := *t
	changed.Name = body.Name
	if body.Description != nil {
		changed.Description = *body.Description
	}
	if fail := c.checkToken(&changed); fail != nil {
		return nil, fail
	}
	c.touch(&changed.audit)
	*t = changed
	return viewToken(t), nil
}

// updateTokenRoles replaces all roles of a token.
func updateTokenRoles(c *call) (any, *apiError) {
	t, fail := c.findToken("organization.apiTokens.update")
	if fail != nil {
		return nil, fail
	}
	var body struct {
		Roles []tokenRole `json:"roles"`
	}
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	changed := *t
	changed.Roles = body.Roles
	if fail := c.checkToken(&changed); fail != nil {
		return nil, fail
	}
	c.touch(&changed.audit)
	*t = changed
	return viewRoles(t.Roles), nil
}

// rotateToken gives a token a new text; the old one stops working. Its period
// begins anew, unless the switch says that its end stays.
func rotateToken(c *call) (any, *apiError) {
	t, fail := c.findToken("organization.apiTokens.update")
	if fail != nil {
		return nil, fail
	}
	t.Rotations++
	if t.ExpiryDays > 0 && !c.sw().RotationKeepsExpiry {
		end := c.now.AddDate(0, 0, t.ExpiryDays)
		t.EndAt = &end
	}
	if err := t.mint(t.Rotations, c.now); err != nil {
		return nil, newError(http.StatusInternalServerError, "emulator bug: %s", err)
	}
	rotated := c.now
	t.LastRotatedAt = &rotated
	c.touch(&t.audit)
	return viewNewToken(t), nil
}

// deleteToken removes a token, which stops working at once.
func deleteToken(c *call) (any, *apiError) {
	t, fail := c.findToken("organization.apiTokens.delete")
	if fail != nil {
		return nil, fail
	}
	c.store().Tokens = without(c.store().Tokens, t)
	return nil, nil
}

package astro

import (
	"context"
	"net/url"
)

// The scopes of an API token, and what a role can be for (API facts, F.2).
const (
	TokenScopeOrganization = "ORGANIZATION"
	TokenScopeWorkspace    = "WORKSPACE"
	TokenScopeDeployment   = "DEPLOYMENT"

	RoleEntityDAG    = "DAG"
	RoleEntityDAGTag = "DAG_TAG"
)

// APIToken is an API token as the API returns it (API facts, F.2). Rows of a list
// have no roles.
type APIToken struct {
	ID                 string          `json:"id" answer:"required"`
	Name               string          `json:"name" answer:"required"`
	Description        string          `json:"description"`
	Scope              string          `json:"scope"`
	Kind               string          `json:"kind"`
	ShortToken         string          `json:"shortToken"`
	StartAt            string          `json:"startAt"`
	EndAt              *string         `json:"endAt,omitempty"`
	ExpiryPeriodInDays *int64          `json:"expiryPeriodInDays,omitempty"`
	LastUsedAt         *string         `json:"lastUsedAt,omitempty"`
	LastRotatedAt      *string         `json:"lastRotatedAt,omitempty"`
	Roles              []APITokenRole  `json:"roles,omitempty"`
	CreatedAt          string          `json:"createdAt"`
	CreatedBy          *SubjectProfile `json:"createdBy,omitempty"`
	UpdatedAt          string          `json:"updatedAt"`
	UpdatedBy          *SubjectProfile `json:"updatedBy,omitempty"`
	// Token is the text that requests carry: a secret, and there in the answers to
	// a create and a rotation alone.
	Token *string `json:"token,omitempty"`
}

// APITokenRole is one role of a token. EntityID is the id of the organization,
// Workspace or Deployment, the id of a DAG, or a tag of DAGs; for the last two
// DeploymentID says where.
type APITokenRole struct {
	EntityType   string `json:"entityType"`
	EntityID     string `json:"entityId"`
	Role         string `json:"role"`
	DeploymentID string `json:"deploymentId,omitempty"`
}

// CreateAPITokenRequest is what a new API token is made of. EntityID is empty for
// a token of the organization; a nil expiry means that it never ends.
type CreateAPITokenRequest struct {
	Name               string `json:"name"`
	Description        string `json:"description,omitempty"`
	Role               string `json:"role"`
	Scope              string `json:"scope"`
	EntityID           string `json:"entityId,omitempty"`
	Kind               string `json:"kind,omitempty"`
	ExpiryPeriodInDays *int64 `json:"tokenExpiryPeriodInDays,omitempty"`
}

// UpdateAPITokenRequest is all that can be changed of a token but its roles.
type UpdateAPITokenRequest struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

// updateAPITokenRolesRequest lists all roles of a token.
type updateAPITokenRolesRequest struct {
	Roles []APITokenRole `json:"roles"`
}

// APITokenFilter narrows ListAPITokens; the zero value lists all that the
// client's own token may manage.
type APITokenFilter struct {
	WorkspaceID, DeploymentID string
}

// ListAPITokens returns the tokens that match the filter, by name, without roles.
// Names are not unique.
func (c *Client) ListAPITokens(ctx context.Context, filter APITokenFilter) ([]APIToken, error) {
	return list[APIToken](ctx, c, listCall{
		operation: "list API tokens", path: "/tokens", inOrganization: true, rows: "tokens", sorts: "name:asc",
		query: queryOf(map[string][]string{"workspaceId": {filter.WorkspaceID}, "deploymentId": {filter.DeploymentID}}),
	})
}

// GetAPIToken returns one token with its roles.
func (c *Client) GetAPIToken(ctx context.Context, id string) (*APIToken, error) {
	return call[APIToken](ctx, c, request{
		operation: "read API token " + id, class: retryRead, inOrganization: true, path: tokenPath(id), target: tokenTarget(id),
	})
}

// CreateAPIToken makes a token. Its text is in this answer and never again. A
// repeated call makes a second token, so it is never sent again after an answer
// was lost; an answer without the text counts as lost.
func (c *Client) CreateAPIToken(ctx context.Context, body *CreateAPITokenRequest) (*APIToken, error) {
	return newToken(ctx, c, request{operation: "create API token " + body.Name, class: retryCreate, inOrganization: true, path: "/tokens", body: body})
}

// UpdateAPIToken changes name and description.
func (c *Client) UpdateAPIToken(ctx context.Context, id string, body *UpdateAPITokenRequest) (*APIToken, error) {
	return call[APIToken](ctx, c, request{
		operation: "update API token " + id, class: retryIdempotent, inOrganization: true, path: tokenPath(id), body: body,
		target: tokenTarget(id),
	})
}

// UpdateAPITokenRoles replaces all roles of a token, its own one included. Whoever
// carries the roles of others over reads them just before.
func (c *Client) UpdateAPITokenRoles(ctx context.Context, id string, roles []APITokenRole) error {
	return c.do(ctx, request{
		operation: "change the roles of API token " + id, class: retryIdempotent, inOrganization: true,
		path: tokenPath(id) + "/roles", body: updateAPITokenRolesRequest{Roles: roles}, target: tokenTarget(id),
	})
}

// RotateAPIToken gives a token a new text; the one before stops working at once.
// It is repeated when its answer is lost: the text of a rotation that nobody got
// is of no use, and the one before that is dead already.
func (c *Client) RotateAPIToken(ctx context.Context, id string) (*APIToken, error) {
	return newToken(ctx, c, request{
		operation: "rotate API token " + id, class: retryIdempotent, inOrganization: true, path: tokenPath(id) + "/rotate",
		target: tokenTarget(id),
	})
}

// DeleteAPIToken deletes a token, which stops working at once.
func (c *Client) DeleteAPIToken(ctx context.Context, id string) error {
	return c.do(ctx, request{operation: "delete API token " + id, class: retryDelete, inOrganization: true, path: tokenPath(id), target: tokenTarget(id)})
}

// newToken performs a request whose answer must have a token's id and text.
func newToken(ctx context.Context, c *Client, r request) (*APIToken, error) {
	made, err := call[APIToken](ctx, c, r)
	switch {
	case err != nil:
		return nil, err
	case made.Token == nil || *made.Token == "":
		return nil, &Error{Operation: r.operation, Message: "the answer has an id, but not the token's text", Ambiguous: true}
	}
	return made, nil
}

func tokenPath(id string) string { return "/tokens/" + url.PathEscape(id) }

func (t *APIToken) identity() string { return t.ID }

func tokenTarget(id string) Target { return Target{Kind: KindAPIToken, ID: id} }

package astro

import (
	"context"
	"net/url"
)

// CreateAgentTokenRequest is what a new agent token is made of; a nil expiry
// means that it never ends (API facts, F.1).
type CreateAgentTokenRequest struct {
	Name               string `json:"name"`
	Description        string `json:"description,omitempty"`
	ExpiryPeriodInDays *int64 `json:"tokenExpiryPeriodInDays,omitempty"`
}

// ListAgentTokens returns the tokens of a Deployment's remote execution agents, by name.
func (c *Client) ListAgentTokens(ctx context.Context, deploymentID string) ([]APIToken, error) {
	return list[APIToken](ctx, c, listCall{
		operation: "list agent tokens of Deployment " + deploymentID, path: agentTokensPath(deploymentID), inOrganization: true, rows: "tokens", sorts: "name:asc",
	})
}

// GetAgentToken returns one agent token.
func (c *Client) GetAgentToken(ctx context.Context, deploymentID, id string) (*APIToken, error) {
	return call[APIToken](ctx, c, request{
		operation: "read agent token " + id, class: retryRead, inOrganization: true, path: agentTokensPath(deploymentID) + "/" + url.PathEscape(id),
		target: Target{Kind: KindAgentToken, ID: id},
	})
}

// CreateAgentToken makes an agent token. As with an API token, its text is in
// this answer and never again, and the call is not repeated.
func (c *Client) CreateAgentToken(ctx context.Context, deploymentID string, body *CreateAgentTokenRequest) (*APIToken, error) {
	return newToken(ctx, c, request{
		operation: "create agent token " + body.Name, class: retryCreate, inOrganization: true, path: agentTokensPath(deploymentID), body: body,
	})
}

// DeleteAgentToken deletes an agent token, which stops working at once.
func (c *Client) DeleteAgentToken(ctx context.Context, deploymentID, id string) error {
	return c.do(ctx, request{
		operation: "delete agent token " + id, class: retryDelete, inOrganization: true, path: agentTokensPath(deploymentID) + "/" + url.PathEscape(id),
		target: Target{Kind: KindAgentToken, ID: id},
	})
}

func agentTokensPath(deploymentID string) string {
	return deploymentPath(deploymentID) + "/agent-tokens"
}

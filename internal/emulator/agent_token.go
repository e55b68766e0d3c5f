package emulator

import (
	"net/http"
	"slices"
)

// agentToken is a token of the agents of a Deployment's remote execution. It has
// the shape of an API token, no roles, and is no key to this API (API facts, F.1).
type agentToken struct {
	DeploymentID string `json:"deploymentId"`
	token
}

// agentTokenSorts are the sort fields of the list.
var agentTokenSorts = sorts[agentToken]{
	"name":         func(a, b *agentToken) int { return compareText(a.Name, b.Name) },
	"description":  func(a, b *agentToken) int { return compareText(a.Description, b.Description) },
	"createdAt":    func(a, b *agentToken) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"createdById":  func(a, b *agentToken) int { return compareText(a.CreatedBy.ID, b.CreatedBy.ID) },
	"updatedAt":    func(a, b *agentToken) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
	"updatedById":  func(a, b *agentToken) int { return compareText(a.UpdatedBy.ID, b.UpdatedBy.ID) },
	"tokenStartAt": func(a, b *agentToken) int { return a.StartAt.Compare(b.StartAt) },
}

// agentTokenRoutes registers what agent tokens serve: there is no update and no
// rotation.
func (s *Server) agentTokenRoutes() {
	const list = "/organizations/{organizationId}/deployments/{deploymentId}/agent-tokens"
	s.register(http.MethodGet, list, "ListAgentTokens", listAgentTokens)
	s.register(http.MethodPost, list, "CreateAgentToken", createAgentToken)
	s.register(http.MethodGet, list+"/{agentTokenId}", "GetAgentToken", getAgentToken)
	s.register(http.MethodDelete, list+"/{agentTokenId}", "DeleteAgentToken", deleteAgentToken)
}

// viewAgentToken renders an agent token without its text.
func viewAgentToken(t *agentToken) any { return tokenView{token: &t.token} }

// listAgentTokens answers the agent tokens of a Deployment.
func listAgentTokens(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessRead, "deployment.agentTokens.get")
	if fail != nil {
		return nil, fail
	}
	rows := slices.DeleteFunc(slices.Clone(c.store().AgentTokens), func(t *agentToken) bool { return t.DeploymentID != d.ID })
	return answerList(c, "tokens", rows, agentTokenSorts, viewAgentToken)
}

// createAgentToken makes an agent token and answers its text.
func createAgentToken(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessOwn, "deployment.agentTokens.create")
	if fail != nil {
		return nil, fail
	}
	var body struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Days        *int   `json:"tokenExpiryPeriodInDays"`
	}
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	if !d.remote() && c.sw().AgentTokenNeedsRemoteExecution {
		return nil, badRequest("Deployment %s does not use remote execution", d.ID)
	}
	t := &agentToken{DeploymentID: d.ID, token: token{
		OrganizationID: c.caller.OrganizationID, Name: body.Name, Description: body.Description,
		Scope: entityDeployment, Kind: kindStandard, StartAt: c.now, audit: c.created(),
	}}
	if fail := checkTokenTexts(&t.token); fail != nil {
		return nil, fail
	}
	if fail := t.expire(body.Days, c.now); fail != nil {
		return nil, fail
	}
	t.ID = c.newID()
	if err := t.mint(0, c.now); err != nil {
		return nil, newError(http.StatusInternalServerError, "emulator bug: %s", err)
	}
	c.store().AgentTokens = append(c.store().AgentTokens, t)
	return tokenView{token: &t.token, Token: t.Value}, nil
}

// findAgentToken returns the agent token of the path.
func (c *call) findAgentToken(want access, permission string) (*agentToken, *apiError) {
	d, fail := c.findDeployment(want, permission)
	if fail != nil {
		return nil, fail
	}
	id := c.path("agentTokenId")
	t := find(c.store().AgentTokens, func(t *agentToken) bool { return t.ID == id && t.DeploymentID == d.ID })
	if t == nil {
		return nil, notFound("Agent token", id)
	}
	return t, nil
}

// getAgentToken answers one agent token.
func getAgentToken(c *call) (any, *apiError) {
	t, fail := c.findAgentToken(accessRead, "deployment.agentTokens.get")
	if fail != nil {
		return nil, fail
	}
	return viewAgentToken(t), nil
}

// deleteAgentToken removes an agent token.
func deleteAgentToken(c *call) (any, *apiError) {
	t, fail := c.findAgentToken(accessOwn, "deployment.agentTokens.delete")
	if fail != nil {
		return nil, fail
	}
	c.store().AgentTokens = without(c.store().AgentTokens, t)
	return nil, nil
}

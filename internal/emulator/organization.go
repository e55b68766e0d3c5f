package emulator

import "net/http"

// organization is an Astro organization as stored and as answered: it holds no
// secret (API facts, B.1).
type organization struct {
	ID                             string        `json:"id"`
	Name                           string        `json:"name"`
	Product                        string        `json:"product"`
	ProductPlans                   []productPlan `json:"productPlans"`
	Status                         string        `json:"status"`
	BillingEmail                   string        `json:"billingEmail,omitempty"`
	IsScimEnabled                  bool          `json:"isScimEnabled"`
	AllowEnhancedSupportAccess     bool          `json:"allowEnhancedSupportAccess"`
	ShouldEnforceDedicatedClusters bool          `json:"shouldEnforceDedicatedClusters"`
	HasAllowedIPAddressRanges      bool          `json:"hasAllowedIpAddressRanges"`
	IsBlockedEnableAiFeatures      bool          `json:"isBlockedEnableAiFeatures"`
	audit
}

// productPlan is what an organization has bought.
type productPlan struct {
	OrganizationID    string `json:"organizationId"`
	ProductPlanID     string `json:"productPlanId"`
	ProductPlanName   string `json:"productPlanName"`
	AstronomerProduct string `json:"astronomerProduct"`
}

// organizationRoutes registers what organizations serve.
func (s *Server) organizationRoutes() {
	s.register(http.MethodGet, "/organizations", "ListOrganizations", listOrganizations)
	s.register(http.MethodGet, "/organizations/{organizationId}", "GetOrganization", getOrganization)
}

// organizationSorts are the sort fields of the list (API facts, A.4).
var organizationSorts = sorts[organization]{
	"name":      func(a, b *organization) int { return compareText(a.Name, b.Name) },
	"createdAt": func(a, b *organization) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt": func(a, b *organization) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
}

// listOrganizations answers the organizations that the token can see: its own.
func listOrganizations(c *call) (any, *apiError) {
	var rows []*organization
	for _, o := range c.store().Organizations {
		if o.ID == c.caller.OrganizationID {
			rows = append(rows, o)
		}
	}
	return answerList(c, "organizations", rows, organizationSorts, func(o *organization) any { return o })
}

// getOrganization answers the caller's organization; others are refused before
// any handler runs.
func getOrganization(c *call) (any, *apiError) {
	return c.organization(), nil
}

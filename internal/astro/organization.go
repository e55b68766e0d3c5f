package astro

import (
	"context"
	"net/url"
)

// Organization is the tenant that owns Workspaces, clusters and tokens (API facts, B.1).
type Organization struct {
	ID                             string          `json:"id" answer:"required"`
	Name                           string          `json:"name" answer:"required"`
	Product                        *string         `json:"product,omitempty"`
	Status                         *string         `json:"status,omitempty"`
	BillingEmail                   *string         `json:"billingEmail,omitempty"`
	PaymentMethod                  *string         `json:"paymentMethod,omitempty"`
	IsScimEnabled                  bool            `json:"isScimEnabled"`
	ShouldEnforceDedicatedClusters bool            `json:"shouldEnforceDedicatedClusters"`
	HasAllowedIPAddressRanges      bool            `json:"hasAllowedIpAddressRanges"`
	TrialExpiresAt                 *string         `json:"trialExpiresAt,omitempty"`
	CreatedAt                      string          `json:"createdAt"`
	CreatedBy                      *SubjectProfile `json:"createdBy,omitempty"`
	UpdatedAt                      string          `json:"updatedAt"`
	UpdatedBy                      *SubjectProfile `json:"updatedBy,omitempty"`
}

// ListOrganizations returns every organization the token can see. It needs no
// organization id of its own, so it is how an id is found (API facts, B.1).
func (c *Client) ListOrganizations(ctx context.Context) ([]Organization, error) {
	return list[Organization](ctx, c, listCall{
		operation: "list organizations", path: "/organizations", rows: "organizations", sorts: "name:asc",
	})
}

// GetOrganization returns the organization the client works in.
func (c *Client) GetOrganization(ctx context.Context) (*Organization, error) {
	id, err := c.OrganizationID(ctx)
	if err != nil {
		return nil, err
	}
	return call[Organization](ctx, c, request{
		operation: "read organization", class: retryRead, path: "", target: Target{Kind: KindOrganization, ID: id},
	})
}

// queryOf turns pairs of name and values into a query, leaving out empty values.
func queryOf(pairs map[string][]string) url.Values {
	q := url.Values{}
	for name, values := range pairs {
		for _, v := range values {
			if v != "" {
				q.Add(name, v)
			}
		}
	}
	return q
}

func (o *Organization) identity() string { return o.ID }

package token

import "github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"

// FieldAttributes names the attributes by the fields of the requests (API facts, F.2).
func (r *apiTokenResource) FieldAttributes() fwkit.FieldAttributes {
	return fwkit.FieldAttributes{ //nolint:gosec // names of fields, no credentials
		"name": "name", "description": "description", "role": "role", "roles": "additional_roles", "tokenExpiryPeriodInDays": "expiry_period_in_days",
	}
}

// FieldAttributes names the attributes by the fields of the requests (API facts, F.1).
func (r *agentTokenResource) FieldAttributes() fwkit.FieldAttributes {
	return fwkit.FieldAttributes{"name": "name", "description": "description", "tokenExpiryPeriodInDays": "expiry_period_in_days"} //nolint:gosec // names of fields, no credentials
}

package emulator

import "time"

// kindStandard is the kind of a token when none is asked for (API facts, F.2).
const kindStandard = "STANDARD"

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
	ShortToken     string      `json:"shortToken"`
	// Value is the text that requests carry.
	Value         string     `json:"value"`
	StartAt       time.Time  `json:"startAt"`
	EndAt         *time.Time `json:"endAt,omitempty"`
	ExpiryDays    int        `json:"expiryPeriodInDays,omitempty"`
	LastUsedAt    *time.Time `json:"lastUsedAt,omitempty"`
	LastRotatedAt *time.Time `json:"lastRotatedAt,omitempty"`
	audit
}

// tokenRoutes registers what API tokens serve.
func (s *Server) tokenRoutes() {}

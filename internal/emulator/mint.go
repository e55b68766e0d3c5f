package emulator

import (
	"fmt"
	"time"
)

// TokenSpec describes a token to mint for a test.
type TokenSpec struct {
	// Organization is an organization's id; empty means the first one.
	Organization string
	// Role is a role name, for instance ORGANIZATION_OWNER (also the empty text),
	// WORKSPACE_MEMBER, or any other text for a custom role that only reads.
	Role string
	// EntityType is ORGANIZATION (also the empty text), WORKSPACE or DEPLOYMENT.
	EntityType string
	// EntityID is the Workspace or Deployment; not needed for ORGANIZATION.
	EntityID string
	// ExpiresIn sets the end by the server's clock, negative for a token that
	// has expired already; 0 means never.
	ExpiresIn time.Duration
}

// MintToken makes a token and returns its text. It does not check that role and
// entity fit together, so that odd tokens can be tried.
func (s *Server) MintToken(spec TokenSpec) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.stamp()
	org := s.store.Organizations[0]
	if spec.Organization != "" {
		org = s.store.organization(spec.Organization)
	}
	if org == nil {
		return "", fmt.Errorf("no organization %s", spec.Organization)
	}
	if spec.Role == "" {
		spec.Role = "ORGANIZATION_OWNER"
	}
	if spec.EntityType == "" {
		spec.EntityType = entityOrganization
	}
	if spec.EntityType == entityOrganization {
		spec.EntityID = org.ID
	}
	t := &token{
		ID: s.ids.next(), OrganizationID: org.ID, Name: "minted " + spec.Role, Scope: spec.EntityType, Kind: kindStandard,
		Roles:   []tokenRole{{EntityType: spec.EntityType, EntityID: spec.EntityID, Role: spec.Role}},
		StartAt: now, audit: audit{CreatedAt: now, CreatedBy: org.CreatedBy, UpdatedAt: now, UpdatedBy: org.CreatedBy},
	}
	if spec.ExpiresIn != 0 {
		end := now.Add(spec.ExpiresIn)
		t.EndAt = &end
	}
	if err := t.mint(0, now); err != nil {
		return "", err
	}
	s.store.Tokens = append(s.store.Tokens, t)
	return t.Value, s.save()
}

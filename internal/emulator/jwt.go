package emulator

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// claims are what clients read out of an API token (API facts, F.3).
type claims struct {
	Issuer      string   `json:"iss"`
	Subject     string   `json:"sub"`
	ID          string   `json:"jti"`
	APITokenID  string   `json:"apiTokenId"`
	OrgID       string   `json:"org_id,omitempty"`
	Scope       string   `json:"scope"`
	Version     string   `json:"version"`
	Generated   bool     `json:"isAstronomerGenerated"`
	Permissions []string `json:"permissions"`
	IssuedAt    int64    `json:"iat"`
	ExpiresAt   int64    `json:"exp,omitempty"`
}

// mint gives a token a new text: a JWT in three parts whose signature means
// nothing, since clients do not verify it (API facts, F.3). The text depends on
// the token and the number alone, so that seeds are the same in every run.
func (t *token) mint(number int, at time.Time) error {
	payload := claims{
		Issuer:      "astro-emulator",
		Subject:     t.ID,
		ID:          fmt.Sprintf("%s-%d", t.ID, number),
		APITokenID:  t.ID,
		Scope:       "",
		Version:     "v1",
		Generated:   true,
		Permissions: t.permissions(),
		IssuedAt:    at.Unix(),
	}
	if t.EndAt != nil {
		payload.ExpiresAt = t.EndAt.Unix()
	}
	body, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("minting token %s: %w", t.ID, err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"alg":"RS256","typ":"JWT","kid":"astro-emulator"}`)) + "." + encode(body)
	signature := sha256.Sum256([]byte(text))
	t.setValue(text + "." + encode(signature[:]))
	if t.Kind == kindDirectAccess {
		t.FrozenRoles = slices.Clone(t.Roles)
	}
	return nil
}

// setValue makes a text the one that requests carry.
func (t *token) setValue(value string) {
	t.Value = value
	t.ShortToken = value[:min(8, len(value)/2)] + "…"
}

// permissions lists what the token is for as kind:id; clients look for
// organizationId and workspaceId and expect a colon in every entry.
func (t *token) permissions() []string {
	list := []string{"apiTokenId:" + t.ID, "organizationId:" + t.OrganizationID}
	for _, role := range t.Roles {
		switch role.EntityType {
		case entityWorkspace:
			list = append(list, "workspaceId:"+role.EntityID)
		case entityDeployment:
			list = append(list, "deploymentId:"+role.EntityID)
		}
	}
	return list
}

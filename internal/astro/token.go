package astro

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// TokenClaims is what can be learned from a token without asking the API. The
// signature is not checked: only the API can (API facts, F.3).
type TokenClaims struct {
	// OrganizationID is the organization the token belongs to; may be empty.
	OrganizationID string
	// WorkspaceIDs are the Workspaces named in the token's permissions.
	WorkspaceIDs []string
	// ExpiresAt is the zero time for a token that never expires.
	ExpiresAt time.Time
}

// Expired tells whether the token was expired at the given time.
func (c TokenClaims) Expired(now time.Time) bool {
	return !c.ExpiresAt.IsZero() && !now.Before(c.ExpiresAt)
}

// plainToken strips white space around a token and the word that stands before
// it in a header, which people copy along and the Astro CLI stores (API facts, H.2).
func plainToken(token string) string {
	token = strings.TrimSpace(token)
	const scheme = "Bearer"
	if len(token) >= len(scheme) && strings.EqualFold(token[:len(scheme)], scheme) {
		if rest := token[len(scheme):]; rest == "" || strings.TrimSpace(rest) != rest {
			return strings.TrimSpace(rest)
		}
	}
	return token
}

// ParseToken reads the claims of an API token, with or without "Bearer ". A text
// that is not a JSON Web Token of three parts is an error.
func ParseToken(token string) (TokenClaims, error) {
	token = plainToken(token)
	if strings.ContainsAny(token, " \t\r\n") {
		return TokenClaims{}, errors.New("the token contains white space")
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return TokenClaims{}, errors.New("the token does not have the three parts of a JSON Web Token")
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return TokenClaims{}, fmt.Errorf("the token's payload is not base64: %w", err)
	}
	var raw struct {
		OrganizationID string       `json:"org_id"`
		Permissions    []string     `json:"permissions"`
		Expiry         *json.Number `json:"exp"`
	}
	if err := json.Unmarshal(payload, &raw); err != nil {
		return TokenClaims{}, errors.New("the token's payload is not a JSON object of claims")
	}
	claims := TokenClaims{}
	for _, permission := range raw.Permissions {
		kind, id, _ := strings.Cut(permission, ":")
		switch kind {
		case "organizationId":
			claims.OrganizationID = id
		case "workspaceId":
			claims.WorkspaceIDs = append(claims.WorkspaceIDs, id)
		}
	}
	if claims.OrganizationID == "" && strings.HasPrefix(raw.OrganizationID, "c") {
		claims.OrganizationID = raw.OrganizationID
	}
	if raw.Expiry != nil {
		seconds, err := raw.Expiry.Float64()
		if err != nil {
			return TokenClaims{}, errors.New("the token's expiry is not a number")
		}
		claims.ExpiresAt = time.Unix(int64(seconds), 0)
	}
	return claims, nil
}

package astro

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// IsThisToken tells whether a profile, such as a createdBy, is that of the token
// the client works with. Without the token's own id in its claims (API facts,
// F.3) it is false: nothing is taken for ours on a guess.
func (c *Client) IsThisToken(profile *SubjectProfile) bool {
	id := tokenSubject(c.token)
	return profile != nil && id != "" && profile.ID == id
}

// IsThisTokenID tells whether an id is that of the token the client works with,
// as far as the token says its own. Rotating or deleting that one would cut the
// client off.
func (c *Client) IsThisTokenID(id string) bool { return id != "" && tokenSubject(c.token) == id }

// tokenSubject is the id of the API token or user behind a token; empty when the
// token does not say.
func tokenSubject(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return ""
	}
	var claims struct {
		APITokenID string `json:"apiTokenId"`
		Subject    string `json:"sub"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return orDefault(claims.APITokenID, claims.Subject)
}

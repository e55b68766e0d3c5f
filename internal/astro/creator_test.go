package astro

import (
	"encoding/base64"
	"testing"
)

func TestIsThisToken(t *testing.T) {
	t.Parallel()
	jwt := func(claims string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".sig"
	}
	for name, c := range map[string]struct {
		token   string
		profile *SubjectProfile
		want    bool
	}{
		"token id":     {jwt(`{"apiTokenId":"t1","sub":"s1"}`), &SubjectProfile{ID: "t1"}, true},
		"subject":      {jwt(`{"sub":"s1"}`), &SubjectProfile{ID: "s1"}, true},
		"another":      {jwt(`{"apiTokenId":"t1"}`), &SubjectProfile{ID: "t2"}, false},
		"no creator":   {jwt(`{"apiTokenId":"t1"}`), nil, false},
		"no claims":    {jwt(`{}`), &SubjectProfile{}, false},
		"not a token":  {"opaque", &SubjectProfile{ID: "opaque"}, false},
		"not base64":   {"a.!.c", &SubjectProfile{ID: "a"}, false},
		"not a claims": {jwt(`[]`), &SubjectProfile{ID: "a"}, false},
	} {
		client := &Client{token: c.token}
		if got := client.IsThisToken(c.profile); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

package astro

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tokenOf is a token with a payload.
func tokenOf(payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(payload)) + ".c2ln"
}

func TestParseToken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token string
		want  TokenClaims
		fails bool
	}{
		"organization and Workspaces": {
			token: tokenOf(`{"permissions":["apiTokenId:t1","organizationId:o1","workspaceId:w1","workspaceId:w2","odd"]}`),
			want:  TokenClaims{OrganizationID: "o1", WorkspaceIDs: []string{"w1", "w2"}},
		},
		"with Bearer":             {token: " Bearer " + tokenOf(`{"permissions":["organizationId:o1"]}`) + " ", want: TokenClaims{OrganizationID: "o1"}},
		"organization as claim":   {token: tokenOf(`{"org_id":"clx4n1abc0000000000000001"}`), want: TokenClaims{OrganizationID: "clx4n1abc0000000000000001"}},
		"organization of a login": {token: tokenOf(`{"org_id":"org_abc"}`)},
		"expiry":                  {token: tokenOf(`{"exp":1700000000}`), want: TokenClaims{ExpiresAt: time.Unix(1700000000, 0)}},
		"expiry as a fraction":    {token: tokenOf(`{"exp":1.7e9}`), want: TokenClaims{ExpiresAt: time.Unix(1700000000, 0)}},
		"no claims":               {token: tokenOf(`{}`)},
		"padded base64":           {token: "e30.e30=.x"},
		"wrapped":                 {token: "a.e3\n0.c", fails: true},
		"in lower case":           {token: "bearer\t" + tokenOf(`{}`)},
		"empty":                   {token: "", fails: true},
		"one part":                {token: "secret", fails: true},
		"four parts":              {token: "a.b.c.d", fails: true},
		"not base64":              {token: "a.!!secret!!.c", fails: true},
		"not JSON":                {token: tokenOf(`secret`), fails: true},
		"no object":               {token: tokenOf(`["secret"]`), fails: true},
		"expiry is no number":     {token: tokenOf(`{"exp":"secret"}`), fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseToken(test.token)
			if test.fails {
				if err == nil {
					t.Fatalf("accepted as %+v", got)
				}
				if text := err.Error(); strings.Contains(text, "secret") || strings.Contains(text, "c2VjcmV0") {
					t.Errorf("the error shows the token: %s", text)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("claims (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTokenExpired(t *testing.T) {
	t.Parallel()
	now := time.Unix(1700000000, 0)
	for name, test := range map[string]struct {
		expires time.Time
		want    bool
	}{
		"never":  {time.Time{}, false},
		"later":  {now.Add(time.Second), false},
		"now":    {now, true},
		"before": {now.Add(-time.Second), true},
	} {
		if got := (TokenClaims{ExpiresAt: test.expires}).Expired(now); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestExtraKeepsNumbersAndTakesTexts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"id":12345678901234567890,"ratio":1.10}`: `{"id":12345678901234567890,"ratio":1.10}`,
		`null`:            `null`,
		`""`:              `null`,
		`"{\"a\": 1}"`:    `{"a":1}`,
		`{}`:              `{}`,
		`{"a":"<b>&"}`:    `{"a":"<b>&"}`,
		`[1]`:             "error",
		`"not an object"`: "error",
	} {
		var extra Extra
		err := extra.UnmarshalJSON([]byte(text))
		if want == "error" {
			if err == nil {
				t.Errorf("%s was accepted as %v", text, extra)
			}
			continue
		}
		got, marshalErr := marshal(extra)
		if err != nil || marshalErr != nil || string(got) != want {
			t.Errorf("%s became %s, want %s (%v, %v)", text, got, want, err, marshalErr)
		}
	}
}

package function_test

import (
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"

	"golang.org/x/crypto/nacl/box"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// A pair of keys and boxes made by libsodium (libsodium-wrappers of npm,
// crypto_box_seal), not by the library that opens them here.
const (
	sodiumPublic  = "RwHQhIhFH1RaQJ+1iuPlhYHKQKw/fxFGmM1x3qxzygE="
	sodiumPrivate = "PZTupJxYCu+BaTV2K+BJVZ1tFEDe3hLmoSXxhB//jm8="
	sodiumOther   = "euld27id1sfXz65ei28aglDbufCINRNCMxvj6lwqPg0="
	sodiumToken   = "26jQpOnetauXwVT2oXNOwMP0TdYN2ZxIxQ2wdT0W0WTVCRp5jUfooF4U31p2JD0jU3I9DmTn/MuI2QIWKJdtzA=="
	sodiumEmpty   = "5QoTIdIrjfurpAfe7seoEaclOhwBR33h17yxUCh+Km+XguhpxbuGywpVSGPVzW2+"
	sodiumUnicode = "DqK4VChvzmWQzboi7l9WuGR5r0D2oa8KGrsBVFfGvB0WwcVQOqMwRRSQO8OB9VLWp/qCmw6DmE0P78U="
	sodiumBinary  = "+MPvlmYV/fVtOYjUzuNE5DlK8uHMSWs4+0kb/NU0yBBdq8HelfKnWEX3InQZNEtb4tM="
)

func TestUnseal(t *testing.T) {
	t.Parallel()
	p := acctest.Start(t).Provider(t)
	changed := []byte(sodiumToken)
	changed[60] ^= 1
	for name, c := range map[string]struct {
		sealed, key string
		want        string
		argument    int64    // to blame
		says        []string // nothing for success
	}{
		"a token":                    {sealed: sodiumToken, key: sodiumPrivate, want: "a token of Astro"},
		"a file's line":              {sealed: sodiumToken + "\n", key: "  " + sodiumPrivate + "\r\n", want: "a token of Astro"},
		"an empty text":              {sealed: sodiumEmpty, key: sodiumPrivate, want: ""},
		"more than ASCII":            {sealed: sodiumUnicode, key: sodiumPrivate, want: "Zürich ☃"},
		"another key":                {sealed: sodiumToken, key: sodiumOther, argument: 0, says: []string{"was not sealed for this private key", "is " + publicOf(t, sodiumOther)}},
		"the public key":             {sealed: sodiumToken, key: sodiumPublic, argument: 0, says: []string{"was not sealed for this private key"}},
		"changed":                    {sealed: string(changed), key: sodiumPrivate, argument: 0, says: []string{"was changed since", "is " + sodiumPublic}},
		"cut":                        {sealed: sodiumToken[:40], key: sodiumPrivate, argument: 0, says: []string{"sealed has 30 bytes", "48 at least"}},
		"no base64":                  {sealed: "a token of Astro!", key: sodiumPrivate, argument: 0, says: []string{"sealed is not base64"}},
		"URL alphabet":               {sealed: strings.ReplaceAll(sodiumToken, "/", "_"), key: sodiumPrivate, argument: 0, says: []string{"sealed is not base64", "+ and /"}},
		"nothing sealed":             {sealed: "", key: sodiumPrivate, argument: 0, says: []string{"sealed is empty"}},
		"no text":                    {sealed: sodiumBinary, key: sodiumPrivate, argument: 0, says: []string{"no text in UTF-8"}},
		"a key that is not base64":   {sealed: sodiumToken, key: "-----BEGIN PRIVATE KEY-----", argument: 1, says: []string{"private_key is not base64"}},
		"a short key":                {sealed: sodiumToken, key: "c2hvcnQ=", argument: 1, says: []string{"private_key has 5 bytes", "32"}},
		"no key":                     {sealed: sodiumToken, key: "", argument: 1, says: []string{"private_key is empty"}},
		"a pair as libsodium has it": {sealed: sodiumToken, key: pair(t, sodiumPrivate, sodiumPublic), argument: 1, says: []string{"has 64 bytes", "without the public key"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, failed := p.Call("unseal", c.sealed, c.key)
			if len(c.says) == 0 {
				if failed != nil || got != c.want {
					t.Fatalf("got %v, %v; want %q", got, failed, c.want)
				}
				return
			}
			if failed == nil {
				t.Fatalf("opened as %q", got)
			}
			if failed.FunctionArgument == nil || *failed.FunctionArgument != c.argument {
				t.Errorf("blames %v, want argument %d", failed.FunctionArgument, c.argument)
			}
			for _, text := range c.says {
				if !strings.Contains(failed.Text, text) {
					t.Errorf("does not say %q: %s", text, failed.Text)
				}
			}
			for _, given := range []string{c.sealed, c.key} {
				if len(given) > 8 && strings.Contains(failed.Text, given) {
					t.Errorf("repeats an argument: %s", failed.Text)
				}
			}
		})
	}
}

// What is sealed for a fresh pair is opened, whatever its length.
func TestUnsealOpensWhatWasSealed(t *testing.T) {
	t.Parallel()
	p := acctest.Start(t).Provider(t)
	for length := range 70 {
		public, private, err := box.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		secret := strings.Repeat("s", length*7)
		sealed, err := box.SealAnonymous(nil, []byte(secret), public, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		encode := base64.StdEncoding.EncodeToString
		if got, failed := p.Call("unseal", encode(sealed), encode(private[:])); failed != nil || got != secret {
			t.Fatalf("%d bytes: got %v, %v", len(secret), got, failed)
		}
	}
}

func decode(t *testing.T, text string) []byte {
	t.Helper()
	decoded, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// pair is the private key followed by the public key, in base64.
func pair(t *testing.T, private, public string) string {
	t.Helper()
	return base64.StdEncoding.EncodeToString(append(decode(t, private), decode(t, public)...))
}

// publicOf is the public key that belongs to a private one.
func publicOf(t *testing.T, private string) string {
	t.Helper()
	// A reader of nothing but the key's bytes makes GenerateKey use them.
	public, _, err := box.GenerateKey(strings.NewReader(string(decode(t, private))))
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(public[:])
}

package token

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"testing"

	"golang.org/x/crypto/nacl/box"
)

// vector is a sealed box that another implementation made.
type vector struct {
	PrivateKey string `json:"private_key"`
	PublicKey  string `json:"public_key"`
	Message    string `json:"message"`
	Sealed     string `json:"sealed"`
}

func readVector(t *testing.T) vector {
	t.Helper()
	text, err := os.ReadFile("testdata/sealed.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// open reads a sealed box with both keys.
func open(t *testing.T, sealed, publicKey, privateKey string) string {
	t.Helper()
	decode := func(text string) []byte {
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return decoded
	}
	text, ok := box.OpenAnonymous(nil, decode(sealed), (*[keyBytes]byte)(decode(publicKey)), (*[keyBytes]byte)(decode(privateKey)))
	if !ok {
		t.Fatal("the box does not open")
	}
	return string(text)
}

// What libsodium seals opens here, and what is sealed here opens with libsodium's
// keys, twice the same text in boxes that differ.
func TestSealIsLibsodiums(t *testing.T) {
	t.Parallel()
	v := readVector(t)
	if got := open(t, v.Sealed, v.PublicKey, v.PrivateKey); got != v.Message {
		t.Errorf("libsodium's box holds %q", got)
	}
	boxes := map[string]bool{}
	for range 2 {
		sealed, err := seal(v.Message, v.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		boxes[sealed] = true
		if got := open(t, sealed, v.PublicKey, v.PrivateKey); got != v.Message {
			t.Errorf("the box holds %q", got)
		}
	}
	if len(boxes) != 2 {
		t.Error("two boxes of one text are the same")
	}
}

func TestSealRefusesWhatIsNoKey(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"", "ssh-ed25519 AAAA", "RwHQhIhFH1RaQJ+1iuPlhYHKQKw/fxFGmM1x3qxzygE", base64.StdEncoding.EncodeToString(make([]byte, 31))} {
		if sealed, err := seal("text", key); err == nil {
			t.Errorf("%q: sealed as %s", key, sealed)
		}
	}
}

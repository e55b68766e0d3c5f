package token

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/nacl/box"
)

// keyBytes is the length of a Curve25519 public key.
const keyBytes = 32

// parseKey reads the public key of a recipient as GitHub and libsodium write it:
// base64 of 32 bytes.
func parseKey(text string) (*[keyBytes]byte, error) {
	decoded, err := base64.StdEncoding.DecodeString(text)
	switch {
	case err != nil:
		return nil, errors.New("it is not base64 with the usual alphabet and padding")
	case len(decoded) != keyBytes:
		return nil, fmt.Errorf("it has %d bytes and not %d", len(decoded), keyBytes)
	}
	return (*[keyBytes]byte)(decoded), nil
}

// seal encrypts a text so that only the owner of a public key can read it:
// libsodium's sealed box, as base64.
func seal(text, publicKey string) (string, error) {
	key, err := parseKey(publicKey)
	if err != nil {
		return "", err
	}
	sealed, err := box.SealAnonymous(nil, []byte(text), key, rand.Reader)
	if err != nil {
		return "", fmt.Errorf("sealing failed: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

package function

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/nacl/box"
)

// keySize is the length of a Curve25519 key in bytes.
const keySize = 32

// unseal is provider::astro::unseal.
type unseal struct{}

// NewUnseal returns the function unseal.
func NewUnseal() function.Function { return unseal{} }

// Metadata names the function.
func (unseal) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "unseal"
}

// Definition says what it takes and gives.
func (unseal) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Opens a sealed secret",
		MarkdownDescription: "Opens a libsodium sealed box (`crypto_box_seal`: X25519, XSalsa20-Poly1305) with the private key that it was sealed for. " +
			"It is the form in which `astro_api_token` hands over a token in `sealed`, and in which GitHub takes the secrets of its Actions.\n\n" +
			"Give the private key as an ephemeral value (an ephemeral variable or an ephemeral resource of a secret store): the result is ephemeral then, " +
			"so Terraform lets it go into write-only arguments and provider blocks only, and it stands in no plan and no state. " +
			"With a private key that is not ephemeral, the secret is kept wherever the result goes.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "sealed",
				MarkdownDescription: "The sealed box in base64, for example `astro_api_token.dev.sealed[\"vault\"]`.",
			},
			function.StringParameter{
				Name:                "private_key",
				MarkdownDescription: "The private key of the pair that the secret was sealed for: 32 bytes in base64. The public key is derived from it.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run opens the box.
func (unseal) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var sealed, privateKey string
	if resp.Error = req.Arguments.Get(ctx, &sealed, &privateKey); resp.Error != nil {
		return
	}
	opened, argument, err := open(sealed, privateKey)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(argument, "Could not unseal: "+err.Error()+".")
		return
	}
	resp.Error = resp.Result.Set(ctx, opened)
}

// open opens a sealed box; an error is about the argument at that position.
func open(sealed, privateKey string) (opened string, argument int64, err error) {
	key, err := decodeBase64(privateKey)
	if err != nil {
		return "", 1, fmt.Errorf("private_key %w", err)
	}
	if len(key) != keySize {
		return "", 1, fmt.Errorf("private_key has %d bytes, but a Curve25519 key has %d. "+
			"It is the private key alone, in base64, without the public key and without the lines of a PEM file", len(key), keySize)
	}
	closed, err := decodeBase64(sealed)
	if err != nil {
		return "", 0, fmt.Errorf("sealed %w", err)
	}
	if len(closed) < box.AnonymousOverhead {
		return "", 0, fmt.Errorf("sealed has %d bytes, but a sealed box has %d at least, so this is none", len(closed), box.AnonymousOverhead)
	}
	public, err := curve25519.X25519(key, curve25519.Basepoint)
	if err != nil {
		return "", 1, errors.New("private_key is no key of Curve25519")
	}
	secret, ok := box.OpenAnonymous(nil, closed, (*[keySize]byte)(public), (*[keySize]byte)(key))
	if !ok {
		return "", 0, fmt.Errorf("sealed was not sealed for this private key, or was changed since. "+
			"The public key that belongs to the private key is %s; compare it with the recipient's", base64.StdEncoding.EncodeToString(public))
	}
	if !utf8.Valid(secret) {
		return "", 0, errors.New("what is in sealed is no text in UTF-8, and Terraform's values are texts")
	}
	return string(secret), 0, nil
}

// decodeBase64 reads base64 as it stands in files and variables: white space
// around it does not count. The error goes after the argument's name and does
// not repeat the text.
func decodeBase64(text string) ([]byte, error) {
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, errors.New("is not base64 (the standard alphabet with + and /, padded by =)")
	}
	if len(decoded) == 0 {
		return nil, errors.New("is empty")
	}
	return decoded, nil
}

package environment

import (
	"regexp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// secretName matches names that connections commonly give to secrets.
var secretName = regexp.MustCompile(`(?i)passw|passphrase|secret|token|private_?key|api_?key|access_?key|account_?key|credential|keyfile|conn(ection)?_?string|^pat$`)

// notSecret are names that only sound like one: identifiers, places, durations.
var notSecret = regexp.MustCompile(`(?i)(_|^)(id|url|uri|endpoint|path|file|name|type|expiry|expiration|lifetime|ttl|timeout|scopes?)$`)

// looksSecret tells whether a member of extra has a name of the kind that holds
// a secret. It guides warnings and what Read takes over, never what is written.
func looksSecret(name string) bool {
	return secretName.MatchString(name) && !notSecret.MatchString(name)
}

// isSecretMember asks the auth type where the API gives it, else the name.
func isSecretMember(authType *astro.ConnectionAuthType, name string) bool {
	if parameter := extraParameter(authType, name); parameter != nil {
		return parameter.IsSecret
	}
	return looksSecret(name)
}

// extraParameter is the auth type's parameter for a member of extra, or nil.
func extraParameter(authType *astro.ConnectionAuthType, name string) *astro.AuthTypeParameter {
	return findParameter(authType, name, true)
}

// fieldParameter is the auth type's parameter for a field of a connection, or nil.
func fieldParameter(authType *astro.ConnectionAuthType, name string) *astro.AuthTypeParameter {
	return findParameter(authType, name, false)
}

func findParameter(authType *astro.ConnectionAuthType, name string, inExtra bool) *astro.AuthTypeParameter {
	if authType == nil {
		return nil
	}
	for i := range authType.Parameters {
		if p := &authType.Parameters[i]; p.AirflowParamName == name && p.IsInExtra == inExtra {
			return p
		}
	}
	return nil
}

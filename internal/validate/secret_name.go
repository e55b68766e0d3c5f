package validate

import "regexp"

// secretName matches names that connections commonly give to secrets.
var secretName = regexp.MustCompile(`(?i)passw|passphrase|secret|token|private_?key|api_?key|access_?key|account_?key|credential|keyfile|conn(ection)?_?string|^pat$`)

// notSecret are names that only sound like one: identifiers, places, durations.
var notSecret = regexp.MustCompile(`(?i)(_|^)(id|url|uri|endpoint|path|file|name|type|expiry|expiration|lifetime|ttl|timeout|scopes?)$`)

// LooksSecret tells whether a member of extra has a name of the kind that holds
// a secret. It guides warnings and what is shown, never what is written.
func LooksSecret(name string) bool {
	return secretName.MatchString(name) && !notSecret.MatchString(name)
}

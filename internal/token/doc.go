// Package token manages API tokens and the tokens of remote execution agents. Astro
// shows the text of a token once, in the answer that makes it; this package
// hands it on sealed for the public keys of those who need it, so that it stands
// in no state, plan or log.
package token

// Package astro is a hand-written, typed client of the Astro public API, version v1.
//
// It knows nothing of Terraform. Wire types follow the JSON of the API: an
// optional field is a pointer or a nil-able slice, absent when nil; a slice
// that is empty but not nil is sent as []. That difference matters because the
// API reads an absent list, an empty list and a full one as three orders
// (API facts, C.11 and E.5).
//
// Create and update are both POST, so whether a request may be sent again is
// chosen per operation, not per method: see retryClass.
//
// Every failed call returns a pointer of type *Error (wrapped), whatever the
// cause: an answer of the API, a lost connection, a cancelled context.
package astro

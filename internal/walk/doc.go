// Package walk knows what one Terraform walk has learned from the API: a
// snapshot that serves many reads by few lists, the proof that a 404 means
// "gone", and what the resources of the walk tell each other.
//
// Terraform starts a provider process per walk (plan, apply, …) and configures
// it once, so a Walk made in Configure lives exactly as long as one walk. There
// is no cache outside of it.
//
// # The snapshot
//
// Terraform reads every resource by itself, up to its parallelism at once, and
// hundreds of links may hang on one connection. So each object is read once in a
// walk, and of each Workspace the first two go singly, which is the cheapest
// where there are no more; the third asks for the list, and that serves
// all the rest. Rows of a list might tell less than reads by id (API facts,
// C.12), so the two that were read singly are compared with their rows: any
// difference but the time of an update, and this Workspace is read by id.
//
// Writes go through to the snapshot: ownership.Editor reports every state that
// it reads or writes, and what was learned later wins. Errors are never kept.
//
// # When a 404 means "gone"
//
// A wrong organization or token answers 404 for everything. So a 404 proves that
// an object is gone only when this client got an answer under the same
// organization and, where it is known, about the same Workspace; if there was
// none yet, one read is made to get it. A Workspace that is itself 404 in an
// organization that answers is gone with all that was in it: what a token may
// not see is 403 (API facts, A.8), and that is never "gone".
//
// One 404 is no verdict even then, for gateways and stale caches answer it too. It
// must be Astro's own answer, and the list of the scope must agree, which is asked
// for once per scope and walk. What the list shows is read again.
package walk

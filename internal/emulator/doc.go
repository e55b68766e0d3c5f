// Package emulator serves the part of the Astro API (version 1) that this
// project talks to, from memory, so that everything can be developed and
// tested without an account.
//
// A Server is an http.Handler; tests wrap it in httptest.NewServer, the command
// astro-emulator listens with it. What the platform documents is imitated as
// it is; what is not known is a Switch (see Switches), so that a client can be
// run against both possibilities. Test controls live under /_emulator/.
//
// # Adding a route
//
// Every object has its file with a method of Server named <object>Routes, which
// routes() in server.go calls. It registers handlers:
//
//	s.register(http.MethodGet, "/organizations/{organizationId}/workspaces/{workspaceId}", "GetWorkspace", getWorkspace)
//
// The path is relative to /v1, the operation id is the one of the API and has
// to be in openapi.json too. A handler is
//
//	func getWorkspace(c *call) (any, *apiError)
//
// and runs under the server's lock, after authentication, rate limiting, the
// check that the organization of the path is the caller's, and the check of
// the request against openapi.json. It may read and change c.store() freely and
// must never start a request to the same server. It returns
//
//   - a value: status 200 and its JSON (create, update, get, list; API facts, A.5),
//   - nil: status 204 without a body (deletes),
//   - an *apiError: built with badRequest, notFound, forbidden, conflict, …
//
// Inside a handler: c.path("workspaceId"), c.query(), c.decode(&body), c.now
// (UTC, as the platform writes times), c.newID(), c.actor() for createdBy and updatedBy,
// c.sw() for the switches, c.require(...) and c.sees(...) for permissions,
// answerList for paging and sorting, c.unsettled(...) for values that the
// platform computes and that may change between a write and a read.
//
// The store's records are structs with exported fields and JSON tags, because
// the whole store is saved to a file (Options.StateFile) and shown under
// /_emulator/state, secrets included: it is a test tool. Answers are views of
// records, never the records themselves, so that secrets stay masked.
//
// Hooks that cross the objects: seedClusters (cluster.go) adds what a seed needs
// beside organization and Workspace; deploymentDeleted (environment_links.go) lets
// environment objects follow a deleted Deployment; workspaceDeleted (store.go)
// removes what lived in a deleted Workspace.
//
// # Test controls
//
// Under /_emulator/, without a token, so that a test in any language can drive
// the server; errors have the shape of the API's:
//
//	GET    state     the whole store, secrets included; usable as a seed
//	GET    journal   all requests (see Entry); DELETE forgets them
//	POST   faults    arms a Fault, durations as "200ms"; GET hits; DELETE disarms all
//	GET    clock     the server's time; POST {"advance": "1h"} moves it
//	GET    switches  all switches as {"name": "word"}; POST the same turns some
//	POST   tokens    {"role", "entityType", "entityId", "expiresIn"} mints a token
//	POST   image     {"deployId", "runtimeVersion"} stands for the push of an image
//	PUT    uploads/ID
//	                 takes the code of a deploy, see dagsUploadUrl and bundleUploadUrl
//	POST   deployment-status
//	                 {"deploymentId", "status", "reason"} forces a status; "" ends that
//
// # Rules
//
// The package imports nothing of this project: a JSON tag that is wrong in the
// client must not be wrong here for the same reason.
package emulator

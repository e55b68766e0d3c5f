package emulator

import (
	"io"
	"net/http"
	"strings"
)

// uploadPrefix is where clients upload what they deploy. On the platform that is
// a blob store beside the API, whose URLs carry their own permission.
const uploadPrefix = controlPrefix + "uploads/"

// blobVersion is the shape of the versions that a blob store gives, made of the time.
const blobVersion = "2006-01-02T15:04:05.0000000Z"

// upload takes the code of a deploy as the blob store does: a PUT, in one piece
// or in blocks, answered with the version that the finalize names (API facts,
// G.1). The content is of no interest and not kept.
func (s *Server) upload(w http.ResponseWriter, r *http.Request, requestID string) {
	deployID := strings.TrimPrefix(r.URL.Path, uploadPrefix)
	x := &exchange{srv: s, requestID: requestID}
	if r.Method != http.MethodPut {
		x.finish(w, methodNotAllowed("method %s is not allowed", r.Method).answer(requestID))
		return
	}
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		x.finish(w, badRequest("the upload cannot be read: %s", err).answer(requestID))
		return
	}
	s.mu.Lock()
	found := find(s.store.Deploys, func(p *deploy) bool { return p.ID == deployID && p.Status == deployInitialized })
	version := s.clock().UTC().Format(blobVersion)
	s.mu.Unlock()
	if found == nil {
		x.finish(w, notFound("Upload", deployID).answer(requestID))
		return
	}
	w.Header().Set("X-Ms-Version-Id", version)
	w.Header().Set("X-Ms-Request-Id", requestID)
	w.WriteHeader(http.StatusCreated)
}

// uploadURL is where the code of a deploy goes, at the host that the client uses.
func (c *call) uploadURL(deployID string) string {
	scheme := "http://"
	if c.req.TLS != nil {
		scheme = "https://"
	}
	return scheme + c.req.Host + uploadPrefix + deployID
}

package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// call is one authenticated request as a handler sees it.
type call struct {
	srv       *Server
	req       *http.Request
	body      []byte
	caller    *token
	requestID string
	operation string
	// now is the server's time of the request as the platform writes it, see stamp.
	now time.Time
}

// path returns a placeholder of the route's path.
func (c *call) path(name string) string { return c.req.PathValue(name) }

// query returns the request's query.
func (c *call) query() url.Values { return c.req.URL.Query() }

// store returns everything the server knows; handlers hold the lock.
func (c *call) store() *store { return c.srv.store }

// sw returns the switches.
func (c *call) sw() *Switches { return &c.srv.switches }

// newID returns an id for a new object.
func (c *call) newID() string { return c.srv.ids.next() }

// organization returns the organization of the path, which is the caller's; for
// paths that have none, the caller's.
func (c *call) organization() *organization {
	return c.store().organization(c.caller.OrganizationID)
}

// actor describes the caller for createdBy and updatedBy.
func (c *call) actor() subject {
	return subject{ID: c.caller.ID, SubjectType: "SERVICEKEY", APITokenName: c.caller.Name}
}

// created is the audit trail of an object that the caller makes now.
func (c *call) created() audit {
	return audit{CreatedAt: c.now, CreatedBy: c.actor(), UpdatedAt: c.now, UpdatedBy: c.actor()}
}

// touch records that the caller changes an object now.
func (c *call) touch(a *audit) {
	a.UpdatedAt, a.UpdatedBy = c.now, c.actor()
}

// decode reads the body into a struct. Members that the struct does not know
// are ignored, as the platform does.
func (c *call) decode(into any) *apiError {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return badRequest("Invalid request: the body is empty")
	}
	err := json.Unmarshal(c.body, into)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		return invalidField(wrong.Field, "type", "%s must be of type %s, not %s", wrong.Field, wrong.Type, wrong.Value)
	default:
		return badRequest("Invalid request: the body is not valid JSON: %s", err)
	}
}

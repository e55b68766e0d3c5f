package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
)

// fieldError is one entry of fieldErrors, which only errors of binding and
// validation carry (API facts, A.5).
type fieldError struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// apiError is an answer that is not a success.
type apiError struct {
	status  int
	message string
	fields  []fieldError
	header  http.Header
}

// errorBody is the wire shape of an apiError.
type errorBody struct {
	Message     string       `json:"message"`
	RequestID   string       `json:"requestId"`
	StatusCode  int          `json:"statusCode"`
	FieldErrors []fieldError `json:"fieldErrors,omitempty"`
}

// answer renders the error for one request.
func (e *apiError) answer(requestID string) *answer {
	body, err := json.Marshal(errorBody{Message: e.message, RequestID: requestID, StatusCode: e.status, FieldErrors: e.fields})
	if err != nil {
		// Text and numbers always marshal; keep the status if they ever do not.
		body = []byte(`{}`)
	}
	a := &answer{status: e.status, header: http.Header{}, body: body}
	maps.Copy(a.header, e.header)
	return a
}

// newError builds an apiError of any status.
func newError(status int, format string, args ...any) *apiError {
	return &apiError{status: status, message: fmt.Sprintf(format, args...)}
}

// badRequest is a 400 without fieldErrors: the request binds, but a rule of
// the platform refuses it.
func badRequest(format string, args ...any) *apiError {
	return newError(http.StatusBadRequest, format, args...)
}

// invalidField is a 400 with one fieldError: the request does not validate.
func invalidField(field, code, format string, args ...any) *apiError {
	message := fmt.Sprintf(format, args...)
	return &apiError{
		status:  http.StatusBadRequest,
		message: "Invalid request: " + message,
		fields:  []fieldError{{Field: field, Code: code, Message: message}},
	}
}

// notFound is a 404 for an object that is not there, or not the caller's.
func notFound(what, id string) *apiError {
	return newError(http.StatusNotFound, "%s %s not found", what, id)
}

// forbidden is a 403 that names the missing permission.
func forbidden(permission string) *apiError {
	return newError(http.StatusForbidden, "Forbidden: the permission %s is required", permission)
}

// conflict is a 409.
func conflict(format string, args ...any) *apiError {
	return newError(http.StatusConflict, format, args...)
}

// methodNotAllowed is a 405, which the platform also uses for settings that are
// off (API facts, E.4).
func methodNotAllowed(format string, args ...any) *apiError {
	return newError(http.StatusMethodNotAllowed, format, args...)
}

// secretsRefused is the answer to showSecrets while the organization does not
// allow it: a 405, or a 403 as a switch says (API facts, E.4).
func (c *call) secretsRefused() *apiError {
	status := http.StatusMethodNotAllowed
	if c.sw().ShowSecretsForbidden {
		status = http.StatusForbidden
	}
	return newError(status, "showSecrets on organization with id %s is not allowed", c.caller.OrganizationID)
}

// internalError is a 500; the platform answers so for ids that do not parse
// (API facts, A.3).
func internalError() *apiError {
	return newError(http.StatusInternalServerError, "Internal server error")
}

package astro

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Error is the one error type of this package (API facts, A.5).
type Error struct {
	// Operation names what was tried: "update Deployment c…".
	Operation string
	// StatusCode is the HTTP status, 0 when there was no answer.
	StatusCode int
	// Message is the API's own text, or what is known without an answer.
	Message string
	// RequestID is what Astro's support asks for; may be empty.
	RequestID string
	// FieldErrors are the API's findings on single fields of the body.
	FieldErrors []FieldError
	// RetryAfter is what a 429 asked for; 0 when it asked for nothing.
	RetryAfter time.Duration
	// Ambiguous says that a write was sent and its outcome is not known: the
	// API may have carried it out.
	Ambiguous bool
	// Target is the object that the operation was about, if it was about one.
	Target Target
	// Foreign says that an error answer does not have the shape of Astro's own:
	// something on the way has given it, such as a gateway's page of HTML.
	Foreign bool

	cause error
}

// FieldError is one finding on one field of a request body.
type FieldError struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Error describes the failure in one line.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "could not %s: %s", e.Operation, e.Message)
	for _, f := range e.FieldErrors {
		// The message often says it already, with the field or without.
		switch said := f.Message != "" && strings.Contains(e.Message, f.Message); {
		case !said:
			fmt.Fprintf(&text, "; %s: %s", f.Field, f.Message)
		case !strings.Contains(e.Message, f.Field):
			fmt.Fprintf(&text, " (%s)", f.Field)
		}
	}
	if e.cause != nil {
		fmt.Fprintf(&text, ": %v", e.cause)
	}
	if e.StatusCode != 0 {
		fmt.Fprintf(&text, " (HTTP %d", e.StatusCode)
		if e.RequestID != "" {
			fmt.Fprintf(&text, ", request %s", e.RequestID)
		}
		text.WriteString(")")
	}
	return text.String()
}

// Unwrap gives the cause of a failure without an answer.
func (e *Error) Unwrap() error { return e.cause }

// again is the error of a later operation that was not sent because of this one.
func (e *Error) again(r request) *Error {
	repeated := *e
	repeated.Operation, repeated.Target = r.operation, r.target
	return &repeated
}

// StatusOf gives the HTTP status behind an error, 0 when there is none.
func StatusOf(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.StatusCode
	}
	return 0
}

// IsNotFound tells a 404 that Astro itself has given; one of a gateway says
// nothing about the object. Alone it does not prove that the object is gone: a
// wrong organization answers the same. walk.Walk decides that.
func IsNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.StatusCode == http.StatusNotFound && !e.Foreign
}

// TargetOf gives the object that a failed operation was about; the zero Target
// when it was about none.
func TargetOf(err error) Target {
	var e *Error
	if errors.As(err, &e) {
		return e.Target
	}
	return Target{}
}

// IsForbidden tells a 403, which is never "gone".
func IsForbidden(err error) bool { return StatusOf(err) == http.StatusForbidden }

// IsUnauthorized tells a 401.
func IsUnauthorized(err error) bool { return StatusOf(err) == http.StatusUnauthorized }

// IsConflict tells a 409.
func IsConflict(err error) bool { return StatusOf(err) == http.StatusConflict }

// IsAmbiguous tells a write whose outcome is not known: no answer came, or a
// redirect, or a 5xx, which may follow a commit, or one that is not Astro's.
func IsAmbiguous(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Ambiguous
}

// IsUnreachable tells that the API gave no verdict: no answer, or a 5xx or 429
// that outlasted the repeats. Plan-time rules stay silent on it.
func IsUnreachable(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return errors.Is(err, context.DeadlineExceeded)
	}
	return (e.StatusCode == 0 && !errors.Is(e.cause, context.Canceled)) ||
		e.StatusCode >= http.StatusInternalServerError || e.StatusCode == http.StatusTooManyRequests
}

// errorBody is the platform's error shape (API facts, A.5).
type errorBody struct {
	Message     string       `json:"message"`
	RequestID   string       `json:"requestId"`
	FieldErrors []FieldError `json:"fieldErrors"`
	// StatusCode is a number; another shape of it must not cost the message.
	StatusCode json.RawMessage `json:"statusCode"`
}

// errorFromAnswer reads an error answer; a gateway's page of HTML gives no more than the status.
func errorFromAnswer(r request, answer *http.Response, payload []byte) *Error {
	failed := &Error{
		Operation: r.operation, Target: r.target, StatusCode: answer.StatusCode, RequestID: requestIDOf(answer, payload),
		Foreign: true, Message: "Astro answered " + strings.ToLower(http.StatusText(answer.StatusCode)),
	}
	var body errorBody
	if json.Unmarshal(payload, &body) == nil && body.Message != "" {
		failed.Message, failed.FieldErrors = body.Message, body.FieldErrors
		// Gateways answer JSON with a message too, but not with these.
		failed.Foreign = !isJSON(answer) || (string(body.StatusCode) != strconv.Itoa(answer.StatusCode) && body.RequestID == "")
	}
	if failed.Foreign && answer.StatusCode == http.StatusNotFound {
		failed.Message = fmt.Sprintf("the answer is not one of Astro's own (content type %q, %d bytes), so it does not say whether the object exists; "+
			"a proxy or gateway may have given it: check the provider's host and proxy settings", answer.Header.Get("Content-Type"), len(payload))
	}
	failed.Ambiguous = r.class.writes() && (leavesOpen(answer.StatusCode) || (failed.Foreign && !beforeServing[answer.StatusCode]))
	if asked, ok := retryAfter(answer.Header, time.Now()); ok {
		failed.RetryAfter = min(asked, maxRetryAfter)
	}
	return failed
}

// beforeServing are the refusals that a gateway gives without passing a request
// on. Any other that is not Astro's own tells nothing about what Astro did.
var beforeServing = map[int]bool{
	http.StatusBadRequest: true, http.StatusUnauthorized: true, http.StatusForbidden: true, http.StatusProxyAuthRequired: true,
	http.StatusLengthRequired: true, http.StatusRequestEntityTooLarge: true, http.StatusRequestURITooLong: true,
	http.StatusTooManyRequests: true, http.StatusRequestHeaderFieldsTooLarge: true,
}

func requestIDOf(answer *http.Response, payload []byte) string {
	if id := answer.Header.Get("X-Request-Id"); id != "" {
		return id
	}
	if answer.StatusCode < http.StatusBadRequest {
		return ""
	}
	var body errorBody
	if json.Unmarshal(payload, &body) != nil {
		return ""
	}
	return body.RequestID
}

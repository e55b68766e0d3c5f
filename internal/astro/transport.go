package astro

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

const (
	// idleConnections are kept open to the API's host.
	idleConnections = 32
	// maxRedirects is how many redirects within the host are followed.
	maxRedirects = 5
)

// pacedTransport waits for the method's turn, then bounds the exchange. A write
// is not cancelled once it was sent: its outcome must be known and recorded,
// or an object would exist that no state knows.
type pacedTransport struct {
	next    http.RoundTripper
	pace    *pacer
	timeout time.Duration
}

// RoundTrip performs one attempt.
func (t *pacedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if !useTurn(ctx, r.Method) {
		if err := t.pace.wait(ctx, r.Method); err != nil {
			return nil, &notSentError{cause: err}
		}
	}
	// Here a cancelled request ends too that had taken its turn beforehand.
	if err := t.pace.depart(ctx, r.Method); err != nil {
		return nil, &notSentError{cause: err}
	}
	if r.Method != http.MethodGet {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, t.timeout)
	defer cancel()
	answer, err := t.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	return whole(answer)
}

// whole reads an answer to its end, so that a connection lost on the way counts
// as a failed attempt and is repeated like one.
func whole(answer *http.Response) (*http.Response, error) {
	payload, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswerBytes+1))
	_ = answer.Body.Close() // what was read is all that matters
	if err != nil {
		return nil, err
	}
	if len(payload) > maxAnswerBytes {
		return nil, errTooLong
	}
	answer.Body = io.NopCloser(bytes.NewReader(payload))
	return answer, nil
}

// notSentError marks a failure before anything was sent.
type notSentError struct{ cause error }

// Error says that nothing was sent.
func (e *notSentError) Error() string { return "not sent: " + e.cause.Error() }

// Unwrap gives the cause.
func (e *notSentError) Unwrap() error { return e.cause }

func transportOf(config Config) http.RoundTripper {
	if config.Transport != nil {
		return config.Transport
	}
	standard, ok := http.DefaultTransport.(*http.Transport) //nolint:forbidigo // cloned, and every exchange is bounded by pacedTransport
	if !ok {
		return &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	transport := standard.Clone()
	// Terraform works on ten resources at once; the standard two would make a
	// new connection for most requests.
	transport.MaxIdleConnsPerHost = idleConnections
	return transport
}

// sameHostOnly refuses redirects to another host, which would carry the token
// there, those of a POST, which may have been carried out before and would then
// be carried out twice, and those that would turn a write into a read.
func sameHostOnly(r *http.Request, via []*http.Request) error {
	if len(via) == 0 {
		return nil
	}
	status := "a redirect"
	if r.Response != nil {
		status = fmt.Sprintf("a redirect (HTTP %d)", r.Response.StatusCode)
	}
	switch first := via[0]; {
	case r.URL.Host != first.URL.Host || r.URL.Scheme != first.URL.Scheme:
		return &redirectError{text: fmt.Sprintf("refused to follow %s to %s://%s: it would carry the token to another host", status, r.URL.Scheme, r.URL.Host)}
	case first.Method == http.MethodPost || r.Method != first.Method:
		return &redirectError{text: fmt.Sprintf("refused to follow %s of a %s to %s: Astro answers none, so something else may have answered, such as a proxy; check the provider's host",
			status, first.Method, r.URL.EscapedPath())}
	case len(via) >= maxRedirects:
		return &redirectError{text: "stopped after too many redirects"}
	}
	return nil
}

// redirectError marks a redirect that was not followed.
type redirectError struct{ text string }

// Error gives the text.
func (e *redirectError) Error() string { return e.text }

// errTooLong marks an answer that is longer than any page of the API.
var errTooLong = errors.New("the answer is too long")

// isPermanent tells failures that would only repeat themselves: refused
// redirects and certificates, a cancelled caller.
func isPermanent(err error) bool {
	var refused *redirectError
	return errors.As(err, &refused) || isCertificateError(err) || errors.Is(err, context.Canceled) || errors.Is(err, errTooLong)
}

func isCertificateError(err error) bool {
	var authority x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &authority) || errors.As(err, &hostname) || errors.As(err, &certificate) || errors.As(err, &record)
}

// provablyNotSent tells failures that happened before a byte of the request
// left: no turn, no address, no connection, no trust. A redirect that was refused
// proves nothing: it is what many a service answers when it has done its work.
func provablyNotSent(err error) bool {
	var refused *redirectError
	if errors.As(err, &refused) {
		return false
	}
	var notSent *notSentError
	var dns *net.DNSError
	var op *net.OpError
	return errors.As(err, &notSent) || errors.As(err, &dns) || isCertificateError(err) ||
		errors.Is(err, syscall.ECONNREFUSED) || (errors.As(err, &op) && op.Op == "dial")
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address := net.ParseIP(host)
	return address != nil && address.IsLoopback()
}

// withoutURL takes the cause out of the error of a request: the URL says nothing
// that the operation does not.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// redactedError hides a text, not what kind of failure it was.
type redactedError struct {
	text  string
	cause error
}

// Error gives the text as it may be shown.
func (e *redactedError) Error() string { return e.text }

// Unwrap gives the cause, for errors.Is and errors.As.
func (e *redactedError) Unwrap() error { return e.cause }

package astro

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxAnswerBytes bounds what is read of one answer; a page of a thousand
// Deployments stays far below it.
const maxAnswerBytes = 64 << 20

// request is one operation of the API. class decides method and retries.
type request struct {
	operation      string // for errors: "read Deployment c…"
	class          retryClass
	inOrganization bool
	path           string
	query          url.Values
	body           any
	workspaceID    string // the Workspace that a 2xx answer proves to be visible, if any
	target         Target // the object that the answer must be about, if it is about one
	inWorkspace    string // the Workspace that the object must be in, if that is known
}

// call performs a request and decodes its answer, which must be JSON.
func call[T any](ctx context.Context, c *Client, r request) (*T, error) {
	var out T
	if err := c.exchange(ctx, r, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// do performs a request whose answer has no body that matters.
func (c *Client) do(ctx context.Context, r request) error {
	return c.exchange(ctx, r, nil)
}

// exchange performs a request. Errors pass tidy here and nowhere else, so that no
// word of the server reaches a person as it came.
func (c *Client) exchange(ctx context.Context, r request, out any) error {
	return c.tidy(r, c.perform(ctx, r, out))
}

func (c *Client) perform(ctx context.Context, r request, out any) error {
	if refused := c.refused.Load(); refused != nil {
		return refused.again(r)
	}
	organizationID, path, err := c.resolvePath(ctx, r)
	if err != nil {
		return err
	}
	tries := &attempts{class: r.class}
	httpRequest, err := c.newRequest(withAttempts(ctx, tries), r, path)
	if err != nil {
		return err
	}
	record := exchangeRecord{method: httpRequest.Method, path: path, started: time.Now()}
	answer, err := c.retrying.Do(httpRequest)
	record.attempts = tries.made
	if err != nil {
		c.logExchange(ctx, record)
		return c.transportError(ctx, r, err, tries.mayStand)
	}
	defer func() { _ = answer.Body.Close() }()
	payload, err := io.ReadAll(answer.Body)
	record.status, record.requestID = answer.StatusCode, c.shownRequestID(r, answer, payload)
	c.logExchange(ctx, record)
	if err != nil {
		return c.transportError(ctx, r, err, r.class.writes())
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return c.failure(r, answer, payload, tries.mayStand)
	}
	if err := checkAnswer(r, answer, payload, out); err != nil {
		return err
	}
	// Only an answer that could be read proves anything: a login page is a 200 too.
	c.seen.add(organizationID, r.workspaceID)
	return nil
}

// shownRequestID is the request id for the log; it is the server's word as well.
func (c *Client) shownRequestID(r request, answer *http.Response, payload []byte) string {
	id := requestIDOf(answer, payload)
	if id == "" {
		return ""
	}
	return visible(blank(id, append(secretsOf(r.body), c.token)), maxShortWords)
}

func (c *Client) resolvePath(ctx context.Context, r request) (organizationID, path string, err error) {
	path = r.path
	if r.inOrganization || path == "" {
		if organizationID, err = c.OrganizationID(ctx); err != nil {
			return "", "", err
		}
		path = "/organizations/" + url.PathEscape(organizationID) + path
	}
	// Without its id an operation is about something else: the list, or what is
	// above it. A server, or a proxy, takes dots for a way up.
	for segment := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if segment == "" || segment == "." || segment == ".." {
			return "", "", &Error{Operation: r.operation, Target: r.target, Message: fmt.Sprintf("%q is not an id, so nothing was sent", segment)}
		}
	}
	return organizationID, apiVersion + path, nil
}

func (c *Client) newRequest(ctx context.Context, r request, path string) (*retryablehttp.Request, error) {
	target := *c.base
	// JoinPath would clean the path; ids are escaped already and must stay so.
	target.RawPath = strings.TrimRight(c.base.EscapedPath(), "/") + path
	target.Path, _ = url.PathUnescape(target.RawPath)
	target.RawQuery = r.query.Encode()

	var body []byte
	if r.body != nil {
		var err error
		if body, err = marshal(r.body); err != nil {
			return nil, &Error{Operation: r.operation, Message: "the request could not be encoded", cause: err}
		}
	}
	httpRequest, err := retryablehttp.NewRequestWithContext(ctx, r.class.method(), target.String(), bodyOrNil(body))
	if err != nil {
		return nil, &Error{Operation: r.operation, Message: "the request could not be made", cause: err}
	}
	c.setHeaders(httpRequest.Header, body != nil)
	return httpRequest, nil
}

// setHeaders identifies the client the way the vendor's clients do (API facts, A.2).
func (c *Client) setHeaders(h http.Header, hasBody bool) {
	h.Set("Authorization", "Bearer "+c.token)
	h.Set("Accept", "application/json")
	h.Set("User-Agent", "terraform-provider-astro/"+c.version)
	h.Set("X-Astro-Client-Identifier", "terraform-provider-astro")
	h.Set("X-Astro-Client-Version", c.version)
	h.Set("X-Client-Os-Identifier", runtime.GOOS+"-"+runtime.GOARCH)
	if hasBody {
		h.Set("Content-Type", "application/json")
	}
}

// marshal keeps <, > and & as they are: hosts and extras are full of them and
// escaped forms make requests hard to read.
func marshal(body any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		return nil, err
	}
	return bytes.TrimRight(buffer.Bytes(), "\n"), nil
}

// bodyOrNil keeps a nil body untyped: retryablehttp takes a typed nil for a body.
func bodyOrNil(body []byte) any {
	if body == nil {
		return nil
	}
	return body
}

func (c *Client) failure(r request, answer *http.Response, payload []byte, mayStand bool) error {
	failed := errorFromAnswer(r, answer, payload)
	failed.Ambiguous = failed.Ambiguous || mayStand
	if answer.StatusCode == http.StatusUnauthorized {
		c.refused.CompareAndSwap(nil, failed)
	}
	return failed
}

// transportError is the error of an exchange without an answer. mayStand tells
// a caller that the API may have carried the write out all the same.
func (c *Client) transportError(ctx context.Context, r request, err error, mayStand bool) error {
	message := "no answer was received"
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		message = "cancelled before an answer was received"
	case errors.Is(err, context.DeadlineExceeded):
		message = "no answer was received in time"
	}
	return &Error{
		Operation: r.operation, Target: r.target, Message: message, cause: withoutURL(err), Ambiguous: mayStand,
	}
}

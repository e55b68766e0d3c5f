package astro

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// classCalls are one call of each retry class.
func classCalls() map[string]func(ctx context.Context, c *Client) error {
	return map[string]func(ctx context.Context, c *Client) error{
		"read": func(ctx context.Context, c *Client) error {
			_, err := c.GetDeployment(ctx, deploymentID)
			return err
		},
		"delete": func(ctx context.Context, c *Client) error { return c.DeleteDeployment(ctx, deploymentID) },
		"idempotent": func(ctx context.Context, c *Client) error {
			_, err := c.SetHibernationOverride(ctx, deploymentID, SetHibernationOverrideRequest{IsHibernating: true})
			return err
		},
		"create": func(ctx context.Context, c *Client) error {
			_, err := c.CreateDeployment(ctx, &CreateDeploymentRequest{Name: "dev"})
			return err
		},
		"update": func(ctx context.Context, c *Client) error {
			_, err := c.UpdateDeployment(ctx, deploymentID, &UpdateDeploymentRequest{Name: "dev"})
			return err
		},
	}
}

func TestRetryClasses(t *testing.T) {
	t.Parallel()
	lost := io.ErrUnexpectedEOF
	refused := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	untrusted := &tls.CertificateVerificationError{Err: errors.New("unknown authority")}
	const all = 1 + DefaultMaxRetries
	for name, test := range map[string]struct {
		status int
		err    error
		// attempts and ambiguous by class: read, delete, idempotent, create, update.
		attempts  [5]int
		ambiguous [5]bool
	}{
		"500":             {status: 500, attempts: [5]int{all, all, all, 1, 1}, ambiguous: [5]bool{false, true, true, true, true}},
		"503":             {status: 503, attempts: [5]int{all, all, all, 1, 1}, ambiguous: [5]bool{false, true, true, true, true}},
		"501":             {status: 501, attempts: [5]int{1, 1, 1, 1, 1}, ambiguous: [5]bool{false, true, true, true, true}},
		"400":             {status: 400, attempts: [5]int{1, 1, 1, 1, 1}},
		"403":             {status: 403, attempts: [5]int{1, 1, 1, 1, 1}},
		"404":             {status: 404, attempts: [5]int{1, 1, 1, 1, 1}},
		"409":             {status: 409, attempts: [5]int{1, 1, 1, 1, 1}},
		"lost answer":     {err: lost, attempts: [5]int{all, all, all, 1, 1}, ambiguous: [5]bool{false, true, true, true, true}},
		"no connection":   {err: refused, attempts: [5]int{all, all, all, all, 1}},
		"bad certificate": {err: untrusted, attempts: [5]int{1, 1, 1, 1, 1}},
	} {
		for i, class := range []string{"read", "delete", "idempotent", "create", "update"} {
			t.Run(name+" "+class, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					fake := &fakeTransport{answer: func(*http.Request, int) (*http.Response, error) {
						if test.err != nil {
							return nil, test.err
						}
						return reply(test.status, `{"message":"no","requestId":"r1"}`), nil
					}}
					client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
					err := classCalls()[class](t.Context(), client)
					var failed *Error
					if !errors.As(err, &failed) {
						t.Fatalf("error %v is no *Error", err)
					}
					if failed.StatusCode != test.status {
						t.Errorf("status %d, want %d", failed.StatusCode, test.status)
					}
					if n := fake.count(); n != test.attempts[i] {
						t.Errorf("%d attempts, want %d", n, test.attempts[i])
					}
					if failed.Ambiguous != test.ambiguous[i] {
						t.Errorf("ambiguous = %v, want %v", failed.Ambiguous, test.ambiguous[i])
					}
				})
			})
		}
	}
}

// 429 is repeated by time and does not use up the repeats meant for faults.
func TestTooManyRequestsIsRepeated(t *testing.T) {
	t.Parallel()
	for class, call := range classCalls() {
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const refusals = 3 * DefaultMaxRetries
				fake := &fakeTransport{answer: func(r *http.Request, number int) (*http.Response, error) {
					if number <= refusals {
						return reply(http.StatusTooManyRequests, `{"message":"slow down"}`), nil
					}
					return served(r), nil
				}}
				client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
				err := call(t.Context(), client)
				if class == "update" {
					if StatusOf(err) != http.StatusTooManyRequests || fake.count() != 1 || IsAmbiguous(err) {
						t.Errorf("an update was repeated by the client: %d attempts, %v", fake.count(), err)
					}
					return
				}
				if err != nil || fake.count() != refusals+1 {
					t.Errorf("%d attempts, error %v", fake.count(), err)
				}
			})
		})
	}
}

func TestTooManyRequestsEndsWithTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeTransport{answer: func(*http.Request, int) (*http.Response, error) {
			return reply(http.StatusTooManyRequests, `{}`), nil
		}}
		client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		started := time.Now()
		err := classCalls()["create"](ctx, client)
		if err == nil || time.Since(started) > 10*time.Minute+time.Second {
			t.Errorf("ended after %s with %v", time.Since(started), err)
		}
		if IsAmbiguous(err) {
			t.Error("a create that was only ever refused is not ambiguous")
		}
		if !IsUnreachable(err) {
			t.Errorf("no verdict was given, so the API counts as unreachable: %v", err)
		}
	})
}

func TestRetryAfterIsHonouredAndCapped(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header   func(now time.Time) string
		min, max time.Duration
	}{
		"seconds": {func(time.Time) string { return "7" }, 7 * time.Second, 8 * time.Second},
		"date":    {func(now time.Time) string { return now.Add(9 * time.Second).UTC().Format(http.TimeFormat) }, 8 * time.Second, 10 * time.Second},
		"capped":  {func(time.Time) string { return "86400" }, maxRetryAfter, maxRetryAfter + time.Second},
		"zero":    {func(time.Time) string { return "0" }, defaultRetryWaitMin / 2, defaultRetryWaitMin + time.Second},
		"rubbish": {func(time.Time) string { return "soon" }, defaultRetryWaitMin / 2, defaultRetryWaitMin + time.Second},
		"absent":  {func(time.Time) string { return "" }, defaultRetryWaitMin / 2, defaultRetryWaitMin + time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := &fakeTransport{answer: func(r *http.Request, number int) (*http.Response, error) {
					if number == 1 {
						return reply(http.StatusTooManyRequests, `{}`, "Retry-After", test.header(time.Now())), nil
					}
					return served(r), nil
				}}
				client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
				if _, err := client.GetDeployment(t.Context(), deploymentID); err != nil {
					t.Fatal(err)
				}
				if waited := fake.times[1].Sub(fake.times[0]); waited < test.min || waited > test.max {
					t.Errorf("waited %s, want %s to %s", waited, test.min, test.max)
				}
			})
		})
	}
}

// The platform's limit may be wider than one request, so everybody who would
// send the same method waits as well, and nobody else does.
func TestTooManyRequestsPausesTheMethod(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeTransport{answer: func(r *http.Request, number int) (*http.Response, error) {
			if number == 1 {
				return reply(http.StatusTooManyRequests, `{}`, "Retry-After", "20"), nil
			}
			return served(r), nil
		}}
		client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
		started := time.Now()
		first := make(chan struct{})
		go func() {
			defer close(first)
			_, _ = client.GetDeployment(t.Context(), "first")
		}()
		synctest.Wait()
		if err := client.DeleteDeployment(t.Context(), "other-method"); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(started); waited > time.Second {
			t.Errorf("another method waited %s", waited)
		}
		if _, err := client.GetDeployment(t.Context(), "second"); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(started); waited < 20*time.Second {
			t.Errorf("the same method waited only %s", waited)
		}
		<-first
	})
}

// A cancelled caller gets no further attempt, whatever the cause.
func TestCancelledBeforeSendingSendsNothing(t *testing.T) {
	t.Parallel()
	for class, call := range classCalls() {
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) { return served(r), nil }}
			client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			err := call(ctx, client)
			if fake.count() != 0 || err == nil || IsAmbiguous(err) || IsUnreachable(err) {
				t.Errorf("%d requests, error %v, ambiguous %v, unreachable %v", fake.count(), err, IsAmbiguous(err), IsUnreachable(err))
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v does not wrap the context's", err)
			}
		})
	}
}

// A turn that was taken beforehand does not let a cancelled request out.
func TestCancelledAfterTakingATurn(t *testing.T) {
	t.Parallel()
	fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) { return served(r), nil }}
	client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
	ctx, cancel := context.WithCancel(t.Context())
	ctx, err := client.TakeTurns(ctx, http.MethodPost)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := classCalls()["update"](ctx, client); err == nil || fake.count() != 0 {
		t.Errorf("%d requests, error %v", fake.count(), err)
	}
}

// A write that was sent is awaited and its outcome returned, also when the
// caller was cancelled meanwhile; a read is not.
func TestWritesAreAwaitedAfterCancel(t *testing.T) {
	t.Parallel()
	for class, call := range classCalls() {
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
					select {
					case <-r.Context().Done():
						return nil, r.Context().Err()
					case <-time.After(30 * time.Second):
						return served(r), nil
					}
				}}
				client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				started := time.Now()
				err := call(ctx, client)
				waited := time.Since(started)
				if class == "read" {
					if err == nil || waited > 2*time.Second {
						t.Errorf("a read went on for %s after it was cancelled: %v", waited, err)
					}
					return
				}
				if err != nil || waited < 30*time.Second {
					t.Errorf("a write was given up after %s: %v", waited, err)
				}
			})
		})
	}
}

// The wait is bounded by the request timeout; then the outcome is not known.
func TestWritesAreBoundedByTheRequestTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}}
		client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake, RequestTimeout: 5 * time.Second})
		started := time.Now()
		err := classCalls()["create"](t.Context(), client)
		if waited := time.Since(started); waited > 6*time.Second || fake.count() != 1 {
			t.Errorf("%d attempts in %s", fake.count(), waited)
		}
		if !IsAmbiguous(err) || !IsUnreachable(err) || !strings.Contains(err.Error(), "in time") {
			t.Errorf("error %v", err)
		}
	})
}

// A create that was lost is never sent again, on a real connection too.
func TestCreateIsNotRepeatedAfterALostAnswer(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler)
	}))
	defer server.Close()
	config := quick(server.URL)
	config.MaxRetries = 5
	err := classCalls()["create"](t.Context(), newTestClient(t, config))
	if requests.Load() != 1 || !IsAmbiguous(err) {
		t.Errorf("%d requests, ambiguous %v, error %v", requests.Load(), IsAmbiguous(err), err)
	}
}

// The last answer reaches the caller when repeats are used up.
func TestLastAnswerIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := &fakeTransport{answer: func(_ *http.Request, number int) (*http.Response, error) {
			if number == 1+DefaultMaxRetries {
				return reply(http.StatusBadGateway, `{"message":"the last word","requestId":"r9"}`), nil
			}
			return reply(http.StatusInternalServerError, `{"message":"earlier"}`), nil
		}}
		client := newTestClient(t, Config{Token: "secret-token", OrganizationID: organizationID, Transport: fake})
		_, err := client.GetDeployment(t.Context(), deploymentID)
		var failed *Error
		if !errors.As(err, &failed) || failed.StatusCode != http.StatusBadGateway || failed.Message != "the last word" || failed.RequestID != "r9" {
			t.Errorf("error %v", err)
		}
	})
}

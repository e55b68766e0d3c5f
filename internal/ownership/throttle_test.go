package ownership_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

func answerOf(status int, body string, headers ...string) *http.Response {
	answer := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}
	for i := 0; i < len(headers); i += 2 {
		answer.Header.Set(headers[i], headers[i+1])
	}
	return answer
}

// What a 429 asks of one update holds for every write of the process: the limit
// may be the organization's (API facts, A.7).
func TestThrottledWriteHoldsOtherWritesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFake()
		refused := make(chan struct{})
		var first atomic.Bool
		watch := &asked{next: api, first: func(r *http.Request) *http.Response {
			switch {
			case strings.HasSuffix(r.URL.Path, "/environment-objects"):
				return answerOf(http.StatusOK, `{"id":"other"}`)
			case r.Method == http.MethodPost && first.CompareAndSwap(false, true):
				close(refused)
				return answerOf(http.StatusTooManyRequests, `{"message":"slow down"}`, "Retry-After", "20")
			}
			return nil
		}}
		client := watch.client(t)
		started := time.Now()
		var wait sync.WaitGroup
		wait.Go(func() { mustAll(t, together(t, ownership.New(client, ownership.Options{}), 1, linkEdit("d1"))) })
		<-refused
		synctest.Wait()
		if _, err := client.CreateEnvironmentObject(t.Context(), &astro.CreateEnvironmentObjectRequest{ObjectKey: "other"}); err != nil {
			t.Error(err)
		}
		if took := time.Since(started); took < 20*time.Second {
			t.Errorf("another write went out after %s", took)
		}
		wait.Wait()
	})
}

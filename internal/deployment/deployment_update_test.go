package deployment

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

func TestIsTransition(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status  int
		message string
		fields  []astro.FieldError
		want    bool
	}{
		{http.StatusBadRequest, "Deployment is in transition", nil, true},
		{http.StatusConflict, "an update is in progress", nil, true},
		{http.StatusBadRequest, "Deployment is being created", nil, true},
		{http.StatusBadRequest, "Invalid request", nil, false},
		{http.StatusBadRequest, "Invalid request, try again", []astro.FieldError{{Field: "name"}}, false},
		{http.StatusForbidden, "in transition", nil, false},
		{http.StatusNotFound, "in transition", nil, false},
		{http.StatusTooManyRequests, "try again", nil, false},
		{http.StatusBadGateway, "try again", nil, false},
		{0, "in transition", nil, false},
	} {
		err := fmt.Errorf("updating: %w", &astro.Error{StatusCode: c.status, Message: c.message, FieldErrors: c.fields})
		if got := isTransition(err); got != c.want {
			t.Errorf("%d %q: %v", c.status, c.message, got)
		}
	}
}

func TestAttributeToBlame(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		"schedulerSize": "scheduler_size", "workerQueues[0].astroMachine": "worker_queues", "remoteExecution.enabled": "remote_execution", "future": "",
	} {
		at, ok := attributeToBlame(&astro.Error{FieldErrors: []astro.FieldError{{Field: field}}})
		if ok != (want != "") || (ok && at.String() != want) {
			t.Errorf("%s: %s, %v", field, at, ok)
		}
	}
	if _, ok := attributeToBlame(&astro.Error{FieldErrors: []astro.FieldError{{Field: "name"}, {Field: "region"}}}); ok {
		t.Error("one of two attributes was blamed")
	}
}

func TestSameEmails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b []string
		want bool
	}{
		{nil, []string{}, true},
		{[]string{"A@b.c", "d@e.f"}, []string{"d@e.f", "a@B.c"}, true},
		{[]string{"a@b.c", "A@b.c"}, []string{"a@b.c"}, true},
		{[]string{"a@b.c"}, []string{}, false},
	} {
		if got := sameEmails(c.a, c.b); got != c.want {
			t.Errorf("sameEmails(%v, %v) = %v", c.a, c.b, got)
		}
	}
}

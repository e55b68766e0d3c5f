package deployment

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

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

// Whatever goes wrong in a write is said at the attribute that is to blame.
func TestErrorsNameTheAttributeToBlame(t *testing.T) {
	t.Parallel()
	field := func(names ...string) error {
		failed := &astro.Error{StatusCode: http.StatusBadRequest}
		for _, name := range names {
			failed.FieldErrors = append(failed.FieldErrors, astro.FieldError{Field: name})
		}
		return failed
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"a namesake":        {fmt.Errorf("creating: %w", &namesakeError{}), "name"},
		"foreign schedules": {fmt.Errorf("updating: %w", &foreignSchedulesError{}), "is_development_mode"},
		"a field":           {field("schedulerSize"), "scheduler_size"},
		"a queue":           {field("workerQueues[0].astroMachine"), "worker_queues"},
		"a member":          {field("remoteExecution.enabled"), "remote_execution"},
		"the hybrid size":   {field("scheduler.au"), "scheduler_au"},
		"two":               {field("name", "region"), ""},
		"not ours":          {field("future"), ""},
	} {
		var diags diag.Diagnostics
		(&deploymentResource{}).addError(&diags, "Could not update Deployment", c.err)
		got := ""
		if at, ok := diags[0].(diag.DiagnosticWithPath); ok {
			got = at.Path().String()
		}
		if len(diags) != 1 || got != c.want {
			t.Errorf("%s: blamed %q in %v, want %q", name, got, diags, c.want)
		}
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

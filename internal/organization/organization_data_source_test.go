package organization_test

import (
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	got := env.Provider(t).Data("astro_organization", acctest.Object{}).OK()
	if got.Text("id") != env.OrganizationID || got.Text("name") != "Demo" || got.Text("product") != "HOSTED" {
		t.Errorf("got %v", got.Values())
	}
	if got.Get("trial_expires_at") != nil {
		t.Errorf("no trial should be null, got %v", got.Get("trial_expires_at"))
	}
	if env.Writes() != 0 {
		t.Errorf("a data source has sent %d writes", env.Writes())
	}
}

// A token that sees no such organization gets an error that names what was tried.
func TestDataSourceNotVisible(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	env.AddFault(t, emulator.Fault{Method: "GET", Path: "/organizations", Count: -1, Status: 404, Message: "not found"})
	got := env.Provider(t).Data("astro_organization", acctest.Object{})
	if errs := got.Diagnostics.Errors(); len(errs) != 1 || !strings.Contains(errs[0], "Could not read organization") {
		t.Errorf("got:\n%s", got.Diagnostics)
	}
}

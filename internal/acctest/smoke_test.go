package acctest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// The thinnest slice through CLI, provider, client and API.
func TestAccSmokeOrganization(t *testing.T) {
	env := acctest.Start(t, acctest.AlsoLive())
	env.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: `
provider "astro" {}

data "astro_organization" "it" {}
`,
		Check: resource.TestCheckResourceAttr("data.astro_organization.it", "id", env.OrganizationID),
	}}})
	if !env.Live() && env.Writes() != 0 {
		t.Errorf("a data source has sent %d writes", env.Writes())
	}
}

// Real processes find the built provider in a mirror and the API by the environment.
func TestAccSmokeProcesses(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.AlsoLive())
	work := env.Workdir(t, `
provider "astro" {}

data "astro_organization" "it" {}

output "id" {
  value = data.astro_organization.it.id
}
`)
	if applied := work.Apply(); applied.Code != 0 {
		t.Fatalf("apply ended with %d:\n%s", applied.Code, applied.Text())
	}
	if got := work.Must(t, "output", "-raw", "id").Stdout; got != env.OrganizationID {
		t.Errorf("output id = %q, want %q", got, env.OrganizationID)
	}
}

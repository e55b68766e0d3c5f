package acctest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// A server that changes times, URLs and image tags between every write and read,
// and the order of every list: no apply is inconsistent, every second plan is
// empty, and a change of one thing plans that and nothing else.
func TestAccRestlessServer(t *testing.T) {
	env := acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.Restless, o.RandomOrder = true, true }),
		acctest.Switches(func(s *emulator.Switches) { s.NestedOrderShuffled = true }))
	var untouched []plancheck.PlanCheck
	for _, address := range []string{"astro_deployment.it", "astro_hibernation_schedule.it", "astro_connection_link.it"} {
		untouched = append(untouched, plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop))
	}
	env.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: smokeConfiguration(env, "one", "dev.example.com")},
		{Config: smokeConfiguration(env, "one", "dev.example.com"), PlanOnly: true},
		{Config: smokeConfiguration(env, "one", "dev2.example.com"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: untouched}},
		{Config: smokeConfiguration(env, "two", "dev2.example.com")},
	}})
}

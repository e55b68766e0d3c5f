// Package acctest is the harness of the tests: an emulator of its own for every
// test, the provider bound to it, and a second actor who changes things behind
// the provider's back.
//
//	env := acctest.Start(t)                          // emulator on loopback
//	env.Test(t, resource.TestCase{Steps: ...})       // plugin-testing, in parallel
//	env.Client.UpdateEnvironmentObject(...)          // the second actor
//	env.Requests("POST", "/environment-objects/")    // what the provider has sent
//	p := env.Provider(t)                             // the provider without a CLI, one walk
//	work := env.Workdir(t, hcl)                      // real CLI processes
//
// Tests with a CLI live in this package, because go test runs packages side by
// side. Tests of other packages use Start and Provider, from a package
// <name>_test of their own: this package imports the provider, and with it
// everything else.
//
// Environment of a test run:
//
//	TF_ACC_TERRAFORM_PATH, TF      the CLI; else terraform, else tofu on PATH
//	ASTRO_EMULATOR_PROFILE         usual (default) or contrary
//	ASTRO_EMULATOR_SWITCHES        switches on top of the profile: "bare-entry=keeps-everything …"
//	ASTRO_EMULATOR_RESTLESS=1      server-computed values move by themselves
//	ASTRO_EMULATOR_RANDOM_ORDER=1  lists without a sort come in any order
//	ASTRO_LIVE=1                   a real organization (ASTRO_API_TOKEN, ASTRO_ORGANIZATION_ID, at ASTRO_API_HOST if it is
//	                               another host, in the Workspace ASTRO_WORKSPACE_ID, else in the only one); only tests
//	                               that start with AlsoLive run. TestLiveRehearsal runs them so against the emulator.
//	ASTRO_REHEARSAL=full           that rehearsal leaves none of them out
package acctest

package acctest_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// The tests of live_*_test.go run against the emulator with all others, and
// against a real organization by "make testlive". They know nothing of the
// platform's insides: what stands is asked of the API, by the second actor.

// liveWorld starts such a test, in parallel with others.
func liveWorld(t *testing.T) *acctest.Env {
	t.Helper()
	t.Parallel()
	return acctest.Start(t, acctest.AlsoLive())
}

// minLive is how many tests a run against a real organization has at least.
const minLive = 10

// repeated are live tests whose many CLI processes are in the same run already;
// ASTRO_REHEARSAL=full rehearses them too.
const repeated = "^(TestAccSmokeResources|TestAccSmokeProcesses)$"

var (
	ranLive = regexp.MustCompile(`==> (\d+) tests ran live`)
	// failures are the lines of a run that say what went wrong.
	failures = regexp.MustCompile(`(?m)^( *--- FAIL|panic:|FAIL|.*_test\.go:\d+: [^t]|.*_test\.go:\d+: t[^h]).*\n`)
)

// The way to a real organization is walked against an emulator that is one as far
// as the run can tell: another process, given a host, a token, an organization
// and a Workspace by the environment, with the documented rate limits and the
// released pacing and settling. Enough tests run, all pass, and what was in the
// organization before is what is in it afterwards.
func TestLiveRehearsal(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, acctest.Emulator(func(o *emulator.Options) { o.RateLimit = emulator.RateLimitDocumented }))
	bystander := deploymentNamed(t, env, "bystander")
	theirs := defineConnection(t, env, "theirs", false, &astro.ConnectionRequest{Type: "postgres"})
	other := elsewhere(t, env)

	arguments := []string{"-test.run=.", "-test.v", "-test.parallel=8", "-test.timeout=10m"}
	if os.Getenv("ASTRO_REHEARSAL") != "full" {
		arguments = append(arguments, "-test.skip="+repeated)
	}
	command := exec.CommandContext(t.Context(), os.Args[0], arguments...)
	command.Env = append(os.Environ(), "ASTRO_LIVE=1", "ASTRO_API_HOST="+env.URL, "ASTRO_API_TOKEN="+env.Token,
		"ASTRO_ORGANIZATION_ID="+env.OrganizationID, "ASTRO_WORKSPACE_ID="+env.WorkspaceID)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	err := command.Run()
	if err != nil {
		t.Fatalf("the run against a real organization ended with: %v\n%s", err, failures.FindAllString(said.String(), -1))
	}
	match := ranLive.FindStringSubmatch(said.String())
	if match == nil {
		t.Fatalf("the run does not say how many tests ran:\n%s", said.String())
	}
	if n, err := strconv.Atoi(match[1]); err != nil || n < minLive {
		t.Errorf("%s tests ran, want at least %d", match[1], minLive)
	}
	if n := env.Writes(); n < minLive {
		t.Errorf("%d writes were sent to the organization: the tests were elsewhere", n)
	}

	for _, workspace := range []string{env.WorkspaceID, other} {
		var left []string
		deployments, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{WorkspaceIDs: []string{workspace}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range deployments {
			left = append(left, deployments[i].ID)
		}
		connections, err := env.Client.ListEnvironmentObjects(t.Context(), astro.EnvironmentObjectFilter{WorkspaceID: workspace})
		if err != nil {
			t.Fatal(err)
		}
		for i := range connections {
			left = append(left, *connections[i].ID)
		}
		var want []string
		if workspace == env.WorkspaceID {
			want = []string{bystander, theirs}
		}
		slices.Sort(left)
		slices.Sort(want)
		if diff := cmp.Diff(want, left); diff != "" {
			t.Errorf("what is in Workspace %s (-before +after):\n%s", workspace, diff)
		}
	}
}

// nothingNamed checks that nothing of the test's own names stands any more.
func nothingNamed(t *testing.T, env *acctest.Env) error {
	t.Helper()
	suffix := env.Name("")
	deployments, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{WorkspaceIDs: []string{env.WorkspaceID}})
	if err != nil {
		return err
	}
	for i := range deployments {
		if strings.HasSuffix(deployments[i].Name, suffix) {
			return fmt.Errorf("the Deployment %s is left", deployments[i].Name)
		}
	}
	connections, err := env.Client.ListEnvironmentObjects(t.Context(), astro.EnvironmentObjectFilter{WorkspaceID: env.WorkspaceID})
	if err != nil {
		return err
	}
	for i := range connections {
		if strings.HasSuffix(connections[i].ObjectKey, suffix) {
			return fmt.Errorf("the connection %s is left", connections[i].ObjectKey)
		}
	}
	return nil
}

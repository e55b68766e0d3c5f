package acctest_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// branchScenario is what users copy, with a state that outlives a checkout.
func branchScenario(t *testing.T, states string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range []string{"main.tf", "variables.tf", "outputs.tf"} {
		text, err := os.ReadFile(filepath.Join(examplesFolder, "scenarios", "branch-environment", name))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	fmt.Fprintf(&all, `
provider "astro" {
  settle_time = "0s"
}

terraform {
  backend "local" {
    path          = %q
    workspace_dir = %q
  }
}
`, filepath.Join(states, "default.tfstate"), filepath.Join(states, "branches"))
	return all.String()
}

// The environment of a branch is made in one checkout and destroyed in a fresh
// one that knows the branch's name and nothing else: the same Deployment both
// times, the shared connections as they were, and nothing to do the second time.
func TestAccBranchEnvironment(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	shared := createShared(t, env)
	untouched := func() []*astro.EnvironmentObject {
		var all []*astro.EnvironmentObject
		for _, id := range shared {
			object := connectionNow(t, env, id)
			object.UpdatedAt, object.UpdatedBy = nil, nil
			all = append(all, object)
		}
		return all
	}
	before := untouched()
	scenario := branchScenario(t, t.TempDir())
	checkout := func(branch string) *acctest.Workdir {
		work := env.Workdir(t, scenario)
		work.Variables["TF_VAR_branch"] = branch
		// As in the workflow beside the scenario: from the branch alone, and another one for every branch.
		work.Must(t, "workspace", "select", "-or-create", fmt.Sprintf("branch-%.16x", sha256.Sum256([]byte(branch))))
		return work
	}
	must := func(output acctest.Output) {
		t.Helper()
		if output.Code != 0 {
			t.Fatalf("ended with %d:\n%s", output.Code, output.Text())
		}
	}
	const branch = "feature/ABC-123_fix"
	first := checkout(branch)
	must(first.Apply())
	name := first.Must(t, "output", "-raw", "deployment_name").Stdout
	other := checkout("feature/ABC-123-fix")
	must(other.Apply())
	if second := other.Must(t, "output", "-raw", "deployment_name").Stdout; second == name {
		t.Errorf("two branches have one Deployment name, %s", name)
	}
	if database := first.Must(t, "output", "-raw", "database").Stdout; database == other.Must(t, "output", "-raw", "database").Stdout {
		t.Errorf("two branches have one database, %s", database)
	}

	fresh := checkout(branch)
	fresh.Must(t, "plan", "-no-color", "-detailed-exitcode")
	if again := fresh.Must(t, "output", "-raw", "deployment_name").Stdout; again != name {
		t.Errorf("the fresh checkout calls it %s, the first one %s", again, name)
	}
	must(fresh.Destroy())
	deployments, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{})
	if err != nil || len(deployments) != 1 || deployments[0].Name == name {
		t.Errorf("after the destroy there are %d Deployments, error %v", len(deployments), err)
	}
	env.ResetJournal()
	must(checkout(branch).Destroy())
	if env.Writes() != 0 {
		t.Errorf("the second destroy has sent %d writes", env.Writes())
	}
	must(other.Destroy())
	if diff := cmp.Diff(before, untouched()); diff != "" {
		t.Errorf("the shared connections have changed (-before +after):\n%s", diff)
	}
}

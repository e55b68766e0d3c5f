package acctest_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// A test file as everybody begins it: nothing is known of the provider, so that
// ids and other computed texts are random characters, numbers zero, collections
// empty. The provider validates and does nothing else.
const mockedTestFile = `
mock_provider "astro" {}

variables {
%s}

run "applies" {
  command = apply

  module {
    source = "./%s"
  }
}
`

// mocked applies configurations by `terraform test` with a mocked provider, all
// in one process.
func mocked(t *testing.T, env *acctest.Env, configurations map[string]string, values map[string]config.Variables) acctest.Output {
	t.Helper()
	acctest.RequireMinor(t, 7, 8) // mock_provider
	w := env.Workdir(t, "")
	for name, text := range configurations {
		folder := strings.NewReplacer("/", "-", "_", "-").Replace(name)
		w.Write(t, filepath.Join(folder, "main.tf"), text)
		var variables strings.Builder
		for variable, value := range values[name] {
			encoded, err := value.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&variables, "  %s = %s\n", variable, encoded)
		}
		w.Write(t, filepath.Join("tests", folder+".tftest.hcl"), fmt.Sprintf(mockedTestFile, variables.String(), folder))
	}
	w.Must(t, "init", "-input=false")
	return w.Run("test", "-no-color")
}

// Users copy the examples, and test what they made of them.
func TestAccExamplesWithMockedProvider(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	configurations, values := map[string]string{}, map[string]config.Variables{}
	for _, e := range findExamples(t) {
		if terraformMinor, tofuMinor := e.since(); !acctest.HasMinor(terraformMinor, tofuMinor) {
			continue
		}
		text := e.text(t)
		configurations[e.name], values[e.name] = text, variables(t, env, text, false)
	}
	said := mocked(t, env, configurations, values)
	if want := fmt.Sprintf("%d passed, 0 failed", len(configurations)); said.Code != 0 || !strings.Contains(said.Text(), want) {
		t.Errorf("expected %s:\n%s", want, said.Text())
	}
	if count := env.Requests("", ""); count > 0 {
		t.Errorf("%d requests were sent", count)
	}
}

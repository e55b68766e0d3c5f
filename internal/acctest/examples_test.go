package acctest_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// examplesFolder holds what users copy. Every configuration in it is applied,
// planned again, imported where the folder says how, and destroyed. None uses
// for_each: the test library cannot read its keys in a state.
const examplesFolder = "../../examples"

// example is one configuration.
type example struct {
	name  string
	files []string
}

func findExamples(t *testing.T) []example {
	t.Helper()
	var found []example
	for _, pattern := range []string{"provider/provider*.tf", "resources/*/resource*.tf", "data-sources/*/data-source*.tf", "functions/*/function.tf"} {
		files, err := filepath.Glob(filepath.Join(examplesFolder, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no examples match %s: %v", pattern, err)
		}
		for _, file := range files {
			name := filepath.Base(filepath.Dir(file)) + "/" + strings.TrimSuffix(filepath.Base(file), ".tf")
			found = append(found, example{name: name, files: []string{file}})
		}
	}
	folders, err := filepath.Glob(filepath.Join(examplesFolder, "scenarios", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.tf"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no configuration in %s: %v", folder, err)
		}
		found = append(found, example{name: "scenarios/" + filepath.Base(folder), files: files})
	}
	return found
}

// since is the minor version of Terraform and of OpenTofu that reads an example,
// where not every supported one does.
func (e example) since() (terraform, tofu int) {
	switch {
	case strings.HasSuffix(e.name, "_write_only"), e.name == "unseal/function": // write-only arguments
		return 11, 11
	case strings.HasSuffix(e.name, "/function"):
		return 8, 7
	}
	return 0, 0
}

// sealKey opens what the examples have as sealed boxes.
const sealKey = "PZTupJxYCu+BaTV2K+BJVZ1tFEDe3hLmoSXxhB//jm8="

// text is the whole configuration.
func (e example) text(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, file := range e.files {
		part, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(part)
		all.WriteString("\n")
	}
	if strings.HasPrefix(e.name, "provider/") {
		// A provider block alone does nothing.
		all.WriteString("data \"astro_organization\" \"current\" {}\n")
	}
	if !strings.Contains(all.String(), "required_providers") {
		// The test library adds this by itself, but not for imports.
		return requiredProviders + all.String()
	}
	return all.String()
}

const requiredProviders = `terraform {
  required_providers {
    astro = { source = "registry.terraform.io/seed79f2c2aa/astro" }
  }
}
`

var variableBlock = regexp.MustCompile(`(?ms)^variable "([a-z_]+)" \{(.*?)^\}`)

// variables are values for what the example does not default; protect is the
// switch that examples with production Deployments have.
func variables(t *testing.T, env *acctest.Env, text string, protect bool) config.Variables {
	t.Helper()
	values := config.Variables{}
	for _, block := range variableBlock.FindAllStringSubmatch(text, -1) {
		switch name, body := block[1], block[2]; {
		case name == "protect":
			values[name] = config.BoolVariable(protect)
		case strings.Contains(body, "default"):
		case name == "astro_token":
			values[name] = config.StringVariable(env.Token)
		case name == "astro_organization_id":
			values[name] = config.StringVariable(env.OrganizationID)
		case name == "seal_key":
			values[name] = config.StringVariable(sealKey)
		case name == "branch":
			values[name] = config.StringVariable("feature/ABC-123_fix")
		case strings.Contains(body, "sensitive"):
			values[name] = config.StringVariable("a secret of " + name)
		default:
			t.Fatalf("the variable %s has no default and the test does not know it", name)
		}
	}
	return values
}

func TestAccExamples(t *testing.T) {
	t.Parallel()
	for _, e := range findExamples(t) {
		t.Run(e.name, func(t *testing.T) {
			terraformMinor, tofuMinor := e.since()
			acctest.RequireMinor(t, terraformMinor, tofuMinor)
			env := acctest.Start(t)
			var shared []string
			if e.name == "scenarios/branch-environment" {
				shared = createShared(t, env)
			}
			text := e.text(t)
			protected, released := variables(t, env, text, true), variables(t, env, text, false)
			steps := []resource.TestStep{
				{Config: text, ConfigVariables: protected},
				{Config: text, ConfigVariables: protected, PlanOnly: true},
			}
			steps = append(steps, importSteps(t, e, text, protected)...)
			if _, ok := released["protect"]; ok {
				steps = append(steps, resource.TestStep{Config: text, ConfigVariables: released})
			}
			env.Test(t, resource.TestCase{Steps: steps})
			checkNothingLeft(t, env, shared)
		})
	}
}

// createShared makes the connections that a branch environment finds, as another
// state would own them.
func createShared(t *testing.T, env *acctest.Env) []string {
	t.Helper()
	auto := true
	var ids []string
	for _, body := range []*astro.CreateEnvironmentObjectRequest{
		{ObjectKey: "snowflake_conn_management_demo", AutoLinkDeployments: &auto, Connection: &astro.ConnectionRequest{Type: "snowflake"}},
		{ObjectKey: "aws_conn_management_demo", Connection: &astro.ConnectionRequest{Type: "aws"}},
	} {
		body.ObjectType, body.Scope, body.ScopeEntityID = astro.ObjectTypeConnection, astro.ScopeWorkspace, env.WorkspaceID
		id, err := env.Client.CreateEnvironmentObject(t.Context(), body)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// checkNothingLeft checks that destroying took away everything but what was there before.
func checkNothingLeft(t *testing.T, env *acctest.Env, shared []string) {
	t.Helper()
	deployments, err := env.Client.ListDeployments(t.Context(), astro.DeploymentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(deployments) > 0 {
		t.Errorf("%d Deployments are left, %s among them", len(deployments), deployments[0].Name)
	}
	objects, err := env.Client.ListEnvironmentObjects(t.Context(), astro.EnvironmentObjectFilter{WorkspaceID: env.WorkspaceID})
	if err != nil {
		t.Fatal(err)
	}
	if len(objects) != len(shared) {
		t.Errorf("%d environment objects are left, expected %d", len(objects), len(shared))
	}
	for _, object := range objects {
		if len(object.Links) > 0 {
			t.Errorf("%d links are left on %s", len(object.Links), object.ObjectKey)
		}
	}
}

var importLine = regexp.MustCompile(`(?m)^terraform import '?([^ ']+)'? '?([^'\n]+)'?$`)

// importSteps does what import.sh beside the example says, with real ids.
func importSteps(t *testing.T, e example, text string, values config.Variables) []resource.TestStep {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(filepath.Dir(e.files[0]), "import.sh"))
	if err != nil || !strings.HasSuffix(e.files[0], "/resource.tf") {
		return nil
	}
	var steps []resource.TestStep
	for _, line := range importLine.FindAllStringSubmatch(string(script), -1) {
		address, form := line[1], line[2]
		steps = append(steps, resource.TestStep{
			Config: text, ConfigVariables: values, ResourceName: address, ImportState: true,
			ImportStateIdFunc: func(s *terraform.State) (string, error) { return importID(s, address, form) },
		})
	}
	if len(steps) == 0 {
		t.Fatalf("import.sh of %s has no line that this test understands", e.name)
	}
	return steps
}

// importID fills the form of an import id with the values of a resource.
func importID(s *terraform.State, address, form string) (string, error) {
	found := s.RootModule().Resources[address]
	if found == nil {
		return "", fmt.Errorf("no %s in the state", address)
	}
	a := found.Primary.Attributes
	switch {
	case strings.Contains(form, "|"):
		return strings.Join([]string{a["deployment_id"], a["hibernate_at_cron"], a["wake_at_cron"]}, "|"), nil
	case strings.HasPrefix(form, "deployment:"):
		return "deployment:" + a["deployment_id"] + "/" + a["key"], nil
	case strings.HasPrefix(address, "astro_workspace."):
		if strings.Contains(form, " ") {
			return a["name"], nil
		}
		return a["id"], nil
	case strings.HasPrefix(address, "astro_connection."):
		return idOr(form, a["id"], a["workspace_id"]+"/"+a["key"]), nil
	case strings.HasPrefix(address, "astro_api_token."):
		return a["id"], nil
	case strings.HasPrefix(address, "astro_agent_token."):
		return a["deployment_id"] + "/" + a["id"], nil
	case strings.HasPrefix(address, "astro_deployment."):
		return idOr(form, a["id"], a["workspace_id"]+"/"+a["name"]), nil
	case a["connection_id"] != "":
		return a["connection_id"] + "/" + a["deployment_id"], nil
	}
	return "", errors.New("unknown form of import id: " + form)
}

func idOr(form, id, pair string) string {
	if strings.Contains(form, "/") {
		return pair
	}
	return id
}

var importBlockID = regexp.MustCompile(`(?m)^\s*id\s*=\s*"(.+)"$`)

// The import block of an example and its import script speak of the same thing.
func TestExamplesImportBlocks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(examplesFolder, "resources", "*", "import-by-string-id.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no import blocks: %v", err)
	}
	for _, file := range files {
		block, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := os.ReadFile(filepath.Join(filepath.Dir(file), "import.sh"))
		if err != nil {
			t.Fatal(err)
		}
		id := importBlockID.FindSubmatch(block)
		if id == nil || !strings.Contains(string(script), string(id[1])) {
			t.Errorf("%s and import.sh beside it name different ids", file)
		}
	}
}

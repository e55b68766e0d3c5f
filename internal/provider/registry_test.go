package provider

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// What a new resource or data source needs beside its own package is asked for
// here, so that it cannot be forgotten: examples, rows in the texts that list
// what there is, acceptance tests, the attributes to blame for what Astro finds
// in a request, and a data source that tells as much as the resource.

var root = filepath.Join("..", "..")

// resourcesByName are all resources.
func resourcesByName(t *testing.T) (names []string, byName map[string]resource.Resource) {
	t.Helper()
	byName = map[string]resource.Resource{}
	for _, create := range resources() {
		var named resource.MetadataResponse
		one := create()
		one.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: typeName}, &named)
		names = append(names, named.TypeName)
		byName[named.TypeName] = one
	}
	return names, byName
}

func dataSourceNames(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, create := range dataSources() {
		var named datasource.MetadataResponse
		create().Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: typeName}, &named)
		names = append(names, named.TypeName)
	}
	return names
}

// What exists has a name that starts with the provider's, once, in order.
func TestRegistryNames(t *testing.T) {
	t.Parallel()
	resources, _ := resourcesByName(t)
	for kind, names := range map[string][]string{"resource": resources, "data source": dataSourceNames(t)} {
		if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Errorf("the %ss are not listed once each and by name: %v", kind, names)
		}
		for _, name := range names {
			if !strings.HasPrefix(name, typeName+"_") {
				t.Errorf("%s does not start with %s_", name, typeName)
			}
		}
	}
}

// Everything has an example that a test applies, and rows where users look for
// what there is. docs/ itself is compared with the schemas by "make generate-check".
func TestRegistryDocumentation(t *testing.T) {
	t.Parallel()
	readme, index := text(t, filepath.Join(root, "README.md")), text(t, filepath.Join(root, "templates", "index.md.tmpl"))
	names, _ := resourcesByName(t)
	for _, name := range names {
		for _, file := range []string{"resource.tf", "import.sh", "import-by-string-id.tf"} {
			requireFile(t, filepath.Join(root, "examples", "resources", name, file))
		}
		page := "resources/" + strings.TrimPrefix(name, typeName+"_") + ".md"
		requireRow(t, "README.md", readme, "[`"+name+"`](docs/"+page+")")
		requireRow(t, "templates/index.md.tmpl", index, "[`"+name+"`]("+page+")")
	}
	for _, name := range dataSourceNames(t) {
		requireFile(t, filepath.Join(root, "examples", "data-sources", name, "data-source.tf"))
		requireRow(t, "README.md", readme, "`"+name+"`")
		requireRow(t, "templates/index.md.tmpl", index, "[`"+name+"`](data-sources/"+strings.TrimPrefix(name, typeName+"_")+".md)")
	}
}

// Ephemeral resources have the same, but no row for an import.
func TestRegistryEphemeralResources(t *testing.T) {
	t.Parallel()
	readme, index := text(t, filepath.Join(root, "README.md")), text(t, filepath.Join(root, "templates", "index.md.tmpl"))
	var names []string
	for _, create := range ephemeralResources() {
		var named ephemeral.MetadataResponse
		create().Metadata(t.Context(), ephemeral.MetadataRequest{ProviderTypeName: typeName}, &named)
		names = append(names, named.TypeName)
		requireFile(t, filepath.Join(root, "examples", "ephemeral-resources", named.TypeName, "ephemeral-resource.tf"))
		page := "ephemeral-resources/" + strings.TrimPrefix(named.TypeName, typeName+"_") + ".md"
		requireRow(t, "README.md", readme, "[ephemeral `"+named.TypeName+"`](docs/"+page+")")
		requireRow(t, "templates/index.md.tmpl", index, "[ephemeral `"+named.TypeName+"`]("+page+")")
		if !strings.Contains(goTests(t), `ephemeral "`+named.TypeName+`"`) {
			t.Errorf("no acceptance test opens %s", named.TypeName)
		}
	}
	if len(names) == 0 || !slices.IsSorted(names) {
		t.Errorf("the ephemeral resources are not listed by name: %v", names)
	}
}

// requireRow looks for a row of a table that begins with what it is about.
func requireRow(t *testing.T, file, text, cell string) {
	t.Helper()
	for line := range strings.Lines(text) {
		first, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		if strings.HasPrefix(line, "|") && strings.Contains(first, cell) {
			return
		}
	}
	t.Errorf("%s has no row for %s", file, cell)
}

// The life that TestAccSmokeResources leads through on every CLI has each
// resource in it: created, planned again, imported, changed or kept, destroyed.
// Data sources are read there, or by a test of their own.
func TestRegistryAcceptance(t *testing.T) {
	t.Parallel()
	smoke := text(t, filepath.Join("..", "acctest", "smoke_resources_test.go"))
	names, _ := resourcesByName(t)
	for _, name := range names {
		for what, part := range map[string]string{
			"create": `resource "` + name + `" "it"`, "import": `imported("` + name + `.it"`, "action at a change": `"` + name + `.it"`,
		} {
			n := 1
			if what == "action at a change" {
				n = 1 + strings.Count(smoke, `imported("`+name+`.it"`)
			}
			if strings.Count(smoke, part) < n {
				t.Errorf("TestAccSmokeResources has no %s of %s", what, name)
			}
		}
	}
	tests := goTests(t)
	for _, name := range dataSourceNames(t) {
		if !strings.Contains(smoke, `data "`+name+`" "it"`) && !strings.Contains(tests, `Data("`+name+`"`) {
			t.Errorf("no test reads the data source %s", name)
		}
	}
}

// goTests is the text of all tests that start the provider against an emulator.
func goTests(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "*", "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("finding the tests: %d files, %v", len(files), err)
	}
	var all strings.Builder
	for _, file := range files {
		if one := text(t, file); strings.Contains(one, "acctest.Start") {
			all.WriteString(one)
		}
	}
	return all.String()
}

// notSent are arguments that no request has a field for, or not one of their own.
var notSent = map[string]string{
	"deletion_protection": "decides what the provider refuses", "wait_for_healthy": "decides how long it waits", "force_destroy": "decides what it refuses", "allow_secret_loss": "decides what it refuses",
	"timeouts":                                 "decides how long it waits",
	"astro_connection.workspace_id":            "one of two ways to fill scopeEntityId",
	"astro_connection.deployment_id":           "the other one",
	"astro_connection_link.connection_id":      "part of the address",
	"astro_connection_override.connection_id":  "part of the address",
	"astro_hibernation_schedule.deployment_id": "part of the address",
	"astro_api_token.workspace_id":             "one of two ways to fill entityId",
	"astro_api_token.deployment_id":            "the other one",
	"astro_agent_token.deployment_id":          "part of the address",
	"rotate_when_changed":                      "decides when a token is rotated",
	"recipients":                               "whom the provider seals the text for",
	"store_token":                              "decides what the state holds",
}

// Every argument of a resource is named for a field of its requests, under names
// that the API knows, so that what Astro finds in it is said where it stands.
func TestRegistryNamesAttributesToBlame(t *testing.T) {
	t.Parallel()
	contract := text(t, filepath.Join("..", "emulator", "openapi.json"))
	schemas, used := schemasOf(t), map[string]bool{}
	names, byName := resourcesByName(t)
	for _, name := range names {
		one, ok := byName[name].(fwkit.WithFieldAttributes)
		if !ok {
			t.Errorf("%s does not name its attributes by the fields of its requests (fwkit.WithFieldAttributes)", name)
			continue
		}
		named := map[string]bool{}
		for field, attribute := range one.FieldAttributes() {
			named[attribute] = true
			for member := range strings.SplitSeq(field, ".") {
				if !strings.Contains(contract, `"`+member+`":`) {
					t.Errorf("%s: the API has no field %s", name, field)
				}
			}
		}
		for _, a := range schemas.ResourceSchemas[name].Block.Attributes {
			if !a.Required && !a.Optional || strings.HasSuffix(a.Name, "_wo") || strings.HasSuffix(a.Name, "_wo_version") {
				delete(named, a.Name)
				continue
			}
			exempt := exemption(notSent, name, a.Name, used)
			if named[a.Name] == exempt {
				t.Errorf("%s.%s: named for a field %v, but named in notSent %v", name, a.Name, named[a.Name], exempt)
			}
			delete(named, a.Name)
		}
		for attribute := range named {
			t.Errorf("%s has no attribute %s, which is named for a field", name, attribute)
		}
		for _, nested := range schemas.ResourceSchemas[name].Block.BlockTypes {
			exemption(notSent, name, nested.TypeName, used)
		}
	}
	requireUsed(t, "notSent", notSent, used)
}

// notRead are resources without a data source of their name, and attributes
// that the data source of the name does not have.
var notRead = map[string]string{
	"astro_connection_link":      "astro_connection tells the links of a connection, astro_connections those of a Deployment",
	"astro_connection_override":  "as above, with the effective values",
	"astro_hibernation_schedule": "astro_deployment lists the schedules",
	"deletion_protection":        "a setting of the resource", "wait_for_healthy": "a setting of the resource", "force_destroy": "a setting of the resource", "allow_secret_loss": "a setting of the resource",
	"timeouts":            "a setting of the resource",
	"astro_agent_token":   "nothing but its Deployment's agents has a use for it",
	"rotate_when_changed": "a setting of the resource", "recipients": "a setting of the resource", "store_token": "a setting of the resource",
	"token": "the API tells the text once", "sealed": "made of the text",
	"astro_deployment.original_astro_runtime_version": "the API does not tell it",
	"astro_deployment.workload_identity":              "the API tells effective_workload_identity alone",
	"astro_connection.auth_type_id":                   "the API does not tell it back, and the auth type itself in some organizations only",
}

var secretArgument = regexp.MustCompile(`^(password|.*_wo|.*_wo_version)$`)

// What a resource has, the data source of the same name tells as well.
func TestRegistryDataSourcesTellWhatResourcesHave(t *testing.T) {
	t.Parallel()
	schemas, used := schemasOf(t), map[string]bool{}
	for name, s := range schemas.ResourceSchemas {
		source := schemas.DataSourceSchemas[name]
		if exempt := exemption(notRead, name, "", used); exempt || source == nil {
			if !exempt {
				t.Errorf("there is no data source %s", name)
			}
			continue
		}
		has := func(attribute string) bool {
			return slices.ContainsFunc(source.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == attribute })
		}
		for _, a := range s.Block.Attributes {
			if secretArgument.MatchString(a.Name) {
				continue
			}
			if exempt := exemption(notRead, name, a.Name, used); has(a.Name) == exempt {
				t.Errorf("%s.%s: the data source has it %v, but it is named in notRead %v", name, a.Name, has(a.Name), exempt)
			}
		}
		for _, nested := range s.Block.BlockTypes {
			exemption(notRead, name, nested.TypeName, used)
		}
	}
	requireUsed(t, "notRead", notRead, used)
}

// exemption reports whether an attribute is excepted, alone or in every
// resource, and remembers that.
func exemption(table map[string]string, resourceName, attribute string, used map[string]bool) bool {
	keys := []string{resourceName}
	if attribute != "" {
		keys = []string{resourceName + "." + attribute, attribute}
	}
	for _, key := range keys {
		if _, ok := table[key]; ok {
			used[key] = true
			return true
		}
	}
	return false
}

func requireUsed(t *testing.T, name string, table map[string]string, used map[string]bool) {
	t.Helper()
	for key := range table {
		if !used[key] {
			t.Errorf("%s names %s, which does not exist", name, key)
		}
	}
}

func text(t *testing.T, file string) string {
	t.Helper()
	read, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(read)
}

func requireFile(t *testing.T, file string) {
	t.Helper()
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		t.Errorf("%s is missing or empty", file)
	}
}

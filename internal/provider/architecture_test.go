package provider

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/seed79f2c2aa/terraform-provider-astro"

// layers are what slices rest on, from below.
var layers = []string{"astro", "ownership", "walk", "validate", "cron", "fwkit"}

// mayImport are the packages that are no slices, and what of ours they import;
// nil means anything but test machinery. The linter has the same rules. They
// stand here once more so that a new slice cannot be forgotten in either place:
// what is not named is one.
var mayImport = map[string][]string{
	"astro": {}, "ownership": {"astro", "walk"}, "walk": {"astro", "ownership"}, "validate": {}, "cron": {}, "fwkit": layers,
	"function": {"validate", "cron"}, "provider": nil, "emulator": {},
}

// machinery is imported by tests and commands alone.
var machinery = []string{"acctest", "emulator", "cmd"}

// refusedImports are those imports, by package below internal, that the
// architecture does not allow.
func refusedImports(imports map[string][]string) []string {
	var refused []string
	for importer, imported := range imports {
		if importer == "acctest" || importer == "cmd" {
			continue // may import anything
		}
		allowed, named := mayImport[importer]
		if !named {
			allowed = layers
		}
		for _, one := range imported {
			switch {
			case one == importer:
			case slices.Contains(machinery, one), allowed != nil && !slices.Contains(allowed, one):
				refused = append(refused, importer+" imports "+one)
			}
		}
	}
	slices.Sort(refused)
	return refused
}

// importsOfOurs reads what each package below internal imports of ours outside
// of tests, by its first folder.
func importsOfOurs(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		below, err := filepath.Rel(filepath.Join(root, "internal"), path)
		if err != nil {
			return err
		}
		importer, _, _ := strings.Cut(filepath.ToSlash(below), "/")
		imports[importer] = append(imports[importer], []string{}...)
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if one, ok := strings.CutPrefix(imported, module+"/internal/"); ok {
				one, _, _ = strings.Cut(one, "/")
				imports[importer] = append(imports[importer], one)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}

func TestArrowsPointDownwards(t *testing.T) {
	t.Parallel()
	imports := importsOfOurs(t)
	for _, refused := range refusedImports(imports) {
		t.Error(refused)
	}
	// What is looked at is what is meant.
	for _, known := range []string{"deployment", "fwkit", "provider"} {
		if len(imports[known]) == 0 {
			t.Errorf("%s imports nothing of ours: the test does not see its files", known)
		}
	}
	for named := range mayImport {
		if _, exists := imports[named]; !exists {
			t.Errorf("there is no package %s", named)
		}
	}
}

// Packages that nobody has named are covered.
func TestArrowsOfANewSlice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		importer string
		imported []string
		want     []string
	}{
		"layers":          {"alert", layers, nil},
		"itself":          {"alert", []string{"alert"}, nil},
		"a slice":         {"alert", []string{"fwkit", "deployment"}, []string{"alert imports deployment"}},
		"a new slice":     {"alert", []string{"team"}, []string{"alert imports team"}},
		"the provider":    {"alert", []string{"provider"}, []string{"alert imports provider"}},
		"the emulator":    {"alert", []string{"emulator", "acctest"}, []string{"alert imports acctest", "alert imports emulator"}},
		"a layer, above":  {"walk", []string{"astro", "fwkit"}, []string{"walk imports fwkit"}},
		"a layer, slices": {"fwkit", []string{"alert"}, []string{"fwkit imports alert"}},
		"the emulator's":  {"emulator", []string{"astro"}, []string{"emulator imports astro"}},
		"functions":       {"function", []string{"cron", "astro"}, []string{"function imports astro"}},
		"the provider's":  {"provider", []string{"alert", "astro", "emulator"}, []string{"provider imports emulator"}},
		"tests":           {"acctest", []string{"alert", "emulator"}, nil},
	} {
		if got := refusedImports(map[string][]string{c.importer: c.imported}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

var noSlice = regexp.MustCompile(`(?m)^ +- "!\*\*/internal/([a-z]+)/\*\*"$`)

// The linter takes the same packages for slices.
func TestLinterKnowsTheSameSlices(t *testing.T) {
	t.Parallel()
	_, rule, found := strings.Cut(text(t, filepath.Join(root, ".golangci.yml")), "\n        slices:\n")
	rule, _, _ = strings.Cut(rule, "\n          allow:\n")
	got, want := []string{}, []string{"acctest", "cmd"}
	for _, match := range noSlice.FindAllStringSubmatch(rule, -1) {
		got = append(got, match[1])
	}
	for named := range mayImport {
		want = append(want, named)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !found || !slices.Equal(got, want) {
		t.Errorf("the rule \"slices\" of .golangci.yml leaves out %v, want %v", got, want)
	}
}

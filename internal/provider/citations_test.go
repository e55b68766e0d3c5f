package provider

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// facts is the file whose sections are cited as "(API facts, E.5)".
const facts = ".github/API.md"

// checklist is what "the emulator's checklist" is called there.
const checklist = "Appendix 2"

var (
	// factsHeading is a section, as "## A. Transport" or "## A.1 Hosts".
	factsHeading = regexp.MustCompile(`(?m)^#+ (Appendix \d+|[A-J](?:\.\d+)?)\.? `)
	// factsItem is a row of a numbered list.
	factsItem = regexp.MustCompile(`(?m)^(\d+)\. `)
	// continued joins what a comment or a paragraph breaks over lines.
	continued = regexp.MustCompile(`[ \t]*\n[ \t]*(?://+|#)?[ \t]*`)
	// citation is everything from the words to the closing bracket.
	citation = regexp.MustCompile(`API facts\b([^()]*?)(?:\)|$)|API facts \(([^()]*)\)`)
	section  = regexp.MustCompile(`\b(Appendix \d+(?:\.\d+)?|[A-J](?:\.\d+)?)\b`)
	between  = regexp.MustCompile(`^([A-J])\.(\d+) to ([A-J])\.(\d+)$`)
	interval = regexp.MustCompile(`[A-J]\.\d+ to [A-J]\.\d+`)
)

// sectionsOf are the sections of the facts and the rows of their appendices.
func sectionsOf(text string) map[string]bool {
	found := map[string]bool{}
	headings := factsHeading.FindAllStringSubmatchIndex(text, -1)
	for i, at := range headings {
		name, end := text[at[2]:at[3]], len(text)
		if i+1 < len(headings) {
			end = headings[i+1][0]
		}
		found[name] = true
		if strings.HasPrefix(name, "Appendix") {
			for _, item := range factsItem.FindAllStringSubmatch(text[at[1]:end], -1) {
				found[name+"."+item[1]] = true
			}
		}
	}
	return found
}

// unresolved are the problems of the citations in a text; cited counts them.
func unresolved(text string, sections map[string]bool) (problems []string, cited int) {
	for _, match := range citation.FindAllStringSubmatch(continued.ReplaceAllString(text, " "), -1) {
		said := strings.ReplaceAll(match[1]+match[2], "the emulator's checklist", checklist)
		said = strings.TrimPrefix(strings.TrimSpace(said), ", ")
		said, _, _ = strings.Cut(strings.TrimPrefix(said, ","), ":")
		names := section.FindAllString(said, -1)
		if len(names) == 0 {
			problems = append(problems, fmt.Sprintf("%q names no section", match[0]))
			continue
		}
		cited++
		for _, ends := range interval.FindAllString(said, -1) {
			names = append(names, within(ends)...)
		}
		for _, name := range names {
			if !sections[name] {
				problems = append(problems, fmt.Sprintf("%q: there is no section %s", match[0], name))
			}
		}
	}
	return problems, cited
}

// within are the sections of "C.4 to C.12"; one that cannot be is a section that
// does not exist.
func within(ends string) []string {
	m := between.FindStringSubmatch(ends)
	first, _ := strconv.Atoi(m[2])
	last, _ := strconv.Atoi(m[4])
	if m[1] != m[3] || first >= last {
		return []string{ends}
	}
	var names []string
	for n := first; n <= last; n++ {
		names = append(names, m[1]+"."+strconv.Itoa(n))
	}
	return names
}

// Every fact that code and documents cite is there.
func TestCitedFactsExist(t *testing.T) {
	t.Parallel()
	sections, cited := sectionsOf(text(t, filepath.Join(root, facts))), 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.Base(path)
		if entry.IsDir() {
			// What is no part of the repository, and this machine's builds.
			if strings.HasPrefix(name, ".") && !slices.Contains([]string{"..", ".github", ".ci"}, name) || name == "dist" {
				return filepath.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".md", ".tmpl", ".tf", ".yml"}, filepath.Ext(name)) || name == "citations_test.go" || path == filepath.Join(root, facts) {
			return nil
		}
		read, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		problems, n := unresolved(string(read), sections)
		cited += n
		for _, problem := range problems {
			t.Errorf("%s: %s", path, problem)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// What is looked at is what is meant.
	if cited < 250 || len(sections) < 60 {
		t.Errorf("%d citations and %d sections were found", cited, len(sections))
	}
}

func TestCitationsThatLeadNowhere(t *testing.T) {
	t.Parallel()
	sections := sectionsOf("# A. Transport\n\n## A.1 Hosts\n\n## A.2 Headers\n\n# Appendix 2. List\n\n1. one\n2. two\n\n# B. More\n\n3. none\n")
	for said, want := range map[string]int{
		"(API facts, A.1)":                                      0,
		"(API facts, A)":                                        0,
		"(API facts, A.1 and A.2)":                              0,
		"(API facts, A.1 to A.2, B)":                            0,
		"(API facts, Appendix 2.2)":                             0,
		"the API facts (section B and the rows marked unknown)": 0,
		"(API facts,\n\t// A.2)":                                0,
		"(API facts, A.1,\n// A.2)":                             0,
		"(API facts, A.1: the reason)":                          0,
		"(API facts, A.1 and the emulator's checklist)":         0,
		"(API facts, the emulator's checklist)":                 0,
		"(API facts, A.3)":                                      1,
		"(API facts, A.1 and C.2)":                              1,
		"(API facts, A.1 to A.4)":                               3, // A.4 twice, A.3
		"(API facts, A.2 to B.1)":                               2,
		"(API facts, Appendix 2.3)":                             1,
		"(API facts,\n// A.9)":                                  1,
		"(API facts)":                                           1,
		"(API facts, see there)":                                1,
		"nothing is cited (A.9)":                                0,
	} {
		if problems, _ := unresolved(said, sections); len(problems) != want {
			t.Errorf("%q: %d problems %q, want %d", said, len(problems), problems, want)
		}
	}
}

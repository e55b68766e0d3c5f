package acctest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// workflow is the part of a GitHub Actions workflow that the rules are about.
type workflow struct {
	On          any               `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Concurrency struct {
		Group  string `yaml:"group"`
		Cancel bool   `yaml:"cancel-in-progress"`
	} `yaml:"concurrency"`
	Defaults struct {
		Run struct {
			Shell string `yaml:"shell"`
		} `yaml:"run"`
	} `yaml:"defaults"`
	Jobs map[string]struct {
		If    string `yaml:"if"`
		Steps []struct {
			Run string `yaml:"run"`
		} `yaml:"steps"`
	} `yaml:"jobs"`
}

// Users copy these workflows, so they have to be safe as they stand.
func TestExampleWorkflows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(examplesFolder, "scenarios", "*", "github-workflows", "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var w workflow
			if err := yaml.Unmarshal(text, &w); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), "pull_request_target") {
				t.Error("pull_request_target gives the code of forks the repository's secrets")
			}
			if w.Permissions["contents"] != "read" || len(w.Permissions) != 1 {
				t.Errorf("permissions = %v, want contents: read and nothing else", w.Permissions)
			}
			if w.Concurrency.Group == "" || w.Concurrency.Cancel {
				t.Errorf("concurrency = %+v, want a group whose runs are never killed half-way", w.Concurrency)
			}
			triggers, _ := w.On.(map[string]any)
			_, onPullRequest := triggers["pull_request"]
			// Unnamed, the shell runs without pipefail: a plan that fails in
			// front of a pipe would look like one that has succeeded.
			if w.Defaults.Run.Shell != "bash" {
				t.Errorf("the shell is %q, want bash", w.Defaults.Run.Shell)
			}
			for name, job := range w.Jobs {
				if onPullRequest && !strings.Contains(job.If, "head.repo.full_name == github.repository") && !strings.Contains(job.If, "'push'") {
					t.Errorf("the job %s runs for forks, which have no secrets", name)
				}
				for _, step := range job.Steps {
					// An expression inside a script lets a branch name run commands.
					if strings.Contains(step.Run, "${{") {
						t.Errorf("the job %s has an expression in a script: %s", name, step.Run)
					}
				}
			}
		})
	}
}

// Whatever deploys to a Deployment that hibernates wakes it first.
func TestExampleWorkflowsWakeWhatSleeps(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(examplesFolder, "scenarios", "*", "main.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		scenario, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(scenario), `"astro_hibernation_schedule"`) {
			continue
		}
		workflows, err := filepath.Glob(filepath.Join(filepath.Dir(file), "github-workflows", "*.yml"))
		if err != nil || len(workflows) == 0 {
			t.Fatalf("%s has no workflows: %v", file, err)
		}
		for _, name := range workflows {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			wakes, deploys := strings.Index(string(text), "astro deployment wake-up"), strings.Index(string(text), "run: astro deploy ")
			if deploys >= 0 && (wakes < 0 || wakes > deploys) {
				t.Errorf("%s deploys to a Deployment that may hibernate without waking it", name)
			}
		}
	}
}

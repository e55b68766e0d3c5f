// Package stage is what the demo and the benchmark stand on: the provider built
// into a filesystem mirror, a running emulator, and a CLI to run.
package stage

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	providerAddress = "registry.terraform.io/seed79f2c2aa/astro"
	providerVersion = "0.1.0"
)

// Stage is a temporary folder with the provider built into a filesystem mirror
// and a CLI configuration that knows only this mirror. Plain "terraform init"
// then works as it does for a user, offline.
type Stage struct {
	// Folder is the temporary folder.
	Folder string
	// CLIConfig is the file to name in TF_CLI_CONFIG_FILE.
	CLIConfig string

	root string // of the repository
}

// New builds the provider of the repository that the process runs in.
func New(ctx context.Context) (*Stage, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return nil, fmt.Errorf("finding the repository (run this inside it, by 'make demo'): %w", err)
	}
	s := &Stage{root: strings.TrimSpace(string(out))}
	if s.Folder, err = os.MkdirTemp("", "astro-stage-"); err != nil {
		return nil, fmt.Errorf("making a working folder: %w", err)
	}
	if err := s.install(ctx); err != nil {
		s.Remove()
		return nil, err
	}
	return s, nil
}

// Remove deletes the folder.
func (s *Stage) Remove() { _ = os.RemoveAll(s.Folder) }

// install builds the provider into the mirror and writes the CLI configuration.
func (s *Stage) install(ctx context.Context) error {
	mirror := filepath.Join(s.Folder, "mirror")
	binary := filepath.Join(mirror, providerAddress, providerVersion, runtime.GOOS+"_"+runtime.GOARCH,
		"terraform-provider-astro_v"+providerVersion)
	// The paths and the version are this program's own.
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", //nolint:gosec // See above.
		"-ldflags", "-s -w -X main.version="+providerVersion, "-o", binary, ".")
	build.Dir = s.root
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building the provider: %w", err)
	}
	s.CLIConfig = filepath.Join(s.Folder, "cli.tfrc")
	config := fmt.Sprintf("disable_checkpoint = true\n\nprovider_installation {\n  filesystem_mirror {\n    path    = %q\n    include = [%q]\n  }\n}\n",
		mirror, providerAddress)
	if err := os.WriteFile(s.CLIConfig, []byte(config), 0o600); err != nil {
		return fmt.Errorf("writing the CLI configuration: %w", err)
	}
	return nil
}

// Scenario copies the configuration of examples/scenarios/name into the working
// folder and returns its path.
func (s *Stage) Scenario(name string) (string, error) {
	to := filepath.Join(s.Folder, name)
	if err := os.MkdirAll(to, 0o700); err != nil {
		return "", fmt.Errorf("making a folder for %s: %w", name, err)
	}
	files, err := filepath.Glob(filepath.Join(s.root, "examples", "scenarios", name, "*.tf"))
	if err != nil || len(files) == 0 {
		return "", fmt.Errorf("no configuration in examples/scenarios/%s: %w", name, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("reading the scenario: %w", err)
		}
		copied := filepath.Join(to, filepath.Base(file))
		if err := os.WriteFile(copied, text, 0o600); err != nil { //nolint:gosec // A file of this repository into the own folder.
			return "", fmt.Errorf("copying the scenario: %w", err)
		}
	}
	return to, nil
}

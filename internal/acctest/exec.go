package acctest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// address is where CLIs look for the provider, spelt out for OpenTofu too.
const address = "registry.terraform.io/seed79f2c2aa/astro"

// build is the provider built once per test run, in a filesystem mirror.
var build struct {
	once   sync.Once
	folder string
	err    error
}

// mirror builds the provider and returns the mirror that holds it.
func mirror() (string, error) {
	build.once.Do(func() {
		if build.folder, build.err = os.MkdirTemp("", "astro-mirror-"); build.err != nil {
			return
		}
		target := filepath.Join(build.folder, filepath.FromSlash(address), Version, runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-astro_v"+Version)
		root, err := moduleRoot()
		if err != nil {
			build.err = err
			return
		}
		command := exec.Command("go", "build", "-ldflags", "-X main.version="+Version, "-o", target, ".") //nolint:noctx // the test run's own timeout bounds it
		command.Dir = root
		if output, err := command.CombinedOutput(); err != nil {
			build.err = fmt.Errorf("building the provider: %w\n%s", err, output)
		}
	})
	return build.folder, build.err
}

// removeBuild removes what mirror made.
func removeBuild() {
	if build.folder != "" {
		_ = os.RemoveAll(build.folder)
	}
}

// moduleRoot is the folder of go.mod above the test's working folder.
func moduleRoot() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", errors.New("no go.mod above the working folder")
		}
		folder = parent
	}
}

// Workdir is a folder with a configuration and a state of its own, for real CLI
// processes with the built provider.
type Workdir struct {
	// Folder is where the configuration is.
	Folder string
	// Variables are added to the environment of the processes.
	Variables map[string]string

	cli    string
	mirror string
	home   string
}

// Output is what a CLI process said.
type Output struct {
	// Code is the exit code, -1 when the process could not be run.
	Code           int
	Stdout, Stderr string
}

// Text is everything the process said.
func (o Output) Text() string { return o.Stdout + o.Stderr }

// Workdir writes a configuration and initialises it. Where the provider comes
// from is added; the provider block is the configuration's own affair, and
// `provider "astro" {}` finds the emulator by the environment.
func (e *Env) Workdir(tb testing.TB, configuration string) *Workdir {
	tb.Helper()
	cli := RequireCLI(tb)
	folder, err := mirror()
	if err != nil {
		tb.Fatal(err)
	}
	countTest()
	w := &Workdir{
		Folder: tb.TempDir(), cli: cli, mirror: folder, home: tb.TempDir(),
		Variables: map[string]string{"ASTRO_API_HOST": e.URL, "ASTRO_API_TOKEN": e.Token},
	}
	maps.Copy(w.Variables, e.variables)
	w.Write(tb, "versions.tf", fmt.Sprintf("terraform {\n  required_providers {\n    astro = {\n      source = %q\n    }\n  }\n}\n", address))
	w.Write(tb, "main.tf", configuration)
	settings := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", folder)
	if err := os.WriteFile(filepath.Join(w.home, "cli.tfrc"), []byte(settings), 0o600); err != nil {
		tb.Fatal(err)
	}
	w.Must(tb, "init", "-input=false")
	return w
}

// Write writes a file of the configuration.
func (w *Workdir) Write(tb testing.TB, name, text string) {
	tb.Helper()
	file := filepath.Join(w.Folder, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// Read reads a file of the configuration.
func (w *Workdir) Read(tb testing.TB, name string) string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(w.Folder, name))
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// Command returns a CLI process that has not started, to interrupt or to kill.
func (w *Workdir) Command(arguments ...string) *exec.Cmd {
	command := exec.Command(w.cli, arguments...) //nolint:noctx // callers end it by signals of their own
	command.Dir = w.Folder
	command.Env = []string{
		"HOME=" + w.home, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "GOGC=400",
		"TF_CLI_CONFIG_FILE=" + filepath.Join(w.home, "cli.tfrc"), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1",
	}
	for name, value := range w.Variables {
		command.Env = append(command.Env, name+"="+value)
	}
	return command
}

// Run runs a CLI command to its end. It never fails a test, so that goroutines may use it.
func (w *Workdir) Run(arguments ...string) Output {
	command := w.Command(arguments...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	result := Output{Stdout: stdout.String(), Stderr: stderr.String()}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		result.Code = exit.ExitCode()
	case err != nil:
		result.Code, result.Stderr = -1, result.Stderr+err.Error()
	}
	return result
}

// Apply runs apply without questions.
func (w *Workdir) Apply(arguments ...string) Output {
	return w.Run(append([]string{"apply", "-auto-approve", "-no-color"}, arguments...)...)
}

// Destroy runs destroy without questions.
func (w *Workdir) Destroy(arguments ...string) Output {
	return w.Run(append([]string{"destroy", "-auto-approve", "-no-color"}, arguments...)...)
}

// Must runs a CLI command that has to succeed.
func (w *Workdir) Must(tb testing.TB, arguments ...string) Output {
	tb.Helper()
	output := w.Run(arguments...)
	if output.Code != 0 {
		tb.Fatalf("%v ended with %d:\n%s", arguments, output.Code, output.Text())
	}
	return output
}

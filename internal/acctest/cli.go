package acctest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// The CLI is looked up once: TestMain and every test ask for it.
var findCLI = sync.OnceValues(lookUpCLI)

// testsRun counts acceptance tests, for the line that Main prints.
var testsRun atomic.Int64

func countTest() { testsRun.Add(1) }

// lookUpCLI finds terraform or tofu.
func lookUpCLI() (string, error) {
	for _, variable := range []string{"TF_ACC_TERRAFORM_PATH", "TF"} {
		name := os.Getenv(variable)
		if name == "" {
			continue
		}
		found, err := exec.LookPath(name)
		if err != nil {
			return "", fmt.Errorf("%s=%s names no executable file: %w", variable, name, err)
		}
		return found, nil
	}
	for _, name := range []string{"terraform", "tofu"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	return "", errors.New("no terraform and no tofu on PATH, and neither TF_ACC_TERRAFORM_PATH nor TF is set")
}

// CLI returns the path of terraform or tofu.
func CLI() (string, error) { return findCLI() }

// IsTofu reports whether the CLI is OpenTofu; its version numbers mean other
// features than Terraform's.
func IsTofu() bool {
	return strings.Contains(cliVersion(), "OpenTofu")
}

// cliVersion is what the CLI says it is, as in "OpenTofu v1.12.6".
var cliVersion = sync.OnceValue(func() string {
	cli, err := findCLI()
	if err != nil {
		return ""
	}
	command := exec.Command(cli, "version")
	// A warning about the user's own configuration would come before the version.
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
	output, err := command.Output()
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(output)) {
		if strings.HasPrefix(line, "Terraform v") || strings.HasPrefix(line, "OpenTofu v") {
			return strings.TrimSpace(line)
		}
	}
	return ""
})

// RequireMinor skips a test when the CLI is older than 1.terraform or, for
// OpenTofu, 1.tofu, which knows what the test is about.
func RequireMinor(tb testing.TB, terraform, tofu int) {
	tb.Helper()
	RequireCLI(tb)
	if !HasMinor(terraform, tofu) {
		tb.Skipf("%s is too old: this needs Terraform 1.%d or OpenTofu 1.%d", cliVersion(), terraform, tofu)
	}
}

// HasMinor tells whether the CLI is Terraform 1.terraform, OpenTofu 1.tofu or later.
func HasMinor(terraform, tofu int) bool {
	var name string
	var major, minor int
	if _, err := fmt.Sscanf(cliVersion(), "%s v%d.%d", &name, &major, &minor); err != nil {
		return false
	}
	wanted := terraform
	if IsTofu() {
		wanted = tofu
	}
	return major > 1 || major == 1 && minor >= wanted
}

// RequireCLI skips a test when there is no CLI; in CI it fails instead, because
// a run without acceptance tests proves nothing.
func RequireCLI(tb testing.TB) string {
	tb.Helper()
	// The look-up happens before the tests start, when go test does not notice
	// what is read. Read here, these become part of what a cached result stands for.
	for _, variable := range []string{"TF_ACC_TERRAFORM_PATH", "TF", "PATH"} {
		_ = os.Getenv(variable)
	}
	cli, err := findCLI()
	if err == nil {
		return cli
	}
	if os.Getenv("CI") != "" {
		tb.Fatalf("acceptance tests need a CLI: %v", err)
	}
	tb.Skipf("acceptance tests need a CLI: %v", err)
	return ""
}

// Main is TestMain of the acceptance tests: it prepares the environment of the
// CLIs that the tests start, runs the tests and says how many ran.
func Main(m *testing.M) int {
	cli, err := findCLI()
	if err != nil {
		fmt.Fprintf(os.Stderr, "==> NO ACCEPTANCE TEST CAN RUN: %v\n", err)
	} else {
		fmt.Fprintf(os.Stderr, "==> acceptance tests with %s (%s)\n", cliVersion(), cli)
		for name, value := range map[string]string{
			"TF_ACC": "1", "TF_ACC_TERRAFORM_PATH": cli,
			// OpenTofu needs a namespace, and all CLIs then find the provider under its real address.
			"TF_ACC_PROVIDER_NAMESPACE": "seed79f2c2aa",
			// The CLIs inherit it; most of a test's time is their start-up.
			"GOGC":               "400",
			"TF_CLI_CONFIG_FILE": os.DevNull, "CHECKPOINT_DISABLE": "1",
		} {
			if err := os.Setenv(name, value); err != nil {
				fmt.Fprintf(os.Stderr, "==> could not set %s: %v\n", name, err)
				return 1
			}
		}
	}
	code := m.Run()
	removeBuild()
	fmt.Fprintf(os.Stderr, "==> %d acceptance tests ran\n", testsRun.Load())
	if live() {
		fmt.Fprintf(os.Stderr, "==> %d tests ran live\n", liveRun.Load())
	}
	return code
}

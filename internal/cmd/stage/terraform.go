package stage

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"
)

// interruptGrace is how long a CLI may take to end after an interrupt.
const interruptGrace = 30 * time.Second

// planHasChanges is the exit code of "plan -detailed-exitcode" with changes.
const planHasChanges = 2

// happening matches the lines that Brief shows: progress of resources and totals.
var happening = regexp.MustCompile(`(Creation|Destruction|Modifications?) complete after|complete! Resources|Plan: `)

// Terraform runs one CLI in one folder.
type Terraform struct {
	// Path is the terraform or tofu binary.
	Path string
	// Folder holds the configuration.
	Folder string
	// Env is the whole environment, see Environment.
	Env []string
	// Quiet keeps the output to itself unless a command fails.
	Quiet bool
	// Brief shows only what happens to resources, and errors; not the plan.
	Brief bool
}

// Environment is what the CLI sees: the process's own variables without those
// that would steer Terraform or the provider elsewhere, and the stage's.
func Environment(s *Stage, w *World) []string {
	var env []string
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "TF_") && !strings.HasPrefix(pair, "ASTRO_") {
			env = append(env, pair)
		}
	}
	return append(env,
		"TF_CLI_CONFIG_FILE="+s.CLIConfig,
		"TF_INPUT=0", "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1", colour(),
		"ASTRO_API_HOST="+w.URL, "ASTRO_API_TOKEN="+w.Info.Token, "ASTRO_HOME="+s.Folder,
		"TF_VAR_snowflake_password=not-a-secret-in-a-demo", "TF_VAR_aws_secret_access_key=not-a-secret-in-a-demo",
	)
}

// colour turns colours off unless a person looks on: the CLI itself only sees
// a pipe.
func colour() string {
	info, err := os.Stdout.Stat()
	if err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return "TF_CLI_ARGS="
	}
	return "TF_CLI_ARGS=-no-color"
}

// With returns the same CLI with one more environment variable, as NAME=value.
func (t Terraform) With(pair string) Terraform {
	t.Env = append(append([]string{}, t.Env...), pair)
	return t
}

// Run runs one command; its output appears line by line behind the prefix.
func (t Terraform) Run(ctx context.Context, prefix string, args ...string) error {
	var kept bytes.Buffer
	lines := &lineWriter{prefix: prefix + "  ", to: os.Stdout, brief: t.Brief}
	if t.Quiet {
		lines.to = &kept
	} else {
		fmt.Printf("%s$ %s %s\n", prefix, name(t.Path), strings.Join(args, " "))
	}
	cmd := exec.CommandContext(ctx, t.Path, args...) //nolint:gosec // The CLI that the user chose.
	cmd.Dir, cmd.Env = t.Folder, t.Env
	problems := &lineWriter{prefix: lines.prefix, to: lines.to}
	cmd.Stdout, cmd.Stderr = lines, problems
	// An interrupt lets the CLI write its state; killing it would not.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = interruptGrace
	err := cmd.Run()
	lines.flush()
	problems.flush()
	if err != nil {
		_, _ = kept.WriteTo(os.Stdout)
		return fmt.Errorf("%s %s: %w", name(t.Path), strings.Join(args, " "), err)
	}
	return nil
}

// ExpectEmptyPlan runs a plan and fails when it has changes.
func (t Terraform) ExpectEmptyPlan(ctx context.Context) error {
	err := t.Run(ctx, "", "plan", "-detailed-exitcode")
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == planHasChanges {
		return fmt.Errorf("the second plan is not empty, see above: %w", err)
	}
	return err
}

func name(path string) string {
	return path[strings.LastIndexByte(path, os.PathSeparator)+1:]
}

// lineWriter writes whole lines behind a prefix, so that the output of two
// commands at once stays readable.
type lineWriter struct {
	prefix string
	to     io.Writer
	brief  bool

	mu   sync.Mutex
	rest []byte
}

// Write implements io.Writer.
func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, p...)
	for {
		end := bytes.IndexByte(w.rest, '\n')
		if end < 0 {
			return len(p), nil
		}
		w.print(string(w.rest[:end]))
		w.rest = w.rest[end+1:]
	}
}

func (w *lineWriter) flush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	scan := bufio.NewScanner(bytes.NewReader(w.rest))
	for scan.Scan() {
		w.print(scan.Text())
	}
	w.rest = nil
}

func (w *lineWriter) print(line string) {
	if strings.TrimSpace(line) == "" || w.brief && !happening.MatchString(line) {
		return
	}
	_, _ = fmt.Fprintf(w.to, "%s%s\n", w.prefix, line)
}

package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCommand builds the command and uses it as another program would.
func TestCommand(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "astro-emulator")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %s\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), binary, "-addr", "127.0.0.1:0", "-token", "secret", "-switch", "retry-after=sent")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("first line: %s", err)
	}
	var hello map[string]string
	if err := json.Unmarshal([]byte(line), &hello); err != nil {
		t.Fatalf("first line %q: %s", line, err)
	}
	if hello["token"] != "secret" {
		t.Errorf("token %q", hello["token"])
	}
	for path, token := range map[string]string{
		"/v1/organizations/" + hello["organization_id"] + "/workspaces/" + hello["workspace_id"]: hello["token"],
		"/_emulator/state": "",
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, hello["url"]+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		res, err := (&http.Client{}).Do(req)
		if err != nil {
			t.Fatalf("GET %s: %s", path, err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("GET %s: %d", path, res.StatusCode)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after the interrupt: %s", err)
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"-switch", "nothing=at-all"}, `unknown switch "nothing"`},
		{[]string{"-switch", "cron=perhaps"}, "switch cron is validate or accept"},
		{[]string{"-switch", "cron"}, "is not name=word"},
		{[]string{"-profile", "odd"}, `unknown profile "odd"`},
		{[]string{"-rate-limit", "odd"}, `unknown rate limit "odd"`},
		{[]string{"-seed", "/nonexistent/seed.json"}, "reading the seed"},
		{[]string{"-addr", "nowhere"}, "listening"},
		{[]string{"extra"}, `unexpected argument "extra"`},
	} {
		var out strings.Builder
		err := run(t.Context(), test.args, &out, &out)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: error %v, want %q", test.args, err, test.want)
		}
	}
	var help strings.Builder
	if err := run(t.Context(), []string{"-h"}, &help, &help); err == nil || !strings.Contains(help.String(), "omitted-scaling-spec=keep|clear") {
		t.Errorf("-h: %v\n%s", err, help.String())
	}
}

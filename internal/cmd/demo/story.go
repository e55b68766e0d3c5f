package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cmd/stage"
)

const (
	snowflakeKey = "snowflake_conn_management_demo"
	awsKey       = "aws_conn_management_demo"
)

// branches are the two environments that the demo plays side by side.
var branches = []struct{ workspace, branch string }{
	{"cookies", "feature/ABC-123_more-cookies"},
	{"cakes", "fix/cake_recipes"},
}

// story is the demo with everything it needs.
type story struct {
	stage *stage.Stage
	world world
	cli   string
	began time.Time
}

func newStory(ctx context.Context, set *stage.Stage, cli string) (*story, error) {
	path, err := exec.LookPath(cli)
	if err != nil {
		return nil, fmt.Errorf("no CLI to play with: %w. Install terraform or tofu, or set TF=/path/to/one", err)
	}
	w, err := stage.NewWorld(ctx, "127.0.0.1:0", worldOptions())
	if err != nil {
		return nil, err
	}
	return &story{stage: set, world: world{w}, cli: path, began: time.Now()}, nil
}

// tell plays all of it.
func (s *story) tell(ctx context.Context) error {
	fmt.Printf("An emulated Astro organization runs at %s; the provider is built and mirrored below %s.\n", s.world.URL, s.stage.Folder)
	for number, step := range []struct {
		title string
		play  func(context.Context) error
	}{
		{"Two Deployments and their connections: plain init, plan, apply", s.connectionsApply},
		{"What each Deployment gets, asked of the API and not of Terraform", s.checkStory},
		{"The second plan is empty", s.secondPlan},
		{"Two branches get environments of their own, side by side", s.branchesUp},
		{"The branches are closed, side by side", s.branchesDown},
		{"The shared connections stand as before", s.checkStory},
		{"And the first configuration still has nothing to do", s.secondPlan},
	} {
		fmt.Printf("\n=== %d. %s\n", number+1, step.title)
		if err := step.play(ctx); err != nil {
			return fmt.Errorf("step %d (%s): %w", number+1, step.title, err)
		}
	}
	fmt.Printf("\nDone in %s, with %d requests to the API. Next: make emulator, and a try of your own.\n",
		time.Since(s.began).Round(time.Second), len(s.world.Emulator.Journal().Entries()))
	return nil
}

func (s *story) terraform(scenario string) (stage.Terraform, error) {
	folder, err := s.stage.Scenario(scenario)
	return stage.Terraform{Path: s.cli, Folder: folder, Env: stage.Environment(s.stage, s.world.World)}, err
}

func (s *story) connectionsApply(ctx context.Context) error {
	tf, err := s.terraform("connections-across-deployments")
	if err != nil {
		return err
	}
	for _, args := range [][]string{{"init"}, {"plan", "-out=plan"}, {"apply", "plan"}} {
		if err := tf.Run(ctx, "", args...); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) secondPlan(ctx context.Context) error {
	tf, err := s.terraform("connections-across-deployments")
	if err != nil {
		return err
	}
	return tf.ExpectEmptyPlan(ctx)
}

// branchesUp applies the branch scenario in one Terraform workspace per branch,
// both at the same time: they write links and overrides of the same connections.
func (s *story) branchesUp(ctx context.Context) error {
	tf, err := s.terraform("branch-environment")
	if err != nil {
		return err
	}
	if err := tf.Run(ctx, "", "init"); err != nil {
		return err
	}
	for _, b := range branches {
		if err := tf.Run(ctx, "", "workspace", "new", b.workspace); err != nil {
			return err
		}
	}
	if err := s.onBranches(ctx, tf, "apply"); err != nil {
		return err
	}
	for _, b := range branches {
		key := environmentKey(b.branch)
		if err := s.expect(ctx, "branch-"+key, "CONN_DEMO_"+strings.ToUpper(strings.ReplaceAll(key, "-", "_"))); err != nil {
			return err
		}
	}
	return nil
}

// environmentKey is what the scenario makes of a branch: its name in legal
// letters, and a hash that keeps apart those which then look the same.
func environmentKey(branch string) string {
	slug := strings.ToLower(strings.NewReplacer("/", "-", "_", "-").Replace(branch))
	return fmt.Sprintf("%s-%.3x", slug, sha256.Sum256([]byte(branch)))
}

func (s *story) branchesDown(ctx context.Context) error {
	tf, err := s.terraform("branch-environment")
	if err != nil {
		return err
	}
	if err := s.onBranches(ctx, tf, "destroy"); err != nil {
		return err
	}
	rows, err := s.world.deployments(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if strings.HasPrefix(row.Name, "branch-") {
			return fmt.Errorf("the Deployment %s of a closed branch is still there", row.Name)
		}
	}
	return nil
}

// onBranches runs one command for all branches at once.
func (s *story) onBranches(ctx context.Context, tf stage.Terraform, command string) error {
	tf.Brief = true
	var wg sync.WaitGroup
	failed := make([]error, len(branches))
	for i, b := range branches {
		wg.Go(func() {
			failed[i] = tf.With("TF_WORKSPACE="+b.workspace).Run(ctx, fmt.Sprintf("[%-7s] ", b.workspace),
				command, "-auto-approve", "-var", "branch="+b.branch)
		})
	}
	wg.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkStory shows and checks what the two Deployments get, and that exactly
// their links stand on the shared connections.
func (s *story) checkStory(ctx context.Context) error {
	if err := s.expect(ctx, "conn-management-demo-dev", "CONN_DEMO_DEV"); err != nil {
		return err
	}
	if err := s.expect(ctx, "conn-management-demo-prod", "CONN_DEMO_PROD"); err != nil {
		return err
	}
	shared, err := s.world.shared(ctx)
	if err != nil {
		return err
	}
	for key, want := range map[string]int{snowflakeKey: 1, awsKey: 2} {
		if got := len(shared[key].Links); got != want {
			return fmt.Errorf("%s has %d links, expected %d", key, got, want)
		}
	}
	fmt.Printf("  shared connections: %s (link and override of production), %s (links of both)\n", snowflakeKey, awsKey)
	return nil
}

// expect checks the resolved Snowflake connection of the Deployment whose name
// contains the text: its own database, everything else inherited.
func (s *story) expect(ctx context.Context, deployment, database string) error {
	rows, err := s.world.deployments(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !strings.Contains(row.Name, deployment) {
			continue
		}
		found, err := s.world.effective(ctx, row.ID)
		if err != nil {
			return err
		}
		snowflake := found[snowflakeKey].Connection
		fmt.Printf("  %-45s database %-54s account %s, warehouse %s, schema %s\n", row.Name,
			snowflake.Extra["database"], snowflake.Extra["account"], snowflake.Extra["warehouse"], snowflake.Schema)
		if snowflake.Extra["database"] != database || snowflake.Extra["account"] != "ab12345.eu-central-1" ||
			snowflake.Extra["warehouse"] != "HUMANS" || snowflake.Schema != "COOKIES" {
			return fmt.Errorf("%s should get database %s and inherit account, warehouse and schema", row.Name, database)
		}
		if _, linked := found[awsKey]; !linked {
			return fmt.Errorf("%s should get the connection %s", row.Name, awsKey)
		}
		return nil
	}
	return fmt.Errorf("there is no Deployment %s", deployment)
}

// Command bench counts what a plan of 200 small resources costs: the requests
// it sends and the time it takes, against an emulator with the latency of a far
// away API. It applies 10 connections, 10 Deployments, 100 links and 100
// overrides first, then plans with nothing to change.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sort"
	"syscall"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cmd/stage"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// configuration makes 2 * side * side small resources.
const configuration = `
terraform {
  required_providers {
    astro = { source = "registry.terraform.io/seed79f2c2aa/astro" }
  }
}

# Nobody else writes here, and the set-up is not what is measured.
provider "astro" {
  settle_time = "0s"
  rate_limits = { get = 1000, post = 1000, delete = 1000 }
}

data "astro_workspace" "main" {
  name = "Demo"
}

locals {
  side  = toset([for n in range(%[1]d) : format("%%02d", n)])
  pairs = { for p in setproduct(local.side, local.side) : join("-", p) => { connection = p[0], deployment = p[1] } }
}

resource "astro_deployment" "d" {
  for_each            = local.side
  workspace_id        = data.astro_workspace.main.id
  name                = "bench-${each.key}"
  is_development_mode = true
}

resource "astro_connection" "c" {
  for_each     = local.side
  workspace_id = data.astro_workspace.main.id
  key          = "bench_${each.key}"
  type         = "postgres"
  host         = "db.example.com"
}

resource "astro_connection_link" "l" {
  for_each      = local.pairs
  connection_id = astro_connection.c[each.value.connection].id
  deployment_id = astro_deployment.d[each.value.deployment].id
}

resource "astro_connection_override" "o" {
  for_each      = local.pairs
  connection_id = astro_connection_link.l[each.key].connection_id
  deployment_id = astro_connection_link.l[each.key].deployment_id
  host          = "db-${each.value.deployment}.example.com"
}
`

func main() {
	cli := flag.String("terraform", "terraform", "path of the terraform or tofu binary to measure with")
	side := flag.Int("side", 10, "number of connections and of Deployments; links and overrides are the square of it each")
	latency := flag.Duration("latency", 100*time.Millisecond, "latency of the API while planning")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := measure(ctx, *cli, *side, *latency)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: %s\n", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, cli string, side int, latency time.Duration) error {
	path, err := exec.LookPath(cli)
	if err != nil {
		return fmt.Errorf("no CLI to measure with: %w", err)
	}
	set, err := stage.New(ctx)
	if err != nil {
		return err
	}
	defer set.Remove()
	text := fmt.Sprintf(configuration, side)
	if err := os.WriteFile(filepath.Join(set.Folder, "main.tf"), []byte(text), 0o600); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	tf := stage.Terraform{Path: path, Folder: set.Folder, Quiet: true}

	small := 2 * side * side
	setUp := emulator.Options{Seed: emulator.SeedDemo, StateFile: filepath.Join(set.Folder, "emulator.json")}
	for _, phase := range []struct {
		title   string
		latency time.Duration
		args    [][]string
	}{
		{"apply from nothing", 0, [][]string{{"init"}, {"apply", "-auto-approve"}}},
		{"plan with nothing to change", latency, [][]string{{"plan", "-detailed-exitcode"}}},
		{"plan without refresh", latency, [][]string{{"plan", "-detailed-exitcode", "-refresh=false"}}},
	} {
		setUp.Latency = phase.latency
		if err := run(ctx, set, tf, setUp, phase.args, phase.title, small); err != nil {
			return err
		}
	}
	return nil
}

// run measures commands against a fresh server over the same stored objects.
func run(ctx context.Context, set *stage.Stage, tf stage.Terraform, opts emulator.Options, commands [][]string, title string, small int) error {
	w, err := stage.NewWorld(ctx, "127.0.0.1:0", opts)
	if err != nil {
		return fmt.Errorf("%s: %w", title, err)
	}
	defer w.Stop()
	tf.Env = stage.Environment(set, w)
	began := time.Now()
	for _, args := range commands {
		if err := tf.Run(ctx, "", args...); err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
	}
	took := time.Since(began)

	byOperation := map[string]int{}
	requests := w.Emulator.Journal().Entries()
	for _, r := range requests {
		byOperation[r.Method+" "+r.Operation]++
	}
	fmt.Printf("%s: %d requests for %d small resources (%.2f each), %s at %s latency\n",
		title, len(requests), small, float64(len(requests))/float64(small), took.Round(10*time.Millisecond), opts.Latency)
	operations := make([]string, 0, len(byOperation))
	for operation := range byOperation {
		operations = append(operations, operation)
	}
	sort.Strings(operations)
	for _, operation := range operations {
		fmt.Printf("  %5d %s\n", byOperation[operation], operation)
	}
	return nil
}

package main

import (
	"context"
	"fmt"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cmd/stage"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// worldOptions are an organization that keeps the documented rate limits and,
// like the platform, promises no order of lists.
func worldOptions() emulator.Options {
	return emulator.Options{Seed: emulator.SeedDemo, RateLimit: emulator.RateLimitDocumented, RandomOrder: true}
}

// serve is "make emulator".
func serve(ctx context.Context, s *stage.Stage, addr string) error {
	w, err := stage.NewWorld(ctx, addr, worldOptions())
	if err != nil {
		return fmt.Errorf("%w (ADDR=127.0.0.1:0 make emulator takes any free port)", err)
	}
	defer w.Stop()
	fmt.Printf(`The emulated Astro API listens at %s. In another shell:

export ASTRO_API_HOST=%s
export ASTRO_API_TOKEN=%s
export ASTRO_ORGANIZATION_ID=%s
export TF_CLI_CONFIG_FILE=%s   # finds the provider as built just now
export TF_VAR_snowflake_password=try TF_VAR_aws_secret_access_key=try

cd examples/scenarios/connections-across-deployments
terraform init && terraform apply

What is there:     curl -s %s/_emulator/state
What was asked:    curl -s %s/_emulator/journal
The Workspace:     %s

Ctrl-C ends it; nothing is kept.
`, w.URL, w.URL, w.Info.Token, w.Info.OrganizationID, s.CLIConfig, w.URL, w.URL, w.Info.WorkspaceID)
	select {
	case <-ctx.Done():
		return nil
	case err := <-w.Failed:
		return fmt.Errorf("serving: %w", err)
	}
}

package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// configuredKey is where private state keeps which clearable attributes the
// configuration set. Without it an omitted description could not be told from
// one that was never managed.
const configuredKey = "configured"

// configured is what private state keeps.
type configured struct {
	Description bool `json:"description"`
}

// rememberConfigured notes what the configuration sets.
func rememberConfigured(ctx context.Context, private fwkit.PrivateState, config *deploymentModel) diag.Diagnostics {
	return fwkit.Remember(ctx, private, configuredKey, configured{Description: config.Description.ValueString() != ""})
}

// recallConfigured gives the zero value when nothing was noted, as after an import.
func recallConfigured(ctx context.Context, private fwkit.PrivateState) (configured, diag.Diagnostics) {
	return fwkit.Recall[configured](ctx, private, configuredKey)
}

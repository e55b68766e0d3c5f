package deployment

import (
	"context"
	"encoding/json"

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
func rememberConfigured(ctx context.Context, private privateState, config *deploymentModel) diag.Diagnostics {
	encoded, err := json.Marshal(configured{Description: config.Description.ValueString() != ""})
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Could not remember the configuration", fwkit.Explain(err))}
	}
	return private.SetKey(ctx, configuredKey, encoded)
}

// recallConfigured gives the zero value when nothing was noted, as after an import.
func recallConfigured(ctx context.Context, private privateState) (configured, diag.Diagnostics) {
	var noted configured
	encoded, diags := private.GetKey(ctx, configuredKey)
	if encoded != nil && json.Unmarshal(encoded, &noted) != nil {
		return configured{}, diags // written by another version
	}
	return noted, diags
}

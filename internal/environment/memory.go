package environment

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// memoryKey is where private state keeps a memory.
const memoryKey = "declared"

// memory is what private state remembers of the last create or update. It
// holds names only, never a value.
type memory struct {
	// Configured are the attributes that the configuration declared: one that
	// is declared no more is cleared, one that never was is left alone.
	Configured []string `json:"configured,omitempty"`
	// SecretMembers are the names of the members that extra_wo held.
	SecretMembers []string `json:"secret_members,omitempty"`
}

func (m memory) configured(attribute string) bool { return slices.Contains(m.Configured, attribute) }

func remember(ctx context.Context, private fwkit.PrivateState, m memory) diag.Diagnostics {
	return fwkit.Remember(ctx, private, memoryKey, m)
}

// recall gives an empty memory when nothing was remembered, as after an import.
func recall(ctx context.Context, private fwkit.PrivateState) (memory, diag.Diagnostics) {
	return fwkit.Recall[memory](ctx, private, memoryKey)
}

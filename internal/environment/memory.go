package environment

import (
	"context"
	"encoding/json"
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

// privateState is the part of the framework's private state that is used here.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func remember(ctx context.Context, private privateState, m memory) diag.Diagnostics {
	encoded, err := json.Marshal(m)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Could not remember the configuration", fwkit.Explain(err))}
	}
	return private.SetKey(ctx, memoryKey, encoded)
}

// recall gives an empty memory when nothing was remembered, as after an import.
func recall(ctx context.Context, private privateState) (memory, diag.Diagnostics) {
	encoded, diags := private.GetKey(ctx, memoryKey)
	var m memory
	if diags.HasError() || encoded == nil {
		return m, diags
	}
	if err := json.Unmarshal(encoded, &m); err != nil {
		return memory{}, diags // written by another version of the provider: as after an import
	}
	return m, diags
}

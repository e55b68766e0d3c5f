package environment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	// LeftBehind are members of extra that are declared no more and that Astro
	// did not remove, with the mark of the value each had. They are not shown
	// while that stays.
	LeftBehind map[string]string `json:"left_behind,omitempty"`
	// Imported are the secret fields that an import took over by name, and that no
	// configuration has declared since. Destroying the override unsets them, too.
	Imported []string `json:"imported,omitempty"`
}

func (m memory) configured(attribute string) bool { return slices.Contains(m.Configured, attribute) }

// leftBehind tells whether a member is one that Astro did not remove, with the
// value it had then. Of a secret one no mark is kept, so it stays hidden.
func (m memory) leftBehind(name string, value any) bool {
	mark, there := m.LeftBehind[name]
	return there && (mark == "" || mark == markOf(value))
}

// markOf tells values apart without holding them.
func markOf(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return "" // members come from decoding JSON
	}
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:8])
}

func remember(ctx context.Context, private fwkit.PrivateState, m memory) diag.Diagnostics {
	return fwkit.Remember(ctx, private, memoryKey, m)
}

// recall gives an empty memory when nothing was remembered, as after an import.
func recall(ctx context.Context, private fwkit.PrivateState) (memory, diag.Diagnostics) {
	return fwkit.Recall[memory](ctx, private, memoryKey)
}

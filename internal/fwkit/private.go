package fwkit

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateState is the framework's private state, which stays beside a resource's
// state and is shown nowhere. It is kept in the state file, so no secret goes in.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Remember keeps a value in private state.
func Remember(ctx context.Context, private PrivateState, key string, value any) diag.Diagnostics {
	encoded, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Could not remember "+key, Explain(err))}
	}
	return private.SetKey(ctx, key, encoded)
}

// Recall gives back what Remember kept. The zero value means that nothing was
// kept, as after an import, or that another version of the provider kept it in
// another form.
func Recall[T any](ctx context.Context, private PrivateState, key string) (T, diag.Diagnostics) {
	var value, none T
	encoded, diags := private.GetKey(ctx, key)
	if diags.HasError() || encoded == nil || json.Unmarshal(encoded, &value) != nil {
		return none, diags
	}
	return value, diags
}

package workspace

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// officialProvider ends the address of the provider whose state can be taken
// over; the host before it depends on the registry.
const officialProvider = "/astronomer/astro"

// officialWorkspace is the part of that provider's state that is taken over. The
// defaults come from the refresh that follows.
type officialWorkspace struct {
	ID                  *string `json:"id"`
	Name                *string `json:"name"`
	Description         *string `json:"description"`
	CICDEnforcedDefault *bool   `json:"cicd_enforced_default"`
}

// UpgradeState reads the state of version 0, which the provider astronomer/astro
// wrote: only the source in the configuration has changed then.
func (r *workspaceResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{
		0: {StateUpgrader: func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			if req.RawState == nil {
				resp.Diagnostics.AddError("Could not upgrade the state of Workspace", "Terraform handed over no state. Please report this issue to the provider developers.")
				return
			}
			model, diags := adoptOfficial(req.RawState.JSON)
			resp.Diagnostics.Append(diags...)
			if !resp.Diagnostics.HasError() {
				resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
			}
		}},
	}
}

// MoveState takes over an astro_workspace of astronomer/astro by a moved block.
func (r *workspaceResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if req.SourceTypeName != "astro_workspace" || !strings.HasSuffix(req.SourceProviderAddress, officialProvider) || req.SourceRawState == nil {
				return // not ours to move: Terraform says so
			}
			model, diags := adoptOfficial(req.SourceRawState.JSON)
			resp.Diagnostics.Append(diags...)
			if !resp.Diagnostics.HasError() {
				resp.Diagnostics.Append(resp.TargetState.Set(ctx, model)...)
			}
		},
	}}
}

// adoptOfficial makes our state of theirs.
func adoptOfficial(raw []byte) (*resourceModel, diag.Diagnostics) {
	var diags diag.Diagnostics
	var old officialWorkspace
	if err := json.Unmarshal(raw, &old); err != nil {
		diags.AddError("Could not take over the state of Workspace",
			fmt.Sprintf("The state of astro_workspace by the provider astronomer/astro could not be read: %s. "+
				"Remove the Workspace from the state (terraform state rm) and import it.", fwkit.Explain(err)))
		return nil, diags
	}
	return &resourceModel{
		ID: types.StringPointerValue(old.ID), Name: types.StringPointerValue(old.Name), Description: types.StringPointerValue(old.Description),
		CICDEnforcedDefault: types.BoolPointerValue(old.CICDEnforcedDefault),
	}, diags
}

package token

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// ValidateConfig judges what the configuration alone decides.
func (r *apiTokenResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config apiTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	findings, diags := config.check(ctx)
	resp.Diagnostics.Append(diags...)
	fwkit.AddFindings(&resp.Diagnostics, findings...)
}

// ModifyPlan plans what is computed: anew for a token that is made or rotated, as
// it stands for one that is not.
func (r *apiTokenResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan apiTokenModel
	var state *apiTokenModel
	if !req.State.Raw.IsNull() {
		state = &apiTokenModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if req.Plan.Raw.IsNull() {
		if state != nil && r.isOwn(state) {
			fwkit.AddFindings(&resp.Diagnostics, ownTokenRefusal(state.ID.ValueString(), "delete"))
		}
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	last, diags := fwkit.Recall[rotation](ctx, req.Private, rotationKey)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if state == nil {
		plan.planNew()
		fwkit.AddFindings(&resp.Diagnostics, plan.storedWarning("API token")...)
		fwkit.AddFindings(&resp.Diagnostics, checkPlace(ctx, r.Data, plan.WorkspaceID, plan.DeploymentID)...)
	} else {
		r.planChange(&plan, state, last, resp)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// planNew plans a token that does not exist yet.
func (m *apiTokenModel) planNew() {
	m.secretModel.planNew()
	m.ShortToken, m.LastRotatedAt, m.EndAt = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	if m.ExpiryPeriodInDays.IsNull() {
		m.EndAt = types.StringNull()
	}
}

// planChange plans what becomes of a token that stands.
func (r *apiTokenResource) planChange(plan, state *apiTokenModel, last rotation, resp *resource.ModifyPlanResponse) {
	id := state.ID.ValueString()
	say := func(findings ...fwkit.Finding) { fwkit.AddFindings(&resp.Diagnostics, findings...) }
	if replaced := r.replaces(plan, state, resp); replaced {
		plan.planNew()
		say(plan.storedWarning("API token")...)
		if r.isOwn(state) {
			say(ownTokenRefusal(id, "replace"))
		}
		return
	}
	elsewhere := last.elsewhere(state.LastRotatedAt)
	if plan.rotates(state) || elsewhere {
		plan.planNew()
		say(plan.storedWarning("API token")...)
		if elsewhere {
			say(fwkit.Warn(path.Root("last_rotated_at"), "Token was rotated elsewhere",
				fmt.Sprintf("The API token %s was rotated since this configuration last had its text, so what sealed and token hold lets nobody in. "+
					"This plan rotates it once more and hands the new text on; the text that the other rotation gave stops working then.", id)))
		}
		if r.isOwn(state) && !anyUnknown(plan.RotateWhenChanged) && !plan.Recipients.IsUnknown() {
			say(ownTokenRefusal(id, "rotate"))
		}
		return
	}
	changed := !plan.Recipients.Equal(state.Recipients) || !plan.RotateWhenChanged.Equal(state.RotateWhenChanged) || !plan.StoreToken.Equal(state.StoreToken)
	plan.planKept(&state.secretModel)
	plan.ShortToken, plan.EndAt, plan.LastRotatedAt = state.ShortToken, state.EndAt, state.LastRotatedAt
	if changed && plan.lacksText() {
		say(fwkit.Warn(path.Root("rotate_when_changed"), "The text of the token is not known",
			fmt.Sprintf("Astro shows the text of a token only when it is made or rotated, so nobody gets that of %s from this apply. "+
				"Whoever has it can go on using it: the token is not rotated unasked. To hand a new text on, change rotate_when_changed in a later apply.", id)))
	}
}

// replaces tells whether the plan replaces the token, and says so for what the
// schema cannot know: a token that has ended, and one of a Deployment that is
// itself replaced, whose new id is not known yet.
func (r *apiTokenResource) replaces(plan, state *apiTokenModel, resp *resource.ModifyPlanResponse) bool {
	known := func(plan, state types.String) bool { return !plan.IsUnknown() && !plan.Equal(state) }
	replaced := known(plan.WorkspaceID, state.WorkspaceID) || known(plan.DeploymentID, state.DeploymentID) ||
		!plan.ExpiryPeriodInDays.Equal(state.ExpiryPeriodInDays)
	if state.ended(time.Now()) {
		resp.RequiresReplace.Append(path.Root("end_at"))
		replaced = true
	}
	for name, id := range map[string][2]types.String{
		"workspace_id": {plan.WorkspaceID, state.WorkspaceID}, "deployment_id": {plan.DeploymentID, state.DeploymentID},
	} {
		if id[0].IsUnknown() && !id[1].IsNull() && r.Data.Ready() && walk.State[walk.Departures](r.Data.Walk).Has(id[1].ValueString()) {
			resp.RequiresReplace.Append(path.Root(name))
			replaced = true
		}
	}
	return replaced
}

// rotates tells whether the configuration asks for a new text. A token that was
// imported is not rotated for what its state cannot have yet: somebody uses it.
func (m *apiTokenModel) rotates(state *apiTokenModel) bool {
	imported := state.Sealed.IsNull() && state.Token.IsNull() && state.Recipients.IsNull() && state.RotateWhenChanged.IsNull()
	if imported {
		return false
	}
	return !m.RotateWhenChanged.Equal(state.RotateWhenChanged) || m.newRecipients(&state.secretModel)
}

// lacksText tells whether someone who is to get the text does not.
func (m *apiTokenModel) lacksText() bool {
	for _, box := range m.Sealed.Elements() {
		if box.IsNull() {
			return true
		}
	}
	return m.stores() && m.Token.IsNull()
}

// isOwn tells whether the provider works with this token.
func (r *apiTokenResource) isOwn(state *apiTokenModel) bool {
	return r.Data.Ready() && r.Data.Client.IsThisTokenID(state.ID.ValueString())
}

// rotationKey is where private state keeps a rotation.
const rotationKey = "rotation"

// rotation is the last one that gave the state its text; a made token counts.
type rotation struct {
	// Known is false when the state never had the text, as after an import.
	Known bool `json:"known"`
	// At is what Astro said of it, empty for a token that was only made.
	At string `json:"at,omitempty"`
}

// elsewhere tells whether somebody else has rotated the token since. Fractions of
// a second are not compared: an answer may leave them out.
func (r rotation) elsewhere(at types.String) bool {
	if !r.Known || at.IsNull() || at.IsUnknown() {
		return false
	}
	ours, err := time.Parse(time.RFC3339, r.At)
	theirs, theirErr := time.Parse(time.RFC3339, at.ValueString())
	if err != nil || theirErr != nil {
		return r.At == ""
	}
	return !ours.Truncate(time.Second).Equal(theirs.Truncate(time.Second))
}

// checkPlace refuses a Workspace or Deployment that does not exist. Whatever else
// keeps it from being read is left to the create.
func checkPlace(ctx context.Context, data *fwkit.Data, workspaceID, deploymentID types.String) []fwkit.Finding {
	if !data.Ready() {
		return nil
	}
	missing := func(name, noun, id string) []fwkit.Finding {
		return []fwkit.Finding{fwkit.Refuse(path.Root(name), noun+" does not exist", fmt.Sprintf("There is no %s %s that this token can see.", noun, id))}
	}
	if id := deploymentID.ValueString(); id != "" {
		if _, err := data.Walk.Deployment(ctx, id, ""); walk.IsGone(err) {
			return missing("deployment_id", "Deployment", id)
		}
	}
	if id := workspaceID.ValueString(); id != "" {
		if _, err := data.Walk.Workspace(ctx, id); walk.IsGone(err) {
			return missing("workspace_id", "Workspace", id)
		}
	}
	return nil
}

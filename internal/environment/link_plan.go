package environment

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// ModifyPlan judges a link that is to be created, and warns of what the
// destruction of one takes along.
func (r *linkResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !r.Data.Ready() {
		return
	}
	var plan, state *linkModel
	resp.Diagnostics.Append(modelsOf(ctx, req, &plan, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan != nil && state != nil {
		replaceWithParent(ctx, r.Data, linkKind, state, plan, resp)
	}
	s := stateOf(r.Data.Walk)
	change := pairChange{kind: linkKind, prior: pairOf(state), planned: pairOf(plan)}
	resp.Diagnostics.Append(s.planPair(ctx, change, req, resp)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case plan == nil:
		r.planDestroy(ctx, state, resp)
		return
	case change.planned == nil:
		return // not known yet
	}
	p := *change.planned
	s.note(p, func(e *entryEvents) { e.linkPlanned = true })
	if state != nil {
		if state.pair() == p {
			return
		}
		// Terraform shows warnings of the first of the two plans of a replacement only.
		r.warnOfLoss(ctx, state, true, &resp.Diagnostics)
	}
	object, findings := judgePair(ctx, r.Data.Walk, p)
	fwkit.AddFindings(&resp.Diagnostics, findings...)
	if object != nil && plan.WorkspaceID.IsUnknown() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("workspace_id"), object.ScopeEntityID)...)
	}
}

// planDestroy warns of what goes with a link, unless another resource of the
// plan creates the pair again: then nothing does.
func (r *linkResource) planDestroy(ctx context.Context, state *linkModel, resp *resource.ModifyPlanResponse) {
	p, s := state.pair(), stateOf(r.Data.Walk)
	object, err := r.Data.Walk.EnvironmentObject(ctx, p.connectionID, state.WorkspaceID.ValueString())
	if err != nil {
		return // a plan to destroy needs no verdict
	}
	if len(lostWithLink(object, p, s)) > 0 {
		s.await(ctx, p, s.patience(min(planPatience, r.Data.PollInterval)), func(entryView) bool { return s.comesLocked(linkKind, p) })
	}
	if s.comes(linkKind, p) {
		note, diags := recallPlan(ctx, resp.Private)
		note.Remade = true
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(notePlan(ctx, resp.Private, note)...)
		return
	}
	r.warnOfLoss(ctx, state, false, &resp.Diagnostics)
}

// warnOfLoss names the override fields that go with the entry of a Restricted
// connection, other than those whose override is planned to be destroyed as well.
// A link that is only replaced leaves them, and its entry.
func (r *linkResource) warnOfLoss(ctx context.Context, state *linkModel, replaced bool, diags *diag.Diagnostics) {
	p := state.pair()
	object, err := r.Data.Walk.EnvironmentObject(ctx, p.connectionID, state.WorkspaceID.ValueString())
	if err != nil {
		return // a plan to destroy needs no verdict
	}
	fields := lostWithLink(object, p, stateOf(r.Data.Walk))
	switch {
	case len(fields) == 0:
	case replaced:
		diags.AddWarning("Replacing a link leaves the old entry",
			fmt.Sprintf("In Deployment %s, connection %q (%s) overrides %s, which this plan does not remove. So the Deployment stays linked by that override when the link moves away. "+
				"Destroy the override where it is managed, or remove it in the Astro UI, if the Deployment is not to have the connection any more.",
				p.deploymentID, object.ObjectKey, p.connectionID, quoteNames(fields)))
	default:
		diags.AddWarning("Destroying a link takes its override along",
			fmt.Sprintf("Connection %q (%s) is Restricted, so the link of Deployment %s is destroyed with all that is in its entry. It overrides %s. "+
				"What another configuration or the Astro UI has set there is lost.", object.ObjectKey, p.connectionID, p.deploymentID, quoteNames(fields)))
	}
}

func lostWithLink(object *astro.EnvironmentObject, p pair, s *walkState) []string {
	autoLink := autoLinks(object)
	if planned, ok := s.planned(p.connectionID); ok && !slices.Contains(planned.unknown, "auto_link_deployments") {
		autoLink = planned.autoLink
	}
	if autoLink {
		return nil
	}
	return without(overriddenFields(ownership.FindLink(object, p.deploymentID)), s.view(p).released)
}

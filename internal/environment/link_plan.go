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
	if req.Plan.Raw.IsNull() {
		var state linkModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		r.warnOfLoss(ctx, &state, &resp.Diagnostics)
		return
	}
	var plan linkModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || plan.ConnectionID.IsUnknown() || plan.DeploymentID.IsUnknown() {
		return
	}
	p, s := plan.pair(), stateOf(r.Data.Walk)
	creating := req.State.Raw.IsNull()
	s.note(p, func(e *entryEvents) { e.linkPlanned = true })
	if s.claimPair(claim{"link", p, creating}) > 1 {
		fwkit.AddFindings(&resp.Diagnostics, claimedTwice("link", p))
		return
	}
	if !creating {
		var state linkModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if state.pair() == p {
			return
		}
		// Terraform shows warnings of the first of the two plans of a replacement only.
		r.warnOfLoss(ctx, &state, &resp.Diagnostics)
	}
	object, findings := judgePair(ctx, r.Data.Walk, p)
	fwkit.AddFindings(&resp.Diagnostics, findings...)
	if object != nil && plan.WorkspaceID.IsUnknown() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("workspace_id"), object.ScopeEntityID)...)
	}
}

// warnOfLoss names the override fields that go with the entry of a Restricted
// connection, other than those whose override is planned to be destroyed as well.
func (r *linkResource) warnOfLoss(ctx context.Context, state *linkModel, diags *diag.Diagnostics) {
	p := state.pair()
	object, err := r.Data.Walk.EnvironmentObject(ctx, p.connectionID, state.WorkspaceID.ValueString())
	if err != nil {
		return // a plan to destroy needs no verdict
	}
	if fields := lostWithLink(object, p, stateOf(r.Data.Walk)); len(fields) > 0 {
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
	released := s.events(p).removalPlanned
	return slices.DeleteFunc(overriddenFields(ownership.FindLink(object, p.deploymentID)), func(f string) bool { return slices.Contains(released, f) })
}

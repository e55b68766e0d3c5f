package environment

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// ValidateConfig judges what the configuration alone decides.
func (r *overrideResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config overrideModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	fwkit.AddFindings(&resp.Diagnostics, config.check(req.ClientCapabilities.WriteOnlyAttributesAllowed)...)
}

// ModifyPlan judges an override that is to be created or changed against its
// connection, as planned in this walk where it was, and its Deployment.
func (r *overrideResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state *overrideModel
	var config overrideModel
	resp.Diagnostics.Append(modelsOf(ctx, req, &plan, &state)...)
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if plan != nil {
		resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
		fwkit.AddFindings(&resp.Diagnostics, config.secrets(state).checkPlan()...)
	}
	if resp.Diagnostics.HasError() || !r.Data.Ready() {
		return
	}
	if plan != nil && state != nil {
		replaceWithParent(ctx, r.Data, overrideKind, state, plan, resp)
	}
	change := pairChange{kind: overrideKind, prior: pairOf(state), planned: pairOf(plan)}
	if state != nil {
		change.owned = state.owns(known)
	}
	if plan != nil {
		change.wanted = plan.fields(namesOf(config.secretMembers()))
	}
	resp.Diagnostics.Append(stateOf(r.Data.Walk).planPair(ctx, change, req, resp)...)
	if resp.Diagnostics.HasError() || plan == nil || change.planned == nil || (state != nil && req.Plan.Raw.Equal(req.State.Raw)) {
		return // refused, or nothing will be written, or it is not known where
	}
	r.judge(ctx, &plannedOverride{plan: plan, state: state, config: &config, known: known}, resp)
}

// plannedOverride is an override that is to be created or, where there is a
// state, changed.
type plannedOverride struct {
	plan, state, config *overrideModel
	known               memory
}

// change is what the apply will write.
func (o *plannedOverride) change() *overrideChange {
	plan := *o.plan
	if plan.Port.IsUnknown() {
		plan.Port = types.Int64Null() // what is not known is not judged
	}
	if o.state == nil || o.state.pair() != plan.pair() {
		return createChange(&plan, o.config)
	}
	return updateChange(&plan, o.state, o.config, o.known)
}

func (r *overrideResource) judge(ctx context.Context, o *plannedOverride, resp *resource.ModifyPlanResponse) {
	s, p, plan, config := stateOf(r.Data.Walk), o.plan.pair(), o.plan, o.config
	object, findings := judgePair(ctx, r.Data.Walk, p)
	fwkit.AddFindings(&resp.Diagnostics, findings...)
	if object == nil {
		return
	}
	if plan.WorkspaceID.IsUnknown() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("workspace_id"), object.ScopeEntityID)...)
	}
	fwkit.AddFindings(&resp.Diagnostics, r.willBeTaken(ctx, o.change(), object)...)
	base := s.baseOf(p.connectionID, object)
	fwkit.AddFindings(&resp.Diagnostics, plan.checkAgainst(base, config)...)
	if !noMembers(plan.Extra) && walk.State[resolvedExtra](r.Data.Walk).extraReplaced(ctx, r.Data.Client, object) {
		fwkit.AddFindings(&resp.Diagnostics, losesMembers(base.values.Extra, plan.Extra, config.secretMembers())...)
	}
	restricted := !base.autoLink && !slices.Contains(base.unknown, "auto_link_deployments")
	if v := s.view(p); restricted && ownership.FindLink(object, p.deploymentID) == nil && !v.linkPlanned && !v.ensured && !v.ensuring {
		fwkit.AddFindings(&resp.Diagnostics, linksDeployment(object, p))
	}
}

// willBeTaken warns of fields that somebody overrides already: the apply will
// be refused, unless they are released before. What an override of this state
// owns, or is planned to lose, is released or changes hands in this walk; Terraform
// may come to that one later, so there is a moment's patience.
func (r *overrideResource) willBeTaken(ctx context.Context, change *overrideChange, object *astro.EnvironmentObject) []fwkit.Finding {
	s, p := stateOf(r.Data.Walk), change.pair
	taken := change.taken(ownership.FindLink(object, p.deploymentID))
	if len(taken) == 0 || s.await(ctx, p, s.patience(min(planPatience, r.Data.PollInterval)), func(v entryView) bool { return len(without(taken, v.ours())) == 0 }) {
		return nil
	}
	taken = without(taken, s.view(p).ours())
	found := change.existsFinding(taken)
	found.Warning = true
	found.Detail += "\n\nThe apply is refused unless these fields are released before."
	return []fwkit.Finding{found}
}

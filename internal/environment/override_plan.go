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
	if !r.Data.Ready() {
		return
	}
	s := stateOf(r.Data.Walk)
	if req.Plan.Raw.IsNull() {
		var state overrideModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		known, _ := recall(ctx, req.Private)
		s.note(state.pair(), func(e *entryEvents) {
			e.removalPlanned = append(e.removalPlanned, state.fields(known.SecretMembers)...)
		})
		return
	}
	var plan, config overrideModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || plan.ConnectionID.IsUnknown() || plan.DeploymentID.IsUnknown() {
		return
	}
	p, creating := plan.pair(), req.State.Raw.IsNull()
	if s.claimPair(claim{"override", p, creating}) > 1 {
		fwkit.AddFindings(&resp.Diagnostics, claimedTwice("override", p))
		return
	}
	if !creating && req.Plan.Raw.Equal(req.State.Raw) {
		return // nothing will be written
	}
	object, findings := judgePair(ctx, r.Data.Walk, p)
	fwkit.AddFindings(&resp.Diagnostics, findings...)
	if object == nil {
		return
	}
	if plan.WorkspaceID.IsUnknown() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("workspace_id"), object.ScopeEntityID)...)
	}
	if creating {
		fwkit.AddFindings(&resp.Diagnostics, willBeTaken(plan, &config, object, s.events(p))...)
	}
	base := s.baseOf(p.connectionID, object)
	fwkit.AddFindings(&resp.Diagnostics, plan.checkAgainst(base, &config)...)
	if !noMembers(plan.Extra) && walk.State[resolvedExtra](r.Data.Walk).extraReplaced(ctx, r.Data.Client, object) {
		fwkit.AddFindings(&resp.Diagnostics, losesMembers(base.values.Extra, plan.Extra, config.secretMembers())...)
	}
	restricted := !base.autoLink && !slices.Contains(base.unknown, "auto_link_deployments")
	if events := s.events(p); restricted && ownership.FindLink(object, p.deploymentID) == nil && !events.linkPlanned && !events.ensured {
		fwkit.AddFindings(&resp.Diagnostics, linksDeployment(object, p))
	}
}

// willBeTaken warns of fields that somebody overrides already: the create will
// be refused, unless they are released before. What an override of this state
// owns, or is planned to lose, is released or changes hands in this walk.
func willBeTaken(plan overrideModel, config *overrideModel, object *astro.EnvironmentObject, events entryEvents) []fwkit.Finding {
	if plan.Port.IsUnknown() {
		plan.Port = types.Int64Null() // what is not known is not judged
	}
	change := createChange(&plan, config)
	taken := slices.DeleteFunc(change.taken(ownership.FindLink(object, plan.DeploymentID.ValueString())), func(name string) bool {
		return slices.Contains(events.fieldsRead, name) || slices.Contains(events.removalPlanned, name)
	})
	if len(taken) == 0 {
		return nil
	}
	found := change.existsFinding(taken)
	found.Warning = true
	found.Detail += "\n\nThe apply is refused unless these fields are released before."
	return []fwkit.Finding{found}
}

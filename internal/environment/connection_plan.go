package environment

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// ValidateConfig judges what the configuration alone decides.
func (r *connectionResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config connectionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	fwkit.AddFindings(&resp.Diagnostics, config.check(req.ClientCapabilities.WriteOnlyAttributesAllowed)...)
}

// ModifyPlan plans what null means, then judges the plan against Astro.
func (r *connectionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config connectionModel
	var state *connectionModel
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !req.State.Raw.IsNull() {
		state = &connectionModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.planOmitted(&config, state, known)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	fwkit.AddFindings(&resp.Diagnostics, plan.checkSecrets(&config, state)...)
	if resp.Diagnostics.HasError() || !r.Data.Ready() {
		return
	}
	if state == nil {
		r.Data.NoteFate(ctx, "", false, req, resp)
		fwkit.AddFindings(&resp.Diagnostics, r.judgeNew(ctx, &plan, req.Config.Raw)...)
		return
	}
	r.Data.NoteFate(ctx, state.ID.ValueString(), plan.replaces(state), req, resp)
	claims := claimsOf(r.Data.Walk)
	claims.hold(state.ID.ValueString())
	if plan.keyKnown() && !plan.replaces(state) && claims.claim(plan.connectionKey(), req.Config.Raw, false) {
		fwkit.AddFindings(&resp.Diagnostics, keyTwice(&plan))
		return
	}
	if plan.replaces(state) && !claims.wasRead(state.ID.ValueString()) {
		fwkit.AddFindings(&resp.Diagnostics, replacedLate(&plan, state))
	}
	stateOf(r.Data.Walk).plan(state.ID.ValueString(), plan.planned(state))
	r.judge(ctx, &connectionChange{plan: &plan, state: state, config: &config, known: known}, resp)
}

// planDestroy notes that the state holds a connection which is to be destroyed.
func (r *connectionResource) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if r.Data.Ready() {
		claimsOf(r.Data.Walk).hold(id.ValueString())
		r.Data.NoteFate(ctx, id.ValueString(), true, req, resp)
	}
}

// judgeNew judges a connection that is to be created.
func (r *connectionResource) judgeNew(ctx context.Context, plan *connectionModel, config tftypes.Value) []fwkit.Finding {
	findings := checkScope(ctx, r.Data.Walk, plan)
	switch {
	case fwkit.Refused(findings) || !plan.keyKnown():
		return findings
	case claimsOf(r.Data.Walk).claim(plan.connectionKey(), config, true):
		return append(findings, keyTwice(plan))
	}
	return append(findings, checkKey(ctx, r.Data, plan)...)
}

// checkSecrets judges the secrets that a plan sends, or sends no more; state is
// nil on create.
func (m *connectionModel) checkSecrets(config, state *connectionModel) []fwkit.Finding {
	findings := config.secrets(state).checkPlan()
	if state == nil {
		return append(findings, checkPassword(m.Password, types.StringNull())...)
	}
	findings = append(findings, checkPassword(m.Password, state.Password)...)
	if !m.replaces(state) {
		findings = append(findings, m.checkDroppedPassword(state)...)
	}
	return findings
}

// judge judges what a change takes from others.
func (r *connectionResource) judge(ctx context.Context, c *connectionChange, resp *resource.ModifyPlanResponse) {
	plan, state := c.plan, c.state
	replaced := plan.replaces(state)
	switchedOff := state.AutoLink.ValueBool() && !plan.AutoLink.IsUnknown() && !plan.AutoLink.ValueBool()
	sendsExtra := !plan.Extra.IsUnknown() && !c.config.ExtraWO.IsUnknown() && !plan.ExtraWOVersion.IsUnknown() && c.sendsExtra()
	if !replaced && !switchedOff && !sendsExtra {
		return
	}
	at := state.scope()
	object, err := r.Data.Walk.EnvironmentObjectIn(ctx, state.ID.ValueString(), at.scope, at.entityID)
	if err != nil {
		fwkit.AddFindings(&resp.Diagnostics, notChecked(path.Root("id"), "connection", err))
		return
	}
	if replaced {
		if users := usersOf(ctx, r.Data.Walk, object); len(users) > 0 {
			fwkit.AddFindings(&resp.Diagnostics, replaceWarning(plan, state, users))
		}
		return
	}
	if sendsExtra {
		fwkit.AddFindings(&resp.Diagnostics, c.checkSecretLoss(object)...)
	}
	if switchedOff {
		r.judgeSwitchedOff(ctx, object, resp)
	}
}

func (r *connectionResource) judgeSwitchedOff(ctx context.Context, object *astro.EnvironmentObject, resp *resource.ModifyPlanResponse) {
	deployments, err := r.Data.Walk.WorkspaceDeployments(ctx, object.ScopeEntityID)
	if err != nil {
		fwkit.AddFindings(&resp.Diagnostics, notChecked(path.Root("auto_link_deployments"), "effect of switching auto-link off", err))
		return
	}
	fwkit.AddFindings(&resp.Diagnostics, autoLinkOffWarning(object, deployments))
}

// replaces tells whether the plan replaces the connection: the framework does
// not say so in ModifyPlan. Unknown values may turn out the same, so they do not count.
func (m *connectionModel) replaces(state *connectionModel) bool {
	changed := func(plan, state types.String) bool { return !plan.IsUnknown() && !plan.Equal(state) }
	return changed(m.Key, state.Key) || changed(m.WorkspaceID, state.WorkspaceID) || changed(m.DeploymentID, state.DeploymentID)
}

// planOmitted plans the attributes that the configuration omits: nothing on
// create; what stands as long as they were never set here; nothing once they
// were, so that the update clears them.
func (m *connectionModel) planOmitted(config, state *connectionModel, known memory) {
	creating := state == nil
	clears := func(name string) bool { return creating || known.configured(name) }
	if creating {
		state = &connectionModel{}
	}
	for _, f := range []struct {
		name   string
		plan   *types.String
		config types.String
		state  types.String
	}{
		{"host", &m.Host, config.Host, state.Host},
		{"login", &m.Login, config.Login, state.Login},
		{"schema", &m.Schema, config.Schema, state.Schema},
		{"description", &m.Description, config.Description, state.Description},
	} {
		switch {
		case !f.config.IsNull():
		case clears(f.name):
			*f.plan = types.StringNull()
		default:
			*f.plan = f.state
		}
	}
	m.planOmittedValues(config, state, clears)
}

func (m *connectionModel) planOmittedValues(config, state *connectionModel, clears func(string) bool) {
	if config.Port.IsNull() {
		m.Port = state.Port
		if clears("port") {
			m.Port = types.Int64Null()
		}
	}
	if config.Extra.IsNull() {
		m.Extra = state.Extra
		if clears("extra") {
			m.Extra = extraNull()
		}
	}
	if config.AutoLink.IsNull() {
		m.AutoLink = state.AutoLink
		if clears("auto_link_deployments") {
			m.AutoLink = types.BoolValue(false)
		}
	}
}

// planned is what the rules of links and overrides should see of the connection.
func (m *connectionModel) planned(state *connectionModel) plannedConnection {
	planned := plannedConnection{
		autoLink: m.AutoLink.ValueBool(),
		password: !m.Password.IsNull() || !m.PasswordWOVersion.IsNull(),
		request: astro.ConnectionRequest{
			Type: m.Type.ValueString(), Host: sentText(m.Host), Login: sentText(m.Login), Schema: sentText(m.Schema),
			Port: m.Port.ValueInt64Pointer(), Extra: membersOf(m.Extra),
		},
		sameAuthType: m.Type.Equal(state.Type) && m.AuthTypeID.Equal(state.AuthTypeID),
	}
	for name, unknown := range map[string]bool{
		"type": m.Type.IsUnknown(), "host": m.Host.IsUnknown(), "login": m.Login.IsUnknown(), "schema": m.Schema.IsUnknown(),
		"port": m.Port.IsUnknown(), "extra": m.Extra.IsUnknown(), "auto_link_deployments": m.AutoLink.IsUnknown(),
	} {
		if unknown {
			planned.unknown = append(planned.unknown, name)
		}
	}
	slices.Sort(planned.unknown)
	return planned
}

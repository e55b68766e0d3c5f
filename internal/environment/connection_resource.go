package environment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

var (
	_ resource.ResourceWithConfigure      = (*connectionResource)(nil)
	_ resource.ResourceWithImportState    = (*connectionResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*connectionResource)(nil)
	_ resource.ResourceWithValidateConfig = (*connectionResource)(nil)
)

// NewConnectionResource returns astro_connection.
func NewConnectionResource() resource.Resource {
	return &connectionResource{fwkit.ResourceBase{Name: "connection"}}
}

type connectionResource struct{ fwkit.ResourceBase }

// Create creates the connection. Once it exists, nothing returns an error:
// Terraform would taint it, and the next apply would destroy it.
func (r *connectionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config connectionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	id, err := createConnection(ctx, r.Data, &plan, &config)
	if err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not create connection", err)
		return
	}
	// Whoever lists the connections later in this walk shall find it.
	r.Data.Walk.ForgetScopeConnections(plan.scope().scope, plan.scope().entityID)
	plan.ID = types.StringValue(id)
	plan.settleUnknown()
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, config.memory())...)
}

// settleUnknown makes null of what the plan left open: Create does not read
// after its write, so that nothing can fail between it and the state.
func (m *connectionModel) settleUnknown() {
	for _, text := range []*types.String{&m.Host, &m.Login, &m.Schema, &m.Description} {
		if text.IsUnknown() {
			*text = types.StringNull()
		}
	}
	if m.Extra.IsUnknown() {
		m.Extra = extraNull()
	}
	if m.Port.IsUnknown() {
		m.Port = types.Int64Null()
	}
	if m.AutoLink.IsUnknown() {
		m.AutoLink = types.BoolValue(false)
	}
}

// Read shows the connection as it is.
func (r *connectionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state connectionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	claimsOf(r.Data.Walk).noteRead(state.ID.ValueString())
	at := state.scope()
	object, err := r.Data.Walk.EnvironmentObjectIn(ctx, state.ID.ValueString(), at.scope, at.entityID)
	if walk.IsGone(err) {
		r.Data.Walk.Goes(state.ID.ValueString())
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read connection", err)
		return
	}
	if !isConnection(object) {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Could not read connection",
			fwkit.Explain(notConnection(state.ID.ValueString(), object)))
		return
	}
	state.fromAPI(object, known)
	r.Data.Walk.Held(state.ID.ValueString())
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update changes what the plan changes and carries everything else over.
func (r *connectionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state, config connectionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := plan.Timeouts.Update(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	change := &connectionChange{plan: &plan, state: &state, config: &config, known: known}
	after := r.change(ctx, change, &resp.Diagnostics)
	if after == nil {
		return
	}
	plan.settleUnknown()
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, change.memory(after))...)
}

// Delete destroys the connection, unless others still use it.
func (r *connectionResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state connectionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	id := state.ID.ValueString()
	claimsOf(r.Data.Walk).hold(id)
	err := r.Data.Editor.DeleteEnvironmentObject(ctx, id, func(fresh *astro.EnvironmentObject) error {
		if state.ForceDestroy.ValueBool() {
			return nil
		}
		if users := usersOf(ctx, r.Data.Walk, fresh); len(users) > 0 {
			return &fwkit.Refusal{Findings: []fwkit.Finding{inUse(&state, users)}}
		}
		return nil
	})
	at := state.scope()
	if err = r.Data.Walk.JudgeIn(ctx, err, at.scope, at.entityID); err != nil && !walk.IsGone(err) {
		fwkit.AddError(&resp.Diagnostics, "Could not delete connection", err)
		return
	}
	r.Data.Walk.ForgetEnvironmentObject(id)
}

func isConnection(object *astro.EnvironmentObject) bool {
	return object.ObjectType == astro.ObjectTypeConnection && object.Connection != nil
}

package environment

import (
	"context"
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

var (
	_ resource.ResourceWithConfigure      = (*overrideResource)(nil)
	_ resource.ResourceWithImportState    = (*overrideResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*overrideResource)(nil)
	_ resource.ResourceWithValidateConfig = (*overrideResource)(nil)
)

// NewOverrideResource returns astro_connection_override.
func NewOverrideResource() resource.Resource {
	return &overrideResource{fwkit.ResourceBase{Name: "connection_override"}}
}

type overrideResource struct{ fwkit.ResourceBase }

// Create sets the fields, and links the Deployment where it is not yet. An
// error after the write keeps a state: replacing it unsets these fields only.
func (r *overrideResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config overrideModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	p, change := plan.pair(), createChange(&plan, &config)
	stateOf(r.Data.Walk).note(p, func(e *entryEvents) {
		e.ensured, e.fields = true, append(e.fields, shownFields(change.set)...)
	})
	after, err := r.Data.Editor.EnvironmentObject(ctx, p.connectionID, change.edit())
	if err = r.Data.Walk.Judge(ctx, err, plan.WorkspaceID.ValueString()); err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not create connection override", connectionGone(err, p))
		if !change.attempted.Load() || provesNoWrite(err) {
			return
		}
	}
	if after != nil {
		plan.WorkspaceID = types.StringValue(after.ScopeEntityID)
	}
	if plan.WorkspaceID.IsUnknown() {
		plan.WorkspaceID = types.StringNull()
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, config.memory())...)
}

// provesNoWrite tells that an edit failed without having written: it was
// refused by a rule or by the API, or stopped before. A state would then own,
// and its destruction unset, what belongs to others.
func provesNoWrite(err error) bool {
	var refused *fwkit.Refusal
	var stopped *ownership.InterruptedError
	var reference *ownership.ReferenceError
	status := astro.StatusOf(err)
	return errors.As(err, &refused) || errors.As(err, &reference) || (errors.As(err, &stopped) && !stopped.Written) ||
		(status >= http.StatusBadRequest && status < http.StatusInternalServerError)
}

// Read shows drift of the fields that the state owns; after an import, all that
// the entry has.
func (r *overrideResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state overrideModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	entry, err := readEntry(ctx, r.Data.Walk, state.pair(), state.WorkspaceID.ValueString())
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read connection override", err)
		return
	}
	imported := state.ownsNothing()
	switch {
	case entry == nil, imported && len(overriddenFields(entry.link)) == 0:
		resp.State.RemoveResource(ctx)
		return
	case imported:
		state.takeAll(entry)
	default:
		state.fromAPI(entry, known)
		if state.ownsNothing() {
			resp.State.RemoveResource(ctx)
			return
		}
	}
	stateOf(r.Data.Walk).note(state.pair(), func(e *entryEvents) {
		e.fieldsRead = append(e.fieldsRead, state.fields(known.SecretMembers)...)
	})
	state.WorkspaceID = types.StringValue(entry.object.ScopeEntityID)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update sets what changed and unsets what is declared no more.
func (r *overrideResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state, config overrideModel
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
	p := plan.pair()
	after, err := r.Data.Editor.EnvironmentObject(ctx, p.connectionID, updateChange(&plan, &state, &config, known).edit())
	if err = r.Data.Walk.Judge(ctx, err, plan.WorkspaceID.ValueString()); err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not update connection override", connectionGone(err, p))
		return
	}
	if plan.WorkspaceID.IsUnknown() {
		plan.WorkspaceID = types.StringValue(after.ScopeEntityID)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, config.memory())...)
}

// Delete unsets the override's own fields and leaves the link.
func (r *overrideResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state overrideModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	p, s := state.pair(), stateOf(r.Data.Walk)
	s.note(p, func(e *entryEvents) { e.overrideRemoved = true })
	_, err := r.Data.Editor.EnvironmentObject(ctx, p.connectionID, deleteOverrideEdit(s, p, state.fields(known.SecretMembers)))
	if err = r.Data.Walk.Judge(ctx, err, state.WorkspaceID.ValueString()); err != nil && !walk.IsGone(err) {
		fwkit.AddError(&resp.Diagnostics, "Could not delete connection override", err)
	}
}

// ImportState takes connection_id/deployment_id.
func (r *overrideResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importPair(ctx, "connection override", req, resp)
}

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
	after, err := r.carryOut(ctx, change)
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
	resp.Diagnostics.Append(remember(ctx, resp.Private, plan.memory(&overrideModel{}, &config, memory{}))...)
}

// carryOut writes a change, as much of it at a time as an update may hold. The
// others of the walk see it while it is under way, and it waits a little for them:
// fields that are not free may be those of a resource that this run destroys or
// changes, and Terraform calls the two in any order.
func (r *overrideResource) carryOut(ctx context.Context, c *overrideChange) (*astro.EnvironmentObject, error) {
	s, sets := stateOf(r.Data.Walk), shownFields(c.set)
	c.spared = func() []string { return s.view(c.pair).set }
	c.given = func() []string { return s.view(c.pair).released }
	end := s.begin(c.pair, &entryCall{makes: c.creating, sets: sets, releases: c.unset})
	after, err := r.write(ctx, c)
	for err != nil {
		refused := c.refused.Load()
		if refused == nil || !s.await(ctx, c.pair, s.patience(min(applyPatience, r.Data.PollInterval)), func(v entryView) bool {
			return len(without(*refused, v.released)) == 0
		}) {
			break
		}
		after, err = r.write(ctx, c)
	}
	end(err == nil)
	return after, err
}

func (r *overrideResource) write(ctx context.Context, c *overrideChange) (*astro.EnvironmentObject, error) {
	for len(c.unset) > maxUnset {
		part := &overrideChange{pair: c.pair, what: c.what, set: &astro.ConnectionOverrides{}, unset: c.unset[:maxUnset], spared: c.spared}
		if after, err := r.Data.Editor.EnvironmentObject(ctx, c.pair.connectionID, part.edit()); err != nil {
			return after, err
		}
		c.unset = c.unset[maxUnset:]
	}
	return r.Data.Editor.EnvironmentObject(ctx, c.pair.connectionID, c.edit())
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
	imported := state.ownsNothing(known)
	switch {
	case entry == nil, imported && len(overriddenFields(entry.link)) == 0:
		resp.State.RemoveResource(ctx)
		return
	case imported:
		known = state.takeAll(entry)
		fwkit.AddFindings(&resp.Diagnostics, importedSecrets(state.pair(), known.Imported)...)
	default:
		if known = state.fromAPI(entry, known); state.ownsNothing(known) {
			resp.State.RemoveResource(ctx)
			return
		}
	}
	stateOf(r.Data.Walk).note(state.pair(), func(e *entryEvents) {
		e.read, e.fieldsRead = append(e.read, overrideKind), append(e.fieldsRead, state.owns(known)...)
	})
	state.WorkspaceID = types.StringValue(entry.object.ScopeEntityID)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, known)...)
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
	fwkit.AddFindings(&resp.Diagnostics, checkMoved(overrideKind, state.pair(), plan.pair())...)
	if resp.Diagnostics.HasError() {
		return
	}
	p := plan.pair()
	after, err := r.carryOut(ctx, updateChange(&plan, &state, &config, known))
	if err = r.Data.Walk.Judge(ctx, err, plan.WorkspaceID.ValueString()); err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not update connection override", connectionGone(err, p))
		return
	}
	if plan.WorkspaceID.IsUnknown() {
		plan.WorkspaceID = types.StringValue(after.ScopeEntityID)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, plan.memory(&state, &config, known))...)
	resp.Diagnostics.Append(notePlan(ctx, resp.Private, planNote{})...)
}

// ImportState takes connection_id/deployment_id.
func (r *overrideResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importPair(ctx, "connection override", req, resp)
}

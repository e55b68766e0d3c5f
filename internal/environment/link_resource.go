package environment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var (
	_ resource.ResourceWithConfigure   = (*linkResource)(nil)
	_ resource.ResourceWithImportState = (*linkResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*linkResource)(nil)
)

// NewLinkResource returns astro_connection_link.
func NewLinkResource() resource.Resource {
	return &linkResource{fwkit.ResourceBase{Name: "connection_link"}}
}

type linkResource struct{ fwkit.ResourceBase }

// Create ensures the entry. An error returns no state: nothing is lost by it,
// since the next create takes over what stands.
func (r *linkResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan linkModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	p := plan.pair()
	end := stateOf(r.Data.Walk).begin(p, &entryCall{makes: true})
	after, err := r.Data.Editor.EnvironmentObject(ctx, p.connectionID, createLinkEdit(p))
	err = r.Data.Walk.Judge(ctx, err, plan.WorkspaceID.ValueString())
	end(err == nil)
	if err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not create connection link", connectionGone(err, p))
		return
	}
	plan.WorkspaceID = types.StringValue(after.ScopeEntityID)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read looks for an entry of the connection's own list: that auto-link reaches
// the Deployment is no link.
func (r *linkResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state linkModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	entry, err := readEntry(ctx, r.Data.Walk, state.pair(), state.WorkspaceID.ValueString())
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read connection link", err)
		return
	}
	if entry == nil {
		resp.State.RemoveResource(ctx)
		return
	}
	stateOf(r.Data.Walk).note(state.pair(), func(e *entryEvents) { e.read = append(e.read, linkKind) })
	state.WorkspaceID = types.StringValue(entry.object.ScopeEntityID)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update has nothing to write: timeouts change, or an id was not known at plan
// and turned out to be the old one.
func (r *linkResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state linkModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	fwkit.AddFindings(&resp.Diagnostics, checkMoved(linkKind, state.pair(), plan.pair())...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.WorkspaceID.IsUnknown() {
		plan.WorkspaceID = state.WorkspaceID
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(notePlan(ctx, resp.Private, planNote{})...)
}

// ImportState takes connection_id/deployment_id.
func (r *linkResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importPair(ctx, "connection link", req, resp)
}

func importPair(ctx context.Context, noun string, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	p, err := parsePair(req.ID)
	if err != nil {
		resp.Diagnostics.AddError("Could not import "+noun, fwkit.Explain(err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("connection_id"), p.connectionID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("deployment_id"), p.deploymentID)...)
}

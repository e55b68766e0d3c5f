package workspace

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// workspaceResource is astro_workspace.
type workspaceResource struct{ fwkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure      = (*workspaceResource)(nil)
	_ resource.ResourceWithImportState    = (*workspaceResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*workspaceResource)(nil)
	_ resource.ResourceWithMoveState      = (*workspaceResource)(nil)
	_ resource.ResourceWithUpgradeState   = (*workspaceResource)(nil)
	_ resource.ResourceWithValidateConfig = (*workspaceResource)(nil)
)

// NewResource returns the resource astro_workspace.
func NewResource() resource.Resource {
	return &workspaceResource{fwkit.ResourceBase{Name: "workspace"}}
}

// FieldAttributes names a Workspace's attributes by the fields of its requests (API facts, B.2).
func (r *workspaceResource) FieldAttributes() fwkit.FieldAttributes {
	return fwkit.FieldAttributes{
		"name": "name", "description": "description", "cicdEnforcedDefault": "cicd_enforced_default", "defaultClusterId": "default_cluster_id",
		"defaultCloudProvider": "default_cloud_provider", "defaultRegion": "default_region",
	}
}

// addError turns the error of a write into a diagnostic, on the attribute that
// is to blame where there is one, and says which role the write needs.
func (r *workspaceResource) addError(diags *diag.Diagnostics, summary, role string, err error) {
	var namesake *namesakeError
	switch {
	case errors.As(err, &namesake):
		diags.AddAttributeError(path.Root("name"), summary, fwkit.Explain(err))
	case astro.IsForbidden(err):
		diags.AddError(summary, fwkit.Explain(err)+"\n\nThis needs a token with the role "+role+".")
	default:
		r.FieldAttributes().AddError(diags, summary, err)
	}
}

// Create makes the Workspace. Once it exists nothing is an error any more:
// Terraform would taint it, and destroy it in the next apply.
func (r *workspaceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	created, err := r.create(ctx, plan.createRequest())
	if err != nil {
		r.addError(&resp.Diagnostics, "Could not create Workspace", "Organization Owner", err)
		return
	}
	r.Data.Walk.ObserveWorkspace(created)
	plan.settle(created)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(rememberConfigured(ctx, resp.Private, &config)...)
}

// Read refreshes the state; a Workspace that is gone leaves it.
func (r *workspaceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	w, err := r.Data.Walk.Workspace(ctx, state.ID.ValueString())
	if walk.IsGone(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read Workspace", err)
		return
	}
	state.read(w)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update writes what the configuration changes. A default that Astro keeps
// although it was left out is an error, with the state as Astro has it.
func (r *workspaceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, prior resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	if plan.writes(&prior) {
		written, err := r.write(ctx, &plan, &prior)
		if err != nil {
			r.addError(&resp.Diagnostics, "Could not update Workspace", "Workspace Owner", err)
			return
		}
		if kept := keptDefaults(&plan, &prior, written); len(kept) > 0 {
			fwkit.AddFindings(&resp.Diagnostics, kept...)
			plan.read(written)
			resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
			return // what was configured before stays remembered, so that the next plan tries again
		}
		plan.settle(written)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(rememberConfigured(ctx, resp.Private, &config)...)
}

// write sends an update made from a fresh read, and starts over where Astro gave
// no verdict: the same body once more could undo what somebody did meanwhile.
func (r *workspaceResource) write(ctx context.Context, plan, prior *resourceModel) (*astro.Workspace, error) {
	id, tries := prior.ID.ValueString(), max(0, r.Data.Client.Retries().Max)
	r.Data.Walk.ForgetWorkspace(id)
	for {
		now, err := r.Data.Client.GetWorkspace(ctx, id)
		if err != nil {
			return nil, err
		}
		written, err := r.Data.Client.UpdateWorkspace(ctx, id, updateRequest(plan, prior, now))
		if err == nil {
			r.Data.Walk.ObserveWorkspace(written)
			return written, nil
		}
		if tries--; tries < 0 || ctx.Err() != nil || !astro.IsUnreachable(err) || pause(ctx, r.Data.PollInterval) != nil {
			return nil, err
		}
	}
}

// Delete destroys the Workspace unless its protection forbids it; one that is
// gone already is done.
func (r *workspaceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	const summary = "Could not delete Workspace"
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	finding := refuseProtected(&state)
	if finding == nil && state.DeletionProtection.IsNull() {
		var err error
		finding, err = r.refuseInUse(ctx, &state)
		if err = r.Data.Walk.Judge(ctx, err, state.ID.ValueString()); err != nil && !walk.IsGone(err) {
			fwkit.AddError(&resp.Diagnostics, summary, err)
			return
		}
	}
	if finding != nil {
		fwkit.AddFindings(&resp.Diagnostics, *finding)
		return
	}
	id := state.ID.ValueString()
	err := r.Data.Client.DeleteWorkspace(ctx, id)
	r.Data.Walk.ForgetWorkspace(id)
	if err = r.Data.Walk.Judge(ctx, err, ""); err != nil && !walk.IsGone(err) {
		r.addError(&resp.Diagnostics, summary, "Workspace Owner", err)
	}
}

// refuseInUse looks at what is in the Workspace now, whatever this walk has read
// of it before.
func (r *workspaceResource) refuseInUse(ctx context.Context, state *resourceModel) (*fwkit.Finding, error) {
	id := state.ID.ValueString()
	deployments, err := r.Data.Client.ListDeployments(ctx, astro.DeploymentFilter{WorkspaceIDs: []string{id}})
	if err != nil {
		return nil, err
	}
	objects, err := r.Data.Client.ListEnvironmentObjects(ctx, astro.EnvironmentObjectFilter{WorkspaceID: id})
	if err != nil {
		return nil, err
	}
	return refuseFull(state, deployments, objects), nil
}

package token

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// operationTimeout bounds one operation, waiting for rate limits included.
const operationTimeout = 10 * time.Minute

// apiTokenResource is astro_api_token.
type apiTokenResource struct{ fwkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure      = (*apiTokenResource)(nil)
	_ resource.ResourceWithIdentity       = (*apiTokenResource)(nil)
	_ resource.ResourceWithImportState    = (*apiTokenResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*apiTokenResource)(nil)
	_ resource.ResourceWithValidateConfig = (*apiTokenResource)(nil)
)

// NewAPITokenResource returns the resource astro_api_token.
func NewAPITokenResource() resource.Resource {
	return &apiTokenResource{fwkit.ResourceBase{Name: "api_token"}}
}

// Schema describes the resource.
func (r *apiTokenResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = apiTokenSchema()
}

// IdentitySchema describes what tells one token from all others.
func (r *apiTokenResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The id of the token in Astro."},
	}}
}

// Create makes the token. Once it exists nothing is an error any more: Terraform
// would taint it, and its text would be lost with it.
func (r *apiTokenResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan apiTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, operationTimeout)
	defer cancel()
	made, err := makingAPIToken(r.Data.Client, plan.place(), plan.createRequest()).run(ctx, r.Data)
	if err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not create API token", err)
		return
	}
	if err := plan.settle(made); err != nil {
		resp.Diagnostics.AddAttributeWarning(path.Root("recipients"), "Token could not be sealed", fwkit.Explain(err))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	resp.Diagnostics.Append(fwkit.Remember(ctx, resp.Private, rotationKey, rotation{Known: true, At: plan.LastRotatedAt.ValueString()})...)
	if plan.AdditionalRoles.IsNull() {
		return
	}
	if err := r.changeRoles(ctx, &plan, nil); err != nil {
		resp.Diagnostics.AddAttributeWarning(path.Root("additional_roles"), "Token does not have its further roles yet",
			fmt.Sprintf("The API token %s was made and its text handed on, but its further roles could not be set. The next apply sets them. %s",
				plan.ID.ValueString(), fwkit.Explain(err)))
	}
}

// Read refreshes the state; a token that is gone leaves it.
func (r *apiTokenResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state apiTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if !r.Data.Require(&resp.Diagnostics) {
		return
	}
	found, err := r.read(ctx, &state)
	if walk.IsGone(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read API token", err)
		return
	}
	resp.Diagnostics.Append(state.read(ctx, found)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// read asks for the token; an answer about another one proves nothing.
func (r *apiTokenResource) read(ctx context.Context, state *apiTokenModel) (*astro.APIToken, error) {
	id := state.ID.ValueString()
	found, err := r.Data.Client.GetAPIToken(ctx, id)
	if err != nil {
		return nil, r.Data.Walk.Judge(ctx, err, state.WorkspaceID.ValueString())
	}
	if found.ID != id {
		return nil, fmt.Errorf("asked for the API token %s, Astro answered about %q", id, found.ID)
	}
	return found, nil
}

// Update changes the token in place. A rotation comes last, so that nothing can
// fail once the new text is there.
func (r *apiTokenResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state apiTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, operationTimeout)
	defer cancel()
	if r.change(ctx, &plan, &state, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	// The plan of the apply knows everything, so that only a rotation leaves this open.
	if plan.ShortToken.IsUnknown() {
		made, err := r.rotate(ctx, &state)
		if err != nil {
			fwkit.AddError(&resp.Diagnostics, "Could not rotate API token", err)
			return
		}
		if err := plan.settle(made); err != nil {
			resp.Diagnostics.AddAttributeWarning(path.Root("recipients"), "Token could not be sealed", fwkit.Explain(err))
		}
		resp.Diagnostics.Append(fwkit.Remember(ctx, resp.Private, rotationKey, rotation{Known: true, At: plan.LastRotatedAt.ValueString()})...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// change writes texts and roles where they differ.
func (r *apiTokenResource) change(ctx context.Context, plan, state *apiTokenModel, diags *diag.Diagnostics) {
	if !plan.Name.Equal(state.Name) || plan.Description.ValueString() != state.Description.ValueString() {
		_, err := r.Data.Client.UpdateAPIToken(ctx, state.ID.ValueString(), &astro.UpdateAPITokenRequest{
			Name: plan.Name.ValueString(), Description: plan.Description.ValueString(),
		})
		if err = r.Data.Walk.Judge(ctx, err, state.WorkspaceID.ValueString()); err != nil {
			r.FieldAttributes().AddError(diags, "Could not update API token", err)
			return
		}
	}
	if plan.Role.Equal(state.Role) && plan.AdditionalRoles.Equal(state.AdditionalRoles) {
		return
	}
	if err := r.changeRoles(ctx, plan, state); err != nil {
		r.FieldAttributes().AddError(diags, "Could not change the roles of API token", err)
	}
}

// changeRoles writes all roles of the token; state is nil for one just made.
func (r *apiTokenResource) changeRoles(ctx context.Context, plan, state *apiTokenModel) error {
	at := plan.place()
	if at.scope == astro.TokenScopeOrganization {
		var err error
		if at.entityID, err = r.Data.Client.OrganizationID(ctx); err != nil {
			return err
		}
	}
	own := astro.APITokenRole{EntityType: at.scope, EntityID: at.entityID, Role: plan.Role.ValueString()}
	planned, err := plan.additional(ctx)
	if err != nil {
		return err
	}
	var before, standing []astro.APITokenRole
	managed := !plan.AdditionalRoles.IsNull()
	if !managed && state != nil {
		// Roles that this configuration does not manage are carried over.
		found, err := r.read(ctx, state)
		if err != nil {
			return err
		}
		if before, err = state.additional(ctx); err != nil {
			return err
		}
		_, standing = splitRoles(found)
	}
	err = r.Data.Client.UpdateAPITokenRoles(ctx, plan.ID.ValueString(), wantedRoles(own, managed, planned, before, standing))
	return r.Data.Walk.Judge(ctx, err, plan.WorkspaceID.ValueString())
}

// rotate gives the token a new text. An answer that cannot be read is a text that
// nobody knows, so it is asked for another one.
func (r *apiTokenResource) rotate(ctx context.Context, state *apiTokenModel) (made *astro.APIToken, err error) {
	id := state.ID.ValueString()
	if r.isOwn(state) {
		return nil, &fwkit.Refusal{Findings: []fwkit.Finding{ownTokenRefusal(id, "rotate")}}
	}
	for range makeTries {
		made, err = r.Data.Client.RotateAPIToken(ctx, id)
		if err == nil || !astro.IsAmbiguous(err) || astro.StatusOf(err) >= http.StatusInternalServerError || ctx.Err() != nil {
			break
		}
	}
	return made, r.Data.Walk.Judge(ctx, err, state.WorkspaceID.ValueString())
}

// Delete deletes the token, which ends its text at once.
func (r *apiTokenResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state apiTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	id := state.ID.ValueString()
	if r.isOwn(&state) {
		fwkit.AddFindings(&resp.Diagnostics, ownTokenRefusal(id, "delete"))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, operationTimeout)
	defer cancel()
	err := r.Data.Walk.Judge(ctx, r.Data.Client.DeleteAPIToken(ctx, id), state.WorkspaceID.ValueString())
	if err != nil && !walk.IsGone(err) {
		fwkit.AddError(&resp.Diagnostics, "Could not delete API token", err)
	}
}

// ImportState takes the id of a token, as text or as identity.
func (r *apiTokenResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" && req.Identity != nil {
		var given types.String
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &given)...)
		id = given.ValueString()
	}
	if err := validate.CUID(id); err != nil {
		resp.Diagnostics.AddError("Could not import API token",
			fmt.Sprintf("The import id is the id of the token, such as \"clx4n1abc0000000000000001\", never its text: %v.", err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
}

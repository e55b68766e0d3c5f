package token

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// agentTokenResource is astro_agent_token. Astro can neither change nor rotate an
// agent token, so whatever changes makes another one.
type agentTokenResource struct{ fwkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure      = (*agentTokenResource)(nil)
	_ resource.ResourceWithIdentity       = (*agentTokenResource)(nil)
	_ resource.ResourceWithImportState    = (*agentTokenResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*agentTokenResource)(nil)
	_ resource.ResourceWithValidateConfig = (*agentTokenResource)(nil)
)

// NewAgentTokenResource returns the resource astro_agent_token.
func NewAgentTokenResource() resource.Resource {
	return &agentTokenResource{fwkit.ResourceBase{Name: "agent_token"}}
}

// agentTokenModel is astro_agent_token in configurations, plans and states.
type agentTokenModel struct {
	secretModel

	ID                 types.String `tfsdk:"id"`
	DeploymentID       types.String `tfsdk:"deployment_id"`
	Name               types.String `tfsdk:"name"`
	Description        types.String `tfsdk:"description"`
	ExpiryPeriodInDays types.Int64  `tfsdk:"expiry_period_in_days"`
	ShortToken         types.String `tfsdk:"short_token"`
	EndAt              types.String `tfsdk:"end_at"`
}

// Schema describes the resource.
func (r *agentTokenResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replaces := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A token by which the agents of a Deployment with remote execution report to Astro. As with `astro_api_token`, its text leaves Terraform " +
			"in sealed boxes only when there are `recipients`.\n\n" +
			"Astro can neither change nor rotate such a token, so every change replaces it, a new recipient included; with `create_before_destroy` the one before works " +
			"until the new one is where it is needed. One that was deleted or has ended is made anew.",
		Attributes: mergeAttributes(map[string]schema.Attribute{
			"id": idAttribute("token"),
			"deployment_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The id of the Deployment whose agents use the token. A change replaces the token.",
				PlanModifiers:       []planmodifier.String{fwkit.CUIDAtPlan(), fwkit.RequiresReplaceIfKnown()},
			},
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The name of the token, up to 256 characters, such as `agents-eu`. A change replaces the token.",
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, maxName)},
				PlanModifiers:       replaces,
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "What the token is for, up to 500 characters. null means none. A change replaces the token.",
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, maxDescription)},
				PlanModifiers:       replaces,
			},
			"expiry_period_in_days": expiryAttribute("token"),
			"short_token":           computedText("The beginning of the text, by which a token can be told in the Astro UI."),
			"end_at":                computedText("When the token ends (RFC 3339), null when it never does."),
		}, secretAttributes("Adding a recipient replaces the token, removing one does not.")),
	}
}

// IdentitySchema describes what tells one token from all others.
func (r *agentTokenResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"deployment_id": identityschema.StringAttribute{RequiredForImport: true, Description: "The id of the Deployment."},
		"id":            identityschema.StringAttribute{RequiredForImport: true, Description: "The id of the token in Astro."},
	}}
}

// ValidateConfig judges what the configuration alone decides.
func (r *agentTokenResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config agentTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		fwkit.AddFindings(&resp.Diagnostics, config.check()...)
	}
}

// ModifyPlan plans what is computed.
func (r *agentTokenResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan agentTokenModel
	var state *agentTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		state = &agentTokenModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case state == nil:
		plan.planNew()
		fwkit.AddFindings(&resp.Diagnostics, plan.storedWarning("agent token")...)
		fwkit.AddFindings(&resp.Diagnostics, checkPlace(ctx, r.Data, types.StringNull(), plan.DeploymentID)...)
	case r.replaces(&plan, state, resp):
		plan.planNew()
		fwkit.AddFindings(&resp.Diagnostics, plan.storedWarning("agent token")...)
	default:
		plan.planKept(&state.secretModel)
		plan.ShortToken, plan.EndAt = state.ShortToken, state.EndAt
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// replaces tells whether the plan replaces the token, and says so for what the
// schema cannot know.
func (r *agentTokenResource) replaces(plan, state *agentTokenModel, resp *resource.ModifyPlanResponse) bool {
	replaced := !plan.DeploymentID.IsUnknown() && !plan.DeploymentID.Equal(state.DeploymentID) || !plan.Name.Equal(state.Name) ||
		!plan.Description.Equal(state.Description) || !plan.ExpiryPeriodInDays.Equal(state.ExpiryPeriodInDays)
	imported := state.Sealed.IsNull() && state.Token.IsNull() && state.Recipients.IsNull()
	if !imported && !plan.Recipients.IsUnknown() && plan.newRecipients(&state.secretModel) {
		resp.RequiresReplace.Append(path.Root("recipients"))
		replaced = true
	}
	if hasEnded(state.EndAt, time.Now()) {
		resp.RequiresReplace.Append(path.Root("end_at"))
		replaced = true
	}
	if plan.DeploymentID.IsUnknown() && r.Data.Ready() && walk.State[walk.Departures](r.Data.Walk).Has(state.DeploymentID.ValueString()) {
		resp.RequiresReplace.Append(path.Root("deployment_id"))
		replaced = true
	}
	return replaced
}

// planNew plans a token that does not exist yet.
func (m *agentTokenModel) planNew() {
	m.secretModel.planNew()
	m.ShortToken, m.EndAt = types.StringUnknown(), types.StringUnknown()
	if m.ExpiryPeriodInDays.IsNull() {
		m.EndAt = types.StringNull()
	}
}

// Create makes the token.
func (r *agentTokenResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan agentTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, operationTimeout)
	defer cancel()
	deploymentID := plan.DeploymentID.ValueString()
	made, err := makingAgentToken(r.Data.Client, deploymentID, &astro.CreateAgentTokenRequest{
		Name: plan.Name.ValueString(), Description: plan.Description.ValueString(), ExpiryPeriodInDays: plan.ExpiryPeriodInDays.ValueInt64Pointer(),
	}).run(ctx, r.Data)
	if err != nil {
		r.FieldAttributes().AddError(&resp.Diagnostics, "Could not create agent token", err)
		return
	}
	plan.ID, plan.ShortToken, plan.EndAt = types.StringValue(made.ID), types.StringValue(made.ShortToken), optionalText(made.EndAt)
	if err := plan.settle(textOf(made)); err != nil {
		resp.Diagnostics.AddAttributeWarning(path.Root("recipients"), "Token could not be sealed", fwkit.Explain(err))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// agentTokenIdentity tells one agent token from all others.
type agentTokenIdentity struct {
	DeploymentID types.String `tfsdk:"deployment_id"`
	ID           types.String `tfsdk:"id"`
}

func (m *agentTokenModel) identity() agentTokenIdentity {
	return agentTokenIdentity{DeploymentID: m.DeploymentID, ID: m.ID}
}

// makingAgentToken is how an agent token is made.
func makingAgentToken(client *astro.Client, deploymentID string, request *astro.CreateAgentTokenRequest) *making {
	all := func(ctx context.Context) ([]astro.APIToken, error) { return client.ListAgentTokens(ctx, deploymentID) }
	return &making{
		noun: "agent token", where: "for Deployment " + deploymentID, name: request.Name, everything: "agent tokens of " + deploymentID,
		all: all, near: all, is: func(*astro.APIToken) bool { return true },
		create: func(ctx context.Context) (*astro.APIToken, error) {
			return client.CreateAgentToken(ctx, deploymentID, request)
		},
		remove: func(ctx context.Context, id string) error { return client.DeleteAgentToken(ctx, deploymentID, id) },
	}
}

// Read refreshes the state; a token that is gone leaves it.
func (r *agentTokenResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state agentTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if !r.Data.Require(&resp.Diagnostics) {
		return
	}
	id := state.ID.ValueString()
	found, err := r.Data.Client.GetAgentToken(ctx, state.DeploymentID.ValueString(), id)
	if err = r.Data.Walk.JudgeIn(ctx, err, astro.ScopeDeployment, state.DeploymentID.ValueString()); walk.IsGone(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err == nil && found.ID != id {
		err = fmt.Errorf("asked for the agent token %s, Astro answered about %q", id, found.ID)
	}
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not read agent token", err)
		return
	}
	state.Name, state.ShortToken, state.EndAt = types.StringValue(found.Name), types.StringValue(found.ShortToken), optionalText(found.EndAt)
	state.Description, state.ExpiryPeriodInDays = optionalText(&found.Description), types.Int64PointerValue(found.ExpiryPeriodInDays)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update has nothing to send: what can change in place is what the state says of
// recipients that left.
func (r *agentTokenResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan agentTokenModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Delete deletes the token, which ends its text at once.
func (r *agentTokenResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state agentTokenModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, operationTimeout)
	defer cancel()
	err := r.Data.Client.DeleteAgentToken(ctx, state.DeploymentID.ValueString(), state.ID.ValueString())
	if err = r.Data.Walk.JudgeIn(ctx, err, astro.ScopeDeployment, state.DeploymentID.ValueString()); err != nil && !walk.IsGone(err) {
		fwkit.AddError(&resp.Diagnostics, "Could not delete agent token", err)
	}
}

// ImportState takes deployment_id/id, as text or as identity.
func (r *agentTokenResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	deploymentID, id, _ := strings.Cut(req.ID, "/")
	if req.ID == "" && req.Identity != nil {
		var given agentTokenIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &given)...)
		deploymentID, id = given.DeploymentID.ValueString(), given.ID.ValueString()
	}
	if validate.CUID(deploymentID) != nil || validate.CUID(id) != nil {
		resp.Diagnostics.AddError("Could not import agent token",
			"The import id has the form deployment_id/id, such as \"clx4n1abc0000000000000001/clx4n1abc0000000000000002\"; the text of the token is no part of it.")
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("deployment_id"), deploymentID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, agentTokenIdentity{types.StringValue(deploymentID), types.StringValue(id)})...)
}

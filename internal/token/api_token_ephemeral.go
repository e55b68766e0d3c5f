package token

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

const (
	// ephemeralDays is the shortest life that Astro can give a token: a net for runs
	// that are killed before they delete theirs.
	ephemeralDays = 1
	// ephemeralName begins the name of every ephemeral token.
	ephemeralName = "terraform-ephemeral"
	// openKey is where the private data keeps the id from Open to Close.
	openKey = "token"
)

// apiTokenEphemeral is the ephemeral resource astro_api_token.
type apiTokenEphemeral struct{ data *fwkit.Data }

var (
	_ ephemeral.EphemeralResourceWithClose          = (*apiTokenEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithConfigure      = (*apiTokenEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*apiTokenEphemeral)(nil)
)

// NewAPITokenEphemeral returns the ephemeral resource astro_api_token.
func NewAPITokenEphemeral() ephemeral.EphemeralResource { return &apiTokenEphemeral{} }

// ephemeralModel is what it is given and what it gives.
type ephemeralModel struct {
	WorkspaceID  types.String `tfsdk:"workspace_id"`
	DeploymentID types.String `tfsdk:"deployment_id"`
	Role         types.String `tfsdk:"role"`
	Description  types.String `tfsdk:"description"`
	ID           types.String `tfsdk:"id"`
	Name         types.String `tfsdk:"name"`
	Token        types.String `tfsdk:"token"`
	EndAt        types.String `tfsdk:"end_at"`
}

// Metadata names the ephemeral resource.
func (e *apiTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_api_token"
}

// Configure takes the provider's data.
func (e *apiTokenEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.data = fwkit.DataFrom(req.ProviderData, &resp.Diagnostics)
}

// Schema describes the ephemeral resource.
func (e *apiTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An API token for one run: made when Terraform needs it, deleted when the run ends, stored nowhere. It lets another provider in, " +
			"such as one for Airflow, without a token that stands somewhere. Needs Terraform 1.10 or OpenTofu 1.11.\n\n" +
			"**What it costs.** Terraform opens it in every walk that needs it, the plan included, and makes a token each time: one for a plan, two for an apply, three for a destroy. " +
			"So a plan then needs the rights of an owner, where it otherwise only reads. A run that is killed leaves its token behind; it ends after one day, the shortest that Astro knows.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The id of the Workspace that the token is for. At most one of `workspace_id` and `deployment_id` is given; " +
					"without both the token is the organization's.",
				Validators: []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("deployment_id"))},
			},
			"deployment_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The id of the Deployment that the token is for. While it is not known, no token is made.",
			},
			"role": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "What the token may do where it belongs, as on the resource `astro_api_token`, such as `DEPLOYMENT_ADMIN`.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "What the token is for, up to 500 characters. null means none.",
				Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(maxDescription)},
			},
			"id":     schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the token in Astro."},
			"name":   schema.StringAttribute{Computed: true, MarkdownDescription: "The name of the token: `terraform-ephemeral-` and a random part, so that runs do not meet."},
			"token":  schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The text of the token."},
			"end_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the token ends by itself (RFC 3339), should nobody delete it."},
		},
	}
}

// ValidateConfig judges what the configuration alone decides.
func (e *apiTokenEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var config ephemeralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || config.WorkspaceID.IsUnknown() || config.DeploymentID.IsUnknown() {
		return
	}
	if config.WorkspaceID.IsNull() || config.DeploymentID.IsNull() {
		fwkit.AddFindings(&resp.Diagnostics, checkRole(path.Root("role"), config.Role, placeOf(config.WorkspaceID, config.DeploymentID).scope)...)
	}
}

// Open makes the token.
func (e *apiTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m ephemeralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !e.data.Require(&resp.Diagnostics) {
		return
	}
	suffix := make([]byte, 8)
	// Read never fails.
	_, _ = rand.Read(suffix)
	days, at := int64(ephemeralDays), placeOf(m.WorkspaceID, m.DeploymentID)
	made, err := makingAPIToken(e.data.Client, at, &astro.CreateAPITokenRequest{
		Name: ephemeralName + "-" + hex.EncodeToString(suffix), Description: m.Description.ValueString(), Role: m.Role.ValueString(),
		Scope: at.scope, EntityID: at.entityID, ExpiryPeriodInDays: &days,
	}).run(ctx, e.data)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not create API token", err)
		return
	}
	e.data.Unfinished.Begin(made.ID, func(ctx context.Context) error { return e.data.Client.DeleteAPIToken(ctx, made.ID) })
	resp.Diagnostics.Append(fwkit.Remember(ctx, resp.Private, openKey, made.ID)...)
	m.ID, m.Name, m.Token, m.EndAt = types.StringValue(made.ID), types.StringValue(made.Name), types.StringValue(textOf(made)), optionalText(made.EndAt)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}

// Close deletes the token. It goes on after a cancellation: the token is of no use
// to anybody then.
func (e *apiTokenEphemeral) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	id, diags := fwkit.Recall[string](ctx, req.Private, openKey)
	resp.Diagnostics.Append(diags...)
	if id == "" || !e.data.Require(&resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), operationTimeout)
	defer cancel()
	if err := e.data.Client.DeleteAPIToken(ctx, id); err != nil && !astro.IsNotFound(err) {
		fwkit.AddError(&resp.Diagnostics, "Could not delete API token", err)
		return
	}
	e.data.Unfinished.Ended(id)
}

package token

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// rowModel is a token as a list tells it: without text and without roles.
type rowModel struct {
	ID                 types.String `tfsdk:"id"`
	Name               types.String `tfsdk:"name"`
	Description        types.String `tfsdk:"description"`
	Scope              types.String `tfsdk:"scope"`
	Kind               types.String `tfsdk:"kind"`
	ShortToken         types.String `tfsdk:"short_token"`
	ExpiryPeriodInDays types.Int64  `tfsdk:"expiry_period_in_days"`
	StartAt            types.String `tfsdk:"start_at"`
	EndAt              types.String `tfsdk:"end_at"`
	LastUsedAt         types.String `tfsdk:"last_used_at"`
	LastRotatedAt      types.String `tfsdk:"last_rotated_at"`
	CreatedAt          types.String `tfsdk:"created_at"`
	CreatedBy          types.String `tfsdk:"created_by"`
	UpdatedAt          types.String `tfsdk:"updated_at"`
	UpdatedBy          types.String `tfsdk:"updated_by"`
}

func rowFromAPI(found *astro.APIToken) rowModel {
	name := func(p *astro.SubjectProfile) types.String {
		text := p.Name()
		return optionalText(&text)
	}
	return rowModel{
		ID: types.StringValue(found.ID), Name: types.StringValue(found.Name), Description: optionalText(&found.Description),
		Scope: types.StringValue(found.Scope), Kind: types.StringValue(found.Kind), ShortToken: types.StringValue(found.ShortToken),
		ExpiryPeriodInDays: types.Int64PointerValue(found.ExpiryPeriodInDays),
		StartAt:            types.StringValue(found.StartAt), EndAt: optionalText(found.EndAt),
		LastUsedAt: optionalText(found.LastUsedAt), LastRotatedAt: optionalText(found.LastRotatedAt),
		CreatedAt: types.StringValue(found.CreatedAt), CreatedBy: name(found.CreatedBy),
		UpdatedAt: types.StringValue(found.UpdatedAt), UpdatedBy: name(found.UpdatedBy),
	}
}

// dataModel is the data source astro_api_token.
type dataModel struct {
	rowModel

	WorkspaceID     types.String `tfsdk:"workspace_id"`
	DeploymentID    types.String `tfsdk:"deployment_id"`
	Role            types.String `tfsdk:"role"`
	AdditionalRoles []roleModel  `tfsdk:"additional_roles"`
}

// dataFromAPI also tells what the token is for.
func dataFromAPI(found *astro.APIToken) dataModel {
	m := dataModel{rowModel: rowFromAPI(found), AdditionalRoles: []roleModel{}}
	own, others := splitRoles(found)
	if own != nil {
		m.Role = types.StringValue(own.Role)
		switch found.Scope {
		case astro.TokenScopeWorkspace:
			m.WorkspaceID = types.StringValue(own.EntityID)
		case astro.TokenScopeDeployment:
			m.DeploymentID = types.StringValue(own.EntityID)
		}
	}
	for _, role := range others {
		m.AdditionalRoles = append(m.AdditionalRoles, roleFromAPI(role))
	}
	return m
}

// listModel is the data source astro_api_tokens.
type listModel struct {
	WorkspaceID  types.String `tfsdk:"workspace_id"`
	DeploymentID types.String `tfsdk:"deployment_id"`
	Tokens       []rowModel   `tfsdk:"api_tokens"`
}

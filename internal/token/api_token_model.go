package token

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// apiTokenModel is astro_api_token in configurations, plans and states.
type apiTokenModel struct {
	secretModel

	ID                 types.String `tfsdk:"id"`
	Name               types.String `tfsdk:"name"`
	Description        types.String `tfsdk:"description"`
	WorkspaceID        types.String `tfsdk:"workspace_id"`
	DeploymentID       types.String `tfsdk:"deployment_id"`
	Role               types.String `tfsdk:"role"`
	AdditionalRoles    types.Set    `tfsdk:"additional_roles"`
	ExpiryPeriodInDays types.Int64  `tfsdk:"expiry_period_in_days"`
	RotateWhenChanged  types.Map    `tfsdk:"rotate_when_changed"`
	ShortToken         types.String `tfsdk:"short_token"`
	EndAt              types.String `tfsdk:"end_at"`
	LastRotatedAt      types.String `tfsdk:"last_rotated_at"`
}

// roleModel is one of additional_roles.
type roleModel struct {
	Role         types.String `tfsdk:"role"`
	WorkspaceID  types.String `tfsdk:"workspace_id"`
	DeploymentID types.String `tfsdk:"deployment_id"`
	DAGID        types.String `tfsdk:"dag_id"`
	DAGTag       types.String `tfsdk:"dag_tag"`
}

// roleType is the type of roleModel.
func roleType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"role": types.StringType, "workspace_id": types.StringType, "deployment_id": types.StringType, "dag_id": types.StringType, "dag_tag": types.StringType,
	}}
}

// place is what a token belongs to. entityID is empty for the organization.
type place struct{ scope, entityID string }

func placeOf(workspaceID, deploymentID types.String) place {
	switch {
	case !deploymentID.IsNull():
		return place{astro.TokenScopeDeployment, deploymentID.ValueString()}
	case !workspaceID.IsNull():
		return place{astro.TokenScopeWorkspace, workspaceID.ValueString()}
	}
	return place{scope: astro.TokenScopeOrganization}
}

// filter lists the tokens of the place, and those that have a role in it.
func (p place) filter() astro.APITokenFilter {
	switch p.scope {
	case astro.TokenScopeDeployment:
		return astro.APITokenFilter{DeploymentID: p.entityID}
	case astro.TokenScopeWorkspace:
		return astro.APITokenFilter{WorkspaceID: p.entityID}
	}
	return astro.APITokenFilter{}
}

// String names the place as in an error.
func (p place) String() string {
	switch p.scope {
	case astro.TokenScopeDeployment:
		return "Deployment " + p.entityID
	case astro.TokenScopeWorkspace:
		return "Workspace " + p.entityID
	}
	return "the organization"
}

func (m *apiTokenModel) place() place { return placeOf(m.WorkspaceID, m.DeploymentID) }

// createRequest is what the token is made of; further roles come afterwards.
func (m *apiTokenModel) createRequest() *astro.CreateAPITokenRequest {
	at := m.place()
	return &astro.CreateAPITokenRequest{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(), Role: m.Role.ValueString(),
		Scope: at.scope, EntityID: at.entityID, ExpiryPeriodInDays: m.ExpiryPeriodInDays.ValueInt64Pointer(),
	}
}

// settle fills in what Astro computed when it made or rotated the token.
func (m *apiTokenModel) settle(made *astro.APIToken) error {
	m.ID, m.ShortToken = types.StringValue(made.ID), types.StringValue(made.ShortToken)
	m.EndAt, m.LastRotatedAt = optionalText(made.EndAt), optionalText(made.LastRotatedAt)
	return m.secretModel.settle(textOf(made))
}

// read takes over what Astro has. What a state after an import does not have yet
// is filled in; further roles are shown where they are managed.
func (m *apiTokenModel) read(ctx context.Context, found *astro.APIToken) diag.Diagnostics {
	imported := m.Name.IsNull()
	m.ID, m.Name, m.Description = types.StringValue(found.ID), types.StringValue(found.Name), textLike(m.Description, found.Description)
	m.ShortToken, m.EndAt, m.LastRotatedAt = types.StringValue(found.ShortToken), optionalText(found.EndAt), optionalText(found.LastRotatedAt)
	m.ExpiryPeriodInDays = types.Int64PointerValue(found.ExpiryPeriodInDays)
	own, others := splitRoles(found)
	if own != nil {
		m.Role = types.StringValue(own.Role)
		if imported {
			switch found.Scope {
			case astro.TokenScopeWorkspace:
				m.WorkspaceID = types.StringValue(own.EntityID)
			case astro.TokenScopeDeployment:
				m.DeploymentID = types.StringValue(own.EntityID)
			}
		}
	}
	// Whether roles are always answered is not documented (API facts, F.2).
	if found.Roles == nil || m.AdditionalRoles.IsNull() && !imported {
		return nil
	}
	return m.setAdditionalRoles(ctx, others)
}

// splitRoles tells the role of the token's own scope from the others.
func splitRoles(found *astro.APIToken) (own *astro.APITokenRole, others []astro.APITokenRole) {
	for i := range found.Roles {
		if own == nil && found.Roles[i].EntityType == found.Scope {
			own = &found.Roles[i]
			continue
		}
		others = append(others, found.Roles[i])
	}
	return own, others
}

func (m *apiTokenModel) setAdditionalRoles(ctx context.Context, roles []astro.APITokenRole) diag.Diagnostics {
	m.AdditionalRoles = types.SetNull(roleType())
	if len(roles) == 0 {
		return nil
	}
	rows := make([]roleModel, 0, len(roles))
	for _, role := range roles {
		rows = append(rows, roleFromAPI(role))
	}
	set, diags := types.SetValueFrom(ctx, roleType(), rows)
	m.AdditionalRoles = set
	return diags
}

func roleFromAPI(role astro.APITokenRole) roleModel {
	row := roleModel{Role: types.StringValue(role.Role)}
	switch role.EntityType {
	case astro.TokenScopeWorkspace:
		row.WorkspaceID = types.StringValue(role.EntityID)
	case astro.TokenScopeDeployment:
		row.DeploymentID = types.StringValue(role.EntityID)
	case astro.RoleEntityDAG:
		row.DeploymentID, row.DAGID = types.StringValue(role.DeploymentID), types.StringValue(role.EntityID)
	case astro.RoleEntityDAGTag:
		row.DeploymentID, row.DAGTag = types.StringValue(role.DeploymentID), types.StringValue(role.EntityID)
	}
	return row
}

// toAPI is the role as Astro knows it.
func (r roleModel) toAPI() astro.APITokenRole {
	role := astro.APITokenRole{Role: r.Role.ValueString()}
	switch {
	case !r.DAGID.IsNull():
		role.EntityType, role.EntityID, role.DeploymentID = astro.RoleEntityDAG, r.DAGID.ValueString(), r.DeploymentID.ValueString()
	case !r.DAGTag.IsNull():
		role.EntityType, role.EntityID, role.DeploymentID = astro.RoleEntityDAGTag, r.DAGTag.ValueString(), r.DeploymentID.ValueString()
	case !r.DeploymentID.IsNull():
		role.EntityType, role.EntityID = astro.TokenScopeDeployment, r.DeploymentID.ValueString()
	default:
		role.EntityType, role.EntityID = astro.TokenScopeWorkspace, r.WorkspaceID.ValueString()
	}
	return role
}

// additional are the roles of additional_roles as Astro knows them.
func (m *apiTokenModel) additional(ctx context.Context) ([]astro.APITokenRole, error) {
	var rows []roleModel
	if diags := m.AdditionalRoles.ElementsAs(ctx, &rows, false); diags.HasError() {
		return nil, fmt.Errorf("reading additional_roles: %s", diags[0].Detail())
	}
	roles := make([]astro.APITokenRole, 0, len(rows))
	for _, row := range rows {
		roles = append(roles, row.toAPI())
	}
	return roles, nil
}

// wantedRoles are all roles that a token should have: its own, then those of the
// configuration, or else those that stand less the ones that the state had.
func wantedRoles(own astro.APITokenRole, managed bool, planned, before, standing []astro.APITokenRole) []astro.APITokenRole {
	if managed {
		return append([]astro.APITokenRole{own}, planned...)
	}
	kept := slices.DeleteFunc(slices.Clone(standing), func(r astro.APITokenRole) bool { return slices.Contains(before, r) })
	return append([]astro.APITokenRole{own}, kept...)
}

// ended tells whether the state's token has ended; such a text lets nobody in.
func (m *apiTokenModel) ended(now time.Time) bool { return hasEnded(m.EndAt, now) }

func hasEnded(endAt types.String, now time.Time) bool {
	end, err := time.Parse(time.RFC3339, endAt.ValueString())
	return err == nil && !end.After(now)
}

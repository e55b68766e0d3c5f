package token

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// nouns are the scopes as users call them.
var nouns = map[string]string{
	astro.TokenScopeOrganization: "the organization", astro.TokenScopeWorkspace: "a Workspace", astro.TokenScopeDeployment: "a Deployment",
	astro.RoleEntityDAG: "a DAG", astro.RoleEntityDAGTag: "a DAG",
}

// builtinScope is the scope of a built-in role, empty for a custom one: built-in
// roles are named after what they are for (API facts, F.2).
func builtinScope(role string) string {
	for _, scope := range []string{astro.TokenScopeOrganization, astro.TokenScopeWorkspace} {
		if strings.HasPrefix(role, scope+"_") {
			return scope
		}
	}
	if role == "DEPLOYMENT_ADMIN" {
		return astro.TokenScopeDeployment
	}
	return ""
}

// checkRole refuses a built-in role of another scope.
func checkRole(at path.Path, role types.String, scope string) []fwkit.Finding {
	fits := builtinScope(role.ValueString())
	if role.IsNull() || role.IsUnknown() || fits == "" || fits == scope {
		return nil
	}
	return []fwkit.Finding{fwkit.Refuse(at, "Role of another scope",
		fmt.Sprintf("%s is a role for %s, not for %s. Names of custom roles may be given as they are.", role.ValueString(), nouns[fits], nouns[scope]))}
}

// check judges what the configuration alone decides.
func (m *apiTokenModel) check(ctx context.Context) ([]fwkit.Finding, diag.Diagnostics) {
	findings := m.secretModel.check()
	for _, name := range slices.Sorted(maps.Keys(m.RotateWhenChanged.Elements())) {
		if m.RotateWhenChanged.Elements()[name].IsNull() {
			findings = append(findings, fwkit.Refuse(path.Root("rotate_when_changed").AtMapKey(name), "Value is missing",
				fmt.Sprintf("%q is null. Give a value, or leave it out.", name)))
		}
	}
	if m.WorkspaceID.IsUnknown() && m.DeploymentID.IsNull() || m.DeploymentID.IsUnknown() && m.WorkspaceID.IsNull() {
		// Each may still turn out to be null, and the token the organization's.
		return findings, nil
	}
	if !m.WorkspaceID.IsNull() && !m.DeploymentID.IsNull() {
		// The schema has an error to say of that.
		return findings, nil
	}
	scope := m.place().scope
	findings = append(findings, checkRole(path.Root("role"), m.Role, scope)...)
	var rows []types.Object
	if m.AdditionalRoles.IsUnknown() {
		return findings, nil
	}
	diags := m.AdditionalRoles.ElementsAs(ctx, &rows, false)
	for _, row := range rows {
		findings = append(findings, checkAdditionalRole(path.Root("additional_roles").AtSetValue(row), row, scope)...)
	}
	return findings, diags
}

// checkAdditionalRole judges one further role of a token of a scope.
func checkAdditionalRole(at path.Path, row types.Object, scope string) []fwkit.Finding {
	if row.IsNull() {
		return []fwkit.Finding{fwkit.Refuse(at, "Role is missing", "An element of additional_roles is null. Leave it out.")}
	}
	if !given(row, "workspace_id") && !given(row, "deployment_id") && !row.IsUnknown() {
		return []fwkit.Finding{fwkit.Refuse(at, "Argument is missing", "Neither workspace_id nor deployment_id says what the role is for.")}
	}
	for _, name := range []string{"role", "workspace_id", "deployment_id", "dag_id", "dag_tag"} {
		if value, ok := row.Attributes()[name].(types.String); row.IsUnknown() || ok && value.IsUnknown() {
			return nil
		}
	}
	refuse := func(summary, detail string) []fwkit.Finding {
		return []fwkit.Finding{fwkit.Refuse(at, summary, detail)}
	}
	inDAG := given(row, "dag_id") || given(row, "dag_tag")
	switch {
	case given(row, "workspace_id") && given(row, "deployment_id"):
		return refuse("Arguments exclude each other", "Both workspace_id and deployment_id are given. Keep one of them.")
	case given(row, "dag_id") && given(row, "dag_tag"):
		return refuse("Arguments exclude each other", "Both dag_id and dag_tag are given. Keep one of them.")
	case inDAG && !given(row, "deployment_id"):
		return refuse("Argument is missing", "dag_id and dag_tag need the deployment_id that the DAGs are in.")
	}
	kind := astro.TokenScopeWorkspace
	switch {
	case inDAG:
		kind = astro.RoleEntityDAG
	case given(row, "deployment_id"):
		kind = astro.TokenScopeDeployment
	}
	if kind == scope || scope == astro.TokenScopeDeployment && kind == astro.TokenScopeWorkspace {
		return refuse("Role that the token cannot have",
			fmt.Sprintf("A token of %s has one role of its own, the argument role, and further roles only in what is inside: this one is for %s.", nouns[scope], nouns[kind]))
	}
	role, _ := row.Attributes()["role"].(types.String)
	return checkRole(at.AtName("role"), role, kind)
}

// given tells whether a member of an object is not null; an unknown one may be.
func given(row types.Object, name string) bool {
	value, ok := row.Attributes()[name]
	return ok && !value.IsNull()
}

// anyUnknown tells whether a map is not known, wholly or in part.
func anyUnknown(m types.Map) bool {
	return m.IsUnknown() || slices.ContainsFunc(slices.Collect(maps.Values(m.Elements())), attr.Value.IsUnknown)
}

// ownTokenRefusal refuses what would end the token that the provider works with.
func ownTokenRefusal(id, what string) fwkit.Finding {
	return fwkit.Refuse(path.Root("id"), "This is the token that the provider works with",
		fmt.Sprintf("To %s the API token %s would end the very token that this run uses, in the middle of it. Nothing was done. "+
			"Run Terraform with another token for this change, or take this one out of the configuration and the state (terraform state rm).", what, id))
}

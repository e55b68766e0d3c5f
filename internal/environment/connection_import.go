package environment

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// deploymentPrefix marks the import id of a connection of one Deployment.
const deploymentPrefix = "deployment:"

// ImportState takes an id, workspace_id/key or deployment:deployment_id/key.
func (r *connectionResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	scope, key, err := parseConnectionID(req.ID)
	if err != nil {
		resp.Diagnostics.AddError("Could not import connection", err.Error())
		return
	}
	id := req.ID
	if key != "" {
		if !r.Data.Require(&resp.Diagnostics) {
			return
		}
		if id, err = r.lookUp(ctx, scope, key); err != nil {
			fwkit.AddError(&resp.Diagnostics, "Could not import connection", err)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}

// lookUp finds a connection by key; the list serves all imports of the walk.
func (r *connectionResource) lookUp(ctx context.Context, scope scopeKey, key string) (string, error) {
	objects, err := r.Data.Walk.ScopeConnections(ctx, scope.scope, scope.entityID)
	if err = r.Data.Walk.Judge(ctx, err, ""); err != nil {
		return "", err
	}
	var keys []string
	for i := range objects {
		if objects[i].ObjectKey == key && objects[i].Scope == scope.scope {
			return textOf(objects[i].ID), nil
		}
		keys = append(keys, objects[i].ObjectKey)
	}
	there := "There are no connections there that this token can see"
	if len(keys) > 0 {
		there = "There are " + quoteNames(keys)
	}
	return "", fmt.Errorf("no connection of %s %s has the key %q. %s", strings.ToLower(scope.scope), scope.entityID, key, there)
}

// parseConnectionID reads an import id; key is empty when it is the connection's own id.
func parseConnectionID(id string) (scope scopeKey, key string, err error) {
	text, isDeployment := strings.CutPrefix(id, deploymentPrefix)
	entityID, key, hasKey := strings.Cut(text, "/")
	switch {
	case validate.CUID(entityID) != nil, hasKey == (key == ""), isDeployment && !hasKey:
		return scopeKey{}, "", fmt.Errorf("the import id %q must have one of the forms id, workspace_id/key or deployment:deployment_id/key, for example "+
			"\"clx4n1abc0000000000000001\", \"clx4n1abc0000000000000002/snowflake_default\" or \"deployment:clx4n1abc0000000000000003/snowflake_default\"", id)
	case isDeployment:
		return scopeKey{astro.ScopeDeployment, entityID}, key, nil
	default:
		return scopeKey{astro.ScopeWorkspace, entityID}, key, nil
	}
}

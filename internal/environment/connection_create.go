package environment

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// filter selects the scope's connections of one key.
func (k connectionKey) filter() astro.EnvironmentObjectFilter {
	filter := astro.EnvironmentObjectFilter{ObjectType: astro.ObjectTypeConnection, ObjectKey: k.key}
	if k.scope.scope == astro.ScopeDeployment {
		filter.DeploymentID = k.scope.entityID
	} else {
		filter.WorkspaceID = k.scope.entityID
	}
	return filter
}

// createConnection creates the connection and returns its id. When the answer
// is lost, it adopts what the request made: the connection of this key that was
// not there before this walk, keys being unique in their scope (API facts, E.3).
func createConnection(ctx context.Context, data *fwkit.Data, plan, config *connectionModel) (string, error) {
	claims := claimsOf(data.Walk)
	before, listErr := claims.before(ctx, data.Walk, plan.scope())
	id, err := data.Client.CreateEnvironmentObject(ctx, plan.createRequest(config))
	switch {
	case err == nil:
		return id, nil
	case astro.IsConflict(err):
		found, _ := findByKey(ctx, data.Client, plan.connectionKey())
		if found != "" && claims.holds(found) {
			return "", &fwkit.Refusal{Findings: []fwkit.Finding{goesInThisRun(plan, err)}}
		}
		return "", &fwkit.Refusal{Findings: []fwkit.Finding{alreadyExists(plan, fwkit.Explain(err))}}
	case !astro.IsAmbiguous(err) || listErr != nil:
		return "", err
	}
	found := ""
	lookupErr := data.SearchLost(ctx, func(ctx context.Context) (done bool, err error) {
		found, err = findByKey(ctx, data.Client, plan.connectionKey())
		return found != "", err
	})
	switch {
	case found == "" && lookupErr != nil:
		return "", fmt.Errorf("%w; whether it exists could not be found out either: %w", err, lookupErr)
	case found == "" || slices.ContainsFunc(before, func(o astro.EnvironmentObject) bool { return textOf(o.ID) == found }):
		return "", err
	}
	return found, nil
}

// findByKey asks for the id of a connection; "" when there is none.
func findByKey(ctx context.Context, client *astro.Client, key connectionKey) (string, error) {
	objects, err := client.ListEnvironmentObjects(ctx, key.filter())
	if err != nil {
		return "", err
	}
	if found := withKey(objects, key); found != nil {
		return textOf(found.ID), nil
	}
	return "", nil
}

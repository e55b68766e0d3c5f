package walk

import (
	"context"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

func workspaceScope(id string) scopeKey { return scopeKey{astro.ScopeWorkspace, id} }

// newObjectSnapshot holds connections. Other types of objects are read by id.
func newObjectSnapshot(client *astro.Client) *snapshot[astro.EnvironmentObject] {
	return newSnapshot(source[astro.EnvironmentObject]{
		get: client.GetEnvironmentObject,
		list: func(ctx context.Context, key scopeKey) ([]astro.EnvironmentObject, error) {
			filter := filterOf(key)
			filter.ObjectType = astro.ObjectTypeConnection
			return client.ListEnvironmentObjects(ctx, filter)
		},
		everything: func(ctx context.Context, key scopeKey) ([]astro.EnvironmentObject, error) {
			return client.ListEnvironmentObjects(ctx, filterOf(key))
		},
		id: func(o *astro.EnvironmentObject) string {
			if o.ID == nil {
				return ""
			}
			return *o.ID
		},
		scope: func(o *astro.EnvironmentObject) scopeKey {
			if o.ObjectType != astro.ObjectTypeConnection {
				return scopeKey{}
			}
			return scopeKey{o.Scope, o.ScopeEntityID}
		},
		same: func(a, b *astro.EnvironmentObject) bool { return objectShape(*a) == objectShape(*b) },
	})
}

// filterOf selects the objects of a scope.
func filterOf(key scopeKey) astro.EnvironmentObjectFilter {
	if key.scope == astro.ScopeDeployment {
		return astro.EnvironmentObjectFilter{DeploymentID: key.id}
	}
	return astro.EnvironmentObjectFilter{WorkspaceID: key.id}
}

func newDeploymentSnapshot(client *astro.Client) *snapshot[astro.Deployment] {
	return newSnapshot(source[astro.Deployment]{
		get: client.GetDeployment,
		list: func(ctx context.Context, key scopeKey) ([]astro.Deployment, error) {
			return client.ListDeployments(ctx, astro.DeploymentFilter{WorkspaceIDs: []string{key.id}})
		},
		everything: func(ctx context.Context, key scopeKey) ([]astro.Deployment, error) {
			if key.scope == "" { // the one Deployment, whose Workspace is not known
				return client.ListDeployments(ctx, astro.DeploymentFilter{IDs: []string{key.id}})
			}
			return client.ListDeployments(ctx, astro.DeploymentFilter{WorkspaceIDs: []string{key.id}})
		},
		id:    func(d *astro.Deployment) string { return d.ID },
		scope: func(d *astro.Deployment) scopeKey { return workspaceScope(d.WorkspaceID) },
		same:  func(a, b *astro.Deployment) bool { return deploymentShape(*a) == deploymentShape(*b) },
	})
}

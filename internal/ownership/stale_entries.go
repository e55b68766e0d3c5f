package ownership

import (
	"context"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// goneDeployments lists the Deployments that an object names in its links or
// excludes and that provably no longer exist. Entries of deleted Deployments may
// stay (API facts, E.6), and the API may refuse a write that lists one. A list
// shows which are missing, and a read of each proves it: a list may show less
// than there is. A look-up that fails proves nothing.
func goneDeployments(ctx context.Context, client *astro.Client, object *astro.EnvironmentObject) []string {
	if object.Scope != astro.ScopeWorkspace {
		return nil
	}
	named := map[string]bool{}
	for _, link := range object.Links {
		named[link.ScopeEntityID] = true
	}
	for _, exclude := range object.ExcludeLinks {
		named[exclude.ScopeEntityID] = true
	}
	if len(named) == 0 {
		return nil
	}
	deployments, err := client.ListDeployments(ctx, astro.DeploymentFilter{WorkspaceIDs: []string{object.ScopeEntityID}})
	if err != nil {
		return nil
	}
	for i := range deployments {
		delete(named, deployments[i].ID)
	}
	var gone []string
	for id := range named {
		if _, err := client.GetDeployment(ctx, id); astro.IsNotFound(err) {
			gone = append(gone, id)
		}
	}
	return gone
}

// leaveOutEntries takes the entries of such Deployments out of a request,
// unless an edit changes them: then the refusal is that edit's own.
func leaveOutEntries(request *astro.UpdateEnvironmentObjectRequest, gone map[string]bool) {
	request.Links = slices.DeleteFunc(request.Links, func(l astro.LinkRequest) bool { return gone[l.ScopeEntityID] })
	request.ExcludeLinks = slices.DeleteFunc(request.ExcludeLinks, func(l astro.ExcludeLink) bool { return gone[l.ScopeEntityID] })
}

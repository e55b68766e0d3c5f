package deployment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// namesakeError refuses to create a Deployment whose name is taken: names are not
// unique, so that a repeated create would make a second one (API facts, C.10).
type namesakeError struct {
	workspaceID, name string
	ids               []string
}

// Error names the Deployments and how to adopt one.
func (e *namesakeError) Error() string {
	return fmt.Sprintf("the Workspace %s already has a Deployment named %q (%s). Nothing was created. "+
		"To manage that one with this configuration, import it:\n\n  terraform import <address> %s\n\nElse choose another name",
		e.workspaceID, e.name, strings.Join(e.ids, ", "), e.ids[0])
}

// namesakes lists the ids of the Deployments of that very name in the Workspace.
func (r *deploymentResource) namesakes(ctx context.Context, workspaceID, name string) ([]astro.Deployment, error) {
	found, err := r.Data.Client.ListDeployments(ctx, astro.DeploymentFilter{Names: []string{name}, WorkspaceIDs: []string{workspaceID}})
	if err != nil {
		return nil, err
	}
	// Whether the filter is exact is not documented (API facts, C.10).
	return slices.DeleteFunc(found, func(d astro.Deployment) bool { return d.Name != name || d.WorkspaceID != workspaceID }), nil
}

// create makes a Deployment, once. When the answer is lost it looks for what the
// request may have made.
func (r *deploymentResource) create(ctx context.Context, request *astro.CreateDeploymentRequest) (*astro.Deployment, error) {
	defer walk.State[creatingDeployments](r.Data.Walk).enter(request.WorkspaceID, request.Name)()
	before, err := r.namesakes(ctx, request.WorkspaceID, request.Name)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		return nil, &namesakeError{workspaceID: request.WorkspaceID, name: request.Name, ids: idsOf(before)}
	}
	created, err := r.Data.Client.CreateDeployment(ctx, request)
	if err == nil || !astro.IsAmbiguous(err) {
		return created, err
	}
	return r.findLost(ctx, request, err)
}

// findLost looks for the Deployment of a create whose answer was lost. There was
// none of its name before; one that is there now is ours when this token created it.
func (r *deploymentResource) findLost(ctx context.Context, request *astro.CreateDeploymentRequest, lost error) (*astro.Deployment, error) {
	var ours *astro.Deployment
	err := r.Data.SearchLost(ctx, func(ctx context.Context) (bool, error) {
		after, err := r.namesakes(ctx, request.WorkspaceID, request.Name)
		if err != nil {
			return false, err
		}
		own := slices.DeleteFunc(slices.Clone(after), func(d astro.Deployment) bool { return !r.Data.Client.IsThisToken(d.CreatedBy) })
		switch {
		case len(own) == 1:
			ours = &own[0]
			// A row may tell less than a read, and is better than none (API facts, C.12).
			if whole, err := r.Data.Client.GetDeployment(ctx, ours.ID); err == nil {
				ours = whole
			}
			return true, nil
		case len(after) > 0:
			return true, fmt.Errorf("since then the Workspace %s has Deployments named %q, and it cannot be told which of them this run created: %s. "+
				"Import the right one (terraform import <address> <id>) or delete it",
				request.WorkspaceID, request.Name, strings.Join(idsOf(after), ", "))
		}
		return false, nil
	})
	switch {
	case ours != nil:
		return ours, nil
	case err != nil:
		return nil, fmt.Errorf("%w; %w", lost, err)
	}
	return nil, fmt.Errorf("%w. No Deployment named %q has appeared in the Workspace %s since; if one appears later, import it", lost, request.Name, request.WorkspaceID)
}

func idsOf(deployments []astro.Deployment) []string {
	ids := make([]string, 0, len(deployments))
	for _, d := range deployments {
		ids = append(ids, d.ID)
	}
	return ids
}

package deployment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// lostLooks is how often a Deployment whose answer was lost is looked for.
const lostLooks = 3

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
// none of its name before; one that is there now is ours when this token
// created it. It goes on after a cancellation, because what was made must be recorded.
func (r *deploymentResource) findLost(ctx context.Context, request *astro.CreateDeploymentRequest, lost error) (*astro.Deployment, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.Data.Client.RequestTimeout()+lostLooks*r.Data.PollInterval)
	defer cancel()
	for range lostLooks {
		after, err := r.namesakes(ctx, request.WorkspaceID, request.Name)
		if err != nil {
			return nil, errors.Join(lost, err)
		}
		own := slices.DeleteFunc(slices.Clone(after), func(d astro.Deployment) bool { return !r.Data.Client.IsThisToken(d.CreatedBy) })
		switch {
		case len(own) == 1:
			return r.Data.Client.GetDeployment(ctx, own[0].ID)
		case len(after) > 0:
			return nil, fmt.Errorf("%w. Since then the Workspace %s has Deployments named %q, and it cannot be told which of them this run created: %s. "+
				"Import the right one (terraform import <address> <id>) or delete it",
				lost, request.WorkspaceID, request.Name, strings.Join(idsOf(after), ", "))
		}
		if err := pause(ctx, r.Data.PollInterval); err != nil {
			break
		}
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

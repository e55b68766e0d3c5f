package workspace

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// namesakeError refuses to create a Workspace whose name is taken: names are not
// known to be unique, so that a repeated create, such as the one after a run that
// was killed, would make a second one (API facts, B.2).
type namesakeError struct {
	name string
	ids  []string
}

// Error names the Workspaces and how to adopt one.
func (e *namesakeError) Error() string {
	return fmt.Sprintf("the organization already has a Workspace named %q (%s). Nothing was created. "+
		"To manage that one with this configuration, import it:\n\n  terraform import <address> %s\n\nElse choose another name",
		e.name, strings.Join(e.ids, ", "), e.ids[0])
}

// namesakes lists the Workspaces of that very name.
func (r *workspaceResource) namesakes(ctx context.Context, name string) ([]astro.Workspace, error) {
	found, err := r.Data.Client.ListWorkspaces(ctx, astro.WorkspaceFilter{Names: []string{name}})
	if err != nil {
		return nil, err
	}
	// Whether the filter is exact is not documented (API facts, C.10).
	return slices.DeleteFunc(found, func(w astro.Workspace) bool { return w.Name != name }), nil
}

// creatingWorkspaces lets the creates of a walk go one after the other: of two
// that look for a namesake at the same time neither would see the other's.
type creatingWorkspaces struct{ mu sync.Mutex }

// create makes a Workspace, once. When the answer is lost it looks for what the
// request may have made.
func (r *workspaceResource) create(ctx context.Context, request *astro.CreateWorkspaceRequest) (*astro.Workspace, error) {
	turn := walk.State[creatingWorkspaces](r.Data.Walk)
	turn.mu.Lock()
	defer turn.mu.Unlock()
	before, err := r.namesakes(ctx, request.Name)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		return nil, &namesakeError{name: request.Name, ids: idsOf(before)}
	}
	created, err := r.Data.Client.CreateWorkspace(ctx, request)
	if err == nil || !astro.IsAmbiguous(err) {
		return created, err
	}
	return r.findLost(ctx, request, err)
}

// findLost looks for the Workspace of a create whose answer was lost. There was
// none of its name before; the only one of this token that is there now is ours.
func (r *workspaceResource) findLost(ctx context.Context, request *astro.CreateWorkspaceRequest, lost error) (*astro.Workspace, error) {
	var ours *astro.Workspace
	err := r.Data.SearchLost(ctx, func(ctx context.Context) (bool, error) {
		after, err := r.namesakes(ctx, request.Name)
		if err != nil {
			return false, err
		}
		own := slices.DeleteFunc(slices.Clone(after), func(w astro.Workspace) bool { return !r.Data.Client.IsThisToken(w.CreatedBy) })
		switch {
		case len(own) == 1:
			ours = &own[0]
			// A row may tell less than a read, and is better than none (API facts, C.12).
			if whole, err := r.Data.Client.GetWorkspace(ctx, ours.ID); err == nil {
				ours = whole
			}
			return true, nil
		case len(after) > 0:
			return true, fmt.Errorf("since then there are Workspaces named %q, and it cannot be told which of them this run created: %s. "+
				"Import the right one (terraform import <address> <id>) or delete it", request.Name, strings.Join(idsOf(after), ", "))
		}
		return false, nil
	})
	switch {
	case ours != nil:
		return ours, nil
	case err != nil:
		return nil, fmt.Errorf("%w; %w", lost, err)
	}
	return nil, fmt.Errorf("%w. No Workspace named %q has appeared since; if one appears later, import it", lost, request.Name)
}

// pause waits, unless the context ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func idsOf(workspaces []astro.Workspace) []string {
	ids := make([]string, 0, len(workspaces))
	for i := range workspaces {
		ids = append(ids, workspaces[i].ID)
	}
	return ids
}

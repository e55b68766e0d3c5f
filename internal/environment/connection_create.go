package environment

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// keyList is one list of a scope's connections, made before this walk created
// its first there: what is not in it was made since.
type keyList struct {
	mu    sync.Mutex
	known bool
	ids   []string
}

// before gives the ids of the connections that stood in a scope before this
// walk created one there.
func (s *walkState) before(ctx context.Context, client *astro.Client, scope scopeKey) ([]string, error) {
	s.mu.Lock()
	if s.keysBefore == nil {
		s.keysBefore = map[scopeKey]*keyList{}
	}
	if s.keysBefore[scope] == nil {
		s.keysBefore[scope] = &keyList{}
	}
	list := s.keysBefore[scope]
	s.mu.Unlock()
	list.mu.Lock()
	defer list.mu.Unlock()
	if list.known {
		return list.ids, nil
	}
	objects, err := client.ListEnvironmentObjects(ctx, scope.filter(""))
	if err != nil {
		return nil, err
	}
	for i := range objects {
		list.ids = append(list.ids, textOf(objects[i].ID))
	}
	list.known = true
	return list.ids, nil
}

// filter selects the scope's connections, of one key if it is given.
func (s scopeKey) filter(key string) astro.EnvironmentObjectFilter {
	filter := astro.EnvironmentObjectFilter{ObjectType: astro.ObjectTypeConnection, ObjectKey: key}
	if s.scope == astro.ScopeDeployment {
		filter.DeploymentID = s.entityID
	} else {
		filter.WorkspaceID = s.entityID
	}
	return filter
}

// createConnection creates the connection and returns its id. When the answer
// is lost, it adopts what the request made: the connection of this key that was
// not there before this walk, keys being unique in their scope (API facts, E.3).
func createConnection(ctx context.Context, data *fwkit.Data, plan, config *connectionModel) (string, error) {
	before, listErr := stateOf(data.Walk).before(ctx, data.Client, plan.scope())
	id, err := data.Client.CreateEnvironmentObject(ctx, plan.createRequest(config))
	switch {
	case err == nil:
		return id, nil
	case astro.IsConflict(err):
		return "", &fwkit.Refusal{Findings: []fwkit.Finding{alreadyExists(plan, err)}}
	case !astro.IsAmbiguous(err) || listErr != nil:
		return "", err
	}
	// The caller may have been cancelled, or its time is over; whether the
	// connection exists still has to be found out and recorded.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), data.Client.RequestTimeout())
	defer cancel()
	found, lookupErr := findByKey(ctx, data.Client, plan)
	if lookupErr != nil {
		return "", fmt.Errorf("%w; whether it exists could not be found out either: %w", err, lookupErr)
	}
	if found == "" || slices.Contains(before, found) {
		return "", err
	}
	return found, nil
}

func findByKey(ctx context.Context, client *astro.Client, plan *connectionModel) (string, error) {
	objects, err := client.ListEnvironmentObjects(ctx, plan.scope().filter(plan.Key.ValueString()))
	if err != nil {
		return "", err
	}
	for i := range objects {
		if objects[i].ObjectKey == plan.Key.ValueString() && objects[i].Scope == plan.scope().scope {
			return textOf(objects[i].ID), nil
		}
	}
	return "", nil
}

// alreadyExists names the way to take over a connection that stands.
func alreadyExists(plan *connectionModel, err error) fwkit.Finding {
	return fwkit.Refuse(path.Root("key"), "Connection exists already",
		fmt.Sprintf("%s\n\nA connection with this key is there already. To manage it here, import it:\n\n"+
			"  terraform import <address of this resource> %q", fwkit.Explain(err), plan.importID()))
}

package walk

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// ErrGone is wrapped by errors of reads whose object is provably gone.
var ErrGone = errors.New("there is no such object, or no longer")

// Walk is the memory of one walk. It is safe for concurrent use.
type Walk struct {
	client *astro.Client

	objects     *snapshot[astro.EnvironmentObject]
	deployments *snapshot[astro.Deployment]

	options    memo[astro.DeploymentOptionsFilter, *astro.DeploymentOptions]
	regions    memo[string, []astro.ClusterOptions]
	clusters   memo[string, *astro.Cluster]
	workspaces memo[string, *astro.Workspace]
	visibility memo[string, visibility]

	fates fates

	mu     sync.Mutex
	states map[reflect.Type]any
}

// New returns the memory of a new walk.
func New(client *astro.Client) *Walk {
	return &Walk{
		client: client, states: map[reflect.Type]any{},
		objects: newObjectSnapshot(client), deployments: newDeploymentSnapshot(client),
	}
}

// State returns the walk's one value of type T, zero at first and shared by all
// resources of the process. T must bring its own lock.
func State[T any](w *Walk) *T {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := reflect.TypeFor[T]()
	if known, ok := w.states[key].(*T); ok {
		return known
	}
	fresh := new(T)
	w.states[key] = fresh
	return fresh
}

// IsGone tells that an error of a read or delete proves that the object, or a
// parent of it, no longer exists.
func IsGone(err error) bool { return errors.Is(err, ErrGone) }

// Deployment reads a Deployment; workspaceID may be empty when it is not known.
// What the result points to must not be changed.
func (w *Walk) Deployment(ctx context.Context, id, workspaceID string) (*astro.Deployment, error) {
	return readJudged(ctx, w, w.deployments, id, workspaceScope(workspaceID))
}

// EnvironmentObject reads an environment object; workspaceID may be empty. What
// the result points to must not be changed.
func (w *Walk) EnvironmentObject(ctx context.Context, id, workspaceID string) (*astro.EnvironmentObject, error) {
	return w.EnvironmentObjectIn(ctx, id, astro.ScopeWorkspace, workspaceID)
}

// EnvironmentObjectIn is EnvironmentObject for a scope that may be a Deployment.
// An object of another scope than a state has is an error: no object changes it.
func (w *Walk) EnvironmentObjectIn(ctx context.Context, id, scope, scopeEntityID string) (*astro.EnvironmentObject, error) {
	o, err := readJudged(ctx, w, w.objects, id, scopeKey{scope, scopeEntityID})
	if err == nil && scopeEntityID != "" && (o.Scope != scope || o.ScopeEntityID != scopeEntityID) {
		return nil, fmt.Errorf("Astro answers that the environment object %s is in %s %s, but it was in %s %s, and no object moves; nothing was taken from it. Run terraform again", //nolint:staticcheck // Astro is a name
			id, astro.Visible(o.Scope), astro.Visible(o.ScopeEntityID), scope, scopeEntityID)
	}
	return o, err
}

// readJudged reads an object and judges a 404. One that stands all the same is
// read once more: what a single stray answer said is over by then.
func readJudged[T any](ctx context.Context, w *Walk, s *snapshot[T], id string, key scopeKey) (*T, error) {
	value, err := s.read(ctx, id, key)
	err = w.JudgeIn(ctx, err, key.scope, key.id)
	var stray *StandsError
	if !errors.As(err, &stray) {
		return value, err
	}
	if value, err = s.read(ctx, id, key); astro.IsNotFound(err) {
		return nil, &StandsError{Answer: err}
	}
	return value, err
}

// DeploymentOptions reads the options of one kind of Deployment, once per walk and filter.
func (w *Walk) DeploymentOptions(ctx context.Context, filter astro.DeploymentOptionsFilter) (*astro.DeploymentOptions, error) {
	return w.options.get(ctx, filter, func(ctx context.Context) (*astro.DeploymentOptions, error) {
		return w.client.GetDeploymentOptions(ctx, filter)
	})
}

// ClusterOptions reads the regions per cloud provider, once per walk.
func (w *Walk) ClusterOptions(ctx context.Context, clusterType string) ([]astro.ClusterOptions, error) {
	return w.regions.get(ctx, clusterType, func(ctx context.Context) ([]astro.ClusterOptions, error) {
		return w.client.GetClusterOptions(ctx, clusterType, "")
	})
}

// Cluster reads a cluster, once per walk.
func (w *Walk) Cluster(ctx context.Context, id string) (*astro.Cluster, error) {
	return w.clusters.get(ctx, id, func(ctx context.Context) (*astro.Cluster, error) { return w.client.GetCluster(ctx, id) })
}

// Workspace reads a Workspace, once per walk.
func (w *Walk) Workspace(ctx context.Context, id string) (*astro.Workspace, error) {
	found, err := w.workspace(ctx, id)
	return found, w.Judge(ctx, err, "")
}

func (w *Walk) workspace(ctx context.Context, id string) (*astro.Workspace, error) {
	return w.workspaces.get(ctx, id, func(ctx context.Context) (*astro.Workspace, error) { return w.client.GetWorkspace(ctx, id) })
}

// ObserveWorkspace takes the fresh state of a Workspace over.
func (w *Walk) ObserveWorkspace(workspace *astro.Workspace) {
	w.workspaces.set(workspace.ID, workspace)
}

// ForgetWorkspace has a Workspace read anew, after it was deleted or its state became unknown.
func (w *Walk) ForgetWorkspace(id string) { w.workspaces.forget(id) }

// WorkspaceDeployments lists the Deployments of a Workspace, once per walk and
// as the walk's own writes left them.
func (w *Walk) WorkspaceDeployments(ctx context.Context, workspaceID string) ([]astro.Deployment, error) {
	return w.deployments.list(ctx, workspaceScope(workspaceID))
}

// ScopeConnections lists the connections of one Workspace or Deployment, once
// per walk and as the walk's own writes left them.
func (w *Walk) ScopeConnections(ctx context.Context, scope, scopeEntityID string) ([]astro.EnvironmentObject, error) {
	return w.objects.list(ctx, scopeKey{scope, scopeEntityID})
}

// ObserveEnvironmentObject writes a fresh state through to the snapshot.
func (w *Walk) ObserveEnvironmentObject(object *astro.EnvironmentObject) { w.objects.observe(object) }

// ObserveDeployment writes a fresh state through to the snapshot.
func (w *Walk) ObserveDeployment(deployment *astro.Deployment) { w.deployments.observe(deployment) }

// ForgetEnvironmentObject takes a deleted object out of the snapshot.
func (w *Walk) ForgetEnvironmentObject(id string) { w.objects.forget(id) }

// ForgetDeployment takes a deleted Deployment out of the snapshot. Links to it
// may go with it, so connections are read anew.
func (w *Walk) ForgetDeployment(id string) {
	w.deployments.forget(id)
	w.objects.forgetAll()
}

// ForgetScopeConnections has the connections of a Workspace or Deployment listed
// anew, after one was created whose state is not known.
func (w *Walk) ForgetScopeConnections(scope, scopeEntityID string) {
	w.objects.forgetScope(scopeKey{scope, scopeEntityID})
}

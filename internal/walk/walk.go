// Package walk knows what one Terraform walk has learned from the API: a
// snapshot that serves many reads by few lists, the proof that a 404 means
// "gone", and what the resources of the walk tell each other.
//
// Terraform starts a provider process per walk (plan, apply, …) and configures
// it once, so a Walk made in Configure lives exactly as long as one walk.
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
var ErrGone = errors.New("the object no longer exists")

// Walk is the memory of one walk. It is safe for concurrent use.
type Walk struct {
	client *astro.Client

	mu     sync.Mutex
	states map[reflect.Type]any
}

// New returns the memory of a new walk.
func New(client *astro.Client) *Walk {
	return &Walk{client: client, states: map[reflect.Type]any{}}
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
func (w *Walk) Deployment(ctx context.Context, id, workspaceID string) (*astro.Deployment, error) {
	d, err := w.client.GetDeployment(ctx, id)
	return d, w.Judge(ctx, err, workspaceID)
}

// EnvironmentObject reads an environment object; workspaceID may be empty.
func (w *Walk) EnvironmentObject(ctx context.Context, id, workspaceID string) (*astro.EnvironmentObject, error) {
	o, err := w.client.GetEnvironmentObject(ctx, id)
	return o, w.Judge(ctx, err, workspaceID)
}

// Judge turns a 404 into ErrGone when the organization is known to be visible
// to this token, asking for it once if need be, and into an error that names
// the organization otherwise. Other errors, and nil, pass unchanged.
func (w *Walk) Judge(ctx context.Context, err error, workspaceID string) error {
	if !astro.IsNotFound(err) {
		return err
	}
	organizationID, lookupErr := w.client.OrganizationID(ctx)
	if lookupErr != nil {
		return lookupErr
	}
	if !w.client.HasSeen(organizationID) {
		if _, lookupErr := w.client.GetOrganization(ctx); lookupErr != nil {
			return fmt.Errorf("organization %s is not visible to this token: %w", organizationID, lookupErr)
		}
	}
	return fmt.Errorf("%w: %w", ErrGone, err)
}

// DeploymentOptions reads the options of one kind of Deployment, once per walk and filter.
func (w *Walk) DeploymentOptions(ctx context.Context, filter astro.DeploymentOptionsFilter) (*astro.DeploymentOptions, error) {
	return w.client.GetDeploymentOptions(ctx, filter)
}

// ClusterOptions reads the regions per cloud provider, once per walk.
func (w *Walk) ClusterOptions(ctx context.Context, clusterType string) ([]astro.ClusterOptions, error) {
	return w.client.GetClusterOptions(ctx, clusterType, "")
}

// Cluster reads a cluster, once per walk.
func (w *Walk) Cluster(ctx context.Context, id string) (*astro.Cluster, error) {
	return w.client.GetCluster(ctx, id)
}

// Workspace reads a Workspace, once per walk.
func (w *Walk) Workspace(ctx context.Context, id string) (*astro.Workspace, error) {
	found, err := w.client.GetWorkspace(ctx, id)
	return found, w.Judge(ctx, err, "")
}

// WorkspaceDeployments lists the Deployments of a Workspace from the snapshot.
func (w *Walk) WorkspaceDeployments(ctx context.Context, workspaceID string) ([]astro.Deployment, error) {
	return w.client.ListDeployments(ctx, astro.DeploymentFilter{WorkspaceIDs: []string{workspaceID}})
}

// ScopeConnections lists the connections of one Workspace or Deployment.
func (w *Walk) ScopeConnections(ctx context.Context, scope, scopeEntityID string) ([]astro.EnvironmentObject, error) {
	filter := astro.EnvironmentObjectFilter{ObjectType: astro.ObjectTypeConnection}
	if scope == astro.ScopeDeployment {
		filter.DeploymentID = scopeEntityID
	} else {
		filter.WorkspaceID = scopeEntityID
	}
	return w.client.ListEnvironmentObjects(ctx, filter)
}

// ObserveEnvironmentObject writes a fresh state through to the snapshot.
func (w *Walk) ObserveEnvironmentObject(*astro.EnvironmentObject) {}

// ObserveDeployment writes a fresh state through to the snapshot.
func (w *Walk) ObserveDeployment(*astro.Deployment) {}

// ForgetEnvironmentObject takes a deleted object out of the snapshot.
func (w *Walk) ForgetEnvironmentObject(string) {}

// ForgetDeployment takes a deleted Deployment out of the snapshot.
func (w *Walk) ForgetDeployment(string) {}

package ownership

import (
	"context"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// DefaultSettle is S: how long a cycle waits after its write before it believes
// what it reads. The window W is S/2.5.
const DefaultSettle = 2500 * time.Millisecond

// Observer is told every state of a shared object that an Editor reads or
// writes, so that a snapshot of the walk stays true. Methods may be called concurrently.
type Observer interface {
	ObserveEnvironmentObject(object *astro.EnvironmentObject)
	ObserveDeployment(deployment *astro.Deployment)
}

// Options tune an Editor; the zero value is right for production.
type Options struct {
	// Settle is S; zero means DefaultSettle, negative means no waiting at all,
	// for those who know that nobody else writes.
	Settle time.Duration
	// Observer may be nil.
	Observer Observer
}

// Edit is one caller's change of its own part of a shared object. O is the
// object as read, R the request that writes it.
type Edit[O, R any] struct {
	// What says what is done, for errors: "link Deployment c1… to connection c2…".
	What string
	// Apply makes the change in request, which carries everything else of the
	// fresh object and the changes of edits queued before. It reports whether
	// there was anything to change. An error is this caller's own: its
	// precondition fails on the fresh object, and nothing of it is written.
	Apply func(fresh *O, request *R) (changed bool, err error)
	// Stands reports nil when the caller's own part of the object is as wanted.
	// It answers for nothing else.
	Stands func(object *O) error
}

// ObjectEdit edits an environment object.
type ObjectEdit = Edit[astro.EnvironmentObject, astro.UpdateEnvironmentObjectRequest]

// DeploymentEdit edits a Deployment.
type DeploymentEdit = Edit[astro.Deployment, astro.UpdateDeploymentRequest]

// Editor is the only writer of shared API objects in a provider process. It is
// safe for concurrent use; edits of one object are combined.
type Editor struct {
	client  *astro.Client
	options Options
}

// New returns an Editor on a client.
func New(client *astro.Client, options Options) *Editor {
	return &Editor{client: client, options: options}
}

// EnvironmentObject carries an edit out on an environment object and returns
// the object as it stands afterwards. Errors wrap *astro.Error where the API
// answered; a 404 means that the object is not there.
func (e *Editor) EnvironmentObject(ctx context.Context, id string, edit ObjectEdit) (*astro.EnvironmentObject, error) {
	fresh, err := e.client.GetEnvironmentObject(ctx, id)
	if err != nil {
		return nil, err
	}
	request := CarryEnvironmentObject(fresh)
	changed, err := edit.Apply(fresh, request)
	if err != nil || !changed {
		return fresh, err
	}
	return e.client.UpdateEnvironmentObject(ctx, id, request)
}

// Deployment carries an edit out on a Deployment and returns it as it stands afterwards.
func (e *Editor) Deployment(ctx context.Context, id string, edit DeploymentEdit) (*astro.Deployment, error) {
	fresh, err := e.client.GetDeployment(ctx, id)
	if err != nil {
		return nil, err
	}
	request := CarryDeployment(fresh, time.Now())
	changed, err := edit.Apply(fresh, request)
	if err != nil || !changed {
		return fresh, err
	}
	return e.client.UpdateDeployment(ctx, id, request)
}

// DeleteEnvironmentObject deletes an object in turn with its edits. allow judges
// the fresh object and may refuse by an error; an object that is gone is a 404.
func (e *Editor) DeleteEnvironmentObject(ctx context.Context, id string, allow func(fresh *astro.EnvironmentObject) error) error {
	fresh, err := e.client.GetEnvironmentObject(ctx, id)
	if err != nil {
		return err
	}
	if err := allow(fresh); err != nil {
		return err
	}
	return e.client.DeleteEnvironmentObject(ctx, id)
}

// DeleteDeployment deletes a Deployment in turn with its edits, as DeleteEnvironmentObject does.
func (e *Editor) DeleteDeployment(ctx context.Context, id string, allow func(fresh *astro.Deployment) error) error {
	fresh, err := e.client.GetDeployment(ctx, id)
	if err != nil {
		return err
	}
	if err := allow(fresh); err != nil {
		return err
	}
	return e.client.DeleteDeployment(ctx, id)
}

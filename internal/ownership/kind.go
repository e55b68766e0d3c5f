package ownership

import (
	"context"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// kind is what an engine must know about one kind of API object. It has two
// implementers: environmentObjects and deployments.
type kind[O, R any] interface {
	// noun is what errors call such an object: "environment object".
	noun() string
	get(ctx context.Context, id string) (*O, error)
	update(ctx context.Context, id string, request *R) (*O, error)
	remove(ctx context.Context, id string) error
	// carry makes the request that changes nothing.
	carry(object *O) *R
	// writable writes the writable part down, in an order of its own, so that
	// two states can be compared.
	writable(object *O) string
	// kept lists what a write from before leaves to the axioms; what the object is
	// after the write tells which of it can be judged.
	kept(before *O, request *R, after *O) []holding
	// holds lists what an object has of the things that kept names.
	holds(object *O) holdings
	// carries reports whether the object has what a thing hangs on: the entry of
	// an override field, the key of a variable. Base fields hang on nothing.
	carries(object *O, thing holding) bool
	// last tells who touched the object last, and when.
	last(object *O) touch
	// gone lists entries of Deployments that provably no longer exist.
	gone(ctx context.Context, object *O) []string
	// leaveOut takes such entries out of a request.
	leaveOut(request *R, gone map[string]bool)
	// observe and forget tell the Observer.
	observe(object *O)
	forget(id string)
}

// touch is who changed an object last, and its name where it has one.
type touch struct {
	name, by, at string
}

// environmentObjects is the kind of environment objects of every type.
type environmentObjects struct {
	client   *astro.Client
	observer Observer
}

func (environmentObjects) noun() string { return "environment object" }

func (k environmentObjects) get(ctx context.Context, id string) (*astro.EnvironmentObject, error) {
	return k.client.GetEnvironmentObject(ctx, id)
}

func (k environmentObjects) update(ctx context.Context, id string, request *astro.UpdateEnvironmentObjectRequest) (*astro.EnvironmentObject, error) {
	return k.client.UpdateEnvironmentObject(ctx, id, request)
}

func (k environmentObjects) remove(ctx context.Context, id string) error {
	return k.client.DeleteEnvironmentObject(ctx, id)
}

func (environmentObjects) carry(object *astro.EnvironmentObject) *astro.UpdateEnvironmentObjectRequest {
	return CarryEnvironmentObject(object)
}

func (environmentObjects) writable(object *astro.EnvironmentObject) string {
	return writableOfObject(object)
}

func (environmentObjects) kept(before *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest, _ *astro.EnvironmentObject) []holding {
	return keptOfObject(before, request)
}

func (environmentObjects) holds(object *astro.EnvironmentObject) holdings {
	return holdsOfObject(object)
}

func (environmentObjects) carries(object *astro.EnvironmentObject, thing holding) bool {
	return carriesInObject(object, thing)
}

func (environmentObjects) last(object *astro.EnvironmentObject) touch {
	return touch{name: object.ObjectKey, by: object.UpdatedBy.Name(), at: valueOr(object.UpdatedAt, "")}
}

func (k environmentObjects) gone(ctx context.Context, object *astro.EnvironmentObject) []string {
	return goneDeployments(ctx, k.client, object)
}

func (environmentObjects) leaveOut(request *astro.UpdateEnvironmentObjectRequest, gone map[string]bool) {
	leaveOutEntries(request, gone)
}

func (k environmentObjects) observe(object *astro.EnvironmentObject) {
	if k.observer != nil {
		k.observer.ObserveEnvironmentObject(object)
	}
}

func (k environmentObjects) forget(id string) {
	if k.observer != nil {
		k.observer.ForgetEnvironmentObject(id)
	}
}

// deployments is the kind of Deployments.
type deployments struct {
	client   *astro.Client
	observer Observer
}

func (deployments) noun() string { return "Deployment" }

func (k deployments) get(ctx context.Context, id string) (*astro.Deployment, error) {
	return k.client.GetDeployment(ctx, id)
}

func (k deployments) update(ctx context.Context, id string, request *astro.UpdateDeploymentRequest) (*astro.Deployment, error) {
	return k.client.UpdateDeployment(ctx, id, request)
}

func (k deployments) remove(ctx context.Context, id string) error {
	return k.client.DeleteDeployment(ctx, id)
}

func (deployments) carry(d *astro.Deployment) *astro.UpdateDeploymentRequest {
	return CarryDeployment(d, time.Now())
}

func (deployments) writable(d *astro.Deployment) string { return writableOfDeployment(d) }

func (deployments) kept(before *astro.Deployment, request *astro.UpdateDeploymentRequest, after *astro.Deployment) []holding {
	return keptOfDeployment(before, request, after)
}

func (deployments) holds(d *astro.Deployment) holdings { return holdsOfDeployment(d) }

func (deployments) carries(d *astro.Deployment, thing holding) bool {
	return carriesInDeployment(d, thing)
}

func (deployments) last(d *astro.Deployment) touch {
	return touch{name: d.Name, by: d.UpdatedBy.Name(), at: d.UpdatedAt}
}

// gone is nothing: a Deployment lists no other ones.
func (deployments) gone(context.Context, *astro.Deployment) []string { return nil }

func (deployments) leaveOut(*astro.UpdateDeploymentRequest, map[string]bool) {}

func (k deployments) observe(d *astro.Deployment) {
	if k.observer != nil {
		k.observer.ObserveDeployment(d)
	}
}

func (k deployments) forget(id string) {
	if k.observer != nil {
		k.observer.ForgetDeployment(id)
	}
}

package ownership

import (
	"context"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// kind is what the engine must know about one kind of API object.
type kind[O, R any] struct {
	noun   string // "environment object"
	get    func(ctx context.Context, id string) (*O, error)
	update func(ctx context.Context, id string, request *R) (*O, error)
	remove func(ctx context.Context, id string) error
	// carry makes the request that changes nothing.
	carry func(object *O) *R
	// writable writes the writable part down, in an order of its own, so that
	// two states can be compared.
	writable func(object *O) string
	// kept lists what a write from before leaves to the axioms; what the object is
	// after the write tells which of it can be judged.
	kept func(before *O, request *R, after *O) []holding
	// holds lists what an object has of the things that kept names.
	holds func(object *O) holdings
	// carries reports whether the object has what a thing hangs on: the entry of
	// an override field, the key of a variable. Base fields hang on nothing.
	carries func(object *O, thing holding) bool
	// last tells who touched the object last, and when.
	last func(object *O) touch
	// gone lists entries of Deployments that provably no longer exist.
	gone func(ctx context.Context, object *O) []string
	// leaveOut takes such entries out of a request.
	leaveOut func(request *R, gone map[string]bool)

	observe func(object *O)
	forget  func(id string)
}

// touch is who changed an object last, and its name where it has one.
type touch struct {
	name, by, at string
}

func environmentObjectKind(client *astro.Client, observer Observer) kind[astro.EnvironmentObject, astro.UpdateEnvironmentObjectRequest] {
	k := kind[astro.EnvironmentObject, astro.UpdateEnvironmentObjectRequest]{
		noun: "environment object",
		get:  client.GetEnvironmentObject, update: client.UpdateEnvironmentObject, remove: client.DeleteEnvironmentObject,
		carry: CarryEnvironmentObject, writable: writableOfObject,
		kept: keptOfObject, holds: holdsOfObject, carries: carriesInObject,
		last: func(o *astro.EnvironmentObject) touch {
			return touch{name: o.ObjectKey, by: o.UpdatedBy.Name(), at: valueOr(o.UpdatedAt, "")}
		},
		gone: func(ctx context.Context, o *astro.EnvironmentObject) []string {
			return goneDeployments(ctx, client, o)
		},
		leaveOut: leaveOutEntries,
		observe:  func(*astro.EnvironmentObject) {}, forget: func(string) {},
	}
	if observer != nil {
		k.observe = observer.ObserveEnvironmentObject
	}
	if forgetter, ok := observer.(Forgetter); ok {
		k.forget = forgetter.ForgetEnvironmentObject
	}
	return k
}

func deploymentKind(client *astro.Client, observer Observer) kind[astro.Deployment, astro.UpdateDeploymentRequest] {
	k := kind[astro.Deployment, astro.UpdateDeploymentRequest]{
		noun: "Deployment",
		get:  client.GetDeployment, update: client.UpdateDeployment, remove: client.DeleteDeployment,
		carry: carryDeploymentNow, writable: writableOfDeployment,
		kept: keptOfDeployment, holds: holdsOfDeployment, carries: carriesInDeployment,
		last: func(d *astro.Deployment) touch {
			return touch{name: d.Name, by: d.UpdatedBy.Name(), at: d.UpdatedAt}
		},
		gone:     func(context.Context, *astro.Deployment) []string { return nil },
		leaveOut: func(*astro.UpdateDeploymentRequest, map[string]bool) {},
		observe:  func(*astro.Deployment) {}, forget: func(string) {},
	}
	if observer != nil {
		k.observe = observer.ObserveDeployment
	}
	if forgetter, ok := observer.(Forgetter); ok {
		k.forget = forgetter.ForgetDeployment
	}
	return k
}

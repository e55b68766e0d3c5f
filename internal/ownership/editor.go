package ownership

import (
	"context"
	"sync"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// DefaultSettle is S: how long a cycle waits after its write before it believes
// what it reads. The window W is S/2.5. Both are fixed and never measured,
// because other processes rely on them.
const DefaultSettle = 2500 * time.Millisecond

// Observer is told every state of a shared object that an Editor reads or
// writes, and what it deleted, so that a snapshot of the walk stays true.
// Methods may be called concurrently.
type Observer interface {
	ObserveEnvironmentObject(object *astro.EnvironmentObject)
	ObserveDeployment(deployment *astro.Deployment)
	ForgetEnvironmentObject(id string)
	ForgetDeployment(id string)
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
	// Apply may be called many times, each time with a request made anew, and
	// runs on a goroutine of the Editor, never two at once for one object, and
	// maybe still after a caller whose context ended has left.
	Apply func(fresh *O, request *R) (changed bool, err error)
	// Stands reports nil when the caller's own part of the object is as wanted,
	// else an error that names the part. It answers for nothing else. nil means
	// that there is nothing to see.
	Stands func(object *O) error
	// Part names what of the object the edit is about, as the Deployment of an
	// entry; empty when no other edit of the run is about the same. An edit waits
	// until an earlier one of its part is settled, because what that promised may
	// be more than what it leaves standing: a link that is made anew after it was
	// removed says nothing of the override that a stale writer may bring back.
	Part string
	// Ensures says that the edit promises no more than that its part is there, so
	// that another may build on it at once; Removes that something is taken away,
	// which is as wanted when the whole object is gone. Removals of one part do not
	// wait for each other.
	Ensures, Removes bool
	// Fragile says that an error of this call does harm, because Terraform taints
	// what a create returns with an error and a state. Such a call never answers
	// for parts that other calls of the run have written.
	Fragile bool
}

// ObjectEdit edits an environment object.
type ObjectEdit = Edit[astro.EnvironmentObject, astro.UpdateEnvironmentObjectRequest]

// DeploymentEdit edits a Deployment.
type DeploymentEdit = Edit[astro.Deployment, astro.UpdateDeploymentRequest]

// Editor is the only writer of shared API objects in a provider process. It is
// safe for concurrent use; edits of one object are combined.
type Editor struct {
	objects     *engine[astro.EnvironmentObject, astro.UpdateEnvironmentObjectRequest]
	deployments *engine[astro.Deployment, astro.UpdateDeploymentRequest]
}

// New returns an Editor on a client. Writes are begun anew after faults as often
// as the client repeats other requests. The client may be nil for an Editor
// that is never used.
func New(client *astro.Client, options Options) *Editor {
	timing := timingOf(client, options)
	shared, owed := new(alarm), newLedger()
	return &Editor{
		objects:     newEngine(client, environmentObjects{client, options.Observer}, timing, shared, owed),
		deployments: newEngine(client, deployments{client, options.Observer}, timing, shared, owed),
	}
}

// EnvironmentObject carries an edit out on an environment object and returns
// the object as it stands afterwards, which the caller must not change. Errors
// are the edit's own, *ConflictError, *IgnoredError, *InterruptedError,
// *AxiomError, or wrap *astro.Error where the API answered; a 404 means that
// the object is not there. After an error of a write the object may be returned as well.
func (e *Editor) EnvironmentObject(ctx context.Context, id string, edit ObjectEdit) (*astro.EnvironmentObject, error) {
	return e.objects.edit(ctx, id, edit)
}

// Deployment carries an edit out on a Deployment and returns it as it stands
// afterwards; errors are those of EnvironmentObject.
func (e *Editor) Deployment(ctx context.Context, id string, edit DeploymentEdit) (*astro.Deployment, error) {
	return e.deployments.edit(ctx, id, edit)
}

// DeleteEnvironmentObject deletes an object in turn with its edits. allow judges
// the fresh object and may refuse by an error; an object that is gone is a 404.
func (e *Editor) DeleteEnvironmentObject(ctx context.Context, id string, allow func(fresh *astro.EnvironmentObject) error) error {
	return e.objects.remove(ctx, id, allow)
}

// DeleteDeployment deletes a Deployment in turn with its edits, as DeleteEnvironmentObject does.
func (e *Editor) DeleteDeployment(ctx context.Context, id string, allow func(fresh *astro.Deployment) error) error {
	return e.deployments.remove(ctx, id, allow)
}

// engine edits the objects of one kind, each by a queue of its own.
type engine[O, R any] struct {
	client *astro.Client
	kind   kind[O, R]
	timing timing
	// alarm stops every further write of the Editor when an assumption about the
	// API does not hold.
	alarm *alarm
	// ledger is what all calls of the Editor owe together.
	ledger *ledger

	mu        sync.Mutex
	queues    map[string]*queue[O, R]
	confirmed map[axiomClass]bool
}

func newEngine[O, R any](client *astro.Client, k kind[O, R], t timing, a *alarm, l *ledger) *engine[O, R] {
	return &engine[O, R]{
		client: client, kind: k, timing: t, alarm: a, ledger: l,
		queues: map[string]*queue[O, R]{}, confirmed: map[axiomClass]bool{},
	}
}

func (e *engine[O, R]) edit(ctx context.Context, id string, edit Edit[O, R]) (*O, error) {
	return e.queueOf(id).submit(ctx, &call[O, R]{edit: edit})
}

func (e *engine[O, R]) remove(ctx context.Context, id string, allow func(*O) error) error {
	_, err := e.queueOf(id).submit(ctx, &call[O, R]{
		edit: Edit[O, R]{What: "delete " + e.kind.noun() + " " + id}, deletes: true, allow: allow,
	})
	return err
}

// queueOf returns the one queue of an object. Queues are small and stay as
// long as the Editor, which is one Terraform walk.
func (e *engine[O, R]) queueOf(id string) *queue[O, R] {
	e.mu.Lock()
	defer e.mu.Unlock()
	q, ok := e.queues[id]
	if !ok {
		q = &queue[O, R]{engine: e, id: id, stirred: make(chan struct{}, 1)}
		e.queues[id] = q
	}
	return q
}

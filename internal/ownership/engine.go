package ownership

import (
	"context"
	"sync"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// engine edits the objects of one kind, each by a queue of its own.
type engine[O, R any] struct {
	client *astro.Client
	kind   kind[O, R]
	timing timing
	// alarm stops every further write of the Editor when an assumption about the
	// API does not hold.
	alarm *alarm

	mu        sync.Mutex
	queues    map[string]*queue[O, R]
	confirmed map[axiomClass]bool
}

func newEngine[O, R any](client *astro.Client, k kind[O, R], t timing, a *alarm) *engine[O, R] {
	return &engine[O, R]{
		client: client, kind: k, timing: t, alarm: a,
		queues: map[string]*queue[O, R]{}, confirmed: map[axiomClass]bool{},
	}
}

func (e *engine[O, R]) edit(ctx context.Context, id string, edit Edit[O, R]) (*O, error) {
	return e.queueOf(id).submit(ctx, &call[O, R]{edit: edit})
}

func (e *engine[O, R]) remove(ctx context.Context, id string, allow func(*O) error) error {
	_, err := e.queueOf(id).submit(ctx, &call[O, R]{
		edit: Edit[O, R]{What: "delete " + e.kind.noun + " " + id}, deletes: true, allow: allow,
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
		q = &queue[O, R]{engine: e, id: id}
		e.queues[id] = q
	}
	return q
}

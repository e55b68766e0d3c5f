package walk

import (
	"context"
	"sync"
)

// flights lets callers that want the same thing at the same time share one
// request. Nothing is kept when it is over.
type flights[K comparable, V any] struct {
	mu  sync.Mutex
	out map[K]*flight[V]
}

type flight[V any] struct {
	done  chan struct{}
	value V
	err   error
	// left says that the caller who flew it went away, so the error is not the others'.
	left bool
}

func (g *flights[K, V]) do(ctx context.Context, key K, fly func(context.Context) (V, error)) (V, error) {
	for {
		g.mu.Lock()
		shared, ok := g.out[key]
		if !ok {
			return g.lead(ctx, key, fly) // unlocks
		}
		g.mu.Unlock()
		select {
		case <-ctx.Done():
			var zero V
			return zero, ctx.Err()
		case <-shared.done:
		}
		if !shared.left {
			return shared.value, shared.err
		}
	}
}

// lead flies with the lock held at first.
func (g *flights[K, V]) lead(ctx context.Context, key K, fly func(context.Context) (V, error)) (V, error) {
	own := &flight[V]{done: make(chan struct{})}
	if g.out == nil {
		g.out = map[K]*flight[V]{}
	}
	g.out[key] = own
	g.mu.Unlock()
	own.left = true // stands if fly panics
	defer func() {
		g.mu.Lock()
		delete(g.out, key)
		g.mu.Unlock()
		close(own.done)
	}()
	own.value, own.err = fly(ctx)
	own.left = own.err != nil && ctx.Err() != nil
	return own.value, own.err
}

// memo keeps what was read once. Errors are not kept.
type memo[K comparable, V any] struct {
	flights flights[K, V]

	mu    sync.Mutex
	known map[K]V
}

func (m *memo[K, V]) get(ctx context.Context, key K, read func(context.Context) (V, error)) (V, error) {
	return m.flights.do(ctx, key, func(ctx context.Context) (V, error) {
		m.mu.Lock()
		value, ok := m.known[key]
		m.mu.Unlock()
		if ok {
			return value, nil
		}
		value, err := read(ctx)
		if err != nil {
			return value, err
		}
		m.set(key, value)
		return value, nil
	})
}

// set keeps what was learned otherwise, as by a write.
func (m *memo[K, V]) set(key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[K]V{}
	}
	m.known[key] = value
}

// forget has a thing read anew.
func (m *memo[K, V]) forget(key K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, key)
}

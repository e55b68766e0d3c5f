package fwkit

import (
	"context"
	"errors"
	"sync"
)

// Unfinished is what this process has begun and has to end before it exits, such
// as tokens for one run. Terraform does not close an ephemeral resource whose
// consumer has failed; the process ends then, and this is the last occasion.
type Unfinished struct {
	mu  sync.Mutex
	end map[string]func(context.Context) error
}

// Begin records how something is ended.
func (u *Unfinished) Begin(id string, end func(context.Context) error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.end == nil {
		u.end = map[string]func(context.Context) error{}
	}
	u.end[id] = end
}

// Ended takes something off the record.
func (u *Unfinished) Ended(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.end, id)
}

// Finish ends everything that is on the record, all at once: there is little time.
func (u *Unfinished) Finish(ctx context.Context) error {
	u.mu.Lock()
	ends := u.end
	u.end = nil
	u.mu.Unlock()
	failed := make(chan error, len(ends))
	for _, end := range ends {
		go func() { failed <- end(ctx) }()
	}
	var all error
	for range ends {
		all = errors.Join(all, <-failed)
	}
	return all
}

package token

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// makeTries bounds how often a token is made when answers get lost.
const makeTries = 3

// making is how one token is made. A token whose answer was lost is of no use to
// anybody, because Astro shows its text nowhere else, so it is looked for,
// deleted and made again.
type making struct {
	// noun and where name it: "API token", "in Deployment c…".
	noun, where, name string
	// everything is a key of the list that all can tell old tokens by.
	everything string
	// all lists that; near lists where the token itself would be.
	all, near func(ctx context.Context) ([]astro.APIToken, error)
	// is tells a token that this making could have made from others.
	is     func(*astro.APIToken) bool
	create func(ctx context.Context) (*astro.APIToken, error)
	remove func(ctx context.Context, id string) error
}

// makings is what the makings of a walk know of each other.
type makings struct {
	mu     sync.Mutex
	turns  map[string]*sync.Mutex
	before map[string][]string
	made   map[string]bool
}

// turn waits until nobody else makes a token of this name there: of two whose
// answers are lost neither could be told from the other.
func (s *makings) turn(key string) (leave func()) {
	s.mu.Lock()
	if s.turns == nil {
		s.turns, s.before, s.made = map[string]*sync.Mutex{}, map[string][]string{}, map[string]bool{}
	}
	if s.turns[key] == nil {
		s.turns[key] = &sync.Mutex{}
	}
	turn := s.turns[key]
	s.mu.Unlock()
	turn.Lock()
	return turn.Unlock
}

// stoodBefore gives the ids of the tokens that stood before this walk made its first.
func (s *makings) stoodBefore(ctx context.Context, m *making) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ids, ok := s.before[m.everything]; ok {
		return ids, nil
	}
	tokens, err := m.all(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(tokens))
	for i := range tokens {
		ids = append(ids, tokens[i].ID)
	}
	s.before[m.everything] = ids
	return ids, nil
}

func (s *makings) note(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made[id] = true
}

func (s *makings) hasMade(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.made[id]
}

// run makes the token.
func (m *making) run(ctx context.Context, data *fwkit.Data) (*astro.APIToken, error) {
	known := walk.State[makings](data.Walk)
	defer known.turn(m.where + "/" + m.name)()
	before, listErr := known.stoodBefore(ctx, m)
	var lost error
	for range makeTries {
		made, err := m.create(ctx)
		switch {
		case err == nil:
			known.note(made.ID)
			return made, nil
		case astro.IsConflict(err):
			return nil, fmt.Errorf("%w. Another %s of the name %q is there; choose another name, or import that one", err, m.noun, m.name)
		case !astro.IsAmbiguous(err):
			return nil, err
		case listErr != nil:
			return nil, fmt.Errorf("%w; whether it exists cannot be told, because the tokens could not be listed before: %w. "+
				"Look for one named %q %s and delete it", err, listErr, m.name, m.where)
		}
		lost = err
		if err := m.cleanUp(ctx, data, before, known, lost); err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, fmt.Errorf("%w. What was made without its text becoming known was deleted again; nothing is left", lost)
}

// cleanUp deletes what a create whose answer was lost has made. It goes on after a
// cancellation, because nobody else will know of it.
func (m *making) cleanUp(ctx context.Context, data *fwkit.Data, before []string, known *makings, lost error) error {
	deleted := false
	err := data.SearchLost(ctx, func(ctx context.Context) (bool, error) {
		tokens, err := m.near(ctx)
		if err != nil {
			return false, fmt.Errorf("%w; whether it exists could not be found out either: %w. Look for an %s named %q %s and delete it", lost, err, m.noun, m.name, m.where)
		}
		found := slices.DeleteFunc(tokens, func(t astro.APIToken) bool {
			return t.Name != m.name || !m.is(&t) || !data.Client.IsThisToken(t.CreatedBy) || slices.Contains(before, t.ID) || known.hasMade(t.ID)
		})
		switch len(found) {
		case 0:
			return false, nil
		case 1:
			deleted = true
			if err := m.remove(ctx, found[0].ID); err != nil && !astro.IsNotFound(err) {
				return true, fmt.Errorf("%w; it has made %s, whose text nobody knows and which could not be deleted: %w. Delete it", lost, found[0].ID, err)
			}
			return true, nil
		}
		ids := make([]string, 0, len(found))
		for i := range found {
			ids = append(ids, found[i].ID)
		}
		return true, fmt.Errorf("%w. Since then there are several named %q %s, and it cannot be told which of them this run has made: %s. Delete those that nobody uses",
			lost, m.name, m.where, strings.Join(ids, ", "))
	})
	if err != nil || deleted {
		return err
	}
	return fmt.Errorf("%w. No %s named %q has appeared %s since; if one appears later, delete it: nobody knows its text", lost, m.noun, m.name, m.where)
}

// makingAPIToken is how an API token is made.
func makingAPIToken(client *astro.Client, at place, request *astro.CreateAPITokenRequest) *making {
	return &making{
		noun: "API token", where: "in " + at.String(), name: request.Name, everything: "API tokens",
		all: func(ctx context.Context) ([]astro.APIToken, error) {
			return client.ListAPITokens(ctx, astro.APITokenFilter{})
		},
		near:   func(ctx context.Context) ([]astro.APIToken, error) { return client.ListAPITokens(ctx, at.filter()) },
		is:     func(t *astro.APIToken) bool { return t.Scope == at.scope },
		create: func(ctx context.Context) (*astro.APIToken, error) { return client.CreateAPIToken(ctx, request) },
		remove: client.DeleteAPIToken,
	}
}

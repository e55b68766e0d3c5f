package walk

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// StandsError says that an object was not found although it stands: the list of
// its scope shows it. It does not wrap the answer: nobody shall take that for
// "the object is gone".
type StandsError struct {
	// Answer is the 404.
	Answer error
}

// Error names the answer and what to do.
func (e *StandsError) Error() string {
	return fmt.Sprintf("%s. But it was looked at once more, and Astro shows that it stands, so nothing was taken out of the state: run terraform again", e.Answer)
}

// roll is which objects of a scope stood when it was listed, asked for at tick at.
type roll struct {
	ids map[string]bool
	at  uint64
	// refused says that the token may not list the scope.
	refused bool
}

// lookAgain looks once more whether an object stands that was not found: one 404
// is no verdict. The list of its scope tells, once per scope and walk, or the
// object's own row; where neither can be asked for, the object is read again.
// What is about no one object, or a kind without a list, is not looked at.
func (w *Walk) lookAgain(ctx context.Context, target astro.Target, key scopeKey) (bool, error) {
	switch target.Kind {
	case astro.KindDeployment:
		if key.scope != astro.ScopeWorkspace || key.id == "" {
			// One list of the one Deployment, for many schedules of it.
			key = scopeKey{id: target.ID}
		}
		return w.deployments.stands(ctx, target.ID, key)
	case astro.KindEnvironmentObject:
		return w.objects.stands(ctx, target.ID, key)
	case astro.KindWorkspace:
		found, err := w.client.ListWorkspaces(ctx, astro.WorkspaceFilter{IDs: []string{target.ID}})
		return slices.ContainsFunc(found, func(o astro.Workspace) bool { return o.ID == target.ID }), unlessRefused(err)
	case astro.KindAPIToken:
		return w.lookForToken(ctx, target, key)
	case astro.KindAgentToken:
		if key.scope == astro.ScopeDeployment {
			return w.lookForToken(ctx, target, key)
		}
	}
	return false, nil
}

// lookForToken looks for a token in the list of its scope. Tokens are few and
// seldom gone, so nothing is kept.
func (w *Walk) lookForToken(ctx context.Context, target astro.Target, key scopeKey) (bool, error) {
	var found []astro.APIToken
	var err error
	switch {
	case target.Kind == astro.KindAgentToken:
		found, err = w.client.ListAgentTokens(ctx, key.id)
	case key.scope == astro.ScopeWorkspace:
		found, err = w.client.ListAPITokens(ctx, astro.APITokenFilter{WorkspaceID: key.id})
	default:
		found, err = w.client.ListAPITokens(ctx, astro.APITokenFilter{DeploymentID: key.id})
	}
	return slices.ContainsFunc(found, func(t astro.APIToken) bool { return t.ID == target.ID }), unlessRefused(err)
}

// unlessRefused drops what says that there is nothing, or nothing to be seen.
func unlessRefused(err error) error {
	if astro.IsNotFound(err) || astro.IsForbidden(err) {
		return nil
	}
	return err
}

// stands tells whether an object that was just not found is there all the same.
func (s *snapshot[T]) stands(ctx context.Context, id string, key scopeKey) (bool, error) {
	s.mu.Lock()
	asked := s.next()
	s.mu.Unlock()
	for {
		verdict, known, refused := s.verdict(id, key, asked)
		switch {
		case refused || (!known && key.id == ""):
			_, err := s.source.get(ctx, id)
			if astro.IsNotFound(err) {
				return false, nil
			}
			return err == nil, err
		case known:
			return verdict, nil
		}
		if _, err := s.rollCalls.do(ctx, key, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.callRoll(ctx, key) }); err != nil {
			return false, err
		}
	}
}

// verdict is what the last roll of a scope says about an object that was not
// found at the given tick; not known when that is too old to tell.
func (s *snapshot[T]) verdict(id string, key scopeKey, asked uint64) (stands, known, refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, deleted := s.gone[id]; deleted {
		return false, true, false
	}
	last, ok := s.rolls[key]
	if !ok || last.at < s.reset || last.at < s.scopeOf(key).forgotten {
		return false, false, false
	}
	if last.refused {
		return false, false, true
	}
	row, learned := s.rows[id]
	learned = learned && row.at > last.at
	switch {
	case last.at > asked:
		return last.ids[id] || learned, true, false
	case last.ids[id] || learned:
		return false, false, false // it may have gone since
	}
	return false, true, false
}

// callRoll lists a scope.
func (s *snapshot[T]) callRoll(ctx context.Context, key scopeKey) error {
	s.mu.Lock()
	called := roll{ids: map[string]bool{}, at: s.next()}
	s.mu.Unlock()
	rows, err := s.source.everything(ctx, key)
	called.refused = astro.IsForbidden(err)
	if err = unlessRefused(err); err != nil {
		return err
	}
	for i := range rows {
		called.ids[s.source.id(&rows[i])] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rolls[key] = called
	return nil
}

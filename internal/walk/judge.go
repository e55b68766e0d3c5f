package walk

import (
	"context"
	"fmt"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// NotVisibleError says that a 404 proves nothing, because the organization or
// Workspace itself does not answer to this token. It does not wrap the answer:
// nobody shall take that for "the object is gone".
type NotVisibleError struct {
	// Scope is "organization …" or "Workspace …", with its id.
	Scope string
	// Answer is the 403 or 404 to the probe.
	Answer error
}

// Error names the scope and says what to check.
func (e *NotVisibleError) Error() string {
	return fmt.Sprintf("%s is not visible to this token, so it is not known whether what is in it still exists, and nothing was taken out of the state; "+
		"check the provider's organization_id and token: %s", e.Scope, e.Answer)
}

// visibility is what a probe of an organization or Workspace found: a verdict
// of the API, kept for the walk. A probe without a verdict is an error instead.
type visibility struct {
	seen bool
	// answer is the 403 or 404 that says otherwise.
	answer error
}

// Judge turns a 404 into ErrGone when it proves that the object is gone, see
// the package documentation, and into an error that says why not otherwise.
// workspaceID is the Workspace the object is in, or empty. Other errors, and
// nil, pass unchanged.
func (w *Walk) Judge(ctx context.Context, err error, workspaceID string) error {
	return w.JudgeIn(ctx, err, astro.ScopeWorkspace, workspaceID)
}

// JudgeIn is Judge for an object of a scope that may be a Deployment.
func (w *Walk) JudgeIn(ctx context.Context, err error, scope, scopeEntityID string) error {
	if !astro.IsNotFound(err) || IsGone(err) {
		return err
	}
	workspaceID := ""
	if scope == astro.ScopeWorkspace {
		workspaceID = scopeEntityID
	}
	if hidden := w.checkVisible(ctx, workspaceID); hidden != nil {
		return hidden
	}
	stands, lookErr := w.lookAgain(ctx, astro.TargetOf(err), scopeKey{scope, scopeEntityID})
	switch {
	case lookErr != nil:
		return fmt.Errorf("%s. Whether it is gone was looked at once more, without success, and nothing was taken out of the state: %w", err, lookErr) //nolint:errorlint // the 404 shall not be taken for a verdict
	case stands:
		return &StandsError{Answer: err}
	}
	return fmt.Errorf("%w: %w", ErrGone, err)
}

// checkVisible is an error unless the Workspace, or the organization where no
// Workspace is known or it is gone itself, answers to this token.
func (w *Walk) checkVisible(ctx context.Context, workspaceID string) error {
	organizationID, err := w.client.OrganizationID(ctx)
	if err != nil {
		return err
	}
	if workspaceID != "" {
		found, err := w.probe(ctx, workspaceID, func(ctx context.Context) error {
			_, err := w.workspace(ctx, workspaceID)
			return err
		})
		switch {
		case err != nil:
			return err
		case found.seen:
			return nil
		case astro.IsForbidden(found.answer):
			return &NotVisibleError{Scope: "Workspace " + workspaceID, Answer: found.answer}
		}
	}
	found, err := w.probe(ctx, organizationID, func(ctx context.Context) error {
		_, err := w.client.GetOrganization(ctx)
		return err
	})
	switch {
	case err != nil:
		return err
	case !found.seen:
		return &NotVisibleError{Scope: "organization " + organizationID, Answer: found.answer}
	}
	return nil
}

// probe finds out whether something answered, or answers, to this token. There
// is one request at most, however many ask.
func (w *Walk) probe(ctx context.Context, id string, read func(context.Context) error) (visibility, error) {
	if w.client.HasSeen(id) {
		return visibility{seen: true}, nil
	}
	return w.visibility.get(ctx, id, func(ctx context.Context) (visibility, error) {
		err := read(ctx)
		switch {
		case err == nil:
			return visibility{seen: true}, nil
		case astro.IsNotFound(err), astro.IsForbidden(err):
			return visibility{answer: err}, nil
		}
		return visibility{}, fmt.Errorf("it could not be told whether the object is gone: %w", err)
	})
}

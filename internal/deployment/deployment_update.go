package deployment

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// settledRefusals is how often an update is sent again that was refused as "in
// transition" although the Deployment looks settled.
const settledRefusals = 3

// transitionText is how a refusal reads that passes by itself. Neither status
// nor wording is documented (API facts, J.1), so that it is taken broadly; what
// is no transition ends after settledRefusals.
var transitionText = regexp.MustCompile(`(?i)transition|creating|deploying|in progress|not ready|try again|being (created|updated|deployed)`)

// write carries the change out through the editor of shared objects.
func (r *deploymentResource) write(ctx context.Context, id string, c *change) (*astro.Deployment, error) {
	if err := r.prepareQueue(ctx, c); err != nil {
		return nil, err
	}
	written, err := r.editInTransition(ctx, id, c.edit(ctx, id))
	if !errors.Is(err, errSecretToPlain) {
		return written, err
	}
	if _, err := r.editInTransition(ctx, id, c.plainEdit(id)); err != nil {
		return nil, err
	}
	return r.editInTransition(ctx, id, c.edit(ctx, id))
}

// prepareQueue makes the queue that the Deployment needs when it comes from an
// executor without queues, or from remote execution, and none are configured.
func (r *deploymentResource) prepareQueue(ctx context.Context, c *change) error {
	if !c.config.WorkerQueues.IsNull() || c.prior.hasQueues() || !needsQueues(ctx, c.config, c.prior) {
		return nil
	}
	queue, err := r.defaultQueueFor(ctx, c.prior.Type.ValueString(), c.prior.ClusterID.ValueString())
	c.queue = queue
	return err
}

// needsQueues tells whether a Deployment will run its tasks in queues of workers
// (API facts, C.6); what is not configured stays as it is.
func needsQueues(ctx context.Context, config, prior *deploymentModel) bool {
	executor, remote := config.Executor, config.RemoteExecution
	if executor.IsNull() {
		executor = prior.Executor
	}
	if remote.IsNull() {
		remote = prior.RemoteExecution
	}
	running, _ := remoteExecutionOf(ctx, remote)
	return executor.ValueString() != astro.ExecutorKubernetes && !running.Enabled.ValueBool()
}

// editInTransition repeats an edit that is refused because the Deployment is
// being created or deployed, as soon as it has settled and as long as the
// context allows (API facts, C.9).
func (r *deploymentResource) editInTransition(ctx context.Context, id string, edit ownership.DeploymentEdit) (*astro.Deployment, error) {
	for settled := 0; ; {
		written, err := r.Data.Editor.Deployment(ctx, id, edit)
		if err == nil || !isTransition(err) {
			return written, err
		}
		tflog.Info(ctx, "The Deployment is in transition; the update waits for it", map[string]any{"deployment_id": id, "answer": err.Error()})
		status, waited, waitErr := r.awaitSettled(ctx, id)
		if waitErr != nil {
			return nil, fmt.Errorf("%w (waiting for the transition to end: %w)", err, waitErr)
		}
		if !waited {
			settled++
		}
		if settled >= settledRefusals && status == astro.DeploymentStatusHibernating {
			return nil, fmt.Errorf("%w. The Deployment hibernates: wake it up in the Astro UI or by astro deployment wake-up %s, and apply again", err, id)
		}
		if settled >= settledRefusals {
			return nil, err
		}
		if !waited { // its status lags behind
			if pauseErr := pause(ctx, r.Data.PollInterval); pauseErr != nil {
				return nil, fmt.Errorf("%w (waiting for the transition to end: %w)", err, pauseErr)
			}
		}
	}
}

// awaitSettled waits until a Deployment is neither created nor deployed. It gives
// the status then, and reports whether it was one of them at first.
func (r *deploymentResource) awaitSettled(ctx context.Context, id string) (status string, waited bool, err error) {
	for {
		d, err := r.Data.Client.GetDeployment(ctx, id)
		if err != nil {
			return "", waited, err
		}
		if d.Status != astro.DeploymentStatusCreating && d.Status != astro.DeploymentStatusDeploying {
			return d.Status, waited, nil
		}
		waited = true
		if err := pause(ctx, r.Data.PollInterval); err != nil {
			return "", waited, err
		}
	}
}

// isTransition tells a refusal that passes by itself from one that does not.
func isTransition(err error) bool {
	var failed *astro.Error
	if !errors.As(err, &failed) {
		return false
	}
	switch failed.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests:
		return false
	}
	refused := failed.StatusCode >= http.StatusBadRequest && failed.StatusCode < http.StatusInternalServerError
	return refused && len(failed.FieldErrors) == 0 && transitionText.MatchString(failed.Message)
}

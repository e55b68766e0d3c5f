package deployment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// firstPause is how soon a new Deployment is looked at for the first time; the
// pauses double from there to the provider's poll interval.
const firstPause = 500 * time.Millisecond

// works tells the states in which waiting ends well: a new development
// Deployment may hibernate at once (API facts, C.9).
func works(status string) bool {
	return slices.Contains([]string{astro.DeploymentStatusHealthy, astro.DeploymentStatusHibernating}, status)
}

// awaitHealthy looks at a Deployment until it works and returns it as last seen,
// also beside an error. UNHEALTHY does not end the wait: Airflow's components
// come up one after the other.
func (r *deploymentResource) awaitHealthy(ctx context.Context, d *astro.Deployment) (*astro.Deployment, error) {
	started, seen, interval := time.Now(), "", min(firstPause, r.Data.PollInterval)
	for !works(d.Status) {
		if d.Status != seen {
			seen = d.Status
			tflog.Info(ctx, "Waiting for the Deployment to be healthy", map[string]any{
				"deployment_id": d.ID, "status": astro.Visible(d.Status), "status_reason": astro.Visible(valueOf(d.StatusReason)), "waited": time.Since(started).String(),
			})
		}
		if err := pause(ctx, interval); err != nil {
			return d, fmt.Errorf("the wait ended (%w)", context.Cause(ctx))
		}
		next, err := r.Data.Client.GetDeployment(ctx, d.ID)
		if err != nil {
			return d, err
		}
		d, interval = next, min(2*interval, r.Data.PollInterval)
		r.Data.Walk.ObserveDeployment(d)
	}
	return d, nil
}

// pause waits, at least for a millisecond so that a zero interval does not spin.
func pause(ctx context.Context, interval time.Duration) error {
	timer := time.NewTimer(max(interval, time.Millisecond))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// describeStatus is a status with its reason.
func describeStatus(d *astro.Deployment) string {
	if reason := valueOf(d.StatusReason); reason != "" {
		return fmt.Sprintf("%s (%s)", astro.Visible(d.Status), astro.Visible(reason))
	}
	return astro.Visible(d.Status)
}

// notHealthy is the text of a wait that ended early.
func notHealthy(d *astro.Deployment, err error) string {
	return fmt.Sprintf("The Deployment %s (%s) was created and is in the state, but its status is %s: %s.\n\n"+
		"Nothing needs to be undone. The next terraform apply goes on waiting; \"timeouts\" sets for how long, and wait_for_healthy = false "+
		"switches waiting off. If the status does not change, look at the Deployment in the Astro UI.",
		d.ID, d.Name, describeStatus(d), err)
}

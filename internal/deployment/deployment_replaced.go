package deployment

import "github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"

// noteReplaced tells the walk that it plans to destroy or replace a Deployment, so
// that the plan of its successor does not take it for a stranger of the same
// name, and what hangs on it knows that its id becomes another one.
func (r *deploymentResource) noteReplaced(id string) {
	if r.Data == nil || r.Data.Walk == nil || id == "" {
		return
	}
	walk.State[walk.Departures](r.Data.Walk).Note(id)
}

func (r *deploymentResource) isReplaced(id string) bool {
	return r.Data != nil && r.Data.Walk != nil && isPlannedGone(r.Data.Walk, id)
}

// isPlannedGone tells whether a walk plans to destroy or replace a Deployment.
func isPlannedGone(w *walk.Walk, id string) bool { return walk.State[walk.Departures](w).Has(id) }

package deployment

import (
	"sync"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// replacedDeployments are those that this walk plans to destroy or replace, so
// that the plan of their successor does not take them for strangers of the same name.
type replacedDeployments struct {
	mu  sync.Mutex
	ids map[string]bool
}

func (r *deploymentResource) noteReplaced(id string) {
	if r.Data == nil || r.Data.Walk == nil || id == "" {
		return
	}
	replaced := walk.State[replacedDeployments](r.Data.Walk)
	replaced.mu.Lock()
	defer replaced.mu.Unlock()
	if replaced.ids == nil {
		replaced.ids = map[string]bool{}
	}
	replaced.ids[id] = true
}

func (r *deploymentResource) isReplaced(id string) bool { return isPlannedGone(r.Data.Walk, id) }

// isPlannedGone tells whether a walk plans to destroy or replace a Deployment.
func isPlannedGone(w *walk.Walk, id string) bool {
	replaced := walk.State[replacedDeployments](w)
	replaced.mu.Lock()
	defer replaced.mu.Unlock()
	return replaced.ids[id]
}

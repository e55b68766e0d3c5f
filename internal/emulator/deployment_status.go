package emulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Statuses of Deployments (API facts, C.9).
const (
	statusCreating    = "CREATING"
	statusDeploying   = "DEPLOYING"
	statusHealthy     = "HEALTHY"
	statusUnhealthy   = "UNHEALTHY"
	statusUnknown     = "UNKNOWN"
	statusHibernating = "HIBERNATING"
)

// creatingReason is the reason of the status CREATING.
const creatingReason = "The Deployment is being created"

// status computes the status of a Deployment with its reason at a time.
func (d *deployment) status(now time.Time) (status, reason string) {
	switch {
	case d.ForcedStatus != "":
		return d.ForcedStatus, d.ForcedReason
	case now.Before(d.ReadyAt):
		return statusCreating, creatingReason
	case now.Before(d.DeployingUntil):
		return statusDeploying, "A change is being rolled out"
	}
	if state := d.hibernation(now); state.hibernating {
		return statusHibernating, state.reason
	}
	return statusHealthy, ""
}

// ForceDeploymentStatus lets a Deployment answer a status (CREATING, DEPLOYING,
// HEALTHY, UNHEALTHY, UNKNOWN or HIBERNATING) with a reason, whatever its own
// would be; the empty status ends that. It fails for unknown ids and statuses.
func (s *Server) ForceDeploymentStatus(deploymentID, status, reason string) error {
	known := []string{"", statusCreating, statusDeploying, statusHealthy, statusUnhealthy, statusUnknown, statusHibernating}
	if !slices.Contains(known, status) {
		return fmt.Errorf("unknown status %q of a Deployment", status)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := find(s.store.Deployments, func(d *deployment) bool { return d.ID == deploymentID })
	if d == nil {
		return fmt.Errorf("no Deployment %q", deploymentID)
	}
	d.ForcedStatus, d.ForcedReason = status, reason
	return s.save()
}

// controlStatus is ForceDeploymentStatus for the test controls.
func (s *Server) controlStatus(x *exchange) (any, error) {
	var body struct {
		DeploymentID string `json:"deploymentId"`
		Status       string `json:"status"`
		Reason       string `json:"reason"`
	}
	if err := json.Unmarshal(x.body, &body); err != nil {
		return nil, fmt.Errorf("reading the status: %w", err)
	}
	return nil, s.ForceDeploymentStatus(body.DeploymentID, body.Status, body.Reason)
}

// updatable refuses updates in statuses in which a switch says that the
// platform refuses them (API facts, C.9).
func (c *call) updatable(d *deployment) *apiError {
	status, _ := d.status(c.srv.clock())
	refused := map[string]bool{
		statusCreating:    c.sw().UpdateWhileCreatingRefused,
		statusDeploying:   c.sw().UpdateWhileDeployingRefused,
		statusHibernating: c.sw().UpdateWhileHibernatingRefused,
	}
	if !refused[status] {
		return nil
	}
	return badRequest("Deployment %s is in transition (status %s) and cannot be updated now; try again later", d.ID, status)
}

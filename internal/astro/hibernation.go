package astro

import "context"

// ScalingSpec holds what a Deployment's owner asked for about hibernation (API facts, D.1).
type ScalingSpec struct {
	HibernationSpec *HibernationSpec `json:"hibernationSpec,omitempty"`
}

// HibernationSpec is the schedules and the override as read.
type HibernationSpec struct {
	Schedules []HibernationSchedule `json:"schedules,omitempty"`
	Override  *HibernationOverride  `json:"override,omitempty"`
}

// HibernationSchedule is one pair of five-field crons in UTC. Entries have no
// id: the pair is all that tells one from another (API facts, D.1).
type HibernationSchedule struct {
	HibernateAtCron string  `json:"hibernateAtCron" answer:"required"`
	WakeAtCron      string  `json:"wakeAtCron" answer:"required"`
	IsEnabled       bool    `json:"isEnabled" answer:"required"`
	Description     *string `json:"description,omitempty"`
}

// HibernationOverride is the manual override as read. It may linger with
// IsActive false after it expired, and must not be sent again then (API facts, D.5).
type HibernationOverride struct {
	IsActive      *bool   `json:"isActive,omitempty"`
	IsHibernating *bool   `json:"isHibernating,omitempty"`
	OverrideUntil *string `json:"overrideUntil,omitempty"`
}

// ScalingSpecRequest writes the spec as a unit: the zero value ({} on the wire)
// clears schedules and override (API facts, D.5).
type ScalingSpecRequest struct {
	HibernationSpec *HibernationSpecRequest `json:"hibernationSpec,omitzero"`
}

// HibernationSpecRequest replaces schedules and override together.
type HibernationSpecRequest struct {
	Schedules []HibernationSchedule       `json:"schedules,omitzero"`
	Override  *HibernationOverrideRequest `json:"override,omitzero"`
}

// HibernationOverrideRequest is the override inside a spec. OverrideUntil is
// RFC 3339 text whose offset the API echoes as given (API facts, D.4).
type HibernationOverrideRequest struct {
	IsHibernating *bool   `json:"isHibernating,omitzero"`
	OverrideUntil *string `json:"overrideUntil,omitzero"`
}

// ScalingStatus is what the platform says hibernation is doing now; it moves by itself (API facts, D.6).
type ScalingStatus struct {
	HibernationStatus *HibernationStatus `json:"hibernationStatus,omitempty"`
}

// HibernationStatus tells the present state and the next transition.
type HibernationStatus struct {
	IsHibernating bool    `json:"isHibernating"`
	NextEventAt   *string `json:"nextEventAt,omitempty"`
	NextEventType *string `json:"nextEventType,omitempty"`
	Reason        *string `json:"reason,omitempty"`
}

// SetHibernationOverrideRequest is the body of SetHibernationOverride; without
// OverrideUntil the override holds until it is removed (API facts, D.3).
type SetHibernationOverrideRequest struct {
	IsHibernating bool    `json:"isHibernating"`
	OverrideUntil *string `json:"overrideUntil,omitzero"`
}

// SetHibernationOverride makes a Deployment hibernate or stay awake whatever
// its schedules say; a second call replaces the first.
func (c *Client) SetHibernationOverride(ctx context.Context, deploymentID string, body SetHibernationOverrideRequest) (*HibernationOverride, error) {
	return call[HibernationOverride](ctx, c, request{
		operation: "override hibernation of Deployment " + deploymentID, class: retryIdempotent, inOrganization: true,
		path: deploymentPath(deploymentID) + "/hibernation-override", body: body,
	})
}

// DeleteHibernationOverride returns a Deployment to its schedules. Whether the
// API answers 404 when there is no override is unknown; both are success to a
// caller that wants it gone (API facts, D.3).
func (c *Client) DeleteHibernationOverride(ctx context.Context, deploymentID string) error {
	return c.do(ctx, request{
		operation: "remove the hibernation override of Deployment " + deploymentID, class: retryDelete, inOrganization: true,
		path: deploymentPath(deploymentID) + "/hibernation-override",
	})
}

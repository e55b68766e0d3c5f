package emulator

import (
	"net/http"
	"time"
)

// hibernationSchedule is one schedule, as stored and as answered (API facts, D.1).
type hibernationSchedule struct {
	HibernateAtCron string `json:"hibernateAtCron"`
	WakeAtCron      string `json:"wakeAtCron"`
	IsEnabled       bool   `json:"isEnabled"`
	Description     string `json:"description,omitempty"`
}

// hibernationOverride is an override as stored. OverrideUntil keeps the spelling
// in which it was sent; empty means until it is removed.
type hibernationOverride struct {
	IsHibernating bool   `json:"isHibernating"`
	OverrideUntil string `json:"overrideUntil,omitempty"`
}

// overrideView is an override as answered.
type overrideView struct {
	IsActive      bool   `json:"isActive"`
	IsHibernating bool   `json:"isHibernating"`
	OverrideUntil string `json:"overrideUntil,omitempty"`
}

// hibernationSpecView is the spec as answered.
type hibernationSpecView struct {
	Schedules []hibernationSchedule `json:"schedules,omitempty"`
	Override  *overrideView         `json:"override,omitempty"`
}

// scalingSpecView wraps the spec.
type scalingSpecView struct {
	HibernationSpec hibernationSpecView `json:"hibernationSpec"`
}

// hibernationStatusView is what hibernation does now and next.
type hibernationStatusView struct {
	IsHibernating bool   `json:"isHibernating"`
	NextEventAt   string `json:"nextEventAt,omitempty"`
	NextEventType string `json:"nextEventType,omitempty"`
	Reason        string `json:"reason,omitempty"`
}

// scalingStatusView wraps the status.
type scalingStatusView struct {
	HibernationStatus hibernationStatusView `json:"hibernationStatus"`
}

// hibernationRoutes registers what hibernation overrides serve.
func (s *Server) hibernationRoutes() {
	const path = "/organizations/{organizationId}/deployments/{deploymentId}/hibernation-override"
	s.register(http.MethodPost, path, "UpdateDeploymentHibernationOverride", postOverride)
	s.register(http.MethodDelete, path, "DeleteDeploymentHibernationOverride", deleteOverride)
}

// until returns when an override ends; false when it does not.
func (o *hibernationOverride) until() (time.Time, bool) {
	if o.OverrideUntil == "" {
		return time.Time{}, false
	}
	// Only texts that parse are stored.
	end, err := time.Parse(time.RFC3339, o.OverrideUntil)
	return end, err == nil
}

// active reports whether an override is in force.
func (o *hibernationOverride) active(now time.Time) bool {
	if o == nil {
		return false
	}
	end, ends := o.until()
	return !ends || now.Before(end)
}

// visibleOverride is the stored override; an expired one is gone when the switch
// says so (API facts, J.2).
func (c *call) visibleOverride(d *deployment) *hibernationOverride {
	if !d.Override.active(c.srv.clock()) && c.sw().ExpiredOverrideDropped {
		return nil
	}
	return d.Override
}

// viewOverride renders an override.
func (c *call) viewOverride(o *hibernationOverride) *overrideView {
	if o == nil {
		return nil
	}
	v := &overrideView{IsActive: o.active(c.srv.clock()), IsHibernating: o.IsHibernating, OverrideUntil: o.OverrideUntil}
	if end, ends := o.until(); ends && c.sw().OverrideTimeNormalised {
		v.OverrideUntil = end.UTC().Format(time.RFC3339)
	}
	return v
}

// viewScalingSpec renders schedules and override; a Deployment that has neither
// has no scaling spec (API facts, D.5).
func (c *call) viewScalingSpec(d *deployment) *scalingSpecView {
	override := c.viewOverride(c.visibleOverride(d))
	if len(d.Schedules) == 0 && override == nil {
		return nil
	}
	return &scalingSpecView{hibernationSpecView{Schedules: reordered(c, d.Schedules), Override: override}}
}

// viewScalingStatus renders what the clock makes of the spec.
func (c *call) viewScalingStatus(d *deployment) *scalingStatusView {
	if len(d.Schedules) == 0 && c.visibleOverride(d) == nil {
		return nil
	}
	state := d.hibernation(c.srv.clock())
	v := hibernationStatusView{IsHibernating: state.hibernating, NextEventType: state.nextType, Reason: c.unsettled(state.reason)}
	if !state.nextAt.IsZero() {
		v.NextEventAt = c.unsettledTime(state.nextAt).UTC().Format(time.RFC3339)
	}
	return &scalingStatusView{v}
}

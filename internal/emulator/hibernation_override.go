package emulator

import (
	"net/http"
	"time"
)

// overrideRequest is an override as sent, through its own path or in a scaling
// spec (API facts, D.3 and D.4).
type overrideRequest struct {
	IsHibernating *bool   `json:"isHibernating"`
	OverrideUntil *string `json:"overrideUntil"`
}

// postOverride sets the override of a Deployment in place of any other.
func postOverride(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessWrite, "deployment.update")
	if fail != nil {
		return nil, fail
	}
	var body overrideRequest
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	override, fail := c.readOverride("", &body)
	if fail != nil {
		return nil, fail
	}
	if !d.IsDevelopmentMode {
		return nil, badRequest("Only Deployments in development mode can hibernate")
	}
	d.Override = override
	c.touch(&d.audit)
	return c.viewOverride(override), nil
}

// deleteOverride returns a Deployment to its schedules.
func deleteOverride(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessWrite, "deployment.update")
	if fail != nil {
		return nil, fail
	}
	if c.visibleOverride(d) == nil {
		if c.sw().MissingOverrideNotFound {
			return nil, newError(http.StatusNotFound, "Deployment %s has no hibernation override", d.ID)
		}
		return nil, nil
	}
	d.Override = nil
	c.touch(&d.audit)
	return nil, nil
}

// readOverride checks an override; prefix is where it stands in the body.
func (c *call) readOverride(prefix string, body *overrideRequest) (*hibernationOverride, *apiError) {
	if body.IsHibernating == nil {
		return nil, requireFields([]requiredField{{prefix + "isHibernating", false}})
	}
	override := &hibernationOverride{IsHibernating: *body.IsHibernating, OverrideUntil: valueOr(body.OverrideUntil, "")}
	if override.OverrideUntil == "" {
		return override, nil
	}
	end, err := time.Parse(time.RFC3339, override.OverrideUntil)
	if err != nil {
		return nil, invalidField(prefix+"overrideUntil", "datetime", "overrideUntil %q is not a time such as 2030-01-31T18:00:00Z", override.OverrideUntil)
	}
	if !end.After(c.srv.clock()) && !c.sw().PastOverrideAccepted {
		return nil, invalidField(prefix+"overrideUntil", "gt", "overrideUntil %s has passed", override.OverrideUntil)
	}
	return override, nil
}

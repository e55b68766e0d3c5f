package emulator

// updateDeployment changes a Deployment (API facts, C.11). Variables and queues
// are replaced as a whole; what else is omitted is kept or reset as the switches
// say. Members that an update does not have, as region or clusterId, are not
// read.
func updateDeployment(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessWrite, "deployment.update")
	if fail != nil {
		return nil, fail
	}
	var body deploymentRequest
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	if fail := requireFields(body.requiredInUpdate(d.hosted())); fail != nil {
		return nil, fail
	}
	if fail := c.updatable(d); fail != nil {
		return nil, fail
	}
	if fail := c.immutable(d, &body); fail != nil {
		return nil, fail
	}
	changed := *d
	c.forgetOmitted(&changed, &body)
	if fail := c.fillDeployment(&changed, &body); fail != nil {
		return nil, fail
	}
	c.touch(&changed.audit)
	status := ""
	if c.sw().UpdateDeploys {
		changed.DeployingUntil = c.srv.clock().Add(c.srv.opts.ReadyAfter)
		status = statusDeploying
	}
	*d = changed
	view := c.renderDeployment(d, c.firstLook(d))
	if status != "" && view.Status != statusCreating {
		view.Status = status
	}
	return view, nil
}

// immutable refuses changes of what cannot be changed (API facts, C.2).
func (c *call) immutable(d *deployment, body *deploymentRequest) *apiError {
	switch {
	case *body.Type != d.Type:
		return badRequest("The type of Deployment %s is %s and cannot be changed to %s", d.ID, d.Type, *body.Type)
	case *body.WorkspaceID != d.WorkspaceID && !c.sw().WorkspaceMoveIgnored:
		return badRequest("Deployment %s is in Workspace %s and cannot be moved to %s", d.ID, d.WorkspaceID, *body.WorkspaceID)
	case body.IsDevelopmentMode != nil && *body.IsDevelopmentMode && !d.IsDevelopmentMode:
		return badRequest("Development mode can be turned on only when a Deployment is created")
	case c.sw().DagDeployToggleRefused && d.IsCicdEnforced && *body.IsDagDeployEnabled != d.IsDagDeployEnabled:
		return badRequest("isDagDeployEnabled cannot be changed while isCicdEnforced is on")
	}
	return nil
}

// forgetOmitted resets the optional fields that an update leaves out, as far
// as the switches say that omission resets.
func (c *call) forgetOmitted(d *deployment, body *deploymentRequest) {
	sw := c.sw()
	if body.Description == nil && sw.OmittedDescriptionClears {
		d.Description = ""
	}
	if body.ContactEmails == nil && sw.OmittedContactEmailsClears {
		d.ContactEmails = []string{}
	}
	if body.ScalingSpec == nil && sw.OmittedScalingSpecClears {
		d.Schedules, d.Override = nil, nil
	}
	if body.RemoteExecution == nil && sw.OmittedRemoteExecutionClears {
		d.RemoteExecution = nil
	}
	if body.IsDevelopmentMode == nil && sw.OmittedDevelopmentModeClears {
		d.IsDevelopmentMode = false
	}
	if sw.OmittedResourcesReset {
		forgetResources(d, body)
	}
}

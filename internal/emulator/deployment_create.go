package emulator

import "slices"

// createDeployment makes a Deployment. The answer says CREATING, however soon
// the Deployment gets healthy (API facts, C.9). Names need not be unique
// (API facts, C.10).
func createDeployment(c *call) (any, *apiError) {
	var body deploymentRequest
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	if fail := requireFields([]requiredField{{"name", body.Name != nil}, {"workspaceId", body.WorkspaceID != nil}}); fail != nil {
		return nil, fail
	}
	w := c.store().workspace(c.caller.OrganizationID, *body.WorkspaceID)
	if w == nil {
		// Creating does not declare a 404 (API facts, A.6).
		return nil, badRequest("Workspace %s not found", *body.WorkspaceID)
	}
	if fail := c.require(w.ID, "", accessWrite, "workspace.deployments.create"); fail != nil {
		return nil, fail
	}
	d, fail := c.newDeployment(w, &body)
	if fail != nil {
		return nil, fail
	}
	if fail := c.fillDeployment(d, &body); fail != nil {
		return nil, fail
	}
	d.ID = c.newID()
	c.store().Deployments = append(c.store().Deployments, d)
	c.srv.unseen[d.ID] = true
	return c.renderDeployment(d, true), nil
}

// newDeployment is a record with its place, its runtime and the defaults of all
// that the request leaves out.
func (c *call) newDeployment(w *workspace, body *deploymentRequest) (*deployment, *apiError) {
	if body.Type == nil && c.sw().TypeRequired {
		return nil, requireFields([]requiredField{{"type", false}})
	}
	now := c.srv.clock()
	d := &deployment{
		OrganizationID:       c.caller.OrganizationID,
		WorkspaceID:          w.ID,
		Type:                 valueOr(body.Type, typeStandard),
		IsCicdEnforced:       w.CicdEnforcedDefault && !c.sw().CicdDefaultIgnored,
		EnvironmentVariables: []deploymentVariable{},
		ContactEmails:        []string{},
		ReadyAt:              now.Add(c.srv.opts.ReadyAfter),
		audit:                c.created(),
	}
	if fail := oneOf("type", d.Type, typeStandard, typeDedicated, typeHybrid); fail != nil {
		return nil, fail
	}
	if fail := c.place(d, w, body); fail != nil {
		return nil, fail
	}
	release, fail := c.chooseRuntime(body.AstroRuntimeVersion)
	if fail != nil {
		return nil, fail
	}
	d.AstroRuntimeVersion, d.ImageTag = release.Version, release.Version
	d.Executor = executorCelery
	if release.airflowMajor() >= 3 && d.hosted() {
		d.Executor = executorAstro
	}
	if d.hosted() {
		d.SchedulerSize = "SMALL"
	} else {
		d.SchedulerAu, d.SchedulerReplicas = hybridAuMin, hybridReplicasMin
	}
	return d, nil
}

// chooseRuntime finds the release that a create asks for; without one it is
// the newest.
func (c *call) chooseRuntime(version *string) (runtimeRelease, *apiError) {
	if version == nil {
		if c.sw().RuntimeRequired {
			return runtimeRelease{}, requireFields([]requiredField{{"astroRuntimeVersion", false}})
		}
		return runtimeReleases()[0], nil
	}
	release, known := findRelease(*version)
	if !known {
		return release, invalidField("astroRuntimeVersion", "oneof", "astroRuntimeVersion: %q is not a supported Astro Runtime version", *version)
	}
	return release, nil
}

// oneOf is a 400 for a value that an enumeration does not have.
func oneOf(field, value string, allowed ...string) *apiError {
	if slices.Contains(allowed, value) {
		return nil
	}
	return invalidField(field, "oneof", "%s must be one of %v, not %q", field, allowed, value)
}

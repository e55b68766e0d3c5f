package emulator

import (
	"fmt"
	"maps"
	"slices"
)

// fillLinks takes over links, excludes and the auto-link flag of a request: an
// absent one is an empty one, links perhaps excepted (API facts, E.5).
func (c *call) fillLinks(o *environmentObject, body *environmentRequest, update bool) *apiError {
	if o.Scope != entityWorkspace && (len(body.Links) > 0 || len(body.ExcludeLinks) > 0 || body.AutoLinkDeployments) {
		return badRequest("Only objects of a Workspace can have links, excludeLinks or autoLinkDeployments")
	}
	if fail := c.checkRefs(o, body); fail != nil {
		return fail
	}
	links := make([]*environmentLink, 0, len(body.Links))
	for i := range body.Links {
		link, fail := c.mergeLink(o, &body.Links[i], fmt.Sprintf("links[%d].overrides.", i), update)
		if fail != nil {
			return fail
		}
		links = append(links, link)
	}
	if body.Links == nil && update && c.sw().OmittedLinksKept {
		links = o.Links
	}
	o.Links, o.ExcludeLinks, o.AutoLinkDeployments = links, body.ExcludeLinks, body.AutoLinkDeployments
	return nil
}

// checkRefs validates the Deployments that a request names.
func (c *call) checkRefs(o *environmentObject, body *environmentRequest) *apiError {
	linked, excluded := map[string]bool{}, map[string]bool{}
	for i, l := range body.Links {
		if fail := c.checkRef(o, l.deploymentRef, "links", i, linked, o.link(l.ScopeEntityID) != nil); fail != nil {
			return fail
		}
	}
	for i, ref := range body.ExcludeLinks {
		if fail := c.checkRef(o, ref, "excludeLinks", i, excluded, o.excludes(ref.ScopeEntityID)); fail != nil {
			return fail
		}
		if linked[ref.ScopeEntityID] && !c.sw().LinkOfExcludedAccepted {
			return badRequest("Deployment %s is in links and in excludeLinks", ref.ScopeEntityID)
		}
	}
	return nil
}

// checkRef validates one entry of links or excludeLinks; listed says that the
// object has this entry already.
func (c *call) checkRef(o *environmentObject, ref deploymentRef, list string, i int, seen map[string]bool, listed bool) *apiError {
	at := fmt.Sprintf("%s[%d].", list, i)
	switch {
	case ref.Scope != entityDeployment:
		return invalidField(at+"scope", "oneof", "%sscope must be DEPLOYMENT", at)
	case ref.ScopeEntityID == "":
		return invalidField(at+"scopeEntityId", "required", "%sscopeEntityId is required", at)
	case !isID(ref.ScopeEntityID):
		// Not a 400: this is what the platform does (API facts, A.3).
		return internalError()
	case seen[ref.ScopeEntityID]:
		return badRequest("Deployment %s is in %s twice", ref.ScopeEntityID, list)
	}
	seen[ref.ScopeEntityID] = true
	return c.checkLinked(o, ref.ScopeEntityID, listed)
}

// checkLinked finds a Deployment that an entry names, in the object's Workspace.
func (c *call) checkLinked(o *environmentObject, deploymentID string, listed bool) *apiError {
	d := c.store().deployment(o.OrganizationID, deploymentID)
	switch {
	case d == nil && listed && c.sw().StaleLinkRefused:
		return badRequest("Deployment %s does not exist any more", deploymentID)
	case d == nil && listed:
		return nil
	case d == nil && c.sw().UnknownLinkBadRequest:
		return badRequest("Deployment %s not found", deploymentID)
	case d == nil:
		return notFound("Deployment", deploymentID)
	case d.WorkspaceID != o.ScopeEntityID:
		return badRequest("Deployment %s is not in Workspace %s", deploymentID, o.ScopeEntityID)
	}
	return nil
}

// mergeLink builds the entry that a request asks for (API facts, E.5). Of the
// entry that stands the secret fields are kept; the visible ones only by the
// switches, so that whoever lists an entry has to list what is visible in it.
func (c *call) mergeLink(o *environmentObject, sent *linkRequest, at string, update bool) (*environmentLink, *apiError) {
	shape := o.shape()
	var fields fieldValues
	var unset []string
	if sent.Overrides != nil {
		var fail *apiError
		if fields, fail = sent.Overrides.read(shape, at, true); fail != nil {
			return nil, fail
		}
		unset = sent.Overrides.UnsetFields
	}
	next := &environmentLink{deploymentRef: sent.deploymentRef, Overrides: fieldValues{}}
	if old := o.link(sent.ScopeEntityID); old != nil {
		next.Overrides = c.keptOverrides(o, old, fields, len(fields) > 0 || len(unset) > 0)
	}
	if update {
		if fail := shape.checkUnset(unset, fields, at+"unsetFields"); fail != nil {
			return nil, fail
		}
		next.Overrides.unset(unset)
	}
	if fields != nil && len(fields) == 0 && o.isVariable() && !c.sw().EmptyOverrideKept {
		delete(next.Overrides, "value")
	}
	c.overrideRules(o).apply(next.Overrides, fields)
	return next, nil
}

// keptOverrides are the fields of a standing entry that survive its listing;
// partial says that the listing sets or unsets something.
func (c *call) keptOverrides(o *environmentObject, old *environmentLink, sent fieldValues, partial bool) fieldValues {
	secret := secretIn(o.shape(), o.Fields)
	kept := old.Overrides.kept(secret, c.sw().BareEntryKeepsEverything || (partial && c.sw().PartialOverrideMerged))
	for field, value := range old.Overrides {
		if members, isMap := value.(map[string]any); isMap && sent.members(field) != nil {
			// How the sent members meet these is for the merge rules.
			kept.setMap(field, maps.Clone(members))
		}
	}
	if !c.sw().AxiomListedEntryKeepsSecrets {
		kept.dropSecretMembers(secret)
		maps.DeleteFunc(kept, func(field string, _ any) bool { return secret(field, "") })
	}
	if o.ObjectType == typeMetricsExport {
		// The platform loses this one at every update that does not send it.
		delete(kept, "password")
	}
	return kept
}

// isVariable reports whether the object is a variable of either sort.
func (o *environmentObject) isVariable() bool {
	return o.ObjectType == typeAirflowVariable || o.ObjectType == typeEnvironmentVariable
}

// excludeLinking adds an excluded Deployment to an object; one that is excluded
// already stays so.
func excludeLinking(c *call) (any, *apiError) {
	o, fail := c.findEnvironmentObject(accessWrite, "workspace.environmentObjects.update")
	if fail != nil {
		return nil, fail
	}
	var ref deploymentRef
	if fail := c.decode(&ref); fail != nil {
		return nil, fail
	}
	if o.Scope != entityWorkspace {
		return nil, badRequest("Only objects of a Workspace can exclude Deployments")
	}
	excluded := o.excludes(ref.ScopeEntityID)
	if fail := c.checkRef(o, ref, "excludeLinks", 0, map[string]bool{}, excluded); fail != nil {
		return nil, fail
	}
	if link := o.link(ref.ScopeEntityID); link != nil && !excluded {
		if !c.sw().ExcludeOfLinkedUnlinks {
			return nil, badRequest("Deployment %s is linked explicitly; remove the link first", ref.ScopeEntityID)
		}
		o.Links = without(slices.Clone(o.Links), link)
	}
	if !excluded {
		o.ExcludeLinks = append(slices.Clone(o.ExcludeLinks), ref)
		c.touch(&o.audit)
	}
	if c.sw().ExcludeLinkingAnswers204 {
		return nil, nil
	}
	return noBody{}, nil
}

// deploymentDeleted lets environment objects follow the deletion of a
// Deployment: its own go, and so do its links and excludes unless the switch
// StaleLinksStay is on. The handler that deletes it calls this under the lock.
func (s *Server) deploymentDeleted(id string) {
	st := s.store
	st.EnvironmentObjects = slices.DeleteFunc(st.EnvironmentObjects, func(o *environmentObject) bool {
		return o.Scope == entityDeployment && o.ScopeEntityID == id
	})
	if s.switches.StaleLinksStay {
		return
	}
	for _, o := range st.EnvironmentObjects {
		o.Links = slices.DeleteFunc(o.Links, func(l *environmentLink) bool { return l.ScopeEntityID == id })
		o.ExcludeLinks = slices.DeleteFunc(o.ExcludeLinks, func(ref deploymentRef) bool { return ref.ScopeEntityID == id })
	}
}

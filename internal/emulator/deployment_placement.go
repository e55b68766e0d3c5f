package emulator

import "slices"

// clusterCreated is the status of a cluster that takes Deployments.
const clusterCreated = "CREATED"

// place decides where a new Deployment runs (API facts, C.2 and G.3).
func (c *call) place(d *deployment, w *workspace, body *deploymentRequest) *apiError {
	if d.Type == typeStandard {
		return c.placeStandard(d, w, body)
	}
	id := valueOr(body.ClusterID, w.DefaultClusterID)
	if id == "" {
		id = c.onlyCluster(d.Type)
	}
	if id == "" {
		return requireFields([]requiredField{{"clusterId", false}})
	}
	k := c.store().cluster(c.caller.OrganizationID, id)
	switch {
	case k == nil:
		return badRequest("Cluster %s not found", id)
	case k.Type != d.Type:
		return badRequest("Cluster %s is of type %s and takes no Deployment of type %s", id, k.Type, d.Type)
	case k.Status != clusterCreated:
		return badRequest("Cluster %s has status %s and takes no Deployments before it is %s", id, k.Status, clusterCreated)
	case len(k.WorkspaceIDs) > 0 && !slices.Contains(k.WorkspaceIDs, w.ID):
		return badRequest("Cluster %s is not available to Workspace %s", id, w.ID)
	}
	d.ClusterID, d.CloudProvider, d.Region = k.ID, k.CloudProvider, k.Region
	return nil
}

// onlyCluster returns the id of the organization's cluster of a type when it has
// just one.
func (c *call) onlyCluster(kind string) string {
	id := ""
	for _, k := range c.store().Clusters {
		switch {
		case k.OrganizationID != c.caller.OrganizationID || k.Type != kind:
		case id != "":
			return ""
		default:
			id = k.ID
		}
	}
	return id
}

// placeStandard finds the shared cluster of a STANDARD Deployment: the one named,
// which goes before provider and region, else the one of provider and region,
// else the Workspace's default. Where there is none of these, the first region
// is taken, so that a name and a Workspace are enough.
func (c *call) placeStandard(d *deployment, w *workspace, body *deploymentRequest) *apiError {
	if c.organization().ShouldEnforceDedicatedClusters {
		return badRequest("The organization allows Deployments on dedicated clusters only")
	}
	if (body.CloudProvider == nil) != (body.Region == nil) {
		return badRequest("cloudProvider and region must be given together")
	}
	regions := standardRegions()
	match := func(r standardRegion) bool { return r == regions[0] }
	switch {
	case body.ClusterID != nil:
		match = func(r standardRegion) bool { return r.clusterID() == *body.ClusterID }
	case body.Region != nil:
		match = func(r standardRegion) bool { return r.provider == *body.CloudProvider && r.name == *body.Region }
	case w.DefaultRegion != "":
		match = func(r standardRegion) bool { return r.provider == w.DefaultCloudProvider && r.name == w.DefaultRegion }
	}
	i := slices.IndexFunc(regions, match)
	switch {
	case i >= 0:
		d.ClusterID, d.CloudProvider, d.Region = regions[i].clusterID(), regions[i].provider, regions[i].name
		return nil
	case body.ClusterID != nil:
		return badRequest("Cluster %s not found, or not one for Deployments of type STANDARD", *body.ClusterID)
	case body.Region != nil:
		return invalidField("region", "oneof", "region %q of %q is not available for Deployments of type STANDARD", *body.Region, *body.CloudProvider)
	default:
		return badRequest("The default region %s of the Workspace is not available for Deployments of type STANDARD", w.DefaultRegion)
	}
}

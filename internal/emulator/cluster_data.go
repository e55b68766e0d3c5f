package emulator

// seedClusters gives the first organization its clusters: one that takes
// Deployments, one of type HYBRID with node pools, one that is still being made,
// and one for another Workspace. A store that has clusters is left alone.
func (s *Server) seedClusters() {
	if len(s.store.Clusters) > 0 {
		return
	}
	org := s.store.Organizations[0].ID
	build := func(n uint64, name, kind, status, provider, region string) *cluster {
		return &cluster{
			ID: derivedID("cluster:"+org, n), OrganizationID: org, Name: name, Type: kind, Status: status,
			CloudProvider: provider, Region: region, DBInstanceType: "db.m6g.large", VpcSubnetRange: "172.20.0.0/20",
			WorkspaceIDs: []string{}, CreatedAt: seedTime, UpdatedAt: seedTime,
		}
	}
	hybrid := build(2, "hybrid", typeHybrid, clusterCreated, "AWS", "us-west-2")
	hybrid.ProviderAccount = "000000000000"
	hybrid.Metadata = &clusterMetadata{
		ExternalIPs: []string{"203.0.113.20", "203.0.113.21"}, OidcIssuerURL: "https://oidc.emulator.test/us-west-2",
	}
	for i, name := range []string{"default", "large"} {
		hybrid.NodePools = append(hybrid.NodePools, nodePool{
			ID: derivedID("pool:"+hybrid.ID, uint64(i)+1), ClusterID: hybrid.ID, Name: name, CloudProvider: "AWS",
			NodeInstanceType: []string{"m5.xlarge", "m5.4xlarge"}[i], IsDefault: i == 0, MaxNodeCount: 20,
			CreatedAt: seedTime, UpdatedAt: seedTime,
		})
	}
	limited := build(4, "limited", typeDedicated, clusterCreated, "AWS", "us-east-1")
	limited.IsLimited, limited.WorkspaceIDs = true, []string{derivedID("demo", 4)}
	s.store.Clusters = []*cluster{
		build(1, "dedicated", typeDedicated, clusterCreated, "AWS", "us-east-1"),
		hybrid,
		build(3, "dedicated-new", typeDedicated, "CREATING", "GCP", "us-central1"),
		limited,
	}
}

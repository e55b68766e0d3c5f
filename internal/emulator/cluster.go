package emulator

import (
	"net/http"
	"slices"
	"time"
)

// cluster is a cluster as stored and as answered: it holds no secret
// (API facts, G.3).
type cluster struct {
	ID             string     `json:"id"`
	OrganizationID string     `json:"organizationId"`
	Name           string     `json:"name"`
	Type           string     `json:"type"`
	Status         string     `json:"status"`
	CloudProvider  string     `json:"cloudProvider"`
	Region         string     `json:"region"`
	DBInstanceType string     `json:"dbInstanceType"`
	VpcSubnetRange string     `json:"vpcSubnetRange"`
	DRRegion       string     `json:"drRegion"`
	IsDREnabled    bool       `json:"isDrEnabled"`
	IsLimited      bool       `json:"isLimited"`
	NodePools      []nodePool `json:"nodePools,omitempty"`
	// ProviderAccount is the account of the cloud that a HYBRID cluster runs in.
	ProviderAccount string           `json:"providerAccount,omitempty"`
	Metadata        *clusterMetadata `json:"metadata,omitempty"`
	// WorkspaceIDs limits the cluster to Workspaces; empty means all.
	WorkspaceIDs []string  `json:"workspaceIds"`
	CreatedAt    time.Time `json:"createdAt"`
	UpdatedAt    time.Time `json:"updatedAt"`
}

// clusterMetadata is where a cluster's requests come from.
type clusterMetadata struct {
	ExternalIPs   []string `json:"externalIPs,omitempty"`
	OidcIssuerURL string   `json:"oidcIssuerUrl,omitempty"`
}

// nodePool is a group of nodes of a HYBRID cluster.
type nodePool struct {
	ID                     string    `json:"id"`
	ClusterID              string    `json:"clusterId"`
	Name                   string    `json:"name"`
	CloudProvider          string    `json:"cloudProvider"`
	NodeInstanceType       string    `json:"nodeInstanceType"`
	IsDefault              bool      `json:"isDefault"`
	MaxNodeCount           int       `json:"maxNodeCount"`
	SupportedAstroMachines []string  `json:"supportedAstroMachines,omitempty"`
	CreatedAt              time.Time `json:"createdAt"`
	UpdatedAt              time.Time `json:"updatedAt"`
}

// clusterSorts are the sort fields of the list (API facts, A.4).
var clusterSorts = sorts[cluster]{
	"name":      func(a, b *cluster) int { return compareText(a.Name, b.Name) },
	"createdAt": func(a, b *cluster) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt": func(a, b *cluster) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
}

// clusterRoutes registers what clusters serve. Every token of the organization
// may read them.
func (s *Server) clusterRoutes() {
	const list = "/organizations/{organizationId}/clusters"
	s.register(http.MethodGet, list, "ListClusters", listClusters)
	s.register(http.MethodGet, list+"/{clusterId}", "GetCluster", getCluster)
}

// listClusters answers the clusters of the organization.
func listClusters(c *call) (any, *apiError) {
	names, provider := c.query()["names"], c.query().Get("provider")
	if provider != "" {
		if fail := oneOf("provider", provider, providers()...); fail != nil {
			return nil, fail
		}
	}
	var rows []*cluster
	for _, k := range c.store().Clusters {
		switch {
		case k.OrganizationID != c.caller.OrganizationID,
			provider != "" && k.CloudProvider != provider,
			len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return c.sameName(n, k.Name) }):
		default:
			rows = append(rows, k)
		}
	}
	return answerList(c, "clusters", rows, clusterSorts, c.viewOneCluster)
}

// getCluster answers one cluster.
func getCluster(c *call) (any, *apiError) {
	id := c.path("clusterId")
	k := c.store().cluster(c.caller.OrganizationID, id)
	if k == nil {
		return nil, notFound("Cluster", id)
	}
	return c.viewOneCluster(k), nil
}

// viewOneCluster renders a cluster.
func (c *call) viewOneCluster(k *cluster) any {
	v := *k
	v.UpdatedAt = c.unsettledTime(v.UpdatedAt)
	return v
}

package astro

import (
	"context"
	"net/url"
)

// Cluster is a dedicated or hybrid cluster that Deployments run in (API facts, G.3).
type Cluster struct {
	ID             string   `json:"id" answer:"required"`
	Name           string   `json:"name" answer:"required"`
	Type           string   `json:"type"`
	Status         string   `json:"status"`
	CloudProvider  string   `json:"cloudProvider"`
	Region         string   `json:"region"`
	OrganizationID string   `json:"organizationId"`
	DBInstanceType string   `json:"dbInstanceType"`
	VPCSubnetRange string   `json:"vpcSubnetRange"`
	IsLimited      *bool    `json:"isLimited,omitempty"`
	WorkspaceIDs   []string `json:"workspaceIds,omitempty"`
	NodePools      []struct {
		ID                     string   `json:"id"`
		Name                   string   `json:"name"`
		IsDefault              bool     `json:"isDefault"`
		NodeInstanceType       string   `json:"nodeInstanceType"`
		MaxNodeCount           int64    `json:"maxNodeCount"`
		SupportedAstroMachines []string `json:"supportedAstroMachines,omitempty"`
	} `json:"nodePools,omitempty"`
	CreatedAt string `json:"createdAt"`
	UpdatedAt string `json:"updatedAt"`
}

// ClusterStatusCreated is the status in which a cluster takes Deployments (API facts, G.3).
const ClusterStatusCreated = "CREATED"

// ClusterFilter narrows ListClusters; the zero value lists all.
type ClusterFilter struct {
	Names    []string
	Provider string
}

// ListClusters returns the clusters that match the filter, by name.
func (c *Client) ListClusters(ctx context.Context, filter ClusterFilter) ([]Cluster, error) {
	return list[Cluster](ctx, c, listCall{
		operation: "list clusters", path: "/clusters", inOrganization: true, rows: "clusters", sorts: "name:asc",
		query: queryOf(map[string][]string{"names": filter.Names, "provider": {filter.Provider}}),
	})
}

// GetCluster returns one cluster.
func (c *Client) GetCluster(ctx context.Context, id string) (*Cluster, error) {
	return call[Cluster](ctx, c, request{
		operation: "read cluster " + id, class: retryRead, inOrganization: true, path: "/clusters/" + url.PathEscape(id),
		target: Target{Kind: KindCluster, ID: id},
	})
}

func (c *Cluster) identity() string { return c.ID }

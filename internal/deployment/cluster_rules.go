package deployment

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var pathCluster = path.Root("cluster_id")

func missingWorkspace(id string) fwkit.Finding {
	return problem(path.Root("workspace_id"), "Workspace does not exist", "The organization has no Workspace %s that this token can see. The data source astro_workspaces lists them.", id)
}

func missingCluster(id string) fwkit.Finding {
	return problem(pathCluster, "Cluster does not exist", "The organization has no cluster %s that this token can see. The data source astro_clusters lists them.", id)
}

// checkCluster judges the cluster of a new Deployment (API facts, G.3), and the
// node pools that a HYBRID one names.
func (s *subject) checkCluster(ctx context.Context, cluster *astro.Cluster) []fwkit.Finding {
	var findings []fwkit.Finding
	if s.changed("cluster_id") {
		findings = append(findings, checkPlaceInCluster(s.config, cluster)...)
		if cluster.Status != astro.ClusterStatusCreated {
			findings = append(findings, problem(pathCluster, "Cluster is not ready",
				"The cluster %q (%s) has the status %s; a Deployment can be created when it is %s.", cluster.Name, cluster.ID, cluster.Status, astro.ClusterStatusCreated))
		}
		if workspace := s.config.WorkspaceID; given(workspace) && len(cluster.WorkspaceIDs) > 0 && !slices.Contains(cluster.WorkspaceIDs, workspace.ValueString()) {
			findings = append(findings, problem(pathCluster, "Cluster is closed to the Workspace",
				"The cluster %q (%s) is open to certain Workspaces only, and %s is not among them. Authorise the Workspace on the cluster, or use another one.",
				cluster.Name, cluster.ID, workspace.ValueString()))
		}
		if kind := s.config.Type; given(kind) && kind.ValueString() != astro.DeploymentTypeStandard && cluster.Type != "" && cluster.Type != kind.ValueString() {
			findings = append(findings, problem(path.Root("type"), "Type does not fit the cluster",
				"type is %s, and the cluster %q (%s) is %s. Leave type out to take that of the cluster.", kind.ValueString(), cluster.Name, cluster.ID, cluster.Type))
		}
	}
	if s.kind == astro.DeploymentTypeHybrid && len(cluster.NodePools) > 0 {
		findings = append(findings, s.checkNodePools(ctx, cluster)...)
	}
	return findings
}

// checkRecorded warns of a cluster that cannot be compared: Astro does not show
// which one a STANDARD Deployment runs in (API facts, C.2).
func (s *subject) checkRecorded() []fwkit.Finding {
	if s.prior == nil || !s.prior.ClusterID.IsNull() || !given(s.config.ClusterID) {
		return nil
	}
	return []fwkit.Finding{caution(pathCluster, "Cluster is only recorded",
		"Astro does not show which cluster this Deployment runs in, and cannot move it to another. cluster_id is stored in the state and changes nothing.")}
}

func (s *subject) checkNodePools(ctx context.Context, cluster *astro.Cluster) []fwkit.Finding {
	known := map[string]bool{}
	var names []string
	for _, pool := range cluster.NodePools {
		known[pool.ID] = true
		names = append(names, fmt.Sprintf("%s (%s)", pool.ID, pool.Name))
	}
	var findings []fwkit.Finding
	check := func(at path.Path, pool types.String) {
		if given(pool) && !known[pool.ValueString()] {
			findings = append(findings, problem(at, "Node pool does not exist",
				"The cluster %q has no node pool %s. It has %s.", cluster.Name, pool.ValueString(), strings.Join(names, ", ")))
		}
	}
	if s.changed("task_pod_node_pool_id") {
		check(path.Root("task_pod_node_pool_id"), s.config.TaskPodNodePoolID)
	}
	if s.changed("worker_queues") {
		queues := queuesOf(ctx, s.config.WorkerQueues)
		for _, name := range slices.Sorted(maps.Keys(queues)) {
			check(pathQueues.AtMapKey(name).AtName("node_pool_id"), queues[name].NodePoolID)
		}
	}
	return findings
}

// checkRegion judges cloud and region of a STANDARD Deployment.
func (s *subject) checkRegion(options []astro.ClusterOptions) []fwkit.Finding {
	provider, region := s.config.CloudProvider.ValueString(), s.config.Region.ValueString()
	var providers []string
	for _, option := range options {
		providers = append(providers, option.Provider)
		if option.Provider != provider {
			continue
		}
		var regions []string
		for _, r := range option.Regions {
			regions = append(regions, r.Name)
		}
		if len(regions) == 0 || slices.Contains(regions, region) {
			return nil
		}
		return []fwkit.Finding{problem(path.Root("region"), "Region is not available",
			"Astro does not offer the region %q on %s. %s", region, provider, offers(region, regions))}
	}
	if len(providers) == 0 {
		return nil
	}
	return []fwkit.Finding{problem(path.Root("cloud_provider"), "Cloud provider is not available",
		"Astro does not offer %s. %s", provider, offers(provider, providers))}
}

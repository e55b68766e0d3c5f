package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// checkPlace judges who decides where the Deployment runs.
func checkPlace(config *deploymentModel, kind string) []fwkit.Finding {
	if kind != astro.DeploymentTypeStandard && config.ClusterID.IsNull() {
		return []fwkit.Finding{problem(path.Root("cluster_id"), "Argument is missing",
			"%s Deployments run in a cluster of your organization: set cluster_id. The data source astro_clusters lists them.", kind)}
	}
	return nil // cloud and region are compared with the cluster's
}

// checkTwoPlaces refuses to create a STANDARD Deployment whose region would be
// ignored. One that stands may name both, as a configuration generated for an
// import does where the API shows the cluster of a STANDARD Deployment too (API facts, C.2).
func checkTwoPlaces(s *subject) []fwkit.Finding {
	if s.prior != nil || s.kind != astro.DeploymentTypeStandard || !given(s.config.ClusterID) || !given(s.config.Region) {
		return nil
	}
	return []fwkit.Finding{problem(path.Root("region"), "Two places are given",
		"cluster_id decides where the Deployment runs, so that cloud_provider and region would be ignored. Remove them, or cluster_id.")}
}

// checkPlaceInCluster compares cloud and region with those of the cluster. They
// may be repeated, as a configuration that Terraform generates for an import
// does, because the API returns them for every kind (API facts, C.2).
func checkPlaceInCluster(config *deploymentModel, cluster *astro.Cluster) []fwkit.Finding {
	if cluster.Type == astro.DeploymentTypeStandard {
		return nil
	}
	var findings []fwkit.Finding
	for _, p := range []struct {
		name, decided string
		wanted        types.String
	}{
		{"cloud_provider", cluster.CloudProvider, config.CloudProvider},
		{"region", cluster.Region, config.Region},
	} {
		if given(p.wanted) && p.decided != "" && p.wanted.ValueString() != p.decided {
			findings = append(findings, problem(path.Root(p.name), "Place does not fit the cluster",
				"%s is %q, and the cluster %q (%s), where the Deployment is to run, is in %q. Leave %[1]s out, or use another cluster.",
				p.name, p.wanted.ValueString(), cluster.Name, cluster.ID, p.decided))
		}
	}
	return findings
}

// placeInCluster empties the place in a create request that a cluster decides
// about. A plan could not compare it with a cluster that was not known then.
func (r *deploymentResource) placeInCluster(ctx context.Context, config *deploymentModel, request *astro.CreateDeploymentRequest) error {
	if request.Type == astro.DeploymentTypeStandard || (request.CloudProvider == nil && request.Region == nil) {
		return nil
	}
	cluster, err := r.Data.Walk.Cluster(ctx, config.ClusterID.ValueString())
	if err != nil {
		return err
	}
	if findings := checkPlaceInCluster(config, cluster); len(findings) > 0 {
		return &fwkit.Refusal{Findings: findings}
	}
	request.CloudProvider, request.Region = nil, nil
	return nil
}

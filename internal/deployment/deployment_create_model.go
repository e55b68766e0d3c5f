package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// createRequest makes the body of a create: what is configured, and what must
// not be left to defaults that are not documented: kind, runtime version and
// CI/CD enforcement (API facts, J.1).
func (r *deploymentResource) createRequest(ctx context.Context, config, plan *deploymentModel) (*astro.CreateDeploymentRequest, error) {
	kind, err := r.resolveType(ctx, config)
	if err != nil {
		return nil, err
	}
	runtime := textOf(config.OriginalAstroRuntimeVersion)
	if runtime == nil {
		if runtime, err = r.newestRuntime(ctx, kind, config); err != nil {
			return nil, err
		}
	}
	request := &astro.CreateDeploymentRequest{
		Type: kind, Name: config.Name.ValueString(), WorkspaceID: config.WorkspaceID.ValueString(), AstroRuntimeVersion: runtime,
		CloudProvider: textOf(config.CloudProvider), Region: textOf(config.Region), ClusterID: textOf(config.ClusterID),
	}
	if err := r.placeInCluster(ctx, config, request); err != nil {
		return nil, err
	}
	change := newChange(ctx, config, plan, &deploymentModel{})
	draft := &astro.UpdateDeploymentRequest{}
	if draft.EnvironmentVariables, err = change.variables.apply(nil); err != nil {
		return nil, err
	}
	if err := change.applySettings(ctx, &astro.Deployment{}, draft); err != nil {
		return nil, err
	}
	change.applyWorkloadIdentity(&draft.DeploymentSettings)
	request.DeploymentSettings = draft.DeploymentSettings
	if request.IsCICDEnforced == nil {
		request.IsCICDEnforced = r.cicdDefault(ctx, request.WorkspaceID)
	}
	return request, nil
}

// resolveType is the configured kind, else that of the cluster, else STANDARD.
func (r *deploymentResource) resolveType(ctx context.Context, config *deploymentModel) (string, error) {
	if !config.Type.IsNull() && !config.Type.IsUnknown() {
		return config.Type.ValueString(), nil
	}
	if config.ClusterID.IsNull() {
		return astro.DeploymentTypeStandard, nil
	}
	cluster, err := r.Data.Walk.Cluster(ctx, config.ClusterID.ValueString())
	if err != nil {
		return "", err
	}
	return cluster.Type, nil
}

// newestRuntime is the newest stable version; nil, which leaves the choice to
// Astro, when the options name none.
func (r *deploymentResource) newestRuntime(ctx context.Context, kind string, config *deploymentModel) (*string, error) {
	options, err := r.Data.Walk.DeploymentOptions(ctx, optionsFilter(kind, config.CloudProvider))
	if err != nil {
		return nil, err
	}
	if newest := newestStable(options.RuntimeReleases); newest != "" {
		return &newest, nil
	}
	return nil, nil //nolint:nilnil // no version and no error: Astro chooses
}

// optionsFilter asks for the options of one kind of Deployment. The executor is
// not part of it: the list of executors is known to be incomplete (API facts, G.2).
func optionsFilter(kind string, cloudProvider types.String) astro.DeploymentOptionsFilter {
	return astro.DeploymentOptionsFilter{DeploymentType: kind, CloudProvider: cloudProvider.ValueString()}
}

// cicdDefault is the Workspace's default; nil when the token may not read it.
func (r *deploymentResource) cicdDefault(ctx context.Context, workspaceID string) *bool {
	workspace, err := r.Data.Walk.Workspace(ctx, workspaceID)
	if err != nil {
		return nil
	}
	return &workspace.CICDEnforcedDefault
}

// defaultQueueFor is the queue that a Deployment gets which comes from an
// executor without queues and configures none: Astro's own defaults for the
// first worker machine, or for the default node pool of a HYBRID cluster.
func (r *deploymentResource) defaultQueueFor(ctx context.Context, kind, clusterID string) (*astro.WorkerQueueRequest, error) {
	options, err := r.Data.Walk.DeploymentOptions(ctx, astro.DeploymentOptionsFilter{DeploymentType: kind})
	if err != nil {
		return nil, err
	}
	queue := &astro.WorkerQueueRequest{
		Name: defaultQueue, IsDefault: true, MinWorkerCount: int64(options.WorkerQueues.MinWorkers.Default),
		MaxWorkerCount:    max(1, int64(options.WorkerQueues.MaxWorkers.Default)),
		WorkerConcurrency: max(1, int64(options.WorkerQueues.WorkerConcurrency.Default)),
	}
	if kind == astro.DeploymentTypeHybrid {
		return queue, r.defaultNodePool(ctx, clusterID, queue)
	}
	if len(options.WorkerMachines) > 0 {
		machine := options.WorkerMachines[0]
		queue.AstroMachine = &machine.Name
		queue.WorkerConcurrency = max(1, int64(machine.Concurrency.Default))
	}
	return queue, nil
}

func (r *deploymentResource) defaultNodePool(ctx context.Context, clusterID string, queue *astro.WorkerQueueRequest) error {
	cluster, err := r.Data.Walk.Cluster(ctx, clusterID)
	if err != nil {
		return err
	}
	for _, pool := range cluster.NodePools {
		if pool.IsDefault || queue.NodePoolID == nil {
			queue.NodePoolID = &pool.ID
		}
	}
	return nil
}

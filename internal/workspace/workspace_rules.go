package workspace

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// clouds are the cloud providers known when this was written.
var clouds = []string{"AWS", "AZURE", "GCP"}

// checkConfig judges what the configuration alone decides. Unknown values are
// not judged: they may turn out to be null.
func checkConfig(config *resourceModel) []fwkit.Finding {
	var findings []fwkit.Finding
	cluster, cloud, region := path.Root("default_cluster_id"), path.Root("default_cloud_provider"), path.Root("default_region")
	known := !config.DefaultCloudProvider.IsUnknown() && !config.DefaultRegion.IsUnknown()
	switch {
	case isSet(config.DefaultClusterID) && (isSet(config.DefaultCloudProvider) || isSet(config.DefaultRegion)):
		findings = append(findings, fwkit.Refuse(cluster, "Arguments exclude each other",
			"New Deployments go into the cluster of default_cluster_id or into the region of default_cloud_provider and default_region, not both. Keep one of them."))
	case known && config.DefaultCloudProvider.IsNull() && !config.DefaultRegion.IsNull():
		findings = append(findings, fwkit.Refuse(region, "Argument is missing",
			"default_region is given without default_cloud_provider. Give both or neither, for example default_cloud_provider = \"AWS\"."))
	case known && !config.DefaultCloudProvider.IsNull() && config.DefaultRegion.IsNull():
		findings = append(findings, fwkit.Refuse(cloud, "Argument is missing",
			"default_cloud_provider is given without default_region. Give both or neither, for example default_region = \"us-east-1\"."))
	}
	if value := config.DefaultCloudProvider.ValueString(); isSet(config.DefaultCloudProvider) && !slices.Contains(clouds, value) {
		if meant := strings.ToUpper(strings.TrimSpace(value)); slices.Contains(clouds, meant) {
			findings = append(findings, fwkit.Refuse(cloud, "Value is misspelt", fmt.Sprintf("default_cloud_provider is %q. Did you mean %q?", value, meant)))
		} else {
			findings = append(findings, fwkit.Warn(cloud, "Value is not known to this provider",
				fmt.Sprintf("default_cloud_provider is %q; this version of the provider knows %s. It is sent as it is, and Astro decides.", value, strings.Join(clouds, ", "))))
		}
	}
	return findings
}

func isSet(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// refuseProtected judges by what the state says whether the Workspace may be
// destroyed at all. nil means that it may, or that what is in it decides.
func refuseProtected(state *resourceModel) *fwkit.Finding {
	if !state.DeletionProtection.ValueBool() {
		return nil
	}
	return &fwkit.Finding{
		Path: path.Root("deletion_protection"), Summary: "Workspace is protected",
		Detail: fmt.Sprintf("The Workspace %q (%s) is protected from being destroyed: in the state deletion_protection is true.\n\n"+
			"To destroy it, set deletion_protection = false, or remove the argument, apply that alone, and destroy it in a later run. "+
			"To stop managing it without destroying it, use a removed block with lifecycle { destroy = false }, or terraform state rm.",
			state.Name.ValueString(), state.ID.ValueString()),
	}
}

// maxListed is how many objects an error lists.
const maxListed = 20

// refuseFull judges whether a Workspace without an explicit setting may be
// destroyed with what is in it. nil means that nothing is.
func refuseFull(state *resourceModel, deployments []astro.Deployment, objects []astro.EnvironmentObject) *fwkit.Finding {
	held := make([]string, 0, len(deployments)+len(objects))
	for i := range deployments {
		held = append(held, fmt.Sprintf("Deployment %q (%s)", deployments[i].Name, deployments[i].ID))
	}
	for i := range objects {
		held = append(held, fmt.Sprintf("%s %q", nounOf(objects[i].ObjectType), objects[i].ObjectKey))
	}
	if len(held) == 0 {
		return nil
	}
	if more := len(held) - maxListed; more > 0 {
		held = append(held[:maxListed], fmt.Sprintf("and %d more", more))
	}
	return &fwkit.Finding{
		Path: path.Root("deletion_protection"), Summary: "Workspace is in use",
		Detail: fmt.Sprintf("The Workspace %q (%s) was not destroyed, because this is in it:\n\n  - %s\n\n"+
			"Destroy or move these first, in the configurations that manage them. To leave it to Astro, which may delete them with the Workspace, "+
			"set deletion_protection = false, apply that alone, and destroy the Workspace in a later run.",
			state.Name.ValueString(), state.ID.ValueString(), strings.Join(held, "\n  - ")),
	}
}

// nounOf names a type of environment object for people.
func nounOf(objectType string) string {
	switch objectType {
	case "CONNECTION":
		return "connection"
	case "AIRFLOW_VARIABLE":
		return "Airflow variable"
	case "ENVIRONMENT_VARIABLE":
		return "environment variable"
	case "METRICS_EXPORT":
		return "metrics export"
	}
	return objectType
}

// keptDefaults finds the defaults that the plan drops and Astro still has.
func keptDefaults(plan, prior *resourceModel, answer *astro.Workspace) []fwkit.Finding {
	var findings []fwkit.Finding
	judge := func(name string, planned, before, now attr.Value) {
		if !planned.IsNull() || before.IsNull() || now.IsNull() {
			return
		}
		findings = append(findings, fwkit.Refuse(path.Root(name), "Default could not be cleared",
			fmt.Sprintf("%s was left out of the update, because the configuration has it no longer, but Astro keeps %s. Everything else was changed. "+
				"Clear the default in the Workspace's settings in the Astro UI and apply again, or put the argument back.", name, now)))
	}
	judge("default_cluster_id", plan.DefaultClusterID, prior.DefaultClusterID, textOrNull(answer.DefaultClusterID))
	if plan.DefaultClusterID.IsNull() {
		// With a cluster Astro may show the region that the cluster is in.
		judge("default_cloud_provider", plan.DefaultCloudProvider, prior.DefaultCloudProvider, textOrNull(answer.DefaultCloudProvider))
		judge("default_region", plan.DefaultRegion, prior.DefaultRegion, textOrNull(answer.DefaultRegion))
	}
	return findings
}

package deployment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// Rules never judge a value that is not known yet, and an attribute that is
// left out only where its absence is what is wrong.

// checkConfig judges what the configuration alone decides: what is given
// together, keys, and values that are null or misspelt. What may come from
// another resource, numbers, amounts and addresses, is judged at plan, because
// `terraform test` puts a mock's zero or random text in its place and validates.
func checkConfig(ctx context.Context, config *deploymentModel) []fwkit.Finding {
	findings := checkSpelling(config)
	findings = append(findings, checkPairs(config)...)
	findings = append(findings, checkNullTexts(pathEmails, config.ContactEmails)...)
	findings = append(findings, checkVariables(ctx, config)...)
	findings = append(findings, checkQueues(ctx, config)...)
	findings = append(findings, checkExecutor(ctx, config)...)
	if remote, ok := remoteExecutionOf(ctx, config.RemoteExecution); ok {
		findings = append(findings, checkNullTexts(pathRanges, remote.AllowedIPAddressRanges)...)
	}
	if kind, known := configuredType(config); known {
		findings = append(findings, checkType(ctx, config, kind)...)
	}
	return findings
}

func problem(at path.Path, summary, format string, args ...any) fwkit.Finding {
	return fwkit.Finding{Path: at, Summary: summary, Detail: fmt.Sprintf(format, args...)}
}

func caution(at path.Path, summary, format string, args ...any) fwkit.Finding {
	return fwkit.Finding{Path: at, Warning: true, Summary: summary, Detail: fmt.Sprintf(format, args...)}
}

// given tells an attribute with a known value.
func given(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// configuredType is the kind that the configuration alone decides; a cluster may
// be of any kind but STANDARD.
func configuredType(config *deploymentModel) (string, bool) {
	if given(config.Type) {
		return config.Type.ValueString(), true
	}
	return astro.DeploymentTypeStandard, config.Type.IsNull() && config.ClusterID.IsNull()
}

// checkPairs judges attributes that only make sense together (API facts, C.2).
func checkPairs(config *deploymentModel) []fwkit.Finding {
	var findings []fwkit.Finding
	for _, pair := range [][2]string{
		{"cloud_provider", "region"}, {"default_task_pod_cpu", "default_task_pod_memory"}, {"resource_quota_cpu", "resource_quota_memory"},
	} {
		first, second := config.attribute(pair[0]), config.attribute(pair[1])
		switch {
		case given(first) && second.IsNull():
			findings = append(findings, problem(path.Root(pair[0]), "Argument is missing", "%s is given without %s. Give both, or leave both to Astro.", pair[0], pair[1]))
		case given(second) && first.IsNull():
			findings = append(findings, problem(path.Root(pair[1]), "Argument is missing", "%s is given without %s. Give both, or leave both to Astro.", pair[1], pair[0]))
		}
	}
	return findings
}

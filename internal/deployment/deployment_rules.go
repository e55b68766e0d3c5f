package deployment

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// Rules never judge a value that is not known yet, and an attribute that is
// left out only where its absence is what is wrong.

// checkConfig judges what the configuration alone decides.
func checkConfig(ctx context.Context, config *deploymentModel) []fwkit.Finding {
	findings := checkEnums(config)
	findings = append(findings, checkPairs(config)...)
	findings = append(findings, checkAmounts(config)...)
	findings = append(findings, checkEmails(ctx, config)...)
	findings = append(findings, checkVariables(ctx, config)...)
	findings = append(findings, checkQueues(ctx, config)...)
	findings = append(findings, checkExecutor(ctx, config)...)
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

// enums are the values known when this was written. Others may have come since,
// so that they are a warning and not an error.
func enums() map[string][]string {
	return map[string][]string{
		"type":           {astro.DeploymentTypeStandard, astro.DeploymentTypeDedicated, astro.DeploymentTypeHybrid},
		"executor":       {astro.ExecutorAstro, astro.ExecutorCelery, astro.ExecutorKubernetes},
		"scheduler_size": {"SMALL", "MEDIUM", "LARGE", "EXTRA_LARGE"},
		"cloud_provider": {"AWS", "AZURE", "GCP"},
	}
}

func checkEnums(config *deploymentModel) []fwkit.Finding {
	var findings []fwkit.Finding
	known := enums()
	for _, name := range slices.Sorted(maps.Keys(known)) {
		text, ok := config.attribute(name).(types.String)
		if ok && given(text) && !slices.Contains(known[name], text.ValueString()) {
			findings = append(findings, caution(path.Root(name), "Value is not known to this provider",
				"%s is %q; this version of the provider knows %s. It is sent as it is, and Astro decides.", name, text.ValueString(), strings.Join(known[name], ", ")))
		}
	}
	return findings
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

// checkAmounts judges quantities, and memory against CPU (API facts, C.2).
func checkAmounts(config *deploymentModel) []fwkit.Finding {
	var findings []fwkit.Finding
	for _, name := range []string{"default_task_pod_cpu", "default_task_pod_memory", "resource_quota_cpu", "resource_quota_memory"} {
		value, ok := config.attribute(name).(quantity)
		if !ok || !given(value) {
			continue
		}
		if amount, err := amountOf(value.ValueString()); err != nil || amount.Sign() <= 0 {
			findings = append(findings, problem(path.Root(name), "Amount is not valid",
				"%s is %q, which is not a positive amount. CPU is given in cores, such as \"0.25\" or \"10\", memory in Gi, such as \"0.5Gi\" or \"20Gi\".", name, value.ValueString()))
		}
	}
	for _, prefix := range []string{"default_task_pod", "resource_quota"} {
		cpu, cpuOK := config.attribute(prefix + "_cpu").(quantity)
		memory, memoryOK := config.attribute(prefix + "_memory").(quantity)
		if !cpuOK || !memoryOK || !given(cpu) || !given(memory) {
			continue
		}
		if twice, valid := isTwice(cpu.ValueString(), memory.ValueString()); valid && !twice {
			findings = append(findings, problem(path.Root(prefix+"_memory"), "Memory does not fit the CPU",
				"%[1]s_memory is %[2]q and %[1]s_cpu is %[3]q. Astro asks for twice as many Gi of memory as cores: %[4]q.",
				prefix, memory.ValueString(), cpu.ValueString(), twiceOf(cpu.ValueString())))
		}
	}
	return findings
}

// twiceOf is the memory that fits a CPU.
func twiceOf(cpu string) string {
	cores, err := amountOf(cpu)
	if err != nil {
		return ""
	}
	number := cores.Add(cores, cores).FloatString(9)
	return strings.TrimRight(strings.TrimRight(number, "0"), ".") + "Gi"
}

func checkEmails(ctx context.Context, config *deploymentModel) []fwkit.Finding {
	var findings []fwkit.Finding
	if config.ContactEmails.IsUnknown() {
		return nil
	}
	var values []types.String
	if config.ContactEmails.ElementsAs(ctx, &values, true).HasError() {
		return nil
	}
	for _, email := range values {
		if given(email) && !strings.Contains(strings.Trim(email.ValueString(), "@"), "@") {
			findings = append(findings, problem(path.Root("contact_emails"), "Address is not valid",
				"%q is not an e-mail address such as \"orders-oncall@example.com\".", email.ValueString()))
		}
	}
	return findings
}

// posixKey is how keys of environment variables look that every shell takes.
var posixKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func checkVariables(ctx context.Context, config *deploymentModel) []fwkit.Finding {
	var findings []fwkit.Finding
	variables := variablesOf(ctx, config.EnvironmentVariables)
	for _, key := range slices.Sorted(maps.Keys(variables)) {
		at := path.Root("environment_variables").AtMapKey(key)
		variable := variables[key]
		if !posixKey.MatchString(key) {
			findings = append(findings, caution(at, "Key is unusual",
				"The key %q is not made of letters, digits and underscores only, so that shells may not be able to read the variable.", key))
		}
		findings = append(findings, variable.check(at, key)...)
	}
	return findings
}

// check judges that exactly one way of giving the value is used.
func (v *variableModel) check(at path.Path, key string) []fwkit.Finding {
	ways, unknown := 0, false
	for _, value := range []types.String{v.Value, v.SecretValue, v.ValueWO} {
		if !value.IsNull() {
			ways++
		}
		unknown = unknown || value.IsUnknown()
	}
	switch {
	case ways == 0:
		return []fwkit.Finding{problem(at, "Variable has no value",
			"The variable %s needs one of value, secret_value and value_wo (with value_wo_version).", key)}
	case ways > 1 && !unknown:
		return []fwkit.Finding{problem(at, "Variable has several values", "The variable %s has more than one of value, secret_value and value_wo. Keep one.", key)}
	case !v.ValueWO.IsNull() && v.ValueWOVersion.IsNull():
		return []fwkit.Finding{problem(at.AtName("value_wo"), "Argument is missing",
			"The variable %s has value_wo without value_wo_version. Set value_wo_version = 1, and raise it whenever the value changes.", key)}
	case v.ValueWO.IsNull() && !v.ValueWOVersion.IsNull():
		return []fwkit.Finding{problem(at.AtName("value_wo_version"), "Argument is missing", "The variable %s has value_wo_version without value_wo.", key)}
	}
	return nil
}

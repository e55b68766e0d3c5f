package deployment

import (
	"context"
	"net/netip"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var (
	pathEmails = path.Root("contact_emails")
	pathRanges = path.Root("remote_execution").AtName("allowed_ip_address_ranges")
)

// checkValues judges values that a plan creates or changes, as far as they can be
// judged without the API.
func (s *subject) checkValues(ctx context.Context) []fwkit.Finding {
	findings := s.checkAmounts()
	findings = append(findings, s.checkMemories()...)
	findings = append(findings, s.checkScheduling()...)
	findings = append(findings, s.checkEmails(ctx)...)
	findings = append(findings, s.checkRanges(ctx)...)
	findings = append(findings, s.checkNoQueues(ctx)...)
	return append(findings, s.checkSecrets(ctx)...)
}

func amountNames() []string {
	return []string{"default_task_pod_cpu", "default_task_pod_memory", "resource_quota_cpu", "resource_quota_memory"}
}

// checkAmounts judges each quantity by itself.
func (s *subject) checkAmounts() []fwkit.Finding {
	var findings []fwkit.Finding
	for _, name := range amountNames() {
		value, ok := s.config.attribute(name).(quantity)
		if ok && s.changed(name) && !isAmount(value) {
			findings = append(findings, problem(path.Root(name), "Amount is not valid",
				"%s is %q, which is not a positive amount. CPU is given in cores, such as \"0.25\" or \"10\", memory in Gi, such as \"0.5Gi\" or \"20Gi\".", name, value.ValueString()))
		}
	}
	return findings
}

// isAmount tells a quantity above zero.
func isAmount(value quantity) bool {
	amount, err := amountOf(value.ValueString())
	return err == nil && amount.Sign() > 0
}

// checkMemories judges memory against CPU (API facts, C.2).
func (s *subject) checkMemories() []fwkit.Finding {
	var findings []fwkit.Finding
	for _, prefix := range []string{"default_task_pod", "resource_quota"} {
		cpu, cpuOK := s.config.attribute(prefix + "_cpu").(quantity)
		memory, memoryOK := s.config.attribute(prefix + "_memory").(quantity)
		if !cpuOK || !memoryOK || !given(cpu) || !given(memory) || !s.changed(prefix+"_cpu") && !s.changed(prefix+"_memory") {
			continue
		}
		if twice, valid := isTwice(cpu.ValueString(), memory.ValueString()); valid && !twice && isAmount(cpu) && isAmount(memory) {
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

// checkScheduling judges the scheduler of a HYBRID Deployment (API facts, C.3).
func (s *subject) checkScheduling() []fwkit.Finding {
	var findings []fwkit.Finding
	for _, limit := range []struct {
		name           string
		floor, ceiling int64
	}{{"scheduler_au", 5, 24}, {"scheduler_replicas", 1, 4}} {
		value, ok := s.config.attribute(limit.name).(types.Int64)
		if ok && s.changed(limit.name) && (value.ValueInt64() < limit.floor || value.ValueInt64() > limit.ceiling) {
			findings = append(findings, problem(path.Root(limit.name), "Number is out of range",
				"%s is %d; Astro allows %d to %d.", limit.name, value.ValueInt64(), limit.floor, limit.ceiling))
		}
	}
	return findings
}

func (s *subject) checkEmails(ctx context.Context) []fwkit.Finding {
	if !s.changed("contact_emails") {
		return nil
	}
	var findings []fwkit.Finding
	for _, email := range knownTexts(ctx, s.config.ContactEmails) {
		if !strings.Contains(strings.Trim(email, "@"), "@") {
			findings = append(findings, problem(pathEmails, "Address is not valid", "%q is not an e-mail address such as \"orders-oncall@example.com\".", email))
		}
	}
	return findings
}

// checkRanges warns of what is no range of addresses. What the API takes is not
// documented (API facts, C.8).
func (s *subject) checkRanges(ctx context.Context) []fwkit.Finding {
	remote, ok := remoteExecutionOf(ctx, s.config.RemoteExecution)
	if !ok || !s.changed("remote_execution") {
		return nil
	}
	var findings []fwkit.Finding
	for _, text := range knownTexts(ctx, remote.AllowedIPAddressRanges) {
		if _, err := netip.ParsePrefix(text); err != nil {
			findings = append(findings, caution(pathRanges, "Address range is unusual", "%q is not a range of addresses such as \"203.0.113.0/24\". Astro may refuse it.", text))
		}
	}
	return findings
}

// knownTexts lists the texts of a set that are known.
func knownTexts(ctx context.Context, set types.Set) []string {
	var values []types.String
	if !given(set) || set.ElementsAs(ctx, &values, true).HasError() {
		return nil
	}
	var texts []string
	for _, value := range values {
		if given(value) {
			texts = append(texts, value.ValueString())
		}
	}
	return texts
}

// checkNullTexts refuses a null element of a set.
func checkNullTexts(at path.Path, set types.Set) []fwkit.Finding {
	for _, element := range set.Elements() {
		if element.IsNull() {
			return []fwkit.Finding{problem(at, "Element is null",
				"%[1]s has an element that is null. What is to be left out must not be in the set; compact([...]) removes it.", at)}
		}
	}
	return nil
}

package emulator

import (
	"math/big"
	"regexp"
	"strings"
)

// numberPattern is a decimal number without exponent or sign.
var numberPattern = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

// resourcePair is an amount of CPU and memory, whose memory in GiB must be twice
// the CPU in cores (API facts, C.2).
type resourcePair struct {
	cpuField, memoryField string
	cpu, memory           *string
	in                    resourceOption
}

// resourcePairs are the two pairs of a Deployment.
func resourcePairs(d *deployment) []resourcePair {
	quotas := resourceQuotas()
	return []resourcePair{
		{"defaultTaskPodCpu", "defaultTaskPodMemory", &d.DefaultTaskPodCPU, &d.DefaultTaskPodMemory, quotas.DefaultPodSize},
		{"resourceQuotaCpu", "resourceQuotaMemory", &d.ResourceQuotaCPU, &d.ResourceQuotaMemory, quotas.ResourceQuota},
	}
}

// forgetResources empties the pairs of which a request has no half.
func forgetResources(d *deployment, body *deploymentRequest) {
	if body.DefaultTaskPodCPU == nil && body.DefaultTaskPodMemory == nil {
		d.DefaultTaskPodCPU, d.DefaultTaskPodMemory = "", ""
	}
	if body.ResourceQuotaCPU == nil && body.ResourceQuotaMemory == nil {
		d.ResourceQuotaCPU, d.ResourceQuotaMemory = "", ""
	}
}

// fillResources takes over pod sizes and quotas. Hosted Deployments without
// remote execution always have them.
func (c *call) fillResources(d *deployment, body *deploymentRequest) *apiError {
	if !d.hosted() {
		return nil
	}
	take(&d.DefaultTaskPodCPU, body.DefaultTaskPodCPU)
	take(&d.DefaultTaskPodMemory, body.DefaultTaskPodMemory)
	take(&d.ResourceQuotaCPU, body.ResourceQuotaCPU)
	take(&d.ResourceQuotaMemory, body.ResourceQuotaMemory)
	for _, p := range resourcePairs(d) {
		if *p.cpu == "" && *p.memory == "" {
			if d.remote() {
				continue
			}
			*p.cpu, *p.memory = p.in.CPU.Default, p.in.Memory.Default
		}
		cpu, memory, fail := p.check()
		if fail != nil {
			return fail
		}
		if c.sw().QuantitiesNormalised {
			*p.cpu, *p.memory = shortNumber(cpu), shortNumber(memory)+"Gi"
		}
	}
	return nil
}

// check reads a pair and compares it with its limits; the results are cores and GiB.
func (p resourcePair) check() (cpu, memory *big.Rat, fail *apiError) {
	cpu, ok := parseCPU(*p.cpu)
	if !ok {
		return nil, nil, invalidField(p.cpuField, "quantity", "%s %q is not a number of cores such as 0.25", p.cpuField, *p.cpu)
	}
	memory, ok = parseMemory(*p.memory)
	if !ok {
		return nil, nil, invalidField(p.memoryField, "quantity", "%s %q is not a size in Gi such as 0.5Gi", p.memoryField, *p.memory)
	}
	if memory.Cmp(new(big.Rat).Mul(cpu, big.NewRat(2, 1))) != 0 {
		return nil, nil, invalidField(p.memoryField, "eq", "%s must be twice %s: %s cores need %sGi", p.memoryField, p.cpuField,
			*p.cpu, shortNumber(new(big.Rat).Mul(cpu, big.NewRat(2, 1))))
	}
	floor, _ := parseCPU(p.in.CPU.Floor)
	ceiling, _ := parseCPU(p.in.CPU.Ceiling)
	if cpu.Cmp(floor) < 0 || cpu.Cmp(ceiling) > 0 {
		return nil, nil, invalidField(p.cpuField, "range", "%s must be %s to %s", p.cpuField, p.in.CPU.Floor, p.in.CPU.Ceiling)
	}
	return cpu, memory, nil
}

// parseNumber reads a decimal number.
func parseNumber(text string) (*big.Rat, bool) {
	if !numberPattern.MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// parseCPU reads cores ("0.25") or thousandths of cores ("250m").
func parseCPU(text string) (*big.Rat, bool) {
	number, milli := strings.CutSuffix(text, "m")
	value, ok := parseNumber(number)
	if ok && milli {
		value.Quo(value, big.NewRat(1000, 1))
	}
	return value, ok
}

// parseMemory reads GiB ("0.5Gi") or MiB ("512Mi") and returns GiB; the unit must
// be there.
func parseMemory(text string) (*big.Rat, bool) {
	if number, gi := strings.CutSuffix(text, "Gi"); gi {
		return parseNumber(number)
	}
	number, mi := strings.CutSuffix(text, "Mi")
	value, ok := parseNumber(number)
	if !ok || !mi {
		return nil, false
	}
	return value.Quo(value, big.NewRat(1024, 1)), true
}

// shortNumber writes a number without needless zeros.
func shortNumber(value *big.Rat) string {
	text := value.FloatString(6)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

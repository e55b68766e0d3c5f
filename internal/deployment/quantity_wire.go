package deployment

import (
	"math/big"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

var (
	plainCores  = regexp.MustCompile(`^\d+(\.\d+)?$`)
	plainMemory = regexp.MustCompile(`^\d+(\.\d+)?Gi$`)
)

// wireCPU is how CPU is sent: cores without a suffix (API facts, A.3). Texts
// that are no quantities are sent as they are: the API's refusal is clearer
// than a guess.
func wireCPU(text string) string {
	if plainCores.MatchString(text) {
		return text
	}
	return decimalOf(text, 1, "")
}

// wireMemory is how memory is sent: with an explicit Gi (API facts, A.3).
func wireMemory(text string) string {
	if plainMemory.MatchString(text) {
		return text
	}
	return decimalOf(text, 1<<30, "Gi")
}

// decimalOf writes a quantity as a decimal number of units.
func decimalOf(text string, unit int64, suffix string) string {
	amount, err := amountOf(text)
	if err != nil {
		return text
	}
	number := new(big.Rat).Quo(amount, new(big.Rat).SetInt64(unit)).FloatString(9)
	return strings.TrimRight(strings.TrimRight(number, "0"), ".") + suffix
}

// amountOf is the exact value of a quantity.
func amountOf(text string) (*big.Rat, error) {
	parsed, err := resource.ParseQuantity(text)
	if err != nil {
		return nil, err
	}
	amount, ok := new(big.Rat).SetString(parsed.AsDec().String())
	if !ok {
		return nil, resource.ErrFormatWrong
	}
	return amount, nil
}

// isTwice tells whether memory, in GiB, is twice the CPU, in cores: the ratio
// that Astro asks for (API facts, C.2). The second result is false when one of
// them is no quantity.
func isTwice(cpu, memory string) (twice, valid bool) {
	cores, err := amountOf(cpu)
	if err != nil {
		return false, false
	}
	bytes, err := amountOf(memory)
	if err != nil {
		return false, false
	}
	wanted := new(big.Rat).Mul(cores, new(big.Rat).SetInt64(2<<30))
	return wanted.Cmp(bytes) == 0, true
}

// within tells whether an amount lies between two others; bounds that are empty
// or no quantities do not bound.
func within(text, floor, ceiling string) bool {
	amount, err := amountOf(text)
	if err != nil {
		return true
	}
	if low, err := amountOf(floor); err == nil && amount.Cmp(low) < 0 {
		return false
	}
	if high, err := amountOf(ceiling); err == nil && amount.Cmp(high) > 0 {
		return false
	}
	return true
}

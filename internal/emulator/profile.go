package emulator

import (
	"fmt"
	"slices"
	"strings"
)

// Profiles of Options.Profile.
const (
	// ProfileUsual answers every unknown as the evidence suggests.
	ProfileUsual = "usual"
	// ProfileContrary answers every unknown the other way round, axioms excepted.
	ProfileContrary = "contrary"
)

// Profile returns the switches of a profile; the empty name is ProfileUsual.
func Profile(name string) (Switches, error) {
	var s Switches
	switch name {
	case "", ProfileUsual, ProfileContrary:
	default:
		return s, fmt.Errorf("unknown profile %q: use %s or %s", name, ProfileUsual, ProfileContrary)
	}
	for _, row := range switchTable() {
		*row.field(&s) = row.class == classAxiom || (row.class == classUnknown && name == ProfileContrary)
	}
	return s, nil
}

// Set turns the switch with this command-line name to one of its two words, as
// in omitted-scaling-spec=clear.
func (s *Switches) Set(name, word string) error {
	table := switchTable()
	i := slices.IndexFunc(table, func(row switchRow) bool { return row.name == name })
	if i < 0 {
		return fmt.Errorf("unknown switch %q", name)
	}
	row := table[i]
	switch word {
	case row.off:
		*row.field(s) = false
	case row.on:
		*row.field(s) = true
	default:
		return fmt.Errorf("switch %s is %s or %s, not %q", name, row.off, row.on, word)
	}
	return nil
}

// Words returns all switches as name and word, the form in which the command
// line and /_emulator/switches know them.
func (s *Switches) Words() map[string]string {
	words := map[string]string{}
	for _, row := range switchTable() {
		words[row.name] = row.off
		if *row.field(s) {
			words[row.name] = row.on
		}
	}
	return words
}

// SwitchUsage lists all switches with their words, one a line, the word of
// ProfileUsual first.
func SwitchUsage() string {
	var b strings.Builder
	for _, row := range switchTable() {
		first, second := row.off, row.on
		if row.class == classAxiom {
			first, second = second, first
		}
		fmt.Fprintf(&b, "  %s=%s|%s\n", row.name, first, second)
	}
	return b.String()
}

package environment

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/big"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// errNotObject says what extra has to be.
var errNotObject = errors.New("it is not a JSON object")

// errNull says so of the JSON null, which jsonencode makes of a null value.
var errNull = errors.New("it is null")

// parseExtra reads the members of a JSON object; "" has none. The error never
// repeats the text, which may hold secrets.
func parseExtra(text string) (astro.Extra, error) {
	if text == "" {
		return astro.Extra{}, nil
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var members map[string]any
	if err := decoder.Decode(&members); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errors.New("it is not valid JSON")
		}
		return nil, errNotObject
	}
	if members == nil {
		return nil, errNull
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text follows the JSON object")
	}
	return members, nil
}

// membersOf reads a value that has been validated; null, unknown and malformed
// texts have no members.
func membersOf(v extraValue) astro.Extra {
	if v.IsNull() || v.IsUnknown() {
		return nil
	}
	members, err := parseExtra(v.ValueString())
	if err != nil {
		return nil
	}
	return members
}

// extraOf spells members the way jsonencode does, members in order; none is null.
func extraOf(members astro.Extra) extraValue {
	if len(members) == 0 {
		return extraNull()
	}
	encoded, err := json.Marshal(map[string]any(members))
	if err != nil {
		return extraNull() // members come from decoding JSON
	}
	return extraText(string(encoded))
}

// namesOf lists members in order.
func namesOf(members astro.Extra) []string { return slices.Sorted(maps.Keys(members)) }

// merged lays members over others.
func merged(base, over astro.Extra) astro.Extra {
	all := astro.Extra{}
	maps.Copy(all, base)
	maps.Copy(all, over)
	return all
}

// sameJSON compares decoded JSON; numbers by value, so that 1, 1.0 and 1e0 are one.
func sameJSON(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, sameJSON)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, sameJSON)
	case json.Number:
		b, ok := b.(json.Number)
		return ok && sameNumber(a, b)
	default:
		return a == b
	}
}

func sameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	// An exponent like 1e999999999 is valid JSON; as a big number it would eat the memory.
	const longest = 400
	if len(a) > longest || len(b) > longest || bytes.ContainsAny([]byte(a+b), "eE") {
		x, errX := a.Float64()
		y, errY := b.Float64()
		return errX == nil && errY == nil && x == y
	}
	x, okX := new(big.Rat).SetString(a.String())
	y, okY := new(big.Rat).SetString(b.String())
	return okX && okY && x.Cmp(y) == 0
}

// observed gives the members of extra that a state should show. wanted are the
// names that count, prior what the state held of them: a member that the API
// masks (left out or blank, API facts, E.4) keeps its prior value as long as
// setFields says that it is set, and is gone when it does not.
func observed(answer astro.Extra, set setFields, prior astro.Extra, wanted []string) astro.Extra {
	members := astro.Extra{}
	for _, name := range wanted {
		value, shown := answer[name]
		before, known := prior[name]
		switch {
		case shown && (value != "" || !known || before == ""):
			members[name] = value
		case known && (set.hasMember(name) || !set.reliable(len(answer) > 0)):
			members[name] = before
		case shown:
			members[name] = value
		}
	}
	return members
}

package acctest_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// contract is the part of the API's description that the tests of tolerance need.
type contract struct {
	Components struct {
		Schemas map[string]*shape `json:"schemas"`
	} `json:"components"`
}

// shape is a JSON schema.
type shape struct {
	Ref        string            `json:"$ref"`
	Required   []string          `json:"required"`
	Enum       []string          `json:"enum"`
	Properties map[string]*shape `json:"properties"`
	Items      *shape            `json:"items"`
}

func readContract(t *testing.T) *contract {
	t.Helper()
	text, err := os.ReadFile("../emulator/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{}
	if err := json.Unmarshal(text, c); err != nil {
		t.Fatal(err)
	}
	return c
}

// member is a place in an answer: names of members, "[]" for all rows of a list.
type member struct {
	place    []string
	optional bool
	enum     bool
}

func (m member) String() string { return strings.Join(m.place, ".") }

// members are all places in answers of a schema.
func (c *contract) members(name string) []member {
	return c.below(&shape{Ref: name}, nil)
}

func (c *contract) below(s *shape, place []string) []member {
	if s.Ref != "" {
		s = c.Components.Schemas[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
	}
	if s == nil {
		return nil
	}
	if s.Items != nil {
		return c.below(s.Items, append(slices.Clone(place), "[]"))
	}
	var found []member
	for name, property := range s.Properties {
		at := append(slices.Clone(place), name)
		found = append(found, member{place: at, optional: !slices.Contains(s.Required, name), enum: len(property.Enum) > 0})
		found = append(found, c.below(property, at)...)
	}
	slices.SortFunc(found, func(a, b member) int { return strings.Compare(a.String(), b.String()) })
	return found
}

// mutate calls change with every object that has the last name of a place, and
// that name.
func mutate(value any, place []string, change func(object map[string]any, name string)) {
	switch value := value.(type) {
	case []any:
		rest := place
		if len(rest) > 0 && rest[0] == "[]" {
			rest = rest[1:]
		}
		for _, element := range value {
			mutate(element, rest, change)
		}
	case map[string]any:
		if len(place) == 0 || place[0] == "[]" {
			return
		}
		if len(place) == 1 {
			change(value, place[0])
			return
		}
		mutate(value[place[0]], place[1:], change)
	}
}

// extend adds an unknown member to every object of an answer. Members whose
// names are data keep their shape.
func extend(value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			extend(element)
		}
	case map[string]any:
		for name, element := range value {
			if name != "extra" && name != "headers" && name != "labels" {
				extend(element)
			}
		}
		value["memberOfTheFuture"] = map[string]any{"a": []any{1, nil, "b"}}
	}
}

package acctest

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// unknown is the type of Unknown.
type unknown struct{}

// Unknown stands for a value that is not known yet, in configurations given to
// Protocol and in the values it returns.
var Unknown any = unknown{}

// Object is a configuration or a value: names and Go values (string, bool, int,
// int64, float64, []any, []string, map[string]any, map[string]string, Object,
// nil, Unknown). Members that are left out are null.
type Object = map[string]any

// toValue makes a Terraform value of a type. It fails the test for a member that
// the type does not have, so that a misspelt attribute cannot pass.
func toValue(tb testing.TB, typ tftypes.Type, v any) tftypes.Value {
	tb.Helper()
	value, err := encode(typ, v)
	if err != nil {
		tb.Fatalf("the test's value does not fit the schema: %v", err)
	}
	return value
}

func encode(typ tftypes.Type, v any) (tftypes.Value, error) {
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(typ, nil), nil
	case unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue), nil
	case map[string]any:
		return encodeMembers(typ, v)
	case map[string]string:
		members := map[string]any{}
		for name, member := range v {
			members[name] = member
		}
		return encodeMembers(typ, members)
	case []any:
		return encodeElements(typ, v)
	case []string:
		elements := make([]any, 0, len(v))
		for _, element := range v {
			elements = append(elements, element)
		}
		return encodeElements(typ, elements)
	case int:
		return encodeScalar(typ, big.NewFloat(float64(v)))
	case int64:
		return encodeScalar(typ, big.NewFloat(float64(v)))
	case float64:
		return encodeScalar(typ, big.NewFloat(v))
	default:
		return encodeScalar(typ, v)
	}
}

func encodeScalar(typ tftypes.Type, v any) (tftypes.Value, error) {
	if err := tftypes.ValidateValue(typ, v); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(typ, v), nil
}

func encodeMembers(typ tftypes.Type, members map[string]any) (tftypes.Value, error) {
	values := map[string]tftypes.Value{}
	var known map[string]tftypes.Type
	switch typ := typ.(type) {
	case tftypes.Object:
		known = typ.AttributeTypes
	case tftypes.Map:
		known = map[string]tftypes.Type{}
		for name := range members {
			known[name] = typ.ElementType
		}
	default:
		return tftypes.Value{}, fmt.Errorf("members given for %s", typ)
	}
	for name := range members {
		if known[name] == nil {
			return tftypes.Value{}, fmt.Errorf("no attribute %q", name)
		}
	}
	for name, member := range known {
		value, err := encode(member, members[name])
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = value
	}
	return tftypes.NewValue(typ, values), nil
}

func encodeElements(typ tftypes.Type, elements []any) (tftypes.Value, error) {
	var element tftypes.Type
	switch typ := typ.(type) {
	case tftypes.List:
		element = typ.ElementType
	case tftypes.Set:
		element = typ.ElementType
	default:
		return tftypes.Value{}, fmt.Errorf("elements given for %s", typ)
	}
	values := make([]tftypes.Value, 0, len(elements))
	for i, v := range elements {
		value, err := encode(element, v)
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("element %d: %w", i, err)
		}
		values = append(values, value)
	}
	return tftypes.NewValue(typ, values), nil
}

// fromValue makes Go values: Object, []any, string, bool, int64 or float64, nil, Unknown.
func fromValue(v tftypes.Value) any {
	switch {
	case !v.IsKnown():
		return Unknown
	case v.IsNull():
		return nil
	}
	switch v.Type().(type) {
	case tftypes.Object, tftypes.Map:
		var members map[string]tftypes.Value
		mustAs(v, &members)
		object := Object{}
		for name, member := range members {
			object[name] = fromValue(member)
		}
		return object
	case tftypes.List, tftypes.Set:
		var elements []tftypes.Value
		mustAs(v, &elements)
		list := make([]any, 0, len(elements))
		for _, element := range elements {
			list = append(list, fromValue(element))
		}
		return list
	}
	switch {
	case v.Type().Is(tftypes.Bool):
		var b bool
		mustAs(v, &b)
		return b
	case v.Type().Is(tftypes.Number):
		n := new(big.Float)
		mustAs(v, &n)
		if whole, accuracy := n.Int64(); accuracy == big.Exact {
			return whole
		}
		fraction, _ := n.Float64()
		return fraction
	}
	var s string
	mustAs(v, &s)
	return s
}

// mustAs reads a value whose type has just been looked at.
func mustAs(v tftypes.Value, into any) {
	if err := v.As(into); err != nil {
		panic(fmt.Sprintf("acctest: reading %s: %v", v, err))
	}
}

func toDynamic(tb testing.TB, typ tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	tb.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(typ, v)
	if err != nil {
		tb.Fatalf("encoding a value: %v", err)
	}
	return &dynamic
}

func fromDynamic(tb testing.TB, typ tftypes.Type, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	tb.Helper()
	if dynamic == nil {
		return tftypes.NewValue(typ, nil)
	}
	v, err := dynamic.Unmarshal(typ)
	if err != nil {
		tb.Fatalf("decoding a value: %v", err)
	}
	return v
}

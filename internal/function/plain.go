package function

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// errUnknown says that a value inside of an argument is not known yet, so that
// the result is not either.
var errUnknown = errors.New("a value is not known yet")

// plain makes Go values of an argument of any type: map[string]any, []any,
// string, bool, *big.Float, nil.
func plain(ctx context.Context, value attr.Value) (any, error) {
	if value.IsUnknown() {
		return nil, errUnknown
	}
	if value.IsNull() {
		return nil, nil //nolint:nilnil // null is a value like others
	}
	switch v := value.(type) {
	case types.Dynamic:
		return plain(ctx, v.UnderlyingValue())
	case types.String:
		return v.ValueString(), nil
	case types.Bool:
		return v.ValueBool(), nil
	case types.Number:
		return v.ValueBigFloat(), nil
	case types.Int64:
		return new(big.Float).SetInt64(v.ValueInt64()), nil
	case types.Float64:
		return big.NewFloat(v.ValueFloat64()), nil
	case types.Object:
		return plainMembers(ctx, v.Attributes())
	case types.Map:
		return plainMembers(ctx, v.Elements())
	case types.List:
		return plainElements(ctx, v.Elements())
	case types.Set:
		return plainElements(ctx, v.Elements())
	case types.Tuple:
		return plainElements(ctx, v.Elements())
	}
	return nil, fmt.Errorf("a value is of the type %s, which means nothing here", value.Type(ctx))
}

func plainMembers(ctx context.Context, values map[string]attr.Value) (any, error) {
	members := make(map[string]any, len(values))
	for name, value := range values {
		member, err := plain(ctx, value)
		if err != nil {
			return nil, err
		}
		members[name] = member
	}
	return members, nil
}

func plainElements(ctx context.Context, values []attr.Value) (any, error) {
	elements := make([]any, 0, len(values))
	for _, value := range values {
		element, err := plain(ctx, value)
		if err != nil {
			return nil, err
		}
		elements = append(elements, element)
	}
	return elements, nil
}

// textMember is a member that is a text; "" when it is null or left out.
func textMember(members map[string]any, name string) (string, error) {
	switch v := members[name].(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	}
	return "", fmt.Errorf("%s is no text", name)
}

// wholeMember is a member that is a whole number, or a text of digits; 0 when it
// is null or left out.
func wholeMember(members map[string]any, name string) (int64, error) {
	text := ""
	switch v := members[name].(type) {
	case nil:
		return 0, nil
	case *big.Float:
		if whole, accuracy := v.Int64(); accuracy == big.Exact {
			return whole, nil
		}
		text = v.String()
	case string:
		whole, ok := new(big.Int).SetString(v, 10)
		if ok && whole.IsInt64() {
			return whole.Int64(), nil
		}
		text = v
	}
	return 0, fmt.Errorf("%s is %q, which is no whole number", name, text)
}

// checkMembers refuses members that nobody reads, such as misspelt ones.
func checkMembers(members map[string]any, known, ignored []string) error {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(known, name) && !slices.Contains(ignored, name) {
			return fmt.Errorf("there is no member %q; there are %s", name, strings.Join(known, ", "))
		}
	}
	return nil
}

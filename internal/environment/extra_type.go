package environment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = extraType{}
	_ basetypes.StringValuableWithSemanticEquals = extraValue{}
)

// extraType is a text that holds a JSON object. Two texts are equal when they
// mean the same: the API does not keep the order of members or the spelling of numbers.
type extraType struct{ basetypes.StringType }

// Equal tells whether the other type is this one.
func (t extraType) Equal(other attr.Type) bool {
	same, ok := other.(extraType)
	return ok && t.StringType.Equal(same.StringType)
}

// String names the type.
func (extraType) String() string { return "environment.extraType" }

// ValueType is the type's zero value.
func (extraType) ValueType(context.Context) attr.Value { return extraValue{} }

// ValueFromString wraps a text.
func (extraType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return extraValue{StringValue: in}, nil
}

// ValueFromTerraform wraps what Terraform sent.
func (t extraType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value of type %T", value)
	}
	return extraValue{StringValue: text}, nil
}

// extraValue is a value of extraType.
type extraValue struct{ basetypes.StringValue }

func extraNull() extraValue { return extraValue{StringValue: basetypes.NewStringNull()} }

func extraText(text string) extraValue {
	return extraValue{StringValue: basetypes.NewStringValue(text)}
}

// Type is the value's type.
func (extraValue) Type(context.Context) attr.Type { return extraType{} }

// Equal compares spelling, as Terraform does.
func (v extraValue) Equal(other attr.Value) bool {
	same, ok := other.(extraValue)
	return ok && v.StringValue.Equal(same.StringValue)
}

// StringSemanticEquals compares meaning.
func (v extraValue) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	same, ok := other.(extraValue)
	return ok && v.means(same), nil
}

// means tells whether two values hold the same JSON object; null and unknown
// mean nothing but themselves.
func (v extraValue) means(other extraValue) bool {
	if v.IsNull() || v.IsUnknown() || other.IsNull() || other.IsUnknown() {
		return v.StringValue.Equal(other.StringValue)
	}
	mine, err := parseExtra(v.ValueString())
	if err != nil {
		return v.StringValue.Equal(other.StringValue)
	}
	theirs, err := parseExtra(other.ValueString())
	return err == nil && sameJSON(map[string]any(mine), map[string]any(theirs))
}

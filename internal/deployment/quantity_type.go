package deployment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"k8s.io/apimachinery/pkg/api/resource"
)

// quantityType is a text attribute that holds a Kubernetes quantity. Two
// spellings of one amount ("20Gi", "20480Mi") are the same value, because what
// the API makes of a spelling is not documented (API facts, C.12).
type quantityType struct {
	basetypes.StringType
}

// Equal tells whether another type is this one.
func (t quantityType) Equal(other attr.Type) bool {
	_, same := other.(quantityType)
	return same
}

// String names the type in framework errors.
func (t quantityType) String() string { return "deployment.quantityType" }

// ValueType gives the zero value of the type.
func (t quantityType) ValueType(context.Context) attr.Value { return quantity{} }

// ValueFromString wraps a text.
func (t quantityType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return quantity{StringValue: in}, nil
}

// ValueFromTerraform reads the wire value.
func (t quantityType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("a quantity was read as %T", value)
	}
	return quantity{StringValue: text}, nil
}

// quantity is a value of quantityType.
type quantity struct {
	basetypes.StringValue
}

func quantityOf(text *string) quantity { return quantity{basetypes.NewStringPointerValue(text)} }

// Type gives quantityType.
func (q quantity) Type(context.Context) attr.Type { return quantityType{} }

// Equal compares spellings, as Terraform does.
func (q quantity) Equal(other attr.Value) bool {
	o, ok := other.(quantity)
	return ok && q.StringValue.Equal(o.StringValue)
}

// StringSemanticEquals compares amounts. The framework asks it after reads and
// applies, and then keeps the spelling that stood before.
func (q quantity) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	o, ok := other.(quantity)
	if !ok {
		return false, nil
	}
	return sameQuantity(q.ValueString(), o.ValueString()), nil
}

// sameQuantity compares two amounts; texts that are no quantities are compared as texts.
func sameQuantity(a, b string) bool {
	if a == b {
		return true
	}
	left, leftErr := resource.ParseQuantity(a)
	right, rightErr := resource.ParseQuantity(b)
	return leftErr == nil && rightErr == nil && left.Cmp(right) == 0
}

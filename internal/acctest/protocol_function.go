package acctest

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Call calls a function of the provider. Arguments are Go values as in an
// Object; for a parameter of any type, []any is a tuple and Object an object, as
// they are in HCL.
func (p *Protocol) Call(name string, arguments ...any) (any, *tfprotov6.FunctionError) {
	p.tb.Helper()
	function := p.Schema.Functions[name]
	if function == nil {
		p.tb.Fatalf("no function %s", name)
	}
	request := &tfprotov6.CallFunctionRequest{Name: name}
	for i, argument := range arguments {
		parameter := function.VariadicParameter
		if i < len(function.Parameters) {
			parameter = function.Parameters[i]
		}
		if parameter == nil {
			p.tb.Fatalf("%s takes %d arguments", name, len(function.Parameters))
		}
		value := toArgument(parameter.Type, argument)
		if value == nil {
			checked := toValue(p.tb, parameter.Type, argument)
			value = &checked
		}
		request.Arguments = append(request.Arguments, toDynamic(p.tb, parameter.Type, *value))
	}
	resp, err := p.Server.CallFunction(p.tb.Context(), request)
	if err != nil {
		p.tb.Fatalf("calling %s: %v", name, err)
	}
	if resp.Error != nil {
		return nil, resp.Error
	}
	return fromValue(fromDynamic(p.tb, function.Return.Type, resp.Result)), nil
}

// toArgument gives a value for a parameter of any type, nil for other parameters.
func toArgument(typ tftypes.Type, v any) *tftypes.Value {
	if !typ.Is(tftypes.DynamicPseudoType) {
		return nil
	}
	value := infer(v)
	return &value
}

// infer makes a value of the type that the Go value suggests.
func infer(v any) tftypes.Value {
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
	case unknown:
		return tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue)
	case bool:
		return tftypes.NewValue(tftypes.Bool, v)
	case string:
		return tftypes.NewValue(tftypes.String, v)
	case int:
		return tftypes.NewValue(tftypes.Number, big.NewFloat(float64(v)))
	case float64:
		return tftypes.NewValue(tftypes.Number, big.NewFloat(v))
	case []any:
		values, types := make([]tftypes.Value, 0, len(v)), make([]tftypes.Type, 0, len(v))
		for _, element := range v {
			value := infer(element)
			values, types = append(values, value), append(types, value.Type())
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: types}, values)
	case Object:
		values, types := map[string]tftypes.Value{}, map[string]tftypes.Type{}
		for name, member := range v {
			values[name] = infer(member)
			types[name] = values[name].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, values)
	case tftypes.Value:
		return v
	}
	panic(fmt.Sprintf("acctest: no value of Terraform for %T", v))
}

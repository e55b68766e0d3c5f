package deployment

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
)

// eachField visits the attributes of several models side by side. The model has
// forty of them, and what the plan and the state do with computed values is the
// same for each.
func eachField(visit func(name string, values []attr.Value, set func(attr.Value)), first *deploymentModel, others ...*deploymentModel) {
	structure := reflect.ValueOf(first).Elem()
	for i := range structure.NumField() {
		value, ok := reflect.TypeAssert[attr.Value](structure.Field(i))
		if !ok {
			continue
		}
		values := []attr.Value{value}
		for _, other := range others {
			if v, ok := reflect.TypeAssert[attr.Value](reflect.ValueOf(other).Elem().Field(i)); ok {
				values = append(values, v)
			}
		}
		visit(structure.Type().Field(i).Tag.Get("tfsdk"), values, func(v attr.Value) { structure.Field(i).Set(reflect.ValueOf(v)) })
	}
}

// takeUnknown fills what is not known in a model from another. Known values
// stay: what was planned is what the state must hold.
func takeUnknown(target, source *deploymentModel) {
	eachField(func(_ string, values []attr.Value, set func(attr.Value)) {
		if values[0].IsUnknown() {
			set(values[1])
		}
	}, target, source)
}

// differing names the attributes in which two models differ.
func differing(a, b *deploymentModel) []string {
	var names []string
	eachField(func(name string, values []attr.Value, _ func(attr.Value)) {
		if !values[0].Equal(values[1]) {
			names = append(names, name)
		}
	}, a, b)
	return names
}

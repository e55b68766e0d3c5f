package emulator_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// TestEveryRouteIsDescribed compares what is registered with openapi.json, both
// ways.
func TestEveryRouteIsDescribed(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(emulator.Description())
	if err != nil {
		t.Fatal(err)
	}
	var described []string
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			described = append(described, strings.ToUpper(method)+" "+path+" "+operation.OperationID)
		}
	}
	served := start(t, emulator.Options{}).srv.Routes()
	for _, route := range served {
		if !slices.Contains(described, route) {
			t.Errorf("served but not described: %s", route)
		}
	}
	for _, route := range described {
		if !slices.Contains(served, route) {
			t.Errorf("described but not served: %s", route)
		}
	}
}

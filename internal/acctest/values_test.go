package acctest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func testBlock() *tfprotov6.SchemaBlock {
	return &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
		{Name: "name", Type: tftypes.String, Required: true},
		{Name: "id", Type: tftypes.String, Computed: true},
		{Name: "size", Type: tftypes.Number, Optional: true, Computed: true},
		{Name: "secret_wo", Type: tftypes.String, Optional: true, WriteOnly: true},
		{Name: "tags", Type: tftypes.Set{ElementType: tftypes.String}, Optional: true},
		{Name: "queues", Optional: true, NestedType: &tfprotov6.SchemaObject{
			Nesting: tfprotov6.SchemaObjectNestingModeMap,
			Attributes: []*tfprotov6.SchemaAttribute{
				{Name: "workers", Type: tftypes.Number, Optional: true},
				{Name: "id", Type: tftypes.String, Computed: true},
			},
		}},
	}}
}

func TestProposedState(t *testing.T) {
	t.Parallel()
	block := testBlock()
	typ := block.ValueType()
	prior := toValue(t, typ, Object{
		"name": "a", "id": "c1", "size": 3, "tags": []string{"x"},
		"queues": Object{"default": Object{"workers": 1, "id": "q1"}},
	})
	config := toValue(t, typ, Object{
		"name": "b", "secret_wo": "s", "queues": Object{"default": Object{"workers": 2}, "big": Object{"workers": Unknown}},
	})
	want := Object{
		"name": "b", "id": "c1", "size": int64(3), "secret_wo": nil, "tags": nil,
		"queues": Object{
			"default": Object{"workers": int64(2), "id": "q1"},
			"big":     Object{"workers": Unknown, "id": nil},
		},
	}
	if diff := cmp.Diff(want, fromValue(proposed(block, prior, config)), cmp.AllowUnexported(unknown{})); diff != "" {
		t.Errorf("proposed state (-want +got):\n%s", diff)
	}
}

func TestBrokenPromise(t *testing.T) {
	t.Parallel()
	typ := testBlock().ValueType()
	promised := toValue(t, typ, Object{"name": "a", "id": Unknown, "queues": Object{"q": Object{"workers": 1, "id": Unknown}}})
	for name, test := range map[string]struct {
		result Object
		want   string
	}{
		"kept":          {Object{"name": "a", "id": "c1", "queues": Object{"q": Object{"workers": 1, "id": "q1"}}}, ""},
		"still unknown": {Object{"name": Unknown, "id": "c1", "queues": Object{"q": Object{"workers": 1}}}, "it.name is still unknown"},
		"nested":        {Object{"name": "a", "queues": Object{"q": Object{"workers": 2}}}, "it.queues.q.workers was tftypes.Number<\"1\">, now tftypes.Number<\"2\">"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := broken("it", promised, toValue(t, typ, test.result)); got != test.want {
				t.Errorf("broken = %q, want %q", got, test.want)
			}
		})
	}
}

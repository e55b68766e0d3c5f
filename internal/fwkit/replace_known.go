package fwkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// RequiresReplaceIfKnown plans a replacement when an attribute is known to
// change, and none while its new value is unknown. A value that is merely
// unknown, such as the output of a module with depends_on, is the old one as a
// rule; the framework's RequiresReplace would destroy what stands, with all that
// hangs on it.
//
// What the value turns out to be is judged at apply, where Terraform plans once
// more: another value then replaces, and Terraform refuses the apply with
// "Provider produced inconsistent final plan", a text that blames the provider.
// An attribute whose new value can well be another one, such as the id of
// something that the same plan replaces, is better changed in place by an Update
// that moves the resource; it then needs no modifier at all.
func RequiresReplaceIfKnown() planmodifier.String {
	const description = "A change that is known at plan replaces the resource; a value that is not known yet does not."
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.PlanValue.IsUnknown()
	}, description, description)
}

package fwkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// RequiresReplaceIfKnown plans a replacement when an attribute is known to
// change, and none while its new value is unknown. A value that is merely
// unknown, such as the output of a module with depends_on, is the old one as a
// rule; the framework's RequiresReplace would destroy what stands, with all that
// hangs on it. Update has to compare what the value turned out to be, see MovedLate.
func RequiresReplaceIfKnown() planmodifier.String {
	const description = "A change that is known at plan replaces the resource; a value that is not known yet does not."
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.PlanValue.IsUnknown()
	}, description, description)
}

// MovedLate refuses an update in which an attribute of RequiresReplaceIfKnown,
// unknown at plan, turned out to be another value: nobody has consented to a
// replacement. It finds nothing when the value is the old one. noun names the
// resource: "link".
func MovedLate(at path.Path, noun string, prior, final types.String) []Finding {
	if final.Equal(prior) {
		return nil
	}
	return []Finding{Refuse(at, "Replacement was not planned",
		fmt.Sprintf("%s was not known when this was planned and turned out to be %s instead of %s. That replaces the %s, which the plan did not show. "+
			"Nothing was changed: run terraform apply again, the value is known by then and the plan shows the replacement.", at, final, prior, noun))}
}

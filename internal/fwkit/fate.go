package fwkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// fateKey is where the planned private state keeps the id of what is planned.
const fateKey = "planned_id"

// NoteFate tells the walk whether the object that a resource of the state stands
// for stays or goes, so that what refers to it can tell an id that changes from
// one that is only unknown. id is the state's, empty on create; goes says that
// the plan destroys or replaces the object. The second plan of a replacement that
// was forced (-replace, replace_triggered_by) has no state but the private state
// that the first one planned, by which it finds the id.
func (d *Data) NoteFate(ctx context.Context, id string, goes bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if d == nil || d.Walk == nil {
		return
	}
	if id == "" {
		id, goes = recallID(ctx, req.Private, &resp.Diagnostics), true
	} else {
		resp.Diagnostics.Append(Remember(ctx, resp.Private, fateKey, id)...)
	}
	if goes {
		d.Walk.Goes(id)
	} else {
		d.Walk.Stays(id)
	}
}

func recallID(ctx context.Context, private PrivateState, diags *diag.Diagnostics) string {
	id, found := Recall[string](ctx, private, fateKey)
	diags.Append(found...)
	return id
}

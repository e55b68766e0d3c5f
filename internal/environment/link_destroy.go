package environment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// Delete removes the entry, as the life of a link entry has it.
func (r *linkResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state linkModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	planned, diags := recallPlan(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	p, s := state.pair(), stateOf(r.Data.Walk)
	if planned.Remade || planned.Makes == p.String() {
		// The plan makes the pair again, so the entry is kept for that, with
		// everybody's overrides. A create that fails is repeated by the next apply.
		s.begin(p, &entryCall{})(true)
		return
	}
	end := s.begin(p, &entryCall{removesLink: true})
	err := r.remove(ctx, &linkRemoval{state: s, pair: p, replaces: planned.Replaces})
	if err = r.Data.Walk.Judge(ctx, err, state.WorkspaceID.ValueString()); walk.IsGone(err) {
		err = nil
	}
	end(err == nil)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not delete connection link", err)
	}
}

// remove takes the entry away, unless it is kept for what another call of this
// walk creates; when that fails, nothing keeps it any more.
func (r *linkResource) remove(ctx context.Context, l *linkRemoval) error {
	for {
		l.hesitated.Store(false)
		l.spared.Store(false)
		if _, err := r.Data.Editor.EnvironmentObject(ctx, l.pair.connectionID, l.edit()); err != nil {
			return err
		}
		switch {
		case l.hesitated.Load():
			// The link may have been renamed: Terraform calls the old resource and the
			// new one in any order.
			l.state.await(ctx, l.pair, l.state.patience(min(applyPatience, r.Data.PollInterval)), func(v entryView) bool { return v.ensured || v.ensuring })
			l.certain.Store(true)
		case !l.spared.Load():
			return nil
		}
		if !l.state.await(ctx, l.pair, operationTimeout, func(v entryView) bool { return !v.ensuring }) {
			return fmt.Errorf("the link was not removed, because another resource of this run creates it and did not come to an end: %w", ctx.Err())
		}
		if l.state.view(l.pair).ensured {
			return nil
		}
	}
}

package environment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// Delete unsets the override's own fields and leaves the link.
func (r *overrideResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state overrideModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Data.Require(&resp.Diagnostics) {
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, operationTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	p, s, fields := state.pair(), stateOf(r.Data.Walk), state.owns(known)
	end := s.begin(p, &entryCall{removesOverride: true, releases: fields})
	err := r.remove(ctx, &overrideRemoval{state: s, pair: p, fields: fields})
	if err = r.Data.Walk.Judge(ctx, err, state.WorkspaceID.ValueString()); walk.IsGone(err) {
		err = nil
	}
	end(err == nil)
	if err != nil {
		fwkit.AddError(&resp.Diagnostics, "Could not delete connection override", err)
	}
}

// overrideRemoval is the destruction of an override.
type overrideRemoval struct {
	state  *walkState
	pair   pair
	fields []string
	// spared: fields, or the entry, were left to a call that sets or creates the
	// same and has not ended.
	spared atomic.Bool
}

// remove unsets the fields of an override, as many at a time as an update may,
// other than those that another override of this walk has set. Those that one is
// about to set are left to it, and unset after all when that fails.
func (r *overrideResource) remove(ctx context.Context, o *overrideRemoval) error {
	for {
		o.spared.Store(false)
		chunks := slices.Collect(slices.Chunk(without(o.fields, o.state.view(o.pair).set), maxUnset))
		if len(chunks) == 0 {
			chunks = [][]string{nil} // the entry itself may still have to go
		}
		for _, chunk := range chunks {
			if _, err := r.Data.Editor.EnvironmentObject(ctx, o.pair.connectionID, o.edit(chunk)); err != nil {
				return err
			}
		}
		if !o.spared.Load() {
			return nil
		}
		if !o.state.await(ctx, o.pair, operationTimeout, func(v entryView) bool { return !v.ensuring && len(common(o.fields, v.setting)) == 0 }) {
			return fmt.Errorf("%s %s not removed, because another resource of this run sets the same and did not come to an end: %w",
				quoteNames(o.fields), isOrAre(len(o.fields)), ctx.Err())
		}
	}
}

// takesEntry tells whether an entry that is left empty goes: when the link of the
// pair is destroyed in this walk, and nobody creates the pair.
func (o *overrideRemoval) takesEntry() bool {
	v := o.state.view(o.pair)
	if !v.linkRemoved || v.ensured {
		return false
	}
	if v.ensuring {
		o.spared.Store(true)
	}
	return !v.ensuring
}

// kept names the fields that others of this walk have set or are about to set.
func (o *overrideRemoval) kept() []string {
	v := o.state.view(o.pair)
	if len(common(without(o.fields, v.set), v.setting)) > 0 {
		o.spared.Store(true)
	}
	return slices.Concat(v.set, v.setting)
}

// edit unsets fields. The entry stays, unless the link of the pair is destroyed
// in this walk and nothing is left in it. On an entry that is gone the work is done.
func (o *overrideRemoval) edit(fields []string) ownership.ObjectEdit {
	p := o.pair
	c := &overrideChange{pair: p, set: &astro.ConnectionOverrides{}, unset: fields, spared: o.kept}
	return ownership.ObjectEdit{
		What: "remove the override of connection " + p.connectionID + " in Deployment " + p.deploymentID, Part: p.deploymentID, Removes: true,
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			entry, link := requestedEntry(request, p.deploymentID), ownership.FindLink(fresh, p.deploymentID)
			if entry == nil {
				// Gone, or left out of this write because its Deployment is.
				return link != nil, nil
			}
			changed := unsetFields(entry, link, c.unsets())
			if o.takesEntry() && len(fieldsAfter(fresh, request, p.deploymentID)) == 0 {
				return ownership.RemoveLink(request, p.deploymentID), nil
			}
			return changed, nil
		},
		Stands: func(after *astro.EnvironmentObject) error {
			if link := ownership.FindLink(after, p.deploymentID); link != nil && len(overriddenFields(link)) == 0 && o.takesEntry() {
				return errors.New("the link is back")
			}
			return c.stands(after)
		},
	}
}

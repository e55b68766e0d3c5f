package deployment

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// roomWait is how long a schedule beyond the limit waits for another resource of
// the walk to give one up. Terraform starts calls that do not depend on each
// other in any order, and only so many at a time.
const roomWait = 2 * time.Second

// carryOut carries a change out and returns the Deployment as it stands
// afterwards. A pair that was left for another resource is seen through: either
// that resource has it, or it is removed.
func (r *hibernationScheduleResource) carryOut(ctx context.Context, c *scheduleChange) (*astro.Deployment, error) {
	c.exchange = walk.State[scheduleExchanges](r.Data.Walk).of(c.deploymentID)
	if !c.exchange.begin(c) {
		return nil, &fwkit.Refusal{Findings: []fwkit.Finding{declaredTwice()}}
	}
	defer c.exchange.end(c)
	var waiting context.Context
	for {
		next := c.exchange.next()
		after, err := r.Data.Editor.Deployment(ctx, c.deploymentID, c.edit())
		var full *noRoom
		if errors.As(err, &full) {
			if waiting == nil {
				var cancel context.CancelFunc
				waiting, cancel = context.WithTimeout(ctx, roomWait)
				defer cancel()
			}
			select {
			case <-next:
				continue
			case <-waiting.Done():
			}
		}
		if err != nil {
			return nil, err
		}
		c.exchange.succeed(c)
		again, err := c.exchange.settleRelease(ctx, c, after)
		if err != nil {
			return nil, err
		}
		if !again {
			return after, nil
		}
	}
}

// update changes the entry of a state into the one of a plan.
func (r *hibernationScheduleResource) update(ctx context.Context, owner string, plan, state *hibernationScheduleModel) (*astro.Deployment, error) {
	if !plan.DeploymentID.Equal(state.DeploymentID) {
		return r.move(ctx, owner, plan, state)
	}
	return r.carryOut(ctx, &scheduleChange{
		what: "update a hibernation schedule", deploymentID: plan.DeploymentID.ValueString(), owner: owner, wants: plan, gives: state,
	})
}

// move carries out an update whose schedule goes to another Deployment: the new
// entry first, then the old one. A Deployment that no longer exists, because the
// same apply has replaced it, has taken its entry along.
func (r *hibernationScheduleResource) move(ctx context.Context, owner string, plan, state *hibernationScheduleModel) (*astro.Deployment, error) {
	after, err := r.carryOut(ctx, &scheduleChange{
		what: "create a hibernation schedule", deploymentID: plan.DeploymentID.ValueString(), owner: owner, wants: plan,
	})
	if err != nil {
		return nil, err
	}
	if err := r.release(ctx, owner, state); err != nil {
		return nil, fmt.Errorf("the schedule was created on Deployment %s, but the one of Deployment %s could not be removed: %w",
			plan.DeploymentID.ValueString(), state.DeploymentID.ValueString(), err)
	}
	return after, nil
}

// release gives up the entry of a state; one that is gone is done.
func (r *hibernationScheduleResource) release(ctx context.Context, owner string, state *hibernationScheduleModel) error {
	_, err := r.carryOut(ctx, &scheduleChange{
		what: "remove a hibernation schedule", deploymentID: state.DeploymentID.ValueString(), owner: owner, gives: state,
	})
	if err = r.Data.Walk.Judge(ctx, err, ""); err != nil && !walk.IsGone(err) {
		return err
	}
	return nil
}

// ownerKey is where private state keeps what tells one resource of a state from
// another: entries have no id, and two resources may hold one for a while.
const ownerKey = "owner"

// newOwner makes an owner for a resource that has none yet.
func newOwner() string { return rand.Text() }

// ownerOf gives the owner that private state keeps, else a new one: after an
// import, and in states written before there were any.
func ownerOf(ctx context.Context, private fwkit.PrivateState) (string, diag.Diagnostics) {
	owner, diags := fwkit.Recall[string](ctx, private, ownerKey)
	if owner == "" {
		owner = newOwner()
	}
	return owner, diags
}

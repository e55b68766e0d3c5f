package environment

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// The kinds of resources that have a pair.
const (
	linkKind     = "link"
	overrideKind = "override"
)

// claimSort is what a plan has in mind for a pair.
type claimSort int

const (
	// staying: the state holds the pair and keeps it.
	staying claimSort = iota
	// coming: the pair is going to be created.
	coming
	// leaving: what the state holds is going to be destroyed.
	leaving
)

// claim is what the plan of one resource has in mind for a pair.
type claim struct {
	// resource tells resources of one walk apart; Terraform plans a replacement
	// twice, as if the resource stayed and as a new one.
	resource int
	kind     string
	pair     pair
	sort     claimSort
	// fields are what an override owns or is to own, owned those of its state.
	fields, owned []string
}

// planNote is what a plan leaves in the planned private state. Terraform gives
// it to the second plan of a replacement and to the destroy that the plan
// contains; a create and an update get none, because they are planned anew
// within the apply.
type planNote struct {
	// Resource is the claim's.
	Resource int `json:"resource,omitempty"`
	// Replaces: the resource is created anew after it is destroyed, or before.
	Replaces bool `json:"replaces,omitempty"`
	// Makes is the pair that is created then, empty when it is not known.
	Makes string `json:"makes,omitempty"`
	// Remade: another resource of the same plan creates the same pair.
	Remade bool `json:"remade,omitempty"`
}

// planKey is where the planned private state keeps the note.
const planKey = "plan"

func notePlan(ctx context.Context, private fwkit.PrivateState, n planNote) diag.Diagnostics {
	return fwkit.Remember(ctx, private, planKey, n)
}

func recallPlan(ctx context.Context, private fwkit.PrivateState) (planNote, diag.Diagnostics) {
	return fwkit.Recall[planNote](ctx, private, planKey)
}

// pairChange is what a plan does to the pair of a link or override.
type pairChange struct {
	kind string
	// prior is nil for a create, planned for a destroy and while an id is not known.
	prior, planned *pair
	// owned are the fields that the state's override owns, wanted those that the
	// planned one is to own.
	owned, wanted []string
}

// planPair makes the change known to the other plans of the walk and to its own
// destroy, and judges it against what they have in mind.
func (s *walkState) planPair(ctx context.Context, change pairChange, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) diag.Diagnostics {
	known, diags := recallPlan(ctx, req.Private)
	note := planNote{Resource: known.Resource}
	c := claim{kind: change.kind, sort: staying, fields: slices.Concat(change.owned, change.wanted), owned: change.owned}
	if !req.State.Raw.IsNull() || note.Resource == 0 {
		note.Resource = s.newResource()
	}
	switch {
	case req.State.Raw.IsNull():
		c.sort, note.Replaces = coming, true
		if change.planned == nil {
			break
		}
		c.pair, note.Makes = *change.planned, change.planned.String()
	case req.Plan.Raw.IsNull(), len(resp.RequiresReplace) > 0, change.planned != nil && *change.planned != *change.prior:
		c.sort, c.pair, c.fields = leaving, *change.prior, change.owned
	default:
		c.pair = *change.prior
	}
	diags.Append(notePlan(ctx, resp.Private, note)...)
	if c.pair == (pair{}) {
		return diags
	}
	c.resource = note.Resource
	fwkit.AddFindings(&diags, checkClaims(c, s.stake(c))...)
	return diags
}

// newResource numbers the resources of a walk.
func (s *walkState) newResource() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resources++
	return s.resources
}

// stake makes a claim known, and returns what others of the walk have in mind
// for the same pair. Whichever of two is planned later sees the other. A
// resource that comes after it seemed to stay is replaced, so it leaves.
func (s *walkState) stake(c claim) []claim {
	s.mu.Lock()
	defer s.mu.Unlock()
	var others []claim
	for i := range s.claims {
		other := &s.claims[i]
		switch {
		case other.kind != c.kind:
		case other.resource == c.resource:
			other.sort, other.fields = leaving, other.owned
		case other.pair == c.pair:
			others = append(others, *other)
		}
	}
	s.claims = append(s.claims, c)
	s.tell(c.pair)
	return others
}

// comes tells whether some resource of the walk is going to create the pair.
func (s *walkState) comes(kind string, p pair) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.comesLocked(kind, p)
}

func (s *walkState) comesLocked(kind string, p pair) bool {
	return slices.ContainsFunc(s.claims, func(c claim) bool { return c.kind == kind && c.pair == p && c.sort == coming })
}

// checkClaims judges a claim against those that were made before it.
func checkClaims(c claim, others []claim) []fwkit.Finding {
	for _, other := range others {
		switch {
		case c.sort != leaving && other.sort != leaving:
			return []fwkit.Finding{claimedTwice(c.kind, c.pair)}
		case c.sort == other.sort, c.sort == coming, other.sort == coming:
			// Both go, or one goes and another one comes: what is created stays.
		case c.kind == linkKind || len(common(c.fields, other.fields)) > 0:
			return []fwkit.Finding{heldTwice(c.kind, c.pair)}
		}
	}
	return nil
}

func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(name string) bool { return !slices.Contains(b, name) })
}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(name string) bool { return slices.Contains(b, name) })
}

func claimedTwice(kind string, p pair) fwkit.Finding {
	return fwkit.Refuse(pathDeployment, "Connection "+kind+" is declared twice",
		fmt.Sprintf("This configuration declares more than one astro_connection_%[1]s for Deployment %[2]s on connection %[3]s. Keep one of them; an override may hold any number of fields. "+
			"When both are in the state already, let Terraform forget the other one, so that it is not destroyed on the server:\n\n%[4]s",
			kind, p.deploymentID, p.connectionID, forget(kind)))
}

// heldTwice refuses to destroy what another resource of the state holds.
func heldTwice(kind string, p pair) fwkit.Finding {
	return fwkit.Refuse(pathDeployment, "Connection "+kind+" is held by another resource",
		fmt.Sprintf("The state holds two astro_connection_%[1]s for Deployment %[2]s on connection %[3]s. This plan destroys one and keeps the other, "+
			"but both are the same thing in Astro: the one that stays would lose what it manages. Let Terraform forget the one that goes instead of destroying it:\n\n%[4]s",
			kind, p.deploymentID, p.connectionID, forget(kind)))
}

// forget is the block that takes a resource out of the state only.
func forget(kind string) string {
	return fmt.Sprintf("  removed {\n    from = astro_connection_%s.<name>\n    lifecycle {\n      destroy = false\n    }\n  }", kind)
}

package environment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// pairs is a model that has a pair.
type pairs interface {
	pair() pair
	ids() (connectionID, deploymentID types.String)
}

// pairOf is nil where there is no model, or where an id is not known yet.
func pairOf[M any, P interface {
	*M
	pairs
}](model P) *pair {
	if model == nil {
		return nil
	}
	if connectionID, deploymentID := model.ids(); connectionID.IsUnknown() || deploymentID.IsUnknown() {
		return nil
	}
	p := model.pair()
	return &p
}

// modelsOf reads the plan and the state of a change; nil where there is none.
func modelsOf[M any](ctx context.Context, req resource.ModifyPlanRequest, plan, state **M) diag.Diagnostics {
	var diags diag.Diagnostics
	if !req.Plan.Raw.IsNull() {
		*plan = new(M)
		diags.Append(req.Plan.Get(ctx, *plan)...)
	}
	if !req.State.Raw.IsNull() {
		*state = new(M)
		diags.Append(req.State.Get(ctx, *state)...)
	}
	return diags
}

// replaceWithParent replaces a link or override whose connection or Deployment
// goes: its id is not known then, and is going to be another one. Any other id
// that is not known yet is the old one as a rule, and replaces nothing.
func replaceWithParent(ctx context.Context, data *fwkit.Data, kind string, state, plan pairs, resp *resource.ModifyPlanResponse) {
	connectionID, deploymentID := plan.ids()
	patience := min(planPatience, data.PollInterval)
	if connectionID.IsUnknown() && data.Walk.IsGoing(ctx, state.pair().connectionID, patience) {
		resp.RequiresReplace.Append(pathConnection)
	}
	if deploymentID.IsUnknown() && data.Walk.IsGoing(ctx, state.pair().deploymentID, patience) {
		resp.RequiresReplace.Append(pathDeployment)
	}
	known := !connectionID.IsUnknown() && !deploymentID.IsUnknown()
	if known && plan.pair() != state.pair() && !stateOf(data.Walk).wasRead(kind, state.pair()) {
		fwkit.AddFindings(&resp.Diagnostics, movedLate(kind, state.pair(), plan.pair()))
	}
}

// movedLate explains what Terraform says where an id that was unknown at plan
// turns out to be another one: the text of its own blames the provider.
func movedLate(noun string, state, plan pair) fwkit.Finding {
	at := pathConnection
	if state.connectionID == plan.connectionID {
		at = pathDeployment
	}
	return fwkit.Warn(at, "Replacement of a connection "+noun+" may not have been planned",
		fmt.Sprintf("%s of the %s of Deployment %s on connection %s is another one than in the state, which replaces the %[2]s. If that was \"known after apply\" in the plan, "+
			"Terraform refuses the apply with \"Provider produced inconsistent final plan\". Nothing is wrong with the provider then and nothing was changed: "+
			"run terraform apply again. The value is known by then, and the plan shows the replacement.", at, noun, state.deploymentID, state.connectionID))
}

// checkMoved refuses an update whose ids were not known at plan and turned out to
// be others: nobody has consented to a replacement. Terraform plans once more
// within the apply and is the first to refuse, see movedLate.
func checkMoved(noun string, state, plan pair) []fwkit.Finding {
	if state == plan {
		return nil
	}
	return []fwkit.Finding{fwkit.Refuse(pathConnection, "Replacement was not planned",
		fmt.Sprintf("The %s is one of Deployment %s and connection %s; when this was planned, it was not known that it would be one of Deployment %s and connection %s. "+
			"Nothing was changed: run terraform apply again, the ids are known by then and the plan shows the replacement.",
			noun, state.deploymentID, state.connectionID, plan.deploymentID, plan.connectionID))}
}

// judgePair reads what a pair consists of and judges it. The object is nil when
// there is no verdict: the API did not give one, or the pair is refused.
func judgePair(ctx context.Context, w *walk.Walk, p pair) (*astro.EnvironmentObject, []fwkit.Finding) {
	object, err := w.EnvironmentObject(ctx, p.connectionID, "")
	switch {
	case walk.IsGone(err):
		return nil, []fwkit.Finding{missingConnection(p)}
	case err != nil:
		return nil, []fwkit.Finding{notChecked(pathConnection, "connection", err)}
	}
	findings := checkObject(object, p)
	if fwkit.Refused(findings) {
		return nil, findings
	}
	deployment, err := w.Deployment(ctx, p.deploymentID, object.ScopeEntityID)
	switch {
	case walk.IsGone(err):
		return nil, append(findings, missingDeployment(p))
	case err != nil:
		return object, append(findings, notChecked(pathDeployment, "Deployment", err))
	}
	findings = append(findings, checkDeployment(deployment, object)...)
	if fwkit.Refused(findings) {
		return nil, findings
	}
	return object, findings
}

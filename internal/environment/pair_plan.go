package environment

import (
	"context"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

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

package environment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// readLink is an entry with the connection it belongs to.
type readLink struct {
	object *astro.EnvironmentObject
	link   *astro.Link
}

// readEntry reads the entry of a pair from the walk's snapshot; nil without an
// error when the entry, the connection or the Deployment is gone. An entry may
// outlive its Deployment (API facts, E.6), so that is looked at too; a
// Deployment that cannot be read does not count as gone.
func readEntry(ctx context.Context, w *walk.Walk, p pair, workspaceID string) (*readLink, error) {
	object, err := w.EnvironmentObject(ctx, p.connectionID, workspaceID)
	if walk.IsGone(err) {
		return nil, nil //nolint:nilnil // gone is an answer, not an error
	}
	if err != nil {
		return nil, err
	}
	if !isConnection(object) {
		return nil, notConnection(p.connectionID, object)
	}
	link := ownership.FindLink(object, p.deploymentID)
	if link == nil {
		return nil, nil //nolint:nilnil // gone is an answer, not an error
	}
	if _, err := w.Deployment(ctx, p.deploymentID, object.ScopeEntityID); walk.IsGone(err) {
		return nil, nil //nolint:nilnil // gone is an answer, not an error
	}
	return &readLink{object, link}, nil
}

// connectionGone gives the 404 of an edit the attribute that is to blame.
func connectionGone(err error, p pair) error {
	if !walk.IsGone(err) {
		return err
	}
	return &fwkit.Refusal{Findings: []fwkit.Finding{missingConnection(p)}}
}

func missingConnection(p pair) fwkit.Finding {
	return fwkit.Refuse(path.Root("connection_id"), "Connection does not exist",
		fmt.Sprintf("The connection %s does not exist in this organization. Check the id, or refer to the connection (connection_id = astro_connection.….id).", p.connectionID))
}

package environment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// checkScope judges whether what a new connection is to be defined in exists. An
// API that gives no verdict refuses nothing.
func checkScope(ctx context.Context, w *walk.Walk, plan *connectionModel) []fwkit.Finding {
	switch {
	case plan.WorkspaceID.ValueString() != "":
		id := plan.WorkspaceID.ValueString()
		if _, err := w.Workspace(ctx, id); walk.IsGone(err) {
			return []fwkit.Finding{fwkit.Refuse(path.Root("workspace_id"), "Workspace does not exist",
				fmt.Sprintf("The organization has no Workspace %s that this token can see. The data source astro_workspace finds one by name.", id))}
		}
	case plan.DeploymentID.ValueString() != "":
		id := plan.DeploymentID.ValueString()
		if _, err := w.Deployment(ctx, id, ""); walk.IsGone(err) {
			return []fwkit.Finding{fwkit.Refuse(path.Root("deployment_id"), "Deployment does not exist",
				fmt.Sprintf("The organization has no Deployment %s that this token can see. The data source astro_deployment finds one by name.", id))}
		}
	}
	return nil
}

// checkKey judges whether a new connection's key is free. One that a connection
// of this state has is not taken: this walk destroys it or gives it another key,
// or another claim says that it stays.
func checkKey(ctx context.Context, data *fwkit.Data, plan *connectionModel) []fwkit.Finding {
	claims, key := claimsOf(data.Walk), plan.connectionKey()
	objects, err := claims.before(ctx, data.Walk, key.scope)
	if err != nil {
		return nil // no verdict refuses nothing
	}
	found := withKey(objects, key)
	if found == nil || claims.awaitHeld(ctx, textOf(found.ID), data.PollInterval) {
		return nil
	}
	return []fwkit.Finding{alreadyExists(plan, standsSince(found))}
}

func standsSince(found *astro.EnvironmentObject) string {
	text := fmt.Sprintf("%s %s has a connection %q already: %s", scopeNoun(found.Scope), found.ScopeEntityID, found.ObjectKey, textOf(found.ID))
	if by := found.UpdatedBy.Name(); by != "" {
		text += ", last changed by " + by
	}
	return text + "."
}

// alreadyExists names the way to take over a connection that stands.
func alreadyExists(plan *connectionModel, what string) fwkit.Finding {
	return fwkit.Refuse(path.Root("key"), "Connection exists already",
		fmt.Sprintf("%s To manage it here, import it:\n\n  terraform import <address of this resource> %q\n\n"+
			"If this state has it under another address, write a moved block instead. Otherwise give this one another key.", what, plan.importID()))
}

// goesInThisRun is said where the connection of a key is destroyed by the same
// run, which did not come to it in time.
func goesInThisRun(plan *connectionModel, err error) fwkit.Finding {
	return fwkit.Refuse(path.Root("key"), "Connection is not destroyed yet",
		fmt.Sprintf("%s This run destroys the connection that has the key %q, but had not come to it when this one was created. Run terraform apply again. "+
			"If the two are one connection under another address, write a moved block: then it stays, with its links and overrides.", fwkit.Explain(err), plan.Key.ValueString()))
}

// keyTwice refuses a second connection of a key in one configuration.
func keyTwice(plan *connectionModel) fwkit.Finding {
	scope := plan.scope()
	return fwkit.Refuse(path.Root("key"), "Connection is declared twice",
		fmt.Sprintf("This configuration declares more than one astro_connection with the key %q for %s %s. A key is unique there: keep one of them, or give it another key.",
			plan.Key.ValueString(), scopeNoun(scope.scope), scope.entityID))
}

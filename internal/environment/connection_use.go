package environment

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// usersOf lists who would lose something with a connection: entries that
// override fields and, on a Restricted connection, links. Entries of
// Deployments that are gone do not count, nor do bare ones that an override
// destroyed in this walk has left: it had made them.
func usersOf(ctx context.Context, w *walk.Walk, object *astro.EnvironmentObject) []string {
	var users []string
	for i := range object.Links {
		link := &object.Links[i]
		fields := overriddenFields(link)
		events := stateOf(w).view(pair{valueOf(object.ID), link.ScopeEntityID})
		if len(fields) == 0 && (autoLinks(object) || events.overrideRemoved) {
			continue
		}
		name := "Deployment " + link.ScopeEntityID
		deployment, err := w.Deployment(ctx, link.ScopeEntityID, object.ScopeEntityID)
		if walk.IsGone(err) {
			continue
		}
		if err == nil {
			name = fmt.Sprintf("Deployment %q (%s)", deployment.Name, deployment.ID)
		}
		if len(fields) > 0 {
			users = append(users, name+" overrides "+quoteNames(fields))
		} else {
			users = append(users, name+" is linked")
		}
	}
	return users
}

// notReached tells where a connection is that a Deployment does not get.
func notReached(object *astro.EnvironmentObject, deploymentID string) fwkit.Finding {
	why, remedy := "it is Restricted to linked Deployments, and this one is not linked", "use astro_connection_link"
	if isExcluded(object, deploymentID) {
		why, remedy = "it excludes this Deployment", "take the exclude away in the Astro UI"
	}
	return fwkit.Refuse(path.Root("deployment_id"), "Deployment does not get the connection",
		fmt.Sprintf("Connection %q (%s) is defined in Workspace %s, and Deployment %s does not get it: %s. To read the connection itself, give workspace_id = %q in place of deployment_id. "+
			"To give it to the Deployment, %s.", object.ObjectKey, textOf(object.ID), object.ScopeEntityID, deploymentID, why, object.ScopeEntityID, remedy))
}

// inUse refuses to destroy a connection that others use.
func inUse(state *connectionModel, users []string) fwkit.Finding {
	return fwkit.Refuse(path.Root("force_destroy"), "Connection is in use",
		fmt.Sprintf("Connection %q (%s) was not destroyed, because Deployments still use it that this configuration does not release:%s\n\n"+
			"Remove those links and overrides where they are managed, or set force_destroy = true, apply, and destroy then: "+
			"the connection goes with all of them.", state.Key.ValueString(), state.ID.ValueString(), bullets(users)))
}

// replaceWarning tells at plan what the replacement of a connection meets.
func replaceWarning(plan, state *connectionModel, users []string) fwkit.Finding {
	outcome := "The apply is refused while they stand, unless this configuration replaces them too. Set force_destroy = true and apply that first to replace the connection all the same."
	if state.ForceDestroy.ValueBool() {
		outcome = "With force_destroy = true they are destroyed with it; what this configuration does not manage does not come back."
	}
	return fwkit.Warn(replacedBy(plan, state), "Connection in use will be replaced",
		fmt.Sprintf("Connection %q (%s) is going to be destroyed and created anew, and these Deployments use it:%s\n\n%s",
			state.Key.ValueString(), state.ID.ValueString(), bullets(users), outcome))
}

// replacedLate explains what Terraform says where a value that was unknown at
// plan turns out to be another one: the text of its own blames the provider.
// A plan reads what it replaces first, unless it is made with -refresh=false.
func replacedLate(plan, state *connectionModel) fwkit.Finding {
	at := replacedBy(plan, state)
	return fwkit.Warn(at, "Replacement of a connection may not have been planned",
		fmt.Sprintf("%s of connection %q (%s) is another one than in the state, which replaces the connection. If that was \"known after apply\" in the plan, "+
			"Terraform refuses the apply with \"Provider produced inconsistent final plan\". Nothing is wrong with the provider then and nothing was changed: "+
			"run terraform apply again. The value is known by then, and the plan shows the replacement.", at, state.Key.ValueString(), state.ID.ValueString()))
}

// replacedBy is the attribute whose change replaces the connection.
func replacedBy(plan, state *connectionModel) path.Path {
	switch {
	case !plan.Key.Equal(state.Key):
		return path.Root("key")
	case !plan.WorkspaceID.Equal(state.WorkspaceID):
		return path.Root("workspace_id")
	default:
		return path.Root("deployment_id")
	}
}

// autoLinkOffWarning names who loses a connection that becomes Restricted, and who stays.
func autoLinkOffWarning(object *astro.EnvironmentObject, deployments []astro.Deployment) fwkit.Finding {
	var lose, stay []string
	for i := range deployments {
		d := &deployments[i]
		name := fmt.Sprintf("%q (%s)", d.Name, d.ID)
		switch {
		case ownership.FindLink(object, d.ID) != nil:
			stay = append(stay, name)
		case !isExcluded(object, d.ID):
			lose = append(lose, name)
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Connection %q becomes Restricted.", object.ObjectKey)
	if len(lose) == 0 {
		text.WriteString(" No Deployment of the Workspace loses it, but those to come do not get it.")
	} else {
		fmt.Fprintf(&text, " These Deployments lose it, unless a link or an override of theirs is created in the same run:%s", bullets(lose))
	}
	if len(stay) > 0 {
		fmt.Fprintf(&text, "\n\nThese stay linked by an entry of their own, with their overrides:%s", bullets(stay))
	}
	return fwkit.Warn(path.Root("auto_link_deployments"), "Auto-link is switched off", text.String())
}

func valueOf(p *string) string { return textOf(p) }

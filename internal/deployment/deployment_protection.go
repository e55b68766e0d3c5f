package deployment

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// immutable is one attribute that Astro cannot change on an existing Deployment.
// The schema describes it and the plan judges it from this one table.
type immutable struct {
	name string
	// changes tells whether the planned value needs another Deployment. nil means:
	// whenever it differs from a value that the state knows.
	changes func(prior, planned attr.Value) bool
	// advice says what to do instead of replacing, if there is something.
	advice string
}

// immutables is that table (API facts, C.2).
func immutables() []immutable {
	return []immutable{
		{name: "workspace_id", advice: "A Deployment can be transferred to another Workspace of its cluster in the Astro UI; then refresh."},
		{name: "type"},
		{name: "cloud_provider"},
		{name: "region"},
		{name: "cluster_id"},
		{
			name:   "original_astro_runtime_version",
			advice: "It is the version that the Deployment was created with. To upgrade, deploy an image with the newer Astro Runtime, and leave this argument as it is.",
		},
		{name: "is_development_mode", changes: switchedOn, advice: "Development mode can be switched on only when a Deployment is created."},
	}
}

// switchedOn is the only direction of development mode that needs another Deployment.
func switchedOn(prior, planned attr.Value) bool {
	return planned.String() == "true" && prior.String() == "false"
}

// mustReplace tells whether a planned value needs another Deployment. Values that
// are not known count as changes when they would be allowed to, as Terraform does.
func (i immutable) mustReplace(prior, planned attr.Value) bool {
	if prior.IsNull() || planned.IsNull() || planned.IsUnknown() || prior.Equal(planned) {
		return false
	}
	if i.changes != nil {
		return i.changes(prior, planned)
	}
	return true
}

// mayReplace tells the same of a value that is not known yet.
func (i immutable) mayReplace(prior, planned attr.Value) bool {
	return planned.IsUnknown() && !prior.IsNull()
}

// refuseReplacement is the finding on one attribute that would replace a
// Deployment whose state does not allow that.
func refuseReplacement(i immutable, state *deploymentModel, prior, planned attr.Value) fwkit.Finding {
	var text strings.Builder
	fmt.Fprintf(&text, "Changing %s from %s to %s would destroy the Deployment %q (%s) and create another one: Astro cannot change it in place. "+
		"What is stored in Airflow, such as the history of DAG runs, would be lost.\n\n",
		i.name, prior, planned, state.Name.ValueString(), state.ID.ValueString())
	if i.advice != "" {
		text.WriteString(i.advice + "\n\n")
	}
	fmt.Fprintf(&text, "To keep the Deployment, set %s back to %s. To replace it, set deletion_protection = false, apply that alone, "+
		"and make this change in a later apply; %s.", i.name, prior, protectionNow(state))
	return fwkit.Finding{Path: path.Root(i.name), Summary: "Deployment would be replaced", Detail: text.String()}
}

// refuseDestroy judges whether a Deployment may be destroyed, by what the state
// says: protection is switched off in one apply and used in the next. nil means yes.
func refuseDestroy(state *deploymentModel) *fwkit.Finding {
	protection := state.DeletionProtection
	if !protection.IsNull() && !protection.ValueBool() {
		return nil
	}
	if protection.IsNull() && state.isDeveloping() {
		return nil
	}
	return &fwkit.Finding{
		Path: path.Root("deletion_protection"), Summary: "Deployment is protected",
		Detail: fmt.Sprintf("The Deployment %q (%s) is protected from being destroyed: %s.\n\n"+
			"To destroy it, set deletion_protection = false, apply that alone, and destroy it in a later run. To stop managing it without "+
			"destroying it, use a removed block with lifecycle { destroy = false }, or terraform state rm.",
			state.Name.ValueString(), state.ID.ValueString(), protectionNow(state)),
	}
}

func protectionNow(state *deploymentModel) string {
	if state.DeletionProtection.IsNull() {
		return "in the state deletion_protection is not set, which refuses replacement, and destroying unless the Deployment is in development mode"
	}
	return "in the state deletion_protection is true"
}

package environment

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// check judges a connection's configuration by itself. writeOnly says that the
// Terraform in use knows write-only arguments, so that they can be recommended.
func (m *connectionModel) check(writeOnly bool) []fwkit.Finding {
	findings := append(checkExtra(m.Extra, extraValue{m.ExtraWO}, writeOnly), m.secrets(nil).checkConfig()...)
	if m.DeploymentID.ValueString() != "" && m.AutoLink.ValueBool() {
		findings = append(findings, fwkit.Refuse(path.Root("auto_link_deployments"), "Auto-link needs a Workspace",
			"A connection of one Deployment (deployment_id) cannot be linked to others. Remove auto_link_deployments, or define the connection for the Workspace with workspace_id."))
	}
	return findings
}

// checkExtra judges the members of extra and extra_wo; jsonObject judges at plan
// whether the texts have any. Texts are never repeated in a finding: they may hold
// secrets.
func checkExtra(extra, extraWO extraValue, writeOnly bool) []fwkit.Finding {
	var findings []fwkit.Finding
	secret, members := membersOf(extraWO), membersOf(extra)
	for _, name := range namesOf(members) {
		if _, both := secret[name]; both {
			findings = append(findings, fwkit.Refuse(path.Root("extra"), "Member is declared twice",
				fmt.Sprintf("The member %q stands in extra and in extra_wo. Keep it in one of them.", name)))
			continue
		}
		if members[name] == nil {
			findings = append(findings, nullMember(name))
			continue
		}
		if writeOnly && validate.LooksSecret(name) {
			findings = append(findings, secretMemberWarning(name))
		}
	}
	return findings
}

// nullMember refuses a member that is null: JSON null is a value of its own,
// and Airflow would get that instead of nothing.
func nullMember(name string) fwkit.Finding {
	return fwkit.Refuse(path.Root("extra"), "Member of extra is null",
		fmt.Sprintf("The member %q of extra is null. In JSON that is a value of its own and not the same as no member. Leave members out that have no value:\n\n"+
			"  extra = jsonencode({ for name, value in { %s = … } : name => value if value != null })", name, name))
}

// secretMemberWarning points from extra to extra_wo.
func secretMemberWarning(name string) fwkit.Finding {
	return fwkit.Warn(path.Root("extra"), "Member of extra looks like a secret",
		fmt.Sprintf("The member %q of extra is stored in the Terraform state and shown in plans. If it is a secret, move it to extra_wo, which is stored nowhere:\n\n"+
			"  extra_wo         = jsonencode({ %s = var.%s })\n  extra_wo_version = 1", name, name, name))
}

// notChecked says that the API gave no verdict, which must not stop a plan.
func notChecked(at path.Path, what string, err error) fwkit.Finding {
	return fwkit.Warn(at, "Plan was not checked against Astro",
		fmt.Sprintf("The %s could not be checked at plan; it is judged when the plan is applied. %s", what, fwkit.Explain(err)))
}

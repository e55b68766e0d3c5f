package environment

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// writeOnlySecrets are the write-only secrets of a connection or an override:
// as configured, with the versions that the state has.
type writeOnlySecrets struct {
	password, extra fwkit.WriteOnly
}

func newWriteOnlySecrets(password, extra types.String, passwordVersion, extraVersion, passwordPrior, extraPrior types.Int64) writeOnlySecrets {
	return writeOnlySecrets{
		fwkit.WriteOnly{Path: path.Root("password_wo"), VersionPath: path.Root("password_wo_version"), Value: password, Version: passwordVersion, Prior: passwordPrior},
		fwkit.WriteOnly{Path: path.Root("extra_wo"), VersionPath: path.Root("extra_wo_version"), Value: extra, Version: extraVersion, Prior: extraPrior},
	}
}

// checkConfig judges what the configuration alone decides.
func (s writeOnlySecrets) checkConfig() []fwkit.Finding {
	return append(s.password.CheckConfig(), s.extra.CheckConfig()...)
}

// checkPlan judges the secrets that a plan sends, members of extra_wo one by
// one. {} is no secret that is missing: it says that there are no secret members.
func (s writeOnlySecrets) checkPlan() []fwkit.Finding {
	findings := append(s.password.CheckPlan(), s.extra.CheckPlan()...)
	if !s.extra.Sends() || s.extra.Version.IsUnknown() {
		return findings
	}
	members := membersOf(extraValue{s.extra.Value})
	for _, name := range namesOf(members) {
		findings = append(findings, checkSecretMember(s.extra.Path, name, members[name])...)
	}
	return findings
}

// checkSecretMember judges a member of extra_wo that is sent.
func checkSecretMember(at path.Path, name string, value any) []fwkit.Finding {
	if value == nil {
		return []fwkit.Finding{fwkit.Refuse(at, "Secret is missing", fmt.Sprintf(
			"extra_wo_version is another one than before, so that the members of extra_wo are sent, but the member %q is null. "+
				"Give the secret, leave the member out, or leave the version as it was.", name))}
	}
	text, isText := value.(string)
	if isText && text == "" {
		return []fwkit.Finding{fwkit.Refuse(at, "Secret is empty", fmt.Sprintf(
			"extra_wo_version is another one than before, so that the members of extra_wo are sent, but the member %q is an empty text, as when a secret of the CI system is not set. "+
				"Nothing would be stored. Give the secret, leave the member out, or leave the version as it was.", name))}
	}
	findings := fwkit.CheckMask(at, types.StringValue(text))
	for i := range findings {
		findings[i].Detail = fmt.Sprintf("Member %q: %s", name, findings[i].Detail)
	}
	return findings
}

// checkPassword judges an ordinary password; prior is the state's. Astro cannot
// store an empty one: it takes "" for "unchanged" (API facts, E.5).
func checkPassword(password, prior types.String) []fwkit.Finding {
	switch {
	case password.IsNull() || password.IsUnknown() || password.Equal(prior):
		return nil
	case password.ValueString() == "":
		return []fwkit.Finding{fwkit.Refuse(path.Root("password"), "Password is empty",
			"password is an empty text, which Astro takes for a password that does not change: nothing would be stored. Give the password, or leave it out where there is none.")}
	}
	return fwkit.CheckMask(path.Root("password"), password)
}

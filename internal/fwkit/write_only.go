package fwkit

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// WriteOnly is a write-only argument with its version, as in password_wo and
// password_wo_version. A secret is needed only where it is sent: with a version
// that the state does not have yet. Everywhere else, in the plan of a pull
// request as in a destroy, the job may have no secret at all.
type WriteOnly struct {
	// Path and VersionPath are the attributes to blame.
	Path, VersionPath path.Path
	// Owner begins a sentence about it where the path alone does not tell, as
	// "The variable TOKEN"; may be empty.
	Owner string
	// Value and Version are as configured.
	Value   types.String
	Version types.Int64
	// Prior is the version in the state, null when there is no state.
	Prior types.Int64
}

// Sends tells whether the value goes out: the version is another one than in the
// state. A version that is not known yet may be another one.
func (w WriteOnly) Sends() bool {
	return !w.Version.IsNull() && !w.Version.Equal(w.Prior)
}

// CheckConfig judges what the configuration alone decides: a value needs a
// version. A version without a value may be a secret that is not at hand.
func (w WriteOnly) CheckConfig() []Finding {
	if w.Value.IsNull() || w.Value.IsUnknown() || !w.Version.IsNull() {
		return nil
	}
	return []Finding{Refuse(w.Path, "Argument is missing",
		fmt.Sprintf("%s%s is given without %s. Set %[3]s = 1, and raise it whenever the value changes.", w.owner(), nameOf(w.Path), nameOf(w.VersionPath)))}
}

// CheckPlan judges the value that this plan sends: it must be there and not be
// empty, and it should be no mask. A value that is not sent is not judged.
func (w WriteOnly) CheckPlan() []Finding {
	if !w.Sends() || w.Version.IsUnknown() || w.Value.IsUnknown() {
		return nil
	}
	name, version := nameOf(w.Path), nameOf(w.VersionPath)
	since := fmt.Sprintf("%s is %d, which the state does not have", version, w.Version.ValueInt64())
	if !w.Prior.IsNull() {
		since = fmt.Sprintf("%s changes from %d to %d", version, w.Prior.ValueInt64(), w.Version.ValueInt64())
	}
	switch {
	case w.Value.IsNull():
		return []Finding{Refuse(w.Path, "Secret is missing",
			fmt.Sprintf("%s%s, so that the secret is sent, but %s is null. Give the secret, or leave the version as it was.", w.owner(), since, name))}
	case w.Value.ValueString() == "":
		return []Finding{Refuse(w.Path, "Secret is empty",
			fmt.Sprintf("%s%s, so that the secret is sent, but %s is an empty text, as when a secret of the CI system is not set. "+
				"Give the secret, or leave the version as it was.", w.owner(), since, name))}
	}
	return CheckMask(w.Path, w.Value)
}

// owner is the beginning of a sentence.
func (w WriteOnly) owner() string {
	if w.Owner == "" {
		return ""
	}
	return w.Owner + ": "
}

// mask is how user interfaces and logs write secrets that they do not show.
var mask = regexp.MustCompile(`^(?:[*•●]{3,}|\(sensitive value\)|<(?:redacted|sensitive|hidden)>)$`)

// CheckMask warns of a secret that is to be stored and looks like the mask of
// one. The text is not repeated: it may be right.
func CheckMask(at path.Path, secret types.String) []Finding {
	if secret.IsNull() || secret.IsUnknown() || !mask.MatchString(secret.ValueString()) {
		return nil
	}
	return []Finding{Warn(at, "Secret looks masked",
		fmt.Sprintf("The value of %s looks like what a user interface or a log shows in place of a secret, not like the secret itself. It is sent as it is.", nameOf(at)))}
}

// nameOf is the last step of a path, the name of an argument.
func nameOf(at path.Path) string {
	last, _ := at.Steps().LastStep()
	if name, ok := last.(path.PathStepAttributeName); ok {
		return string(name)
	}
	return at.String()
}

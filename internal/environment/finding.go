package environment

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// finding is what a rule has to say about one attribute.
type finding struct {
	path    path.Path
	warning bool
	summary string
	detail  string
}

func refuse(at path.Path, summary, detail string) finding {
	return finding{path: at, summary: summary, detail: detail}
}

func warn(at path.Path, summary, detail string) finding {
	return finding{path: at, warning: true, summary: summary, detail: detail}
}

// refusal makes an error of a finding, for rules that are judged on the fresh
// object inside an edit.
type refusal struct{ finding finding }

// Error is the finding's text.
func (r *refusal) Error() string { return r.finding.summary + ": " + r.finding.detail }

// addFindings turns findings into diagnostics.
func addFindings(diags *diag.Diagnostics, findings []finding) {
	for _, f := range findings {
		switch {
		case f.warning && f.path.Equal(path.Empty()):
			diags.AddWarning(f.summary, f.detail)
		case f.warning:
			diags.AddAttributeWarning(f.path, f.summary, f.detail)
		case f.path.Equal(path.Empty()):
			diags.AddError(f.summary, f.detail)
		default:
			diags.AddAttributeError(f.path, f.summary, f.detail)
		}
	}
}

// addError gives refusals their attribute and everything else one diagnostic.
func addError(diags *diag.Diagnostics, summary string, err error) {
	var refused *refusal
	if errors.As(err, &refused) {
		addFindings(diags, []finding{refused.finding})
		return
	}
	fwkit.AddError(diags, summary, err)
}

// hasErrors tells whether one of the findings refuses.
func hasErrors(findings []finding) bool {
	for _, f := range findings {
		if !f.warning {
			return true
		}
	}
	return false
}

// bullets writes one line per item.
func bullets(items []string) string { return "\n  - " + strings.Join(items, "\n  - ") }

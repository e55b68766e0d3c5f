package fwkit

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Finding is what a rule has to say. Rules are pure functions that return
// findings, so that the same rule speaks at validate, at plan and at apply.
type Finding struct {
	// Path is the attribute to blame; empty when no single one is.
	Path path.Path
	// Warning tells a warning from a refusal.
	Warning bool
	// Summary and Detail are the texts of the diagnostic.
	Summary, Detail string
}

// Refuse makes a finding that stops the plan or the apply.
func Refuse(at path.Path, summary, detail string) Finding {
	return Finding{Path: at, Summary: summary, Detail: detail}
}

// Warn makes a finding that stops nothing.
func Warn(at path.Path, summary, detail string) Finding {
	return Finding{Path: at, Warning: true, Summary: summary, Detail: detail}
}

// Refused tells whether one of the findings is a refusal.
func Refused(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return !f.Warning })
}

// Refusal is the error of findings that a rule made on the fresh object inside
// an edit. AddError gives them back their attributes.
type Refusal struct{ Findings []Finding }

// Error joins the findings.
func (r *Refusal) Error() string {
	texts := make([]string, 0, len(r.Findings))
	for _, f := range r.Findings {
		texts = append(texts, f.Summary+": "+f.Detail)
	}
	return strings.Join(texts, " ")
}

// AddFindings turns findings into diagnostics.
func AddFindings(diags *diag.Diagnostics, findings ...Finding) {
	for _, f := range findings {
		nowhere := f.Path.Equal(path.Empty())
		switch {
		case f.Warning && nowhere:
			diags.AddWarning(f.Summary, f.Detail)
		case f.Warning:
			diags.AddAttributeWarning(f.Path, f.Summary, f.Detail)
		case nowhere:
			diags.AddError(f.Summary, f.Detail)
		default:
			diags.AddAttributeError(f.Path, f.Summary, f.Detail)
		}
	}
}

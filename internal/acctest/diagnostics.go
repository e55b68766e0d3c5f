package acctest

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Diagnostics are what the provider said about one request.
type Diagnostics []*tfprotov6.Diagnostic

// Errors are the errors, each as "attribute: summary: detail"; the attribute is
// left out when none is to blame.
func (d Diagnostics) Errors() []string { return d.of(tfprotov6.DiagnosticSeverityError) }

// Warnings are the warnings, in the same form.
func (d Diagnostics) Warnings() []string { return d.of(tfprotov6.DiagnosticSeverityWarning) }

// HasError reports whether there are errors.
func (d Diagnostics) HasError() bool { return len(d.Errors()) > 0 }

// String is all of them, one a line.
func (d Diagnostics) String() string {
	var lines []string
	for _, text := range d.Errors() {
		lines = append(lines, "error: "+text)
	}
	for _, text := range d.Warnings() {
		lines = append(lines, "warning: "+text)
	}
	return strings.Join(lines, "\n")
}

func (d Diagnostics) of(severity tfprotov6.DiagnosticSeverity) []string {
	texts := []string{}
	for _, one := range d {
		if one.Severity != severity {
			continue
		}
		text := one.Summary + ": " + one.Detail
		if at := attributePath(one); at != "" {
			text = at + ": " + text
		}
		texts = append(texts, text)
	}
	return texts
}

// attributePath writes a path as in worker_queues["default"].min_worker_count.
func attributePath(one *tfprotov6.Diagnostic) string {
	if one.Attribute == nil || len(one.Attribute.Steps()) == 0 {
		return ""
	}
	return pathText(one.Attribute)
}

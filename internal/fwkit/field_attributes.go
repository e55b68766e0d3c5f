package fwkit

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// FieldAttributes names a resource's attributes by the fields of its requests,
// so that what Astro finds in a field is said at the attribute that filled it
// (API facts, A.5). A field is the path of a member with dots and without
// positions in lists ("links.overrides.connection.host"); it stands for what is
// below it as well.
type FieldAttributes map[string]string

// WithFieldAttributes is a resource that knows the attributes to blame. Every
// resource does; the registry's test asks them all.
type WithFieldAttributes interface {
	FieldAttributes() FieldAttributes
}

// AddError turns the error of a write into one diagnostic, as the function
// AddError does, at the attribute that Astro's findings are about when they are
// all about one.
func (f FieldAttributes) AddError(diags *diag.Diagnostics, summary string, err error) {
	if err = withoutUnsettled(diags, err); err == nil {
		return
	}
	var refusal *Refusal
	if at, ok := f.blamed(err); ok && !errors.As(err, &refusal) {
		diags.AddAttributeError(path.Root(at), summary, Explain(err))
		return
	}
	AddError(diags, summary, err)
}

// blamed is the one attribute that all findings of the API are about.
func (f FieldAttributes) blamed(err error) (string, bool) {
	var failed *astro.Error
	if !errors.As(err, &failed) {
		return "", false
	}
	found := ""
	for _, finding := range failed.FieldErrors {
		name := f.attribute(finding.Field)
		if name == "" || found != "" && name != found {
			return "", false
		}
		found = name
	}
	return found, found != ""
}

// attribute is the attribute that fills a field, or a field above it. Astro's
// spelling of capitals is not relied on.
func (f FieldAttributes) attribute(field string) string {
	steps := withoutPositions(field)
	for n := len(steps); n > 0; n-- {
		at := strings.Join(steps[:n], ".")
		for known, name := range f {
			if strings.EqualFold(known, at) {
				return name
			}
		}
	}
	return ""
}

// withoutPositions are the members of a path such as "workerQueues[0].name".
func withoutPositions(field string) []string {
	steps := strings.FieldsFunc(field, func(r rune) bool { return r == '.' || r == '[' || r == ']' || r == '/' })
	members := steps[:0]
	for _, step := range steps {
		if strings.Trim(step, "0123456789") != "" {
			members = append(members, step)
		}
	}
	return members
}

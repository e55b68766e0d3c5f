package validate

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Which arguments were given together is judged by one validator on one of them,
// so that a mistake is one error and not one per attribute that takes part in it.

// ExactlyOneOf returns a validator for one of two text arguments at the top
// level of which exactly one is given; other is the name of the second.
func ExactlyOneOf(other string) validator.String { return eitherValidator{other: other} }

type eitherValidator struct{ other string }

// Description says what is allowed.
func (v eitherValidator) Description(context.Context) string {
	return "exactly one of this argument and " + v.other + " is given"
}

// MarkdownDescription says what is allowed.
func (v eitherValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString adds an error when both or none are given.
func (v eitherValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	other, name := argument(ctx, req.Config, v.other), req.Path.String()
	switch {
	case !req.ConfigValue.IsNull() && !other.IsNull():
		// An unknown value may still turn out to be null.
		if !req.ConfigValue.IsUnknown() && !other.IsUnknown() {
			resp.Diagnostics.AddAttributeError(req.Path, "Arguments exclude each other", fmt.Sprintf("Both %s and %s are given. Keep one of them.", name, v.other))
		}
	case req.ConfigValue.IsNull() && other.IsNull():
		resp.Diagnostics.AddAttributeError(req.Path, "Argument is missing", fmt.Sprintf("Neither %s nor %s is given. Give one of them.", name, v.other))
	}
}

// Lookup returns a validator for the argument id of a data source that finds one
// object by id, or by a name within a parent. The parents exclude each other.
func Lookup(name string, parents ...string) validator.String {
	return lookupValidator{name: name, parents: parents}
}

type lookupValidator struct {
	name    string
	parents []string
}

// Description says what is allowed.
func (v lookupValidator) Description(context.Context) string {
	return "either id, or " + v.name + " with " + strings.Join(v.parents, " or ")
}

// MarkdownDescription says what is allowed.
func (v lookupValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString adds one error for a combination that finds nothing.
func (v lookupValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	id, name := req.ConfigValue, argument(ctx, req.Config, v.name)
	unknown := id.IsUnknown() || name.IsUnknown()
	var parents []string
	for _, parent := range v.parents {
		value := argument(ctx, req.Config, parent)
		unknown = unknown || value.IsUnknown()
		if !value.IsNull() {
			parents = append(parents, parent)
		}
	}
	if unknown {
		return
	}
	ways := fmt.Sprintf("Give either id, or %s together with %s.", v.name, strings.Join(v.parents, " or "))
	refuse := func(attribute, summary, format string, args ...any) {
		resp.Diagnostics.AddAttributeError(path.Root(attribute), summary, fmt.Sprintf(format, args...)+" "+ways)
	}
	switch {
	case !id.IsNull() && !name.IsNull():
		refuse("id", "Arguments exclude each other", "Both id and %s are given.", v.name)
	case !id.IsNull() && len(parents) > 0:
		refuse(parents[0], "Arguments exclude each other", "%s is given together with id.", parents[0])
	case len(parents) > 1:
		refuse(parents[0], "Arguments exclude each other", "Both %s are given.", strings.Join(parents, " and "))
	case id.IsNull() && name.IsNull():
		refuse("id", "Argument is missing", "Nothing says which object to read.")
	case !name.IsNull() && len(parents) == 0:
		refuse(v.name, "Argument is missing", "%s is given without %s.", v.name, strings.Join(v.parents, " or "))
	}
}

// argument is a text argument at the top level; one that cannot be read counts
// as unknown, because its own type has an error to say then.
func argument(ctx context.Context, config tfsdk.Config, name string) types.String {
	var value types.String
	if config.GetAttribute(ctx, path.Root(name), &value).HasError() {
		return types.StringUnknown()
	}
	return value
}

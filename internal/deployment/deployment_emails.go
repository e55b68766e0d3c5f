package deployment

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// readEmails keeps the spelling of the state when the API's set is the same but
// for case and repetition: whether it folds them is not documented (API facts, C.5).
func readEmails(ctx context.Context, prior types.Set, emails []string, diags *diag.Diagnostics) types.Set {
	if !prior.IsNull() && !prior.IsUnknown() && sameEmails(textsOf(ctx, prior, diags), emails) {
		return prior
	}
	if emails == nil {
		emails = []string{} // none is a value, so that [] in a configuration plans empty
	}
	return setOf(ctx, emails, diags)
}

// sameEmails compares two lists as sets without regard to case.
func sameEmails(a, b []string) bool {
	return slices.Equal(foldedEmails(a), foldedEmails(b))
}

func foldedEmails(emails []string) []string {
	folded := make([]string, 0, len(emails))
	for _, email := range emails {
		folded = append(folded, strings.ToLower(email))
	}
	slices.Sort(folded)
	return slices.Compact(folded)
}

// setOf makes a set of texts; nil gives null.
func setOf(ctx context.Context, texts []string, diags *diag.Diagnostics) types.Set {
	if texts == nil {
		return types.SetNull(types.StringType)
	}
	unique := slices.Clone(texts)
	slices.Sort(unique)
	set, problems := types.SetValueFrom(ctx, types.StringType, slices.Compact(unique))
	diags.Append(problems...)
	return set
}

// textsOf lists the known texts of a set, in order.
func textsOf(ctx context.Context, set types.Set, diags *diag.Diagnostics) []string {
	var values []types.String
	diags.Append(set.ElementsAs(ctx, &values, true)...)
	texts := make([]string, 0, len(values))
	for _, v := range values {
		if !v.IsNull() && !v.IsUnknown() {
			texts = append(texts, v.ValueString())
		}
	}
	slices.Sort(texts)
	return texts
}

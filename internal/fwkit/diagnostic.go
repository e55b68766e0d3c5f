package fwkit

import (
	"errors"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// AddError turns an error into one diagnostic: the summary is verb and noun
// ("Could not update connection"), the detail what was tried, what Astro said
// and what to do next. A Refusal becomes its findings instead; what other calls of
// the run have written and could not be settled is a diagnostic of its own.
func AddError(diags *diag.Diagnostics, summary string, err error) {
	if err = withoutUnsettled(diags, err); err == nil {
		return
	}
	var refusal *Refusal
	if errors.As(err, &refusal) {
		AddFindings(diags, refusal.Findings...)
		return
	}
	diags.AddError(summary, Explain(err))
}

// withoutUnsettled reports what a call has to answer for beside its own part, and
// returns what is left to report.
func withoutUnsettled(diags *diag.Diagnostics, err error) error {
	var unsettled *ownership.UnsettledError
	if !errors.As(err, &unsettled) {
		return err
	}
	diags.AddError("Changes of this run are not settled", sentence(unsettled.Error()))
	return unsettled.Own
}

// Explain writes an error for a person: what was tried, what Astro said, what to do next.
func Explain(err error) string {
	text := sentence(err.Error())
	var failed *astro.Error
	if !errors.As(err, &failed) {
		return text
	}
	if advice := adviceFor(failed); advice != "" {
		text += "\n\n" + advice
	}
	return text
}

func adviceFor(failed *astro.Error) string {
	switch {
	case failed.StatusCode == http.StatusUnauthorized:
		return "The API token was not accepted. Check that it is current and belongs to this organization, and give it by ASTRO_API_TOKEN or the provider's token argument."
	case failed.StatusCode == http.StatusForbidden:
		return "The API token lacks a permission for this. A Workspace Operator token may manage Deployments, connections, links and overrides of its Workspace; ask a Workspace or Organization Owner."
	case failed.StatusCode == http.StatusTooManyRequests:
		return "Astro limits requests per token. Lower rate_limits in the provider block, or use another token for other automation."
	case failed.Ambiguous:
		return "It is not known whether Astro carried this out. Run terraform plan: it shows what stands."
	case failed.StatusCode >= http.StatusInternalServerError:
		return "This is a fault on Astro's side. Try again; if it stays, give the request id to Astronomer's support."
	case failed.StatusCode == 0:
		return "Check the provider's host, the network and proxy settings."
	}
	return ""
}

// sentence makes an error text read as one: a capital first letter and a full stop.
func sentence(text string) string {
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ".)") {
		text += "."
	}
	return text
}

package fwkit

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// Data is what the provider hands to resources and data sources. One Data
// serves one walk.
type Data struct {
	// Client is nil while settings of the provider block are unknown, see Unknown.
	Client *astro.Client
	// Walk is the memory of this walk.
	Walk *walk.Walk
	// Editor is the only writer of shared objects.
	Editor *ownership.Editor
	// PollInterval is the pause between two looks at something that takes its time.
	PollInterval time.Duration
	// LostWindow is how long something is looked for whose create lost its answer.
	LostWindow time.Duration
	// Unfinished is what the process has to end before it exits.
	Unfinished *Unfinished
	// Unknown names the provider settings whose values are not known yet; the
	// plan then goes on without verdicts of the API.
	Unknown []string
}

// Ready tells whether the API can be asked at all in this walk.
func (d *Data) Ready() bool { return d != nil && d.Client != nil }

// Require adds an error that names the unknown provider settings when the API
// cannot be asked, and reports whether it can.
func (d *Data) Require(diags *diag.Diagnostics) bool {
	if d.Ready() {
		return true
	}
	var unknown []string
	if d != nil {
		unknown = d.Unknown
	}
	diags.AddError("Could not reach Astro",
		fmt.Sprintf("This needs the Astro API, but settings of the provider block are not known yet: %v. "+
			"Give them values that are known at plan, or apply what they depend on first (terraform apply -target=…).", unknown))
	return false
}

// DataFrom takes the provider's data out of a Configure request. nil without an
// error means that the provider is not configured yet, as during validate.
func DataFrom(providerData any, diags *diag.Diagnostics) *Data {
	if providerData == nil {
		return nil
	}
	data, ok := providerData.(*Data)
	if !ok {
		diags.AddError("Could not configure the resource",
			fmt.Sprintf("The provider handed over %T instead of *fwkit.Data. Please report this issue to the provider developers.", providerData))
		return nil
	}
	return data
}

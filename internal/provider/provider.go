package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/walk"
)

// typeName is the prefix of all resources and data sources.
const typeName = "astro"

// astroProvider implements the provider.
type astroProvider struct {
	version string
	deps    dependencies
	// unfinished outlives the walks: the process ends what is on it.
	unfinished fwkit.Unfinished
}

var _ provider.ProviderWithFunctions = (*astroProvider)(nil)

// New returns the provider. Options are for tests; the released provider has none.
func New(version string, options ...Option) provider.Provider {
	p := &astroProvider{version: version, deps: released()}
	for _, apply := range options {
		apply(&p.deps)
	}
	return p
}

// Finish ends what a provider has begun and Terraform has not ended, such as
// tokens for one run whose consumer has failed. The process calls it last.
func Finish(ctx context.Context, served provider.Provider) error {
	if p, ok := served.(*astroProvider); ok {
		return p.unfinished.Finish(ctx)
	}
	return nil
}

// Metadata names the provider.
func (p *astroProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = typeName, p.version
}

// Resources lists the resources.
func (p *astroProvider) Resources(context.Context) []func() resource.Resource { return resources() }

// DataSources lists the data sources.
func (p *astroProvider) DataSources(context.Context) []func() datasource.DataSource {
	return dataSources()
}

// Functions lists the functions.
func (p *astroProvider) Functions(context.Context) []func() function.Function { return functions() }

// EphemeralResources lists the ephemeral resources.
func (p *astroProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return ephemeralResources()
}

// Configure finds the settings and makes what a walk shares. It sends no
// request: Terraform configures the provider in each walk of a command.
func (p *astroProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	data := &fwkit.Data{PollInterval: p.deps.tuning.PollInterval, Unfinished: &p.unfinished}
	settle := p.deps.tuning.Settle
	if data.Unknown = unknownSettings(req.Config.Raw); len(data.Unknown) == 0 {
		var m model
		resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
		if resp.Diagnostics.HasError() {
			return
		}
		r := &resolver{deps: &p.deps, diags: &resp.Diagnostics}
		to, ok := r.connection(m)
		if !ok {
			return
		}
		var config astro.Config
		config, settle = r.clientConfig(m, to, p.version)
		if resp.Diagnostics.HasError() {
			return
		}
		client, err := astro.NewClient(config)
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root(hostAttribute), "Could not configure the provider",
				fmt.Sprintf("The client of the Astro API refused the settings: %v.", err))
			return
		}
		data.Client, data.LostWindow = client, p.deps.tuning.LostWindow
		if data.LostWindow == 0 {
			// A request may be carried out until it times out; a little later shows it.
			data.LostWindow = client.RequestTimeout() + data.PollInterval
		}
	}
	data.Walk = walk.New(data.Client)
	data.Editor = ownership.New(data.Client, ownership.Options{Settle: settle, Observer: data.Walk})
	resp.ResourceData, resp.DataSourceData = data, data
	resp.EphemeralResourceData, resp.ListResourceData, resp.ActionData = data, data, data
}

// unknownSettings names the attributes of the provider block whose values are
// not known yet, wholly or in part.
func unknownSettings(config tftypes.Value) []string {
	var members map[string]tftypes.Value
	if err := config.As(&members); err != nil {
		return nil
	}
	var unknown []string
	for name, value := range members {
		if !value.IsFullyKnown() {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

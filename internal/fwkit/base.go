package fwkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ResourceBase is what all resources have in common; embed it.
type ResourceBase struct {
	// Name is the type's name without the provider's prefix: "connection".
	Name string
	// Data is what the provider hands out, nil until Configure.
	Data *Data
}

// Metadata names the resource.
func (b *ResourceBase) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + b.Name
}

// Configure takes the provider's data.
func (b *ResourceBase) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	b.Data = DataFrom(req.ProviderData, &resp.Diagnostics)
}

// DataSourceBase is what all data sources have in common; embed it.
type DataSourceBase struct {
	// Name is the type's name without the provider's prefix: "connections".
	Name string
	// Data is what the provider hands out, nil until Configure.
	Data *Data
}

// Metadata names the data source.
func (b *DataSourceBase) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + b.Name
}

// Configure takes the provider's data.
func (b *DataSourceBase) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	b.Data = DataFrom(req.ProviderData, &resp.Diagnostics)
}

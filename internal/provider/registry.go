package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// resources is the one list of resources, by name.
func resources() []func() resource.Resource {
	return []func() resource.Resource{}
}

// dataSources is the one list of data sources, by name.
func dataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{}
}

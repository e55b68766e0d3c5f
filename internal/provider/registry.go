package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	frameworkfunction "github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cluster"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/deployment"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/environment"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/function"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/organization"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/token"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/workspace"
)

// resources is the one list of resources, by their name in configurations.
func resources() []func() resource.Resource {
	return []func() resource.Resource{
		token.NewAgentTokenResource,
		token.NewAPITokenResource,
		environment.NewConnectionResource,
		environment.NewLinkResource,
		environment.NewOverrideResource,
		deployment.NewDeploymentResource,
		deployment.NewHibernationScheduleResource,
		workspace.NewResource,
	}
}

// dataSources is the one list of data sources, by their name in configurations.
func dataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		token.NewDataSource,
		token.NewDataSources,
		cluster.NewDataSource,
		cluster.NewDataSources,
		environment.NewConnectionDataSource,
		environment.NewConnectionsDataSource,
		deployment.NewDeploymentDataSource,
		deployment.NewDeploymentOptionsDataSource,
		deployment.NewDeploymentsDataSource,
		deployment.NewHibernationStatusDataSource,
		organization.NewDataSource,
		workspace.NewDataSource,
		workspace.NewDataSources,
	}
}

// functions is the one list of functions, by their name in configurations.
func functions() []func() frameworkfunction.Function {
	return []func() frameworkfunction.Function{
		function.NewAirflowSettings,
		function.NewConnectionURI,
		function.NewCronNext,
		function.NewDeploymentName,
		function.NewParseConnectionURI,
		function.NewUnseal,
	}
}

// ephemeralResources is the one list of ephemeral resources, by their name in configurations.
func ephemeralResources() []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		token.NewAPITokenEphemeral,
	}
}

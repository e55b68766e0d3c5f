package cluster

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// model is one cluster as both data sources show it.
type model struct {
	ID             types.String    `tfsdk:"id"`
	Name           types.String    `tfsdk:"name"`
	Type           types.String    `tfsdk:"type"`
	Status         types.String    `tfsdk:"status"`
	CloudProvider  types.String    `tfsdk:"cloud_provider"`
	Region         types.String    `tfsdk:"region"`
	OrganizationID types.String    `tfsdk:"organization_id"`
	DBInstanceType types.String    `tfsdk:"db_instance_type"`
	VPCSubnetRange types.String    `tfsdk:"vpc_subnet_range"`
	IsLimited      types.Bool      `tfsdk:"is_limited"`
	WorkspaceIDs   types.Set       `tfsdk:"workspace_ids"`
	NodePools      []nodePoolModel `tfsdk:"node_pools"`
	CreatedAt      types.String    `tfsdk:"created_at"`
	UpdatedAt      types.String    `tfsdk:"updated_at"`
}

// nodePoolModel is one group of machines of a cluster.
type nodePoolModel struct {
	ID                     types.String `tfsdk:"id"`
	Name                   types.String `tfsdk:"name"`
	IsDefault              types.Bool   `tfsdk:"is_default"`
	NodeInstanceType       types.String `tfsdk:"node_instance_type"`
	MaxNodeCount           types.Int64  `tfsdk:"max_node_count"`
	SupportedAstroMachines types.Set    `tfsdk:"supported_astro_machines"`
}

// listModel is the data source astro_clusters.
type listModel struct {
	Names         types.Set    `tfsdk:"names"`
	CloudProvider types.String `tfsdk:"cloud_provider"`
	Clusters      []model      `tfsdk:"clusters"`
}

// fromAPI shows a cluster. Collections are never null, so that configurations
// can go through them without a check.
func fromAPI(c *astro.Cluster) model {
	m := model{
		ID:             types.StringValue(c.ID),
		Name:           types.StringValue(c.Name),
		Type:           types.StringValue(c.Type),
		Status:         types.StringValue(c.Status),
		CloudProvider:  types.StringValue(c.CloudProvider),
		Region:         types.StringValue(c.Region),
		OrganizationID: types.StringValue(c.OrganizationID),
		DBInstanceType: types.StringValue(c.DBInstanceType),
		VPCSubnetRange: types.StringValue(c.VPCSubnetRange),
		IsLimited:      types.BoolPointerValue(c.IsLimited),
		WorkspaceIDs:   stringSet(c.WorkspaceIDs),
		NodePools:      make([]nodePoolModel, 0, len(c.NodePools)),
		CreatedAt:      types.StringValue(c.CreatedAt),
		UpdatedAt:      types.StringValue(c.UpdatedAt),
	}
	for _, pool := range c.NodePools {
		m.NodePools = append(m.NodePools, nodePoolModel{
			ID:                     types.StringValue(pool.ID),
			Name:                   types.StringValue(pool.Name),
			IsDefault:              types.BoolValue(pool.IsDefault),
			NodeInstanceType:       types.StringValue(pool.NodeInstanceType),
			MaxNodeCount:           types.Int64Value(pool.MaxNodeCount),
			SupportedAstroMachines: stringSet(pool.SupportedAstroMachines),
		})
	}
	slices.SortFunc(m.NodePools, func(a, b nodePoolModel) int {
		return cmp.Or(cmp.Compare(a.Name.ValueString(), b.Name.ValueString()), cmp.Compare(a.ID.ValueString(), b.ID.ValueString()))
	})
	return m
}

func stringSet(texts []string) types.Set {
	values := make([]attr.Value, 0, len(texts))
	for _, text := range texts {
		values = append(values, types.StringValue(text))
	}
	return types.SetValueMust(types.StringType, values)
}

// describe names a cluster in the error of a look-up.
func describe(c astro.Cluster) fwkit.Candidate {
	return fwkit.Candidate{ID: c.ID, Name: c.Name}
}

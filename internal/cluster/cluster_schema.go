package cluster

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// rowAttributes are the attributes of one cluster, all computed.
func rowAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Id of the cluster, for example `clzqv4zop000408l5f0t3ya7c`.",
		},
		"name": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Name of the cluster.",
		},
		"type": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "`DEDICATED`, or `HYBRID` for a cluster in an account of your own.",
		},
		"status": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "State of the cluster, for example `CREATED`; only then it takes Deployments.",
		},
		"cloud_provider": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Cloud provider: `AWS`, `AZURE` or `GCP`.",
		},
		"region": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Region of the cloud provider, for example `us-east-1`.",
		},
		"organization_id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Id of the organization that the cluster belongs to.",
		},
		"db_instance_type": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Machine type of the metadata database, for example `db.m6g.large`.",
		},
		"vpc_subnet_range": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Address range of the cluster's network, for example `172.20.0.0/20`.",
		},
		"is_limited": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Whether the cluster has restricted capabilities; null when the API does not say.",
		},
		"workspace_ids": schema.SetAttribute{
			ElementType:         types.StringType,
			Computed:            true,
			MarkdownDescription: "Workspaces that may use the cluster; empty when all of the organization may.",
		},
		"node_pools": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Groups of machines of the cluster, by name and then by id.",
			NestedObject:        schema.NestedAttributeObject{Attributes: nodePoolAttributes()},
		},
		"created_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "When the cluster was created (RFC 3339, UTC).",
		},
		"updated_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "When the cluster was last changed (RFC 3339, UTC).",
		},
	}
}

func nodePoolAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Id of the node pool, as `task_pod_node_pool_id` of a hybrid Deployment takes it.",
		},
		"name": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Name of the node pool.",
		},
		"is_default": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Whether this is the cluster's default node pool.",
		},
		"node_instance_type": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Machine type of the nodes, for example `m6i.xlarge`.",
		},
		"max_node_count": schema.Int64Attribute{
			Computed:            true,
			MarkdownDescription: "Number of nodes that the pool grows to at most.",
		},
		"supported_astro_machines": schema.SetAttribute{
			ElementType:         types.StringType,
			Computed:            true,
			MarkdownDescription: "Astro machine types for worker queues that fit the nodes, for example `A5`.",
		},
	}
}

// dataSourceSchema is the schema of astro_cluster.
func dataSourceSchema() schema.Schema {
	attributes := rowAttributes()
	attributes["id"] = schema.StringAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: "Id of the cluster, for example `clzqv4zop000408l5f0t3ya7c`. " +
			"Exactly one of `id` and `name` is given; the other one is read.",
		Validators: []validator.String{
			validate.ExactlyOneOf("name"),
		},
	}
	attributes["name"] = schema.StringAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: "Name of the cluster, compared exactly. " +
			"No cluster or several of that name is an error that lists what there is.",
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	return schema.Schema{
		MarkdownDescription: "Reads one cluster by id or by name.",
		Attributes:          attributes,
	}
}

// dataSourcesSchema is the schema of astro_clusters.
func dataSourcesSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the clusters of the organization that the token can see.",
		Attributes: map[string]schema.Attribute{
			"names": schema.SetAttribute{
				ElementType: types.StringType,
				Optional:    true,
				MarkdownDescription: "Only clusters of these names, compared exactly, for example `[\"production\"]`. " +
					"A name that no cluster has is left out without an error. Null lists all.",
				Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
			},
			"cloud_provider": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only clusters of this cloud provider, for example `AWS`. Null lists all.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"clusters": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The clusters, by name and then by id.",
				NestedObject:        schema.NestedAttributeObject{Attributes: rowAttributes()},
			},
		},
	}
}

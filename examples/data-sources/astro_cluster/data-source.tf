data "astro_clusters" "all" {}

# By id; by name works as well. Here: the details of every cluster there is.
data "astro_cluster" "each" {
  for_each = { for c in data.astro_clusters.all.clusters : c.name => c.id }

  id = each.value
}

output "cluster_regions" {
  value = { for name, c in data.astro_cluster.each : name => c.region }
}

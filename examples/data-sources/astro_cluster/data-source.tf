data "astro_clusters" "all" {}

# By id.
data "astro_cluster" "by_id" {
  id = data.astro_clusters.all.clusters[0].id
}

# By name; no cluster or several of that name is an error that lists them.
data "astro_cluster" "by_name" {
  name = data.astro_clusters.all.clusters[0].name
}

output "cluster_region" {
  value = data.astro_cluster.by_name.region
}

# By name; no cluster or several of that name is an error that lists them.
data "astro_cluster" "by_name" {
  name = "dedicated"
}

# By id.
data "astro_cluster" "by_id" {
  id = data.astro_cluster.by_name.id
}

output "cluster_region" {
  value = data.astro_cluster.by_name.region
}

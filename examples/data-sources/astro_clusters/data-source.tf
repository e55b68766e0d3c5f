data "astro_clusters" "aws" {
  cloud_provider = "AWS"
}

output "aws_clusters" {
  value = [for c in data.astro_clusters.aws.clusters : c.name]
}

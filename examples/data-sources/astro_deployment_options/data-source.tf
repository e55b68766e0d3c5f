# What Astro offers for Deployments of this kind, as of now.
data "astro_deployment_options" "standard" {
  deployment_type = "STANDARD"
  cloud_provider  = "AWS"
}

locals {
  # Without a list, as under terraform test, null leaves the choice to Astro.
  newest_runtime = try(data.astro_deployment_options.standard.runtime_releases[0].version, null)
}

data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_deployment" "dev" {
  workspace_id        = data.astro_workspace.main.id
  name                = "status-dev"
  is_development_mode = true
  scheduler_size      = "SMALL"
}

# Whether the Deployment sleeps now, and when that changes. All times are in UTC.
data "astro_hibernation_status" "dev" {
  deployment_id = astro_deployment.dev.id
}

output "is_hibernating" {
  value = data.astro_hibernation_status.dev.is_hibernating
}

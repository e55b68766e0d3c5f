# A development Deployment that stays, and sleeps when nobody works.

data "astro_workspace" "main" {
  name = var.workspace_name
}

# Hibernation needs development mode, which can only be switched on when the
# Deployment is created, the SMALL scheduler and no high availability.
resource "astro_deployment" "dev" {
  workspace_id          = data.astro_workspace.main.id
  name                  = var.deployment_name
  description           = "Permanent development Deployment: code of the dev branch"
  is_development_mode   = true
  scheduler_size        = "SMALL"
  is_high_availability  = false
  is_dag_deploy_enabled = true

  environment_variables = {
    ENVIRONMENT = { value = "dev" }
  }
}

# All crons are in UTC. Monday to Thursday: asleep from 18:00 to 06:00 …
resource "astro_hibernation_schedule" "nights" {
  deployment_id     = astro_deployment.dev.id
  description       = "Nights"
  hibernate_at_cron = "0 18 * * 1-4"
  wake_at_cron      = "0 6 * * 2-5"
}

# … and from Friday 18:00 to Monday 06:00.
resource "astro_hibernation_schedule" "weekends" {
  deployment_id     = astro_deployment.dev.id
  description       = "Weekends"
  hibernate_at_cron = "0 18 * * 5"
  wake_at_cron      = "0 6 * * 1"
}

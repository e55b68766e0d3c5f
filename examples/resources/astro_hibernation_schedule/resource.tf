data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_deployment" "dev" {
  workspace_id        = data.astro_workspace.main.id
  name                = "reports-dev"
  is_development_mode = true
  scheduler_size      = "SMALL"
}

# All crons are in UTC. Asleep from Monday to Thursday between 18:00 and 07:00 …
resource "astro_hibernation_schedule" "nights" {
  deployment_id     = astro_deployment.dev.id
  description       = "Nights"
  hibernate_at_cron = "0 18 * * 1-4"
  wake_at_cron      = "0 7 * * 2-5"
}

# … and from Friday 18:00 to Monday 07:00.
resource "astro_hibernation_schedule" "weekends" {
  deployment_id     = astro_deployment.dev.id
  description       = "Weekends"
  hibernate_at_cron = "0 18 * * 5"
  wake_at_cron      = "0 7 * * 1"
}

data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_deployment" "dev" {
  workspace_id = data.astro_workspace.main.id
  name         = "sleepy"

  is_development_mode = true
}

resource "astro_hibernation_schedule" "nights" {
  deployment_id     = astro_deployment.dev.id
  hibernate_at_cron = "0 18 * * *"
  wake_at_cron      = "0 7 * * 1-5"
}

# What the Deployment does now and next. The times move by themselves, so read
# them where they are needed instead of writing them into an output.
data "astro_hibernation_status" "dev" {
  deployment_id = astro_hibernation_schedule.nights.deployment_id
}

output "schedules" {
  value = [for s in data.astro_hibernation_status.dev.schedules : s.hibernate_at_cron]
}

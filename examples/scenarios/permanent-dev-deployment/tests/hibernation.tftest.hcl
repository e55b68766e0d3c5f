mock_provider "astro" {}

run "what_hibernation_needs" {
  command = apply

  assert {
    condition     = astro_deployment.dev.is_development_mode && astro_deployment.dev.scheduler_size == "SMALL" && !astro_deployment.dev.is_high_availability
    error_message = "Only such a Deployment can hibernate."
  }

  assert {
    condition     = astro_hibernation_schedule.nights.deployment_id == astro_deployment.dev.id && astro_hibernation_schedule.weekends.deployment_id == astro_deployment.dev.id
    error_message = "Both schedules belong to the development Deployment."
  }
}

output "deployment_id" {
  description = "Id of the development Deployment; the deploy workflow reads it."
  value       = astro_deployment.dev.id
}

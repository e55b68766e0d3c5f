output "deployment_id" {
  description = "Id of the branch's Deployment; the workflow deploys to it."
  value       = astro_deployment.branch.id
}

output "deployment_name" {
  description = "Name of the branch's Deployment."
  value       = astro_deployment.branch.name
}

output "database" {
  description = "Database that the branch's connection points to."
  value       = local.database
}

output "variables" {
  description = "Variables of the repository: the ids of the Deployments."
  value       = local.variables
}

output "secrets" {
  description = "Secrets of the repository, sealed: no secrets to anybody but GitHub."
  value       = local.secrets
}

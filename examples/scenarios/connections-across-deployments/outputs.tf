output "deployment_ids" {
  description = "Deployment ids by environment; the deploy workflow reads them."
  value = {
    dev  = astro_deployment.dev.id
    prod = astro_deployment.prod.id
  }
}

output "connection_ids" {
  description = "Connection ids by key, for states that import or inspect them."
  value = {
    (astro_connection.snowflake.key) = astro_connection.snowflake.id
    (astro_connection.aws.key)       = astro_connection.aws.id
  }
}

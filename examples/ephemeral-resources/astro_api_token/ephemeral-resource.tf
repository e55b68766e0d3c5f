variable "deployment_id" {
  description = "Id of the Deployment whose Airflow is configured, such as clx4n1abc0000000000000001."
  type        = string
}

# Made when the run needs it, deleted when it ends, in the plan as well.
ephemeral "astro_api_token" "run" {
  deployment_id = var.deployment_id
  role          = "DEPLOYMENT_ADMIN"
}

# It lets another provider in, for example one for Airflow:
#
# provider "airflow" {
#   base_endpoint = data.astro_deployment.dev.webserver_airflow_api_url
#   oauth2_token  = ephemeral.astro_api_token.run.token
# }

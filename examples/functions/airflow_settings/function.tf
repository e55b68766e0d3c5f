data "astro_workspace" "main" {
  name = "Demo"
}

# What is defined in the Workspace; deployment_id in place of workspace_id gives
# the values of one Deployment, overrides included.
data "astro_connections" "main" {
  workspace_id = data.astro_workspace.main.id
}

# terraform output -raw airflow_settings > airflow_settings.yaml
output "airflow_settings" {
  value = provider::astro::airflow_settings(data.astro_connections.main.connections)
}

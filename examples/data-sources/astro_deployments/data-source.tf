data "astro_workspace" "main" {
  name = "Demo"
}

# All Deployments of one Workspace.
data "astro_deployments" "all" {
  workspace_id = data.astro_workspace.main.id
}

output "deployment_names" {
  value = [for d in data.astro_deployments.all.deployments : d.name]
}

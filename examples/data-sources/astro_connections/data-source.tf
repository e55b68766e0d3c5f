data "astro_workspace" "main" {
  name = "Demo"
}

# What is defined in the Workspace, without secrets.
data "astro_connections" "workspace" {
  workspace_id = data.astro_workspace.main.id
}

output "connection_keys" {
  value = [for c in data.astro_connections.workspace.connections : c.key]
}

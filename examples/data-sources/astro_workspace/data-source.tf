# By name; no Workspace or several of that name is an error that lists them.
data "astro_workspace" "main" {
  name = "Demo"
}

# By id.
data "astro_workspace" "by_id" {
  id = data.astro_workspace.main.id
}

output "workspace_id" {
  value = data.astro_workspace.main.id
}

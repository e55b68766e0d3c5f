data "astro_workspaces" "all" {}

# Ids by name.
output "workspace_ids" {
  value = { for w in data.astro_workspaces.all.workspaces : w.name => w.id }
}

data "astro_workspace" "main" {
  name = "Demo"
}

data "astro_api_tokens" "workspace" {
  workspace_id = data.astro_workspace.main.id
}

# Tokens that never end.
output "endless" {
  value = [for t in data.astro_api_tokens.workspace.api_tokens : t.name if t.end_at == null]
}

data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_connection" "metrics" {
  workspace_id = data.astro_workspace.main.id
  key          = "metrics"
  type         = "http"
  host         = "metrics.example.com"
}

# By key within a Workspace: how a branch's own configuration finds a shared
# connection. depends_on is only needed because this example creates it itself.
data "astro_connection" "metrics" {
  workspace_id = data.astro_workspace.main.id
  key          = "metrics"
  depends_on   = [astro_connection.metrics]
}

output "metrics_host" {
  value = data.astro_connection.metrics.host
}

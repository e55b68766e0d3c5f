data "astro_workspace" "main" {
  name = "Demo"
}

# Restricted: only linked Deployments see it.
resource "astro_connection" "object_store" {
  workspace_id = data.astro_workspace.main.id
  key          = "object_store"
  type         = "aws"
}

resource "astro_deployment" "team" {
  for_each = toset(["orders", "reports"])

  workspace_id = data.astro_workspace.main.id
  name         = "${each.key}-linked"

  is_development_mode = true
}

# Each link is a resource of its own: another state can add its own Deployment
# to the same connection, and neither removes the other's.
resource "astro_connection_link" "object_store" {
  for_each = astro_deployment.team

  connection_id = astro_connection.object_store.id
  deployment_id = each.value.id
}

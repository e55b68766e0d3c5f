data "astro_workspace" "main" {
  name = "Demo"
}

# Restricted: only linked Deployments see it.
resource "astro_connection" "object_store" {
  workspace_id = data.astro_workspace.main.id
  key          = "object_store"
  type         = "aws"
}

resource "astro_deployment" "orders" {
  workspace_id        = data.astro_workspace.main.id
  name                = "orders-linked"
  is_development_mode = true
}

# Each link is a resource of its own: another state can link its own Deployment
# to the same connection, and neither removes the other's.
resource "astro_connection_link" "orders" {
  connection_id = astro_connection.object_store.id
  deployment_id = astro_deployment.orders.id
}

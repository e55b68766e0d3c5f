data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_deployment" "shared" {
  workspace_id = data.astro_workspace.main.id
  name         = "shared"

  is_development_mode = true
}

# By name within a Workspace. depends_on is only needed because this example
# creates the Deployment itself.
data "astro_deployment" "shared" {
  workspace_id = data.astro_workspace.main.id
  name         = "shared"
  depends_on   = [astro_deployment.shared]
}

# By id.
data "astro_deployment" "by_id" {
  id = astro_deployment.shared.id
}

output "namespace" {
  value = data.astro_deployment.shared.namespace
}

data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_api_token" "ci" {
  name         = "github-actions"
  workspace_id = data.astro_workspace.main.id
  role         = "WORKSPACE_OPERATOR"
  recipients   = { github = "RwHQhIhFH1RaQJ+1iuPlhYHKQKw/fxFGmM1x3qxzygE=" }
}

# By name among the tokens of the Workspace. depends_on is only needed because
# this example makes the token itself.
data "astro_api_token" "ci" {
  name         = "github-actions"
  workspace_id = data.astro_workspace.main.id
  depends_on   = [astro_api_token.ci]
}

# By id.
data "astro_api_token" "by_id" {
  id = astro_api_token.ci.id
}

output "role" {
  value = data.astro_api_token.ci.role
}

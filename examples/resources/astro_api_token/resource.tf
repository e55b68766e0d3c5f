variable "github_public_key" {
  description = "Key of the repository, as data.github_actions_public_key.pipelines.key gives it: base64 of 32 bytes."
  type        = string
  default     = "RwHQhIhFH1RaQJ+1iuPlhYHKQKw/fxFGmM1x3qxzygE="
}

data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_deployment" "dev" {
  workspace_id        = data.astro_workspace.main.id
  name                = "pipelines-dev"
  is_development_mode = true
}

# The text of the token leaves Terraform in a box for the repository alone.
resource "astro_api_token" "dev" {
  name                  = "github-actions-dev"
  deployment_id         = astro_deployment.dev.id
  role                  = "DEPLOYMENT_ADMIN"
  expiry_period_in_days = 90
  recipients            = { github = var.github_public_key }
  # Another value rotates the token; a new key has to, so that the box is for it.
  rotate_when_changed = { quarter = "2026-1", key = var.github_public_key }
}

# resource "github_actions_secret" "dev" {
#   repository      = "pipelines"
#   secret_name     = "DEV_ASTRO_API_TOKEN"
#   key_id          = data.github_actions_public_key.pipelines.key_id
#   value_encrypted = astro_api_token.dev.sealed["github"]
# }

# A token of the Workspace with a role in one Deployment besides.
resource "astro_api_token" "reporting" {
  name         = "reporting"
  description  = "Reads the Workspace, administers the development Deployment"
  workspace_id = data.astro_workspace.main.id
  role         = "WORKSPACE_MEMBER"
  recipients   = { github = var.github_public_key }

  additional_roles = [
    { deployment_id = astro_deployment.dev.id, role = "DEPLOYMENT_ADMIN" },
  ]
}

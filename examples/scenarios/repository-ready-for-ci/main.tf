# A repository made ready for CI: a Workspace with two Deployments, a token for
# each that only the repository can read, and the ids that its workflows need.

resource "astro_workspace" "main" {
  name        = var.workspace_name
  description = "Pipelines of the data platform"
}

resource "astro_deployment" "dev" {
  workspace_id        = astro_workspace.main.id
  name                = "conn-management-demo-dev"
  is_development_mode = true
}

resource "astro_deployment" "prod" {
  workspace_id        = astro_workspace.main.id
  name                = "conn-management-demo-prod"
  deletion_protection = var.protect
}

# The text of a token stands in no state, plan or log: it leaves Terraform in a
# box that only the owner of the key can open, which is GitHub.
resource "astro_api_token" "dev" {
  name                  = "github-actions-dev"
  deployment_id         = astro_deployment.dev.id
  role                  = "DEPLOYMENT_ADMIN"
  expiry_period_in_days = 180
  recipients            = { github = var.repository_public_key }
  rotate_when_changed   = { quarter = var.quarter, key = var.repository_public_key }
}

resource "astro_api_token" "prod" {
  name                  = "github-actions-prod"
  deployment_id         = astro_deployment.prod.id
  role                  = "DEPLOYMENT_ADMIN"
  expiry_period_in_days = 180
  recipients            = { github = var.repository_public_key }
  rotate_when_changed   = { quarter = var.quarter, key = var.repository_public_key }
}

# What goes to the repository; github.tf.example beside this file sends it there.
locals {
  secrets = {
    DEV_ASTRO_API_TOKEN  = astro_api_token.dev.sealed
    PROD_ASTRO_API_TOKEN = astro_api_token.prod.sealed
  }
  variables = {
    DEV_ASTRO_DEPLOYMENT_ID  = astro_deployment.dev.id
    PROD_ASTRO_DEPLOYMENT_ID = astro_deployment.prod.id
  }
}

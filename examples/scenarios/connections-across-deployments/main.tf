# One set of connections for two Deployments: DAGs use the same conn_id
# everywhere, and production gets its own database.

data "astro_workspace" "main" {
  name = var.workspace_name
}

resource "astro_deployment" "dev" {
  workspace_id        = data.astro_workspace.main.id
  name                = "conn-management-demo-dev"
  description         = "Development: code of the dev branch"
  is_development_mode = true
  scheduler_size      = "SMALL"
}

# Development sleeps at night and at weekends. All crons are in UTC.
resource "astro_hibernation_schedule" "dev_nights" {
  deployment_id     = astro_deployment.dev.id
  hibernate_at_cron = "0 20 * * 1-5"
  wake_at_cron      = "0 6 * * 1-5"
  description       = "Weekdays from 06:00 to 20:00 UTC"
}

resource "astro_deployment" "prod" {
  workspace_id        = data.astro_workspace.main.id
  name                = "conn-management-demo-prod"
  description         = "Production: code of the main branch"
  deletion_protection = var.protect
}

# Linked to all Deployments of the Workspace, those to come included. Without an
# override everybody works in the development database.
resource "astro_connection" "snowflake" {
  workspace_id          = data.astro_workspace.main.id
  key                   = "snowflake_conn_management_demo"
  type                  = "snowflake"
  description           = "Cookie recipes in Snowflake"
  login                 = var.snowflake_login
  password              = var.snowflake_password
  schema                = "COOKIES"
  auto_link_deployments = true

  extra = jsonencode({
    account   = var.snowflake_account
    warehouse = "HUMANS"
    role      = "COOKIE_READER"
    database  = "CONN_DEMO_DEV"
  })
}

# Production differs in one member of extra. The connection reaches it without a
# link of its own, so the override is all there is.
resource "astro_connection_override" "snowflake_prod" {
  connection_id = astro_connection.snowflake.id
  deployment_id = astro_deployment.prod.id

  extra = jsonencode({ database = "CONN_DEMO_PROD" })
}

# Restricted: only the Deployments that are linked below see it.
resource "astro_connection" "aws" {
  workspace_id = data.astro_workspace.main.id
  key          = "aws_conn_management_demo"
  type         = "aws"
  description  = "Bucket with the cookie recipes"
  login        = var.aws_access_key_id
  password     = var.aws_secret_access_key
}

resource "astro_connection_link" "aws_dev" {
  connection_id = astro_connection.aws.id
  deployment_id = astro_deployment.dev.id
}

resource "astro_connection_link" "aws_prod" {
  connection_id = astro_connection.aws.id
  deployment_id = astro_deployment.prod.id
}

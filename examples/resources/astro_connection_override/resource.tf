data "astro_workspace" "main" {
  name = "Demo"
}

variable "protect" {
  description = "Refuse to destroy production. Switch it off in one apply, destroy in the next."
  type        = bool
  default     = true
}

resource "astro_deployment" "prod" {
  workspace_id        = data.astro_workspace.main.id
  name                = "snowflake-prod"
  deletion_protection = var.protect
}

resource "astro_connection" "snowflake" {
  workspace_id          = data.astro_workspace.main.id
  key                   = "snowflake"
  type                  = "snowflake"
  login                 = "AIRFLOW_DEV"
  schema                = "ORDERS"
  auto_link_deployments = true

  extra = jsonencode({
    account   = "ab12345.eu-central-1"
    warehouse = "TRANSFORM_WH"
    database  = "ORDERS_DEV"
  })
}

# Production differs in two fields; account, warehouse and schema stay those of
# the connection, which reaches every Deployment without a link.
resource "astro_connection_override" "prod" {
  connection_id = astro_connection.snowflake.id
  deployment_id = astro_deployment.prod.id

  login = "AIRFLOW_PROD"
  extra = jsonencode({ database = "ORDERS_PROD" })
}
